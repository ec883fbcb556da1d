"""Weighted averages: the figures of the domain's list, exact to the last digit."""

from fractions import Fraction

import pytest

from services.journal.averages import InvalidMark, WeightedMark, weighted_average


def marks(text: str) -> list[WeightedMark]:
    """Read «5 4(2)» as marks with weights."""
    found = []
    for word in text.split():
        value, _, weight = word.rstrip(")").partition("(")
        found.append(WeightedMark(int(value), int(Fraction(weight or 1) * 10)))
    return found


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("5 4 3(2)", Fraction(15, 4)),
        ("5 5 4(2) 4", Fraction(22, 5)),
        ("5 5 4(2) 5", Fraction(23, 5)),
        ("2(2) 5 5 5", Fraction(19, 5)),
        ("4 4 4 4 4 4 4 4 4 5 5 5 5 5 5 5 5 5 5 5", Fraction(91, 20)),
        ("3 4", Fraction(7, 2)),
        ("5(3) 5 4(5)", Fraction(40, 9)),
        ("5(0.5) 2", Fraction(3)),
        ("1 5", Fraction(3)),
    ],
)
def test_the_average_counts_each_mark_by_its_weight(given, expected):
    """Σ(mark·weight) / Σ(weight), never rounded; source: domain B.6."""
    assert expected == weighted_average(marks(given))


def test_without_marks_there_is_no_average():
    """Nothing counted is not zero."""
    assert weighted_average([]) is None


@pytest.mark.parametrize("wrong", [WeightedMark(0), WeightedMark(6), WeightedMark(5, 0)])
def test_a_mark_outside_the_scale_is_a_fault(wrong):
    """A value or weight that cannot be is refused instead of averaged."""
    with pytest.raises(InvalidMark):
        weighted_average([wrong])
