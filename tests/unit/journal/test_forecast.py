"""How many marks are needed: the table of the domain, and brute force over sequences."""

from fractions import Fraction
from itertools import count, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.journal.forecast import Reach, Standing, marks_needed, reachable
from services.journal.period_marks import mark_for

MATHEMATICAL, STRICT, SIXTY_FIVE = Fraction(5, 2), Fraction(13, 5), Fraction(53, 20)
ENOUGH = 400
_TRIED = 4


@pytest.mark.parametrize(
    ("total", "weight", "of_three", "target", "new_weight", "needed"),
    [
        (17, 5, MATHEMATICAL, 4, 1, 1),
        (17, 5, MATHEMATICAL, 5, 1, 11),
        (17, 5, STRICT, 5, 1, 15),
        (17, 5, MATHEMATICAL, 5, 2, 6),
        (40, 10, MATHEMATICAL, 5, 1, 10),
        (40, 10, SIXTY_FIVE, 5, 1, 19),
        (16, 5, STRICT, 4, 2, 1),
        (16, 5, STRICT, 4, 1, 2),
        (25, 5, MATHEMATICAL, 5, 1, 0),
        (0, 0, MATHEMATICAL, 5, 1, 1),
    ],
)
def test_the_number_of_fives_needed(
    total: int, weight: int, of_three: Fraction, target: int, new_weight: int, needed: int
) -> None:
    """So many fives of this weight bring the average to the target's threshold."""
    standing = Standing(Fraction(total), Fraction(weight))

    actual = marks_needed(
        standing, target, of_three=of_three, value=5, weight=Fraction(new_weight)
    )

    assert needed == actual


def test_a_mark_below_the_threshold_never_helps() -> None:
    """Fours cannot lift an average to a five, and that is said plainly."""
    standing = Standing(Fraction(17), Fraction(5))

    actual = marks_needed(standing, 5, of_three=MATHEMATICAL, value=4, weight=Fraction(1))

    assert actual is None


_MARKS = st.lists(st.tuples(st.integers(2, 5), st.sampled_from([1, 2])), max_size=12)


@given(
    marks=_MARKS,
    target=st.integers(3, 5),
    value=st.integers(2, 5),
    weight=st.sampled_from([Fraction(1, 2), Fraction(1), Fraction(2)]),
    of_three=st.sampled_from([MATHEMATICAL, STRICT, SIXTY_FIVE]),
)
def test_the_answer_equals_counting(
    marks: list[tuple[int, int]], target: int, value: int, weight: Fraction, of_three: Fraction
) -> None:
    """The formula says what adding the marks one by one says."""
    standing = Standing(Fraction(sum(m * w for m, w in marks)), Fraction(sum(w for _, w in marks)))

    def counted() -> int | None:
        for times in count():
            average = standing.with_marks(value, weight=weight, times=times).average
            if average is not None and mark_for(average, of_three=of_three) >= target:
                return times
            if times > ENOUGH:
                return None
        return None

    actual = marks_needed(standing, target, of_three=of_three, value=value, weight=weight)

    assert counted() == actual


def test_the_reach_is_between_all_twos_and_all_fives() -> None:
    """What can still happen lies between the worst and the best of the lessons left."""
    standing = Standing(Fraction(10), Fraction(3))

    actual = reachable(standing, of_three=MATHEMATICAL, ahead=((2, Fraction(1)),))

    assert Reach(lowest=3, highest=4, now=3) == actual


def test_planned_control_works_reach_further_than_lessons() -> None:
    """Of four lessons three are control works: each weighs twice, up and down."""
    standing = Standing(Fraction(10), Fraction(3))
    lessons = ((4, Fraction(1)),)
    works = ((1, Fraction(1)), (3, Fraction(2)))

    actual = [
        reachable(standing, of_three=MATHEMATICAL, ahead=ahead) for ahead in (lessons, works)
    ]

    assert [Reach(lowest=3, highest=4, now=3), Reach(lowest=2, highest=5, now=3)] == actual


@settings(max_examples=40, deadline=None)  # each tries hundreds of sequences
@given(
    marks=_MARKS,
    ahead=st.lists(st.sampled_from([Fraction(1), Fraction(2)]), max_size=3),
    target=st.integers(3, 5),
    of_three=st.sampled_from([MATHEMATICAL, STRICT, SIXTY_FIVE]),
)
def test_the_answers_equal_every_sequence_there_is(
    marks: list[tuple[int, int]], ahead: list[Fraction], target: int, of_three: Fraction
) -> None:
    """What can still come out, and after how many works, is what trying every sequence finds."""
    standing = Standing(Fraction(sum(m * w for m, w in marks)), Fraction(sum(w for _, w in marks)))

    def outcomes(weights: list[Fraction]) -> set[int]:
        found: set[int] = set()
        for values in product(range(2, 6), repeat=len(weights)):
            then = standing
            for value, weight in zip(values, weights, strict=True):
                then = then.with_marks(value, weight=weight)
            if then.average is not None:
                found.add(mark_for(then.average, of_three=of_three))
        return found or {2, 5}  # without any mark everything is open

    soonest = next(
        (
            times
            for times in range(_TRIED)
            if (marks or times) and max(outcomes([Fraction(1)] * times)) >= target
        ),
        None,
    )
    needed = marks_needed(standing, target, of_three=of_three, value=5, weight=Fraction(1))
    reach = reachable(standing, of_three=of_three, ahead=tuple((1, weight) for weight in ahead))

    assert (min(outcomes(ahead)), max(outcomes(ahead))) == (reach.lowest, reach.highest)
    assert soonest == (needed if needed is not None and needed < _TRIED else None)
