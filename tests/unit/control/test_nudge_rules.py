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
)
from services.timetable.changes import DayPlan
from services.timetable.rules import ChangeMark, LessonPlace
from services.vocabulary import NudgeSort
from tests.unit.control.test_duties import ALGEBRA, DAY, RULES, SEVENTH, ZONE, at, lesson

GRACE = timedelta(hours=1)


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

    assert is_reminded == (WantedNudge(100, NudgeSort.ATTENDANCE, DAY, 1) in found)


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

    assert is_reminded == (WantedNudge(100, NudgeSort.HOMEWORK, DAY) in found)
    assert set() == nudges(
        LessonRecord(lesson(), attendance_at=at("08:25")),
        now=at(clock),
        homework={(1, 5, DAY): at("09:00")},
    )


@pytest.mark.parametrize(
    ("day", "is_reminded"), [(25, False), (26, False), (27, True), (28, False)]
)
def test_a_control_work_is_asked_for_on_its_last_day(day, is_reminded):
    """The third day after it; later it is a breach, and the deputy head's."""
    record = LessonRecord(lesson(), topic="Контрольная работа № 1")
    duties = duties_of_day([record], {}, on=DAY, rules=RULES)
    today = date(2026, 11, day)
    found = nudges_of_works(duties, now=at("15:00", day=day), today=today)

    assert is_reminded == (found == {WantedNudge(100, NudgeSort.WORKS, today)})


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
