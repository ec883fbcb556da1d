"""A new school year comes from a new workbook: classes move up, graduates leave."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from services.models import Enrollment, Person, SchoolClass, TimetableEntry

_AUGUST = datetime(2027, 8, 25, 6, tzinfo=UTC)
_SEPTEMBER = datetime(2027, 9, 3, 6, tzinfo=UTC)


@pytest.fixture
def lists(importing):
    """Give a small school of two classes with a timetable."""
    folder = importing.folder
    for path in folder.path.iterdir():
        path.unlink()
    _write(folder, "2026/2027", "7А", "11А", "Лев;Белов;7А", "Ия;Орлова;11А", "Ким;Зимин;7А")
    return folder


def _write(folder, year, first, second, *students):
    folder.rewrite("school.csv", "параметр;значение", "название;Лесная", f"учебный год;{year}")
    folder.rewrite("staff.csv", "id;ФИО", "T1;Орлова Вера Ильинична")
    folder.rewrite("classes.csv", "класс", first, second)
    folder.rewrite("students.csv", "имя;фамилия;класс", *students)
    folder.rewrite(
        "timetable.csv", "класс;день;урок;предмет;учитель", f"{first};пн;1;Физика;T1",
        f"{second};вт;1;Физика;T1",
    )  # fmt: skip


async def _classes(importing):
    return await importing.rows(
        select(Person.given_name, SchoolClass.name, Enrollment.starts_on, Enrollment.ends_on)
        .join(Enrollment, Enrollment.student_id == Person.id)
        .join(SchoolClass, SchoolClass.id == Enrollment.school_class_id)
        .order_by(Person.given_name, Enrollment.starts_on)
    )


@pytest.mark.parametrize("now", [_AUGUST, _SEPTEMBER])
async def test_classes_move_up_on_the_first_of_september(importing, lists, now):
    """Whenever the lists come, last year ends on 31 August and the new one begins the next day."""
    await importing.run()
    importing.clock.move_to(now)
    _write(lists, "2027/2028", "8А", "10А", "Лев;Белов;8А", "Ким;Зимин;8А", "Ян;Ким;10А")

    report = await importing.run()

    old, new = (date(2026, 9, 1), date(2027, 8, 31)), (date(2027, 9, 1), None)
    assert [] == [finding.line() for finding in report.problems]
    assert [
        ("Ия", "11А", *old),
        ("Ким", "7А", *old),
        ("Ким", "8А", *new),
        ("Лев", "7А", *old),
        ("Лев", "8А", *new),
        ("Ян", "10А", *new),
    ] == await _classes(importing)


@pytest.mark.parametrize("now", [_AUGUST, _SEPTEMBER])
async def test_last_years_timetable_ends_with_its_year(importing, lists, now):
    """What was taught stays in the past, and the new lessons begin with the year."""
    await importing.run()
    importing.clock.move_to(now)
    _write(lists, "2027/2028", "8А", "10А", "Лев;Белов;8А", "Ким;Зимин;8А")
    await importing.run()
    _write(lists, "2027/2028", "7А", "8А", "Лев;Белов;8А", "Ким;Зимин;8А")

    await importing.run()

    days = await importing.rows(
        select(TimetableEntry.valid_from, TimetableEntry.valid_to).order_by(TimetableEntry.id)
    )
    assert [(None, date(2027, 8, 31))] * 2 == days[:2]
    assert all(starts >= date(2027, 9, 1) for starts, _ends in days[2:])


async def test_graduates_leave_and_others_are_asked_about(importing, lists):
    """Who was in the highest grade has finished; who is missing from another class is told."""
    await importing.run()
    importing.clock.move_to(_AUGUST)
    _write(lists, "2027/2028", "8А", "10А", "Лев;Белов;8А")

    report = await importing.run()

    left = await importing.rows(select(Person.given_name).where(Person.left_on.is_not(None)))
    assert [("Ия",)] == left
    assert 1 == report.counts.left
    assert 1 == report.unlisted


async def test_the_same_workbook_again_changes_nothing(importing, lists):
    """The new year is stored once, before and after it begins."""
    await importing.run()
    importing.clock.move_to(_AUGUST)
    _write(lists, "2027/2028", "8А", "10А", "Лев;Белов;8А", "Ким;Зимин;8А")
    await importing.run()

    again = await importing.line()
    importing.clock.move_to(_SEPTEMBER)
    later = await importing.line()

    expected = "added 0, changed 0, left 0, unchanged 9, problems 0"
    assert (expected, expected) == (again, later)


async def test_a_year_without_a_calendar_is_told(importing, lists):
    """Nobody guesses which days of 2028 are worked: the school says, or the next version."""
    await importing.run()
    _write(lists, "2027/2028", "8А", "10А", "Лев;Белов;8А", "Ким;Зимин;8А")

    silent = await importing.plan()
    lists.rewrite("Рабочие дни.csv", "дата;рабочий", "09.05.2028;нет")
    answered = await importing.plan()

    told = [
        [finding.text for finding in report.notices if "2028 is not known" in finding.text]
        for report in (silent, answered)
    ]
    assert [1, 0] == [len(texts) for texts in told]


async def test_people_stay_the_same_people(importing, lists):
    """Accounts, links and consents hang on the person, who is not made anew."""
    await importing.run()
    names = select(Person.id, Person.given_name, Person.family_name).order_by(Person.id)
    before = await importing.rows(names)
    importing.clock.move_to(_AUGUST)
    _write(lists, "2027/2028", "8А", "10А", "Лев;Белов;8А", "Ким;Зимин;8А")

    await importing.run()

    assert before == await importing.rows(names)
    assert (await importing.verified()).is_intact
