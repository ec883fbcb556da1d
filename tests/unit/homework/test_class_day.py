"""When the homework of a class's day is complete, and when families hear of it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.homework.class_day import (
    ClassDay,
    homework_deadline,
    needed_homework,
    takes_homework,
    told_at,
)
from services.timetable.rules import PlannedLesson, TaughtGroup, TaughtSubject

ZONE = ZoneInfo("Asia/Yekaterinburg")
CLASS, FIRST_HALF, SECOND_HALF = 1, 2, 3
ALGEBRA, ENGLISH, SPORT = 10, 20, 30
HOLD, GRACE = timedelta(minutes=5), timedelta(minutes=60)


def at(clock: str) -> datetime:
    """Return a moment of the school's Tuesday."""
    return datetime.fromisoformat(f"2026-11-24T{clock}").replace(tzinfo=ZONE)


def lesson(group_id: int, subject_id: int, *, number: int = 1, grade: int = 7) -> PlannedLesson:
    """Return a lesson of the day."""
    return PlannedLesson(
        group=TaughtGroup(group_id, CLASS, "7Б", grade),
        subject=TaughtSubject(subject_id, "предмет"),
        teacher_id=5,
        on=date(2026, 11, 24),
        number=number,
        starts_at=at("08:30"),
        ends_at=at("09:10"),
    )


WHOLE_DAY = (
    lesson(CLASS, ALGEBRA),
    lesson(CLASS, ALGEBRA, number=2),
    lesson(FIRST_HALF, ENGLISH, number=3),
    lesson(SECOND_HALF, ENGLISH, number=3),
    lesson(CLASS, SPORT, number=4),
)
NEEDED = {(CLASS, ALGEBRA), (FIRST_HALF, ENGLISH), (SECOND_HALF, ENGLISH)}


@pytest.mark.parametrize(
    ("lessons", "in_first_grade", "needed"),
    [
        (WHOLE_DAY, False, NEEDED),  # a double lesson once, each half of the class, no sport
        ((), False, set()),
        ([lesson(CLASS, ALGEBRA, grade=1)], False, set()),
        ([lesson(CLASS, ALGEBRA, grade=1)], True, {(CLASS, ALGEBRA)}),
        ([lesson(CLASS, SPORT)], False, set()),
    ],
)
def test_what_a_day_needs(lessons, in_first_grade, needed):
    """Every group and subject with homework; a first grade only where the school allows it."""
    assert needed == needed_homework(lessons, {ALGEBRA, ENGLISH}, in_first_grade=in_first_grade)


@pytest.mark.parametrize(
    ("given", "is_complete"),
    [
        (set(), False),
        ({(CLASS, ALGEBRA)}, False),
        ({(CLASS, ALGEBRA), (FIRST_HALF, ENGLISH)}, False),  # the other half is missing
        (NEEDED, True),
        (NEEDED | {(CLASS, SPORT)}, True),
        ({(CLASS, SPORT)}, False),
    ],
)
def test_when_a_day_is_complete(given, is_complete):
    """With the last of what is needed, whatever else was set."""
    assert is_complete == ClassDay(frozenset(NEEDED), frozenset(given), at("13:40")).is_complete


def test_a_day_that_needs_nothing_is_complete():
    """Homework in a subject without it waits for nobody."""
    assert ClassDay(frozenset(), frozenset(), at("13:40")).is_complete


@pytest.mark.parametrize(
    ("given", "ends", "saved", "told"),
    [
        (NEEDED, "13:40", "12:00", "12:05"),  # the last one: after its hold
        (NEEDED, "13:40", "16:00", "16:05"),
        ({(CLASS, ALGEBRA)}, "13:40", "09:15", "14:40"),  # something is missing: by the hour
        ({(CLASS, ALGEBRA)}, "13:40", "14:34", "14:40"),
        ({(CLASS, ALGEBRA)}, "13:40", "14:38", "14:43"),  # the hold is later than the hour
        ({(CLASS, ALGEBRA)}, "13:40", "15:00", "15:05"),  # after the hour one by one
        ({(CLASS, ALGEBRA)}, None, "15:00", "15:05"),  # the timetable has no lesson any more
    ],
)
def test_when_families_hear(given, ends, saved, told):
    """With the last of the day, else an hour after its last lesson, never within the hold."""
    day = ClassDay(frozenset(NEEDED), frozenset(given), at(ends) if ends else None)

    assert at(told) == told_at(day, saved_at=at(saved), hold=HOLD, grace=GRACE)


def test_a_day_without_lessons_has_no_deadline():
    """Nobody waits for a lesson that is not held."""
    assert homework_deadline(None, grace=GRACE) is None
    assert at("14:40") == homework_deadline(at("13:40"), grace=GRACE)


@pytest.mark.parametrize(
    ("grade", "in_first_grade", "takes"),
    [(1, False, False), (1, True, True), (2, False, True), (11, False, True)],
)
def test_the_first_grade_has_none_by_default(grade, in_first_grade, takes):
    """The sanitary norm; a school may decide otherwise."""
    assert takes == takes_homework(grade, in_first_grade=in_first_grade)
