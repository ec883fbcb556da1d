"""What families open by themselves: the marks of the year, the forecast."""

from datetime import date
from fractions import Fraction

import pytest

from services.database import bind_school
from services.diary.facts import DetailsAtSchool
from services.errors import NotAllowed, NotFound
from services.finals.facts import FinalValue
from services.journal.forecast import Reach
from services.models import ControlWork, Debt, SchoolSetting
from services.regulation.profile import SettingKey
from services.vocabulary import EntryState, FinalKind
from tests.integration.finals.conftest import november


async def page(finals, *, who="mother_maria"):
    """Open /finals."""
    family = [finals.school.guardian(who)]
    return await finals.pages.page(family, now=finals.world.clock.now())


async def forecast(finals):
    """Open /forecast."""
    family = [finals.school.guardian("mother_maria")]
    found = await finals.forecasts.page(family, now=finals.world.clock.now())
    return {one.subject: one for one in found.subjects}


async def test_the_year_stands_subject_by_subject(finals):
    """Periods in their order, then the year; what is held is not seen yet."""
    for line in ("2 четверть\nКузнецова Мария 5", "1 четверть\nКузнецова Мария 4",
                 "год\nКузнецова Мария 5"):  # fmt: skip
        await finals.save(f"/final 7Б Алгебра {line}")
    held = await page(finals)
    finals.world.pass_minutes(31)
    seen = await page(finals)

    assert () == tuple(mark for one in held.subjects for mark in one.marks)
    (algebra,) = seen.subjects
    assert [
        (FinalKind.PERIOD, 1, FinalValue(4)),
        (FinalKind.PERIOD, 2, FinalValue(5)),
        (FinalKind.YEAR, None, FinalValue(5)),
    ] == [(term.kind, term.period and term.period.number, value) for term, value in algebra.marks]
    assert "2026/2027" == seen.year


async def test_a_held_correction_is_not_seen_yet(finals):
    """Until the hold is over the page shows what the family was told."""
    await finals.save("/final 7Б Алгебра\nКузнецова Мария 4")
    finals.world.pass_minutes(31)
    await finals.save("/final 7Б Алгебра\nКузнецова Мария 5")

    assert FinalValue(4) == (await page(finals)).subjects[0].marks[0][1]


async def test_other_families_see_nothing_of_it(finals):
    """A page is about one's own child."""
    await finals.save("/final 7Б Алгебра\nКузнецова Мария 4")
    finals.world.pass_minutes(31)
    family = [finals.school.guardian("mother_petrov")]
    now = finals.world.clock.now()

    assert () == (await finals.pages.page(family, now=now)).subjects
    for service in (finals.pages, finals.forecasts):
        with pytest.raises(NotAllowed):
            await service.page(family, now=now, student_id=finals.school.people["maria"])


async def test_in_signal_details_are_elsewhere(finals):
    """Neither marks nor reckoning with them."""
    with bind_school(finals.school.school_id):
        async with finals.database.transaction() as session:
            session.add(SchoolSetting(key=SettingKey.CONTENT_MODE, value="signal"))

    for opened in (page, forecast):
        with pytest.raises(DetailsAtSchool):
            await opened(finals)


async def test_the_forecast_counts_the_lessons_left_by_the_timetable(finals):
    """From Tuesday noon: physics on five Tuesdays, algebra on three days of the week."""
    await finals.given("maria", november((9, 3), (10, 4), (16, 3)))
    await finals.given("maria", {date(2026, 10, 6): 5}, subject="physics")
    found = await forecast(finals)

    algebra, physics = found["Алгебра"], found["Физика"]
    assert Fraction(10, 3) == algebra.standing.average
    assert (Reach(lowest=2, highest=5, now=3), 3) == (algebra.reach, algebra.count)
    # Mondays 30.11–28.12 twice, Tuesdays 01.12–29.12, three Wednesdays of even weeks.
    assert (18, 5) == (algebra.lessons_left, physics.lessons_left)
    assert None is physics.standing.average  # the mark of October is of another quarter
    assert "Разговоры о важном" not in found


async def test_the_forecast_counts_planned_works_and_debts(finals):
    """A control work saved for the child's own group lies ahead, of the debts the open one."""
    groups, subjects = finals.school.groups, finals.school.subjects
    lessons = [await finals.world.lesson(day=day) for day in (9, 10)]
    common = {"subject_id": subjects["algebra"], "author_id": finals.school.people["algebra"]}
    works = [
        (group, day, state)
        for group, day, state in (
            ("7Б", date(2026, 12, 7), EntryState.SAVED),
            ("7Б", date(2026, 11, 24), EntryState.SAVED),  # today: it is no forecast any more
            ("7Б", date(2026, 12, 14), EntryState.UNDONE),
            ("1А", date(2026, 12, 8), EntryState.SAVED),
        )
    ]
    now = finals.world.clock.now()
    with bind_school(finals.school.school_id):
        async with finals.database.transaction() as session:
            for group, day, state in works:
                session.add(
                    ControlWork(
                        study_group_id=groups[group], work_on=day, number=3, state=state,
                        created_at=now, **common,
                    )
                )  # fmt: skip
            for lesson_id, closed_at in zip(lessons, (None, now), strict=True):
                session.add(
                    Debt(
                        lesson_id=lesson_id, student_id=finals.school.people["maria"],
                        lesson_on=date(2026, 11, 10),
                        work_kind="test", due_on=date(2026, 11, 27), told_from=now,
                        closed_at=closed_at, recorded_at=now, **common,
                    )
                )  # fmt: skip
    found = await finals.forecasts.page([finals.school.guardian("mother_maria")], now=now)
    works_of = {one.subject: one.works for one in found.subjects}

    assert ((date(2026, 12, 7),), ()) == (works_of["Алгебра"], works_of["Физика"])
    assert [("Алгебра", date(2026, 11, 27))] == [(one.subject, one.due_on) for one in found.debts]


async def test_a_decided_mark_ends_the_forecast(finals):
    """The teacher has decided."""
    await finals.given("maria", november((9, 3)))
    await finals.save("/final 7Б Алгебра\nКузнецова Мария 4")
    before = (await forecast(finals))["Алгебра"].given
    finals.world.pass_minutes(31)

    assert (None, FinalValue(4)) == (before, (await forecast(finals))["Алгебра"].given)


async def test_a_subject_the_child_does_not_have_is_not_found(finals):
    """An old button of another year opens nothing."""
    family = [finals.school.guardian("mother_maria")]

    with pytest.raises(NotFound):
        await finals.forecasts.need(
            family,
            student_id=finals.school.people["maria"],
            subject_id=finals.school.subjects["reading"],
            now=finals.world.clock.now(),
        )
