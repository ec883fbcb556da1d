"""The deputy head's week on the small school: what is late, whose it is, what is spared."""

from datetime import date

import pytest

from services.bulk_entry.service import EntryService
from services.change_entry.service import ChangeService
from services.control.service import ControlService
from services.errors import NotAllowed
from services.regulation.deadlines import DutySort as D
from tests.factories import at, build_school
from tests.integration.journal.conftest import Journal

MONDAY = 23


@pytest.fixture
async def journal(database):
    """Give the journal of the small school."""
    return Journal(database, await build_school(database), EntryService(database))


async def week(journal, *, now, **facts):
    """Return the week the deputy head sees."""
    return await ControlService(journal.database).week(
        journal.school.staff("deputy"), now=now, **facts
    )


def missing(report, sort):
    """Return (subject, lesson) of what has not come."""
    return sorted((one.subject, one.number) for one in report.breaches if one.sort is sort)


async def change(journal, text, *, now):
    """Let the deputy head change the timetable."""
    changes, deputy = ChangeService(journal.database), journal.school.staff("deputy")
    preview = await changes.preview(deputy, text, now=now)
    await changes.save(deputy, preview.entry_id, now=now)


async def test_on_the_evening_of_the_day_nothing_but_homework_is_late(journal):
    """Attendance and topics have time until midnight, homework two hours after the last lesson."""
    report = await week(journal, now=at(MONDAY, "23:00"))

    assert {D.HOMEWORK} == {one.sort for one in report.breaches}
    assert [("Алгебра", 3), ("ОРКСЭ", 4), ("Разговоры о важном", 1)] == missing(report, D.HOMEWORK)


async def test_the_next_day_shows_what_was_not_recorded(journal):
    """What was recorded in time is not there, what came later is marked so."""
    await journal.save("7б алгебра 2 урок: Петров н; тема Степень; дз № 5", now=at(23, "10:00"))
    await journal.save("7б 23.11 алгебра 3 урок: Петров н; тема Корень", now=at(24, "08:00"))
    report = await week(journal, now=at(24, "09:00"))

    assert [("ОРКСЭ", 4), ("Разговоры о важном", 1)] == missing(report, D.HOMEWORK)
    assert [("Алгебра", 3), ("ОРКСЭ", 4), ("Разговоры о важном", 1)] == missing(
        report, D.ATTENDANCE
    )
    late = [(one.subject, one.number, one.sort) for one in report.breaches if one.is_done]
    assert {("Алгебра", 3, D.ATTENDANCE), ("Алгебра", 3, D.TOPIC)} == set(late)
    assert (3, 2, 6) == (report.tally.in_time, report.tally.late, report.tally.overdue)


async def test_breaches_are_those_of_who_gave_the_lesson(journal):
    """A substitute answers; a cancelled lesson and a frost day owe nothing."""
    await change(journal, "24.11 7Б 1 физика Гусева", now=at(23, "12:00"))
    await change(journal, "24.11 7Б 3 отмена", now=at(23, "12:01"))
    await change(journal, "24.11 1А актированный день", now=at(23, "12:02"))
    report = await week(journal, now=at(25, "09:00"))
    tuesday = [one for one in report.breaches if one.on == date(2026, 11, 24)]

    assert {("Физика", journal.school.people["algebra"])} == {
        (one.subject, one.teacher_id) for one in tuesday if one.number == 1
    }
    assert {1, 2} == {one.number for one in tuesday}
    assert not any(one.group == "1А" for one in tuesday)


async def test_a_control_work_waits_three_days_for_its_marks(journal):
    """The topic says what was written; on the fourth day it is a breach."""
    await journal.save("7б алгебра 2 урок: тема Контрольная работа № 1", now=at(23, "10:00"))
    before = await week(journal, now=at(26, "23:00"))
    after = await week(journal, now=at(27, "00:30"))

    assert [] == missing(before, D.CONTROL_WORK)
    assert [("Алгебра", 2)] == missing(after, D.CONTROL_WORK)


async def test_few_marks_and_late_period_marks(journal):
    """The quarter of October is closed on 30.10; half of the second one is over without a mark."""
    report = await week(journal, now=at(27, "12:00"))

    assert ("Алгебра", 0) in {(one.subject, one.on_student) for one in report.thin}
    assert {"1 четверть"} == {one.period for one in report.late_periods}
    subjects = {one.subject for one in report.late_periods}
    assert {"Алгебра", "Физика", "Английский язык", "ОРКСЭ"} == subjects  # a pass is owed, too
    assert {date(2026, 10, 30)} == {one.deadline_on for one in report.late_periods}
    assert 6 == max(one.missing for one in report.late_periods)


async def test_holidays_owe_nothing_and_weeks_turn_back(journal):
    """Autumn holidays and the state's day are no lessons."""
    now = at(24, "12:00")
    holidays = await week(journal, now=now, on=date(2026, 10, 28))
    november = await week(journal, now=now, on=date(2026, 11, 5))

    assert (0, 0, 0) == (
        holidays.tally.in_time, holidays.tally.late, holidays.tally.overdue,
    )  # fmt: skip
    assert holidays.tally.share_in_time is None
    assert {2, 3} == {one.on.day for one in november.breaches}


async def test_control_is_the_deputy_heads(journal):
    """A teacher does not see the others."""
    with pytest.raises(NotAllowed):
        await ControlService(journal.database).week(
            journal.school.staff("algebra"), now=at(24, "12:00")
        )
