"""Who studies which subject on a day: the rule every list, count and timetable asks."""

from datetime import date

import pytest

from services.roster.individual_plans import Exemption, IndividualPlans
from services.timetable.changes import ChangedLesson, Changes
from services.timetable.planner import seen_by_groups
from services.timetable.rules import LessonPlace, TaughtGroup, TaughtSubject

LEV, MARIA = 1, 2
SPORT, ALGEBRA = 10, 11
MONDAY = date(2026, 11, 16)
SEVENTH = TaughtGroup(7, 7, "7Б", 7)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "student_id", "subject_id", "studies"),
    [
        (None, None, LEV, SPORT, False),
        (None, None, LEV, ALGEBRA, True),
        (None, None, MARIA, SPORT, True),
        (MONDAY, None, LEV, SPORT, False),
        (None, MONDAY, LEV, SPORT, False),
        (date(2026, 11, 17), None, LEV, SPORT, True),
        (None, date(2026, 11, 15), LEV, SPORT, True),
        (MONDAY, MONDAY, LEV, SPORT, False),
        (date(2026, 9, 1), date(2026, 11, 1), LEV, SPORT, True),
    ],
)
def test_a_plan_leaves_out_a_subject_between_its_days(
    starts_on, ends_on, student_id, subject_id, studies
):
    """Both ends are included; other students and subjects are not touched."""
    plans = IndividualPlans([Exemption(LEV, SPORT, starts_on, ends_on)])

    assert studies is plans.studies(student_id, subject_id, on=MONDAY)


def test_several_plans_answer_for_a_list_and_for_a_student():
    """Who studies a subject, and what a student leaves out, is the same answer twice."""
    plans = IndividualPlans([Exemption(LEV, SPORT), Exemption(LEV, ALGEBRA, MONDAY)])

    assert frozenset({MARIA}) == plans.studying([LEV, MARIA], SPORT, on=MONDAY)
    assert frozenset({SPORT, ALGEBRA}) == plans.left_out(LEV, on=MONDAY)
    assert frozenset({SPORT}) == plans.left_out(LEV, on=date(2026, 11, 13))
    assert frozenset() == plans.left_out(MARIA, on=MONDAY)


def _place(subject_id: int) -> LessonPlace:
    return LessonPlace(SEVENTH, TaughtSubject(subject_id, str(subject_id)), 5, MONDAY, 3)


@pytest.mark.parametrize(
    ("old", "new", "seen"),
    [
        (SPORT, ALGEBRA, (SPORT, ALGEBRA)),  # has a lesson where there was none
        (ALGEBRA, SPORT, (ALGEBRA, None)),  # the lesson is gone
        (SPORT, None, None),
        (None, SPORT, None),
        (ALGEBRA, None, (ALGEBRA, None)),
    ],
)
def test_a_change_concerns_a_student_by_what_they_study(old, new, seen):
    """Sport in the place of algebra takes a lesson away; a cancelled sport lesson is no news."""
    change = ChangedLesson(1, _place(old) if old else None, _place(new) if new else None)

    found = seen_by_groups(Changes((change,), ()), {7}, left_out={SPORT}).lessons

    subjects = [
        tuple(place.subject.subject_id if place else None for place in (one.old, one.new))
        for one in found
    ]
    assert ([] if seen is None else [seen]) == subjects
