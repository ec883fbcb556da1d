"""«Веду вместо …» and what of frost, quarantine and remote days follows for absences."""

from datetime import date

import pytest
from sqlalchemy import select

from services.access.identity import Identity
from services.bulk_entry.facts import PreviewFacts
from services.bulk_entry.service import EntryService
from services.database import bind_school
from services.errors import NotAllowed
from services.models import Attendance, LessonChange
from services.timetable.change_errors import LessonNotOpen, OwnLesson
from services.timetable.takeover import TakeoverService
from services.vocabulary import NoticeKind, PersonKind, Role
from tests.integration.changes.conftest import MOTHER, Office

TUESDAY = date(2026, 11, 24)


def teacher(office: Office, key: str) -> Identity:
    """Return a teacher as somebody who asks."""
    return Identity(
        office.school.school_id,
        office.school.people[key],
        PersonKind.STAFF,
        roles=frozenset({Role.TEACHER}),
    )


@pytest.fixture
def takeovers(office) -> TakeoverService:
    """Give the service."""
    return TakeoverService(office.database)


async def test_lessons_of_this_hour_are_offered(office, takeovers):
    """Those that go on or begin soon, never one's own."""
    office.at(24, "10:30")
    page = await takeovers.offers(teacher(office, "physics"), now=office.now)
    own = await takeovers.offers(teacher(office, "algebra"), now=office.now)
    office.at(24, "07:00")
    early = await takeovers.offers(teacher(office, "physics"), now=office.now)

    assert [(2, "7Б англ. 1"), (2, "7Б англ. 2"), (3, "7Б")] == [
        (one.number, one.group) for one in page.offers
    ]
    assert [2, 2] == [one.number for one in own.offers]
    assert () == early.offers


async def test_a_lesson_taken_over_is_the_teachers_to_record(office, takeovers):
    """The timetable names the substitute, the change waits for the deputy head, families hear."""
    office.at(24, "10:25")
    physicist = teacher(office, "physics")
    await takeovers.take_over(
        physicist, group_id=office.school.groups["7Б"], number=3, now=office.now
    )
    entries = EntryService(office.database)
    preview = await entries.preview(physicist, "7б алгебра: Кузнецова Мария 5", now=office.now)
    with bind_school(office.school.school_id):
        async with office.database.reading() as session:
            change = await session.scalar(select(LessonChange))
    told = await office.told(minutes=3)

    assert isinstance(preview, PreviewFacts)
    assert change.needs_confirmation
    assert "3 7Б Алгебра" in await office.day_of_teacher("physics", TUESDAY)
    assert [
        [
            "Мария К. · 7Б",
            "вт 24.11, 3-й урок: алгебра, ведёт Орлов Д. С. (вместо: Гусева Е. Д.)",
        ]
    ] == told[MOTHER]


async def test_a_teacher_withdraws_only_the_own_takeover(office, takeovers):
    """A slip of the thumb is undone by its author, or by the deputy head."""
    office.at(24, "10:25")
    taken = await takeovers.take_over(
        teacher(office, "physics"),
        group_id=office.school.groups["7Б"],
        number=3,
        now=office.now,
    )
    with pytest.raises(NotAllowed):
        await office.changes.withdraw(teacher(office, "english1"), taken.entry_id, now=office.now)
    await office.changes.withdraw(teacher(office, "physics"), taken.entry_id, now=office.now)

    assert "3 7Б Алгебра" in await office.day_of_teacher("algebra", TUESDAY)


async def test_what_cannot_be_taken_over(office, takeovers):
    """One's own lesson, one of another hour, and nothing for who does not teach."""
    group_id = office.school.groups["7Б"]
    office.at(24, "10:25")
    with pytest.raises(OwnLesson):
        await takeovers.take_over(
            teacher(office, "algebra"), group_id=group_id, number=3, now=office.now
        )
    with pytest.raises(LessonNotOpen):
        await takeovers.take_over(
            teacher(office, "physics"), group_id=group_id, number=4, now=office.now
        )
    with pytest.raises(NotAllowed):
        await takeovers.take_over(office.deputy, group_id=group_id, number=3, now=office.now)


@pytest.mark.parametrize("kind", ["актированный день", "карантин", "дистант"])
async def test_an_absence_of_such_a_day_alarms_nobody(office, kind):
    """The letter is in the journal; the family is not told."""
    await office.save(f"24.11 7Б {kind}")
    await office.told(minutes=3)
    office.at(24, "10:25")
    entries = EntryService(office.database)
    preview = await entries.preview(
        teacher(office, "algebra"), "7б алгебра: Кузнецова Мария н", now=office.now
    )
    await entries.save(teacher(office, "algebra"), preview.entry_id, now=office.now)
    with bind_school(office.school.school_id):
        async with office.database.reading() as session:
            recorded = list(await session.scalars(select(Attendance.code)))
    kinds = {one.kind for one in await office.families.notices()}

    assert 1 == len(recorded)
    assert NoticeKind.ABSENCE not in kinds
