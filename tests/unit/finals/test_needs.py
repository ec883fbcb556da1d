"""What a mark still needs, by the figures of the domain."""

from fractions import Fraction

import pytest

from services.finals.needs import ControlWork, WayUp, need_of, next_target, tried
from services.journal.forecast import Standing

HALF = Fraction(5, 2)


def standing(total: int, weight: int) -> Standing:
    """Return marks by their sums."""
    return Standing(Fraction(total), Fraction(weight))


def test_one_four_is_enough_for_a_four():
    """Physics 3,33: one 4 or one 5 for a lesson, or a 5 for a control work."""
    need = need_of(standing(10, 3), 4, of_three=HALF, lessons_left=9)

    assert (
        WayUp(5, 1, Fraction(15, 4)),
        WayUp(4, 1, Fraction(7, 2)),
    ) == need.ways
    assert ControlWork(Fraction(4), is_enough=True) == need.control
    assert Fraction(7, 2) == need.threshold


def test_more_marks_than_lessons_are_no_way():
    """Eleven fives in nine lessons: it cannot be reached, and a control work is not enough."""
    need = need_of(standing(17, 5), 5, of_three=HALF, lessons_left=9)

    assert () == need.ways
    assert ControlWork(Fraction(27, 7), is_enough=False) == need.control
    assert [(5, 11)] == [
        (way.value, way.count)
        for way in need_of(standing(17, 5), 5, of_three=HALF, lessons_left=11).ways
    ]


def test_what_is_there_needs_nothing():
    """Already enough, also where no lesson is left."""
    need = need_of(standing(9, 2), 5, of_three=HALF, lessons_left=0)

    assert (True, (), None) == (need.is_there, need.ways, need.control)


def test_without_lessons_nothing_can_be_reached():
    """Not even by a control work."""
    need = need_of(standing(10, 3), 4, of_three=HALF, lessons_left=0)

    assert (False, (), None) == (need.is_there, need.ways, need.control)


@pytest.mark.parametrize(
    ("total", "weight", "target"), [(10, 3, 4), (4, 2, 3), (9, 2, 5), (0, 0, 5)]
)
def test_the_next_mark_up_is_asked_about_first(total, weight, target):
    """A 5 stays a 5; without marks the best one."""
    assert target == next_target(standing(total, weight), of_three=HALF)


def test_marks_tried_count_once_each():
    """«А если 5 и 4»."""
    assert standing(19, 5) == tried(standing(10, 3), [5, 4])
