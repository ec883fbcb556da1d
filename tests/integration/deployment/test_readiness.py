"""What a school has of what its diary needs, as `check` and `run` ask it."""

from datetime import UTC, date, datetime

from sqlalchemy import insert

from services.database import bind_school
from services.deployment import readiness
from services.models import (
    AcademicYear,
    GradingPeriod,
    Person,
    RoleAssignment,
    School,
    SchoolSetting,
)
from services.vocabulary import PeriodKind, PersonKind, Role

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 7, tzinfo=UTC)


async def test_each_missing_part_is_seen_and_each_that_is_there(database):
    """First an empty school with a zone nobody knows; then one with all it needs."""
    async with database.transaction() as session:
        school = School(name="Школа", short_name="Школа", timezone="Europe/Moscow", created_at=NOW)
        session.add(school)
        await session.flush()
        with bind_school(school.id):
            await session.execute(
                insert(SchoolSetting),
                [{"school_id": school.id, "key": "timezone", "value": "Moscow"}],
            )
            empty = await readiness(session, on=TODAY)
            await _fill(session, school.id)
            ready = await readiness(session, on=TODAY)
            late = await readiness(session, on=date(2027, 6, 1))

    assert (empty.profile, empty.has_period, empty.has_administrator) == (None, False, False)
    assert empty.unreadable is not None
    assert ("timezone", "Moscow") == (empty.unreadable.key, empty.unreadable.value)
    assert (ready.has_period, ready.has_administrator) == (True, True)
    assert 5 == ready.consent_text_length
    assert not late.has_period


async def _fill(session, school_id: int) -> None:
    year = AcademicYear(
        school_id=school_id,
        name="2026/2027",
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 5, 26),
    )
    person = Person(
        school_id=school_id, kind=PersonKind.STAFF, family_name="Орлова", given_name="Анна"
    )
    text = SchoolSetting(school_id=school_id, key="consent_text", value="Да 😀")
    session.add_all([year, person, text])
    await session.flush()
    session.add_all(
        [
            GradingPeriod(
                school_id=school_id,
                academic_year_id=year.id,
                name="2 четверть",
                kind=PeriodKind.QUARTER,
                grades=[7],
                starts_on=date(2026, 11, 9),
                ends_on=date(2026, 12, 30),
            ),
            RoleAssignment(school_id=school_id, person_id=person.id, role=Role.ADMINISTRATOR),
        ]
    )
    await session.flush()
