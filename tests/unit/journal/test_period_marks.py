"""Thresholds, the minimum of marks, and means of whole marks."""

from fractions import Fraction

import pytest

from services.journal.period_marks import (
    Doubt,
    PeriodProposal,
    mark_for,
    mean_mark,
    propose_period_mark,
)

MATHEMATICAL, STRICT, SIXTY_FIVE = Fraction(5, 2), Fraction(13, 5), Fraction(53, 20)


@pytest.mark.parametrize(
    ("average", "mathematical", "strict", "sixty_five"),
    [
        (Fraction(15, 4), 4, 4, 4),
        (Fraction(22, 5), 4, 4, 4),
        (Fraction(23, 5), 5, 5, 4),
        (Fraction(19, 5), 4, 4, 4),
        (Fraction(91, 20), 5, 4, 4),
        (Fraction(7, 2), 4, 3, 3),
        (Fraction(4595, 1000), 5, 4, 4),  # shown as 4.60, and yet below 4.6
        (Fraction(2), 2, 2, 2),
        (Fraction(5), 5, 5, 5),
    ],
)
def test_the_exact_average_is_compared(
    average: Fraction, mathematical: int, strict: int, sixty_five: int
) -> None:
    """A mark follows from the unrounded average and the school's threshold."""
    marks = [mark_for(average, of_three=t) for t in (MATHEMATICAL, STRICT, SIXTY_FIVE)]

    assert [mathematical, strict, sixty_five] == marks


@pytest.mark.parametrize(
    ("average", "sixty_seven", "seventy"),
    [
        (Fraction(14, 3), 4, 4),  # 4,666… is shown as 4,67, and yet below it
        (Fraction(467, 100), 5, 4),
        (Fraction(47, 10), 5, 5),
        (Fraction(91, 20), 4, 4),
        (Fraction(367, 100), 4, 3),
        (Fraction(37, 10), 4, 4),
        (Fraction(267, 100), 3, 2),
        (Fraction(27, 10), 3, 3),
    ],
)
def test_a_school_may_ask_for_more(average: Fraction, sixty_seven: int, seventy: int) -> None:
    """The strictest profiles of domain B.6: from 4,67, and from 4,7."""
    marks = [mark_for(average, of_three=t) for t in (Fraction(267, 100), Fraction(27, 10))]

    assert [sixty_seven, seventy] == marks


@pytest.mark.parametrize(
    ("count", "missed", "expected"),
    [
        (3, Fraction(3, 4), PeriodProposal(4, Fraction(4), Doubt.NONE)),
        (2, Fraction(3, 4), PeriodProposal(None, Fraction(4), Doubt.NOT_ATTESTED)),
        (2, Fraction(1, 2), PeriodProposal(4, Fraction(4), Doubt.TOO_FEW_MARKS)),
        (2, Fraction(0), PeriodProposal(4, Fraction(4), Doubt.TOO_FEW_MARKS)),
    ],
)
def test_too_few_marks_warn_and_with_absence_propose_not_attested(
    count: int, missed: Fraction, expected: PeriodProposal
) -> None:
    """«Not attested» needs both: fewer marks than the minimum and more than half missed."""
    actual = propose_period_mark(
        Fraction(4), of_three=MATHEMATICAL, count=count, minimum=3, missed_share=missed
    )

    assert expected == actual


def test_no_marks_propose_nothing() -> None:
    """Without a mark there is nothing to propose, only a warning."""
    actual = propose_period_mark(
        None, of_three=MATHEMATICAL, count=0, minimum=3, missed_share=Fraction(0)
    )

    assert PeriodProposal(None, None, Doubt.TOO_FEW_MARKS) == actual


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ((4, 5, 5, 4, 5, 5), 5),
        ((4, 4, 4, 5, 5, 5), 5),
        ((4, 4, 4, 4, 5, 5), 4),
        ((3, 3, 4, 4), 4),
        ((4, 5), 5),
        ((2, 3), 3),
        ((5,), 5),
        ((), None),
    ],
)
def test_a_mean_of_marks_rounds_the_half_up(marks: tuple[int, ...], expected: int | None) -> None:
    """Year, exam and certificate marks are means with the half in the student's favour."""
    assert expected == mean_mark(marks)
