"""The reported figures, with the worked example of the domain."""

from fractions import Fraction

import pytest

from services.journal.quality import QualityFigures, Standing, quality_figures, standing_of


def test_the_worked_example() -> None:
    """Five 5, ten 4, eight 3, one 2, one not attested: 92.0, 60.0, 58.04 and 91/24."""
    marks = [5] * 5 + [4] * 10 + [3] * 8 + [2] + [None]

    actual = quality_figures(marks)

    assert (
        QualityFigures(25, Fraction(92), Fraction(60), Fraction(1451, 25), Fraction(91, 24))
        == actual
    )


def test_nobody_counted_gives_no_figures() -> None:
    """An empty class has no percentage, not zero per cent."""
    assert QualityFigures(0, None, None, None, None) == quality_figures([])


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ((5, 5, 5), Standing.EXCELLENT),
        ((5, 4, 5), Standing.ONE_FOUR),
        ((5, 4, 4), Standing.GOOD),
        ((5, 4, 3), Standing.ONE_THREE),
        ((3, 4, 3), Standing.SATISFACTORY),
        ((5, 5, 2), Standing.FAILING),
        ((5, 5, None), Standing.FAILING),
        ((), Standing.NOT_MARKED),
    ],
)
def test_a_student_is_placed_by_all_marks(
    marks: tuple[int | None, ...], expected: Standing
) -> None:
    """Excellent, good, the reserves and failing follow from the marks alone."""
    assert expected is standing_of(marks)
