"""One day from bells, base timetable and calendar: a table of cases for each rule."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from services.timetable.rules import (
    BaseLesson,
    Bell,
    Calendar,
    FreeDays,
    TaughtGroup,
    TaughtSubject,
    Term,
    bell_for,
    current_or_last,
    is_school_day,
    next_school_day,
    previous_school_day,
    resolve_day,
    week_parity,
)
from services.vocabulary import WeekParity

TUESDAY = date(2026, 11, 24)
ZONE = ZoneInfo("Asia/Yekaterinburg")
GROUP = TaughtGroup(group_id=1, class_id=1, label="7Б", grade=7)
ALGEBRA = TaughtSubject(1, "Алгебра")


def bell(number: int = 1, start: str = "08:30", end: str = "09:10", **more: object) -> Bell:
    """Return a row of the bells."""
    values: dict[str, object] = {"bell_set": "", **more}
    return Bell(
        number=number,
        starts_at=time.fromisoformat(start),
        ends_at=time.fromisoformat(end),
        **values,  # type: ignore[arg-type]  # each case names the fields it is about
    )


def lesson(number: int = 1, **more: object) -> BaseLesson:
    """Return a Tuesday lesson of algebra in 7Б."""
    values: dict[str, object] = {"group": GROUP, "weekday": 2, "subject": ALGEBRA, **more}
    return BaseLesson(number=number, teacher_id=9, **values)  # type: ignore[arg-type]  # as above


def calendar(**more: object) -> Calendar:
    """Return the calendar of 2026/2027 with two bells."""
    values: dict[str, object] = {
        "year_starts_on": date(2026, 9, 1),
        "year_ends_on": date(2027, 5, 26),
        "bells": (bell(1), bell(2, "09:20", "10:00")),
        **more,
    }
    return Calendar(timezone=ZONE, **values)  # type: ignore[arg-type]  # as above


def test_a_lesson_stands_at_its_bell_in_utc():
    """08:30 in Yekaterinburg is 03:30 UTC, and lessons come in order of time."""
    planned = resolve_day([lesson(2), lesson(1, room="214")], calendar(), on=TUESDAY)

    assert [1, 2] == [one.number for one in planned]
    assert datetime(2026, 11, 24, 3, 30, tzinfo=UTC) == planned[0].starts_at
    assert datetime(2026, 11, 24, 4, 10, tzinfo=UTC) == planned[0].ends_at
    assert (GROUP, ALGEBRA, 9, "214") == (
        planned[0].group, planned[0].subject, planned[0].teacher_id, planned[0].room,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "on", "takes_place"),
    [
        (lesson(), TUESDAY, True),
        (lesson(weekday=3), TUESDAY, False),
        (lesson(valid_from=date(2026, 11, 25)), TUESDAY, False),
        (lesson(valid_from=TUESDAY, valid_to=TUESDAY), TUESDAY, True),
        (lesson(valid_to=date(2026, 11, 23)), TUESDAY, False),
        (lesson(parity=WeekParity.ODD), TUESDAY, True),  # the 13th week from 1 September
        (lesson(parity=WeekParity.EVEN), TUESDAY, False),
        (lesson(parity=WeekParity.EVEN), date(2026, 12, 1), True),
        (lesson(number=8), TUESDAY, False),  # no bell says when
    ],
)
def test_a_row_holds_on_its_weekday_dates_and_weeks(row, on, takes_place):
    """A row of the timetable gives a lesson only where weekday, dates, parity and bell agree."""
    assert takes_place == bool(resolve_day([row], calendar(), on=on))


@pytest.mark.parametrize(
    ("on", "grade", "more", "expected"),
    [
        (TUESDAY, 7, {}, True),
        (date(2026, 11, 28), 7, {}, False),  # Saturday of a five-day school
        (date(2026, 11, 28), 7, {"days_per_week": 6}, True),
        (date(2026, 11, 29), 7, {"days_per_week": 6}, False),
        (date(2026, 8, 31), 7, {}, False),
        (date(2027, 5, 27), 7, {}, False),
        (TUESDAY, 7, {"free_days": (FreeDays(TUESDAY, TUESDAY),)}, False),
        (TUESDAY, 7, {"free_days": (FreeDays(TUESDAY, TUESDAY, frozenset({1})),)}, True),
        (TUESDAY, 1, {"free_days": (FreeDays(TUESDAY, TUESDAY, frozenset({1})),)}, False),
    ],
)
def test_a_school_day_lies_in_year_and_week_and_outside_holidays(on, grade, more, expected):
    """Holidays of other grades do not count; the school year and week bound everybody."""
    assert expected == is_school_day(calendar(**more), on=on, grade=grade)


def test_a_grade_ends_with_its_own_last_period():
    """Grades 9 and 11 stop for their exams before the year of the others is over."""
    terms = (
        Term(date(2026, 9, 1), date(2026, 12, 30), frozenset({9})),
        Term(date(2027, 1, 11), date(2027, 5, 14), frozenset({9})),
        Term(date(2026, 9, 1), date(2027, 5, 26), frozenset({7})),
    )

    days = {grade: is_school_day(calendar(terms=terms), on=date(2027, 5, 20), grade=grade)
            for grade in (7, 9)}  # fmt: skip

    assert {7: True, 9: False} == days


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 9, 1), WeekParity.ODD),
        (date(2026, 9, 6), WeekParity.ODD),
        (date(2026, 9, 7), WeekParity.EVEN),
        (date(2026, 9, 14), WeekParity.ODD),
    ],
)
def test_weeks_are_counted_from_the_first_of_the_year(on, expected):
    """The week of the first school day is the first, and odd."""
    assert expected == week_parity(on, year_starts_on=date(2026, 9, 1))


def test_without_a_year_the_calendar_week_decides():
    """ISO week 48 of 2026 is even."""
    assert WeekParity.EVEN == week_parity(TUESDAY, year_starts_on=None)


MAIN = bell(start="08:30")
TUESDAYS = bell(start="08:40", weekdays=frozenset({2}))
SEVENTH = bell(start="08:50", grades=frozenset({7}))
THAT_WEEK = bell(start="09:00", valid_from=date(2026, 11, 23), valid_to=date(2026, 11, 27))
OWN = bell(start="09:10", bell_set="вторая смена")
OTHER_SET = bell(start="09:20", bell_set="1 класс")
PAST = bell(start="09:30", valid_to=date(2026, 11, 20))
MONDAYS = bell(start="09:40", weekdays=frozenset({1}))
FIRST_GRADE = bell(start="09:50", grades=frozenset({1}))


@pytest.mark.parametrize(
    ("bells", "bell_set", "expected"),
    [
        ([MAIN], "", MAIN),
        ([MAIN, SEVENTH], "", SEVENTH),
        ([SEVENTH, TUESDAYS, MAIN], "", TUESDAYS),
        ([SEVENTH, TUESDAYS, THAT_WEEK], "", THAT_WEEK),
        ([THAT_WEEK, OWN], "вторая смена", OWN),
        ([THAT_WEEK, OWN], "", THAT_WEEK),
        ([MAIN, OTHER_SET], "вторая смена", MAIN),  # the own set does not have the number
        ([OTHER_SET, PAST, MONDAYS, FIRST_GRADE], "", None),
    ],
)
def test_the_most_specific_bell_wins(bells, bell_set, expected):
    """Own set, then dates, then weekday, then grade; a row that does not fit is no bell."""
    assert expected == bell_for(bells, number=1, on=TUESDAY, grade=7, bell_set=bell_set)


@pytest.mark.parametrize(
    ("clock", "expected"),
    [("03:29", None), ("03:30", 1), ("04:09", 1), ("04:15", 1), ("04:20", 2), ("12:00", 2)],
)
def test_the_lesson_of_a_moment_is_the_one_going_on_or_the_last(clock, expected):
    """In a break the lesson that has just ended is meant; before the first one there is none."""
    planned = resolve_day([lesson(1), lesson(2)], calendar(), on=TUESDAY)
    now = datetime.combine(TUESDAY, time.fromisoformat(clock), tzinfo=UTC)

    found = current_or_last(planned, now=now)

    assert expected == (found and found.number)


def test_neighbouring_school_days_jump_over_weekends_and_holidays():
    """From a Friday before the holidays the next day is the Monday after them, and back."""
    holidays = calendar(free_days=(FreeDays(date(2026, 10, 24), date(2026, 11, 1)),))

    assert date(2026, 11, 2) == next_school_day(holidays, after=date(2026, 10, 23), grade=7)
    assert date(2026, 10, 23) == previous_school_day(holidays, before=date(2026, 11, 2), grade=7)
    assert previous_school_day(holidays, before=date(2026, 9, 1), grade=7) is None
