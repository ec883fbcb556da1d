"""Tests of a week's figures, of too few marks and of working days."""

from datetime import date
from fractions import Fraction

import pytest

from handlers.callbacks.control import ExportControl, OpenControl, OpenControlList, OpenControlOne
from services.control.duties import Duty
from services.control.week import (
    Tally,
    is_too_few,
    judged,
    ranked,
    share_passed,
    tally_by,
    tally_of,
    week_of,
)
from services.control.works import announced_work
from services.regulation.deadlines import DutySort
from services.regulation.working_days import WorkDays
from tests.unit.control.test_duties import at, lesson


def duty(done: str | None, *, teacher: int = 1) -> Duty:
    """Return a duty of noon."""
    return Duty(
        DutySort.TOPIC, lesson(teacher_id=teacher), at("12:00"), at(done) if done else None
    )


def test_a_tally_counts_what_was_due():
    """What has time left is not counted; a share is exact."""
    duties = [duty("11:00"), duty("11:30"), duty("13:00"), duty(None)]

    assert Tally(2, 1, 1) == tally_of(judged(duties, now=at("14:00")))
    assert Fraction(1, 2) == tally_of(judged(duties, now=at("14:00"))).share_in_time
    assert Tally(2, 1, 0) == tally_of(judged(duties, now=at("11:59")))
    assert tally_of([]).share_in_time is None


def test_whoever_breached_most_comes_first():
    """By number of breaches, then by key."""
    duties = [duty("11:00", teacher=1), duty(None, teacher=3), duty(None, teacher=2)]
    found = judged(duties, now=at("14:00"))
    rows = ranked(tally_by(found, lambda one: [one.lesson.teacher_id]))

    assert [(2, 1), (3, 1), (1, 0)] == [(row.key, row.tally.breaches) for row in rows]


@pytest.mark.parametrize(
    ("marks", "students", "passed", "expected"),
    [
        (0, 0, Fraction(1), False),
        (0, 25, Fraction(1, 4), False),
        (24, 25, Fraction(1, 3), True),
        (25, 25, Fraction(1, 3), False),
        (74, 25, Fraction(1), True),
        (75, 25, Fraction(1), False),
    ],
)
def test_the_minimum_grows_with_the_period(marks, students, passed, expected):
    """Three marks on a student at its end, one after a third of it, nothing before."""
    assert expected == is_too_few(marks=marks, students=students, minimum=3, passed=passed)


def test_a_period_passes_day_by_day():
    """From nothing on its first day to all of it after its last."""
    first, last = date(2026, 11, 2), date(2026, 11, 11)

    assert [Fraction(0), Fraction(1, 2), Fraction(1)] == [
        share_passed(first, last, date(2026, 11, day)) for day in (1, 7, 20)
    ]


def test_a_week_is_monday_to_sunday():
    """Whatever day of it is named."""
    assert (date(2026, 11, 23), date(2026, 11, 29)) == week_of(date(2026, 11, 29))


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2026, 10, 23), 5, date(2026, 10, 30)),  # students' holidays are working days
        (date(2026, 10, 30), 5, date(2026, 11, 9)),  # 4 November is none
        (date(2026, 12, 30), 2, date(2027, 1, 12)),  # 31 December is off in 2026
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
        (date(2028, 12, 30), 2, None),  # nobody knows that year yet: not guessed
    ],
)
def test_working_days_are_those_of_the_states_calendar(start, count, expected):
    """Weekends, holidays and the transfers of the year; a year without a calendar is none."""
    assert expected == WorkDays().after(start, count)


def test_the_schools_own_days_go_before_the_states():
    """Also in a year the state's calendar does not know: the days named, and no others."""
    own = {date(2028, 11, 27): True, date(2028, 11, 28): False}

    assert [True, False, None] == [
        WorkDays(own).is_worked(date(2028, 11, day)) for day in (27, 28, 29)
    ]


@pytest.mark.parametrize(
    ("topic", "expected"),
    [
        ("Контрольная работа по теме «Степень»", DutySort.CONTROL_WORK),
        ("К/р № 3", DutySort.CONTROL_WORK),
        ("Контрольный диктант", DutySort.CONTROL_WORK),
        ("Анализ контрольной работы", None),
        ("Самостоятельная работа", DutySort.WRITTEN_WORK),
        ("Обучающее изложение", None),
        ("Практикум", None),
        ("", None),
    ],
)
def test_a_topic_says_what_was_written(topic, expected):
    """Preparing for a work is no work."""
    assert expected is announced_work(topic)


@pytest.mark.parametrize(
    "data",
    [
        OpenControl(week=99_991_231),
        OpenControlList(week=99_991_231, by="t", page=999),
        OpenControlOne(week=99_991_231, by="c", key=2**63 - 1),
        ExportControl(week=99_991_231),
    ],
)
def test_buttons_fit_telegram(data):
    """With the largest ids."""
    assert len(data.pack().encode()) <= 64
