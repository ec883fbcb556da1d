"""Tests of whom to remind, of what, and when."""

from datetime import date, timedelta

import pytest

from services.control.duties import LessonRecord, duties_of_day
from services.control.nudge_rules import (
    WantedNudge,
    away_on,
    is_working_time,
    nudges_of_day,
    nudges_of_works,
    works_until,
)
from services.timetable.changes import DayPlan
from services.timetable.rules import ChangeMark, LessonPlace, TaughtGroup
from services.vocabulary import NudgeSort
from tests.unit.control.test_duties import ALGEBRA, DAY, RULES, SEVENTH, ZONE, at, lesson

GRACE = timedelta(hours=1)
EIGHTH = TaughtGroup(9, 30, "8А", 8, class_ids=frozenset({30}), is_whole_class=True)


def nudges(*records: LessonRecord, now, homework=None) -> set[WantedNudge]:
    """Return who is reminded of the day's lessons."""
    duties = duties_of_day(records, homework or {}, on=DAY, rules=RULES)
    return nudges_of_day(duties, now=now, grace=GRACE)


@pytest.mark.parametrize(
    ("clock", "is_reminded"),
    [("08:29", False), ("08:30", True), ("08:59", True), ("09:00", False)],
)
def test_absentees_are_asked_for_from_the_tenth_minute(clock, is_reminded):
    """Until the lesson is over: afterwards it is the evening's list."""
    found = nudges(LessonRecord(lesson()), now=at(clock))

    assert is_reminded == (WantedNudge(100, NudgeSort.ATTENDANCE, DAY, 1, 1) in found)


def test_who_has_marked_them_is_left_in_peace():
    """«Все на месте» is enough."""
    assert set() == nudges(LessonRecord(lesson(), attendance_at=at("08:25")), now=at("08:35"))


@pytest.mark.parametrize(
    ("clock", "is_reminded"),
    [("09:59", False), ("10:00", True), ("10:59", True), ("11:00", False)],
)
def test_homework_is_asked_for_an_hour_after_the_last_lesson(clock, is_reminded):
    """Once an hour is over, and while there is time."""
    found = nudges(LessonRecord(lesson(), attendance_at=at("08:25")), now=at(clock))

    assert is_reminded == (WantedNudge(100, NudgeSort.HOMEWORK, DAY, 1, 1) in found)
    assert set() == nudges(
        LessonRecord(lesson(), attendance_at=at("08:25")),
        now=at(clock),
        homework={(1, 5, DAY): at("09:00")},
    )


@pytest.mark.parametrize(
    ("clock", "expected"),
    [("08:30", {(1, 1)}), ("14:10", {(1, 9)}), ("15:00", set())],
    ids=["first shift", "second shift", "over"],
)
def test_lessons_of_one_number_in_two_shifts_are_each_asked_for(clock, expected):
    """The second shift's first lesson is another lesson of the same teacher."""
    second = lesson(group=EIGHTH, starts_at=at("14:00"), ends_at=at("14:40"))
    found = nudges(LessonRecord(lesson()), LessonRecord(second), now=at(clock))

    assert expected == {
        (one.number, one.study_group_id) for one in found if one.sort is NudgeSort.ATTENDANCE
    }


@pytest.mark.parametrize(
    ("clock", "expected"), [("10:00", {(1, 1)}), ("15:40", {(1, 9)})], ids=["7Б", "8А"]
)
def test_each_class_is_asked_for_its_homework_when_it_is_done(clock, expected):
    """A class that is still at school owes nothing yet."""
    second = lesson(group=EIGHTH, starts_at=at("14:00"), ends_at=at("14:40"))
    found = nudges(LessonRecord(lesson()), LessonRecord(second), now=at(clock))

    assert expected == {
        (one.number, one.study_group_id) for one in found if one.sort is NudgeSort.HOMEWORK
    }


@pytest.mark.parametrize(
    ("given", "today", "next_worked", "is_reminded"),
    [
        (24, 25, 26, False),
        (24, 26, 27, False),
        (24, 27, 30, True),  # the third day after it
        (24, 28, 30, False),  # later it is a breach, and the deputy head's
        (24, 27, None, True),
        (26, 27, 30, True),  # Thursday's work is due on Sunday: Friday is the last to speak of it
        (26, 27, 28, False),  # where Saturday is worked, that is
        (26, 28, 30, True),
        (25, 26, 27, False),
        (25, 27, 30, True),
        (27, 28, 30, False),  # due on Monday's evening: Monday says so
    ],
)
def test_a_control_work_is_asked_for_before_it_is_late(given, today, next_worked, is_reminded):
    """On its last day, or on the last working day before it."""
    record = LessonRecord(lesson(on=date(2026, 11, given)), topic="Контрольная работа № 1")
    duties = duties_of_day([record], {}, on=date(2026, 11, given), rules=RULES)
    on, now = date(2026, 11, today), at("15:00", day=today)
    next_on = date(2026, 11, next_worked) if next_worked else None
    until = works_until(now, next_worked_on=next_on, zone=ZONE)
    found = nudges_of_works(duties, now=now, today=on, until=until)

    assert is_reminded == (found == {WantedNudge(100, NudgeSort.WORKS, on)})


def test_who_is_replaced_all_day_is_away():
    """Not who gives another lesson of that day."""
    was = LessonPlace(SEVENTH, ALGEBRA, 100, DAY, 1)
    replaced = lesson(teacher_id=7, change=ChangeMark(1, was))

    assert frozenset({100}) == away_on(DayPlan(DAY, (replaced,)))
    assert frozenset() == away_on(DayPlan(DAY, (replaced, lesson(2))))


@pytest.mark.parametrize(
    ("clock", "expected"), [("07:59", False), ("08:00", True), ("19:59", True), ("20:00", False)]
)
def test_nobody_is_reminded_outside_working_hours(clock, expected):
    """By the school's own clock."""
    assert expected == is_working_time(at(clock), ZONE)
