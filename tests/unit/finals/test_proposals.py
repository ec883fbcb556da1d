"""Proposals for periods and years, with what makes a teacher look twice."""

from fractions import Fraction

import pytest

from services.finals.facts import FinalValue, PeriodName
from services.finals.proposals import (
    certificate_proposal,
    pass_fail_proposal,
    period_proposal,
    year_proposal,
)
from services.journal.averages import WeightedMark
from services.journal.period_marks import Doubt
from services.vocabulary import PassFail, PeriodKind

NOT_ATTESTED = FinalValue(None)


def proposal(*values: int, missed: int = 0, held: int = 10, of_three: str = "2.5"):
    """Return the proposal for marks that count once."""
    return period_proposal(
        [WeightedMark(value) for value in values],
        of_three=Fraction(of_three),
        minimum=3,
        missed=missed,
        held=held,
    )


@pytest.mark.parametrize(
    ("values", "missed", "held", "value", "doubt"),
    [
        ((4, 4, 5), 0, 10, FinalValue(4), Doubt.NONE),
        ((5, 5, 5, 3), 0, 10, FinalValue(5), Doubt.SPREAD),
        ((4, 5), 0, 10, FinalValue(5), Doubt.TOO_FEW_MARKS),
        ((4, 5), 5, 10, FinalValue(5), Doubt.TOO_FEW_MARKS),  # half is not more than half
        ((4, 5), 6, 10, NOT_ATTESTED, Doubt.NOT_ATTESTED),
        ((4, 4, 5), 9, 10, FinalValue(4), Doubt.NONE),  # enough marks
        ((), 0, 10, None, Doubt.TOO_FEW_MARKS),
        ((), 0, 0, None, Doubt.TOO_FEW_MARKS),  # no lesson held yet
        ((), 3, 2, NOT_ATTESTED, Doubt.NOT_ATTESTED),  # recorded beside the timetable
    ],
)
def test_a_period(values, missed, held, value, doubt):
    """Average, minimum of marks and share of missed lessons decide together."""
    found = proposal(*values, missed=missed, held=held)

    assert (value, doubt, len(values)) == (found.value, found.doubt, found.count)


def test_the_threshold_is_compared_with_the_exact_average():
    """4,5 is a 5 by 4,5 and a 4 by 4,6."""
    assert [FinalValue(5), FinalValue(4)] == [
        proposal(4, 5, 4, 5, of_three=one).value for one in ("2.5", "2.6")
    ]


def test_weights_are_in_the_arithmetic():
    """5, 4 and a control work of 3: 15 by 4."""
    found = period_proposal(
        [WeightedMark(5), WeightedMark(4), WeightedMark(3, 20)],
        of_three=Fraction(5, 2), minimum=3, missed=0, held=9,
    )  # fmt: skip

    assert (Fraction(15), Fraction(4), Fraction(15, 4)) == (
        found.total, found.weight, found.average
    )  # fmt: skip


@pytest.mark.parametrize(
    ("marks", "value", "doubt"),
    [
        ((3, 3, 4, 4), FinalValue(4), Doubt.NONE),  # in the student's favour
        ((3, 3, 3, 4), FinalValue(3), Doubt.NONE),
        ((4, None, 5), FinalValue(5), Doubt.PERIODS_MISSING),
        ((), None, Doubt.PERIODS_MISSING),
    ],
)
def test_a_year(marks, value, doubt):
    """The mean of the periods, a half rounded up; None is not attested or not given."""
    parts = [
        (PeriodName(PeriodKind.QUARTER, number), FinalValue(mark) if mark else NOT_ATTESTED)
        for number, mark in enumerate(marks, start=1)
    ]
    found = year_proposal(parts)

    assert (value, doubt) == (found.value, found.doubt)


@pytest.mark.parametrize(
    ("missed", "held", "value", "doubt"),
    [
        (0, 10, FinalValue(PassFail.PASSED), Doubt.NONE),
        (5, 10, FinalValue(PassFail.PASSED), Doubt.NONE),  # half is not more than half
        (6, 10, None, Doubt.NOT_ATTESTED),
        (0, 0, FinalValue(PassFail.PASSED), Doubt.NONE),
    ],
)
def test_pass_and_fail_go_by_who_was_there(missed, held, value, doubt):
    """Without figures there is nothing to average, and without signs who was there has passed."""
    found = pass_fail_proposal((), missed=missed, held=held)

    assert (value, doubt, None) == (found.value, found.doubt, found.average)


PASS, FAIL = PassFail.PASSED, PassFail.FAILED


@pytest.mark.parametrize(
    ("signs", "missed", "value", "doubt"),
    [
        ((PASS,), 0, FinalValue(PASS), Doubt.NONE),
        ((PASS, PASS, PASS), 5, FinalValue(PASS), Doubt.NONE),
        ((FAIL, PASS), 0, FinalValue(PASS), Doubt.NONE),  # handed in later
        ((FAIL, FAIL, PASS), 0, FinalValue(PASS), Doubt.NONE),
        ((FAIL,), 0, FinalValue(FAIL), Doubt.NONE),
        ((FAIL, FAIL), 0, FinalValue(FAIL), Doubt.NONE),
        ((PASS, FAIL), 0, None, Doubt.OPEN_FAIL),
        ((PASS, PASS, PASS, FAIL), 0, None, Doubt.OPEN_FAIL),
        ((PASS,), 6, None, Doubt.NOT_ATTESTED),
        ((FAIL,), 6, None, Doubt.NOT_ATTESTED),
    ],
)
def test_signs_of_lessons_come_to_a_period(signs, missed, value, doubt):
    """A fail stands until a later pass; what is unclear is left to the teacher."""
    found = pass_fail_proposal(signs, missed=missed, held=10)

    assert (value, doubt) == (found.value, found.doubt)
    assert (signs.count(PASS), signs.count(FAIL)) == (found.passes, found.fails)


@pytest.mark.parametrize(
    ("marks", "value", "doubt"),
    [
        ((PassFail.PASSED, PassFail.PASSED), PassFail.PASSED, Doubt.NONE),
        ((PassFail.PASSED, PassFail.FAILED), PassFail.FAILED, Doubt.NONE),
        ((PassFail.PASSED, None), PassFail.PASSED, Doubt.PERIODS_MISSING),
    ],
)
def test_a_year_of_passes(marks, value, doubt):
    """A year is passed when every period was; codes are never averaged as if they were marks."""
    quarters = [PeriodName(PeriodKind.QUARTER, number) for number in (1, 2)]
    found = year_proposal(
        [
            (quarter, None if mark is None else FinalValue(mark))
            for quarter, mark in zip(quarters, marks, strict=True)
        ]
    )

    assert (FinalValue(value), doubt, None) == (found.value, found.doubt, found.average)


@pytest.mark.parametrize(
    ("grade", "years", "halves", "exam", "value", "doubt"),
    [
        (9, (4,), (), 5, 5, Doubt.NONE),  # 4,5 in the student's favour
        (9, (5,), (), 4, 5, Doubt.NONE),
        (9, (4,), (), 3, 4, Doubt.NONE),
        (9, (4,), (), None, 4, Doubt.NONE),  # no exam in it: as the year
        (9, (3, 4), (), None, 4, Doubt.NONE),  # the year before is no part of it
        (9, (), (), 5, None, Doubt.PERIODS_MISSING),
        (11, (5, 5), (4, 5, 4, 5), None, 5, Doubt.NONE),  # 28 : 6 = 4,67
        (11, (4, 5), (4, 4, 5, 5), None, 5, Doubt.NONE),  # 27 : 6 = 4,5
        (11, (4, 5), (4, 4, 4, 5), None, 4, Doubt.NONE),  # 26 : 6 = 4,33
        (11, (4, 5), (4, 4, 4, 5), 5, 4, Doubt.NONE),  # the state exam takes no part
        (11, (5,), (4, 5), None, 5, Doubt.PERIODS_MISSING),  # 14 : 3 = 4,67
    ],
)
def test_a_certificate(grade, years, halves, exam, value, doubt):
    """The rules of the 9th and the 11th form with the values they are checked by."""
    found = certificate_proposal(grade, years=years, halves=halves, exam=exam)

    assert (None if value is None else FinalValue(value), doubt) == (found.value, found.doubt)
