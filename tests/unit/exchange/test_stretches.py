"""Moves, arrivals and leavings: lists change what is, not what was."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.exchange.merging.stretches import Stretch, closed, enrolled, member

SEPTEMBER = date(2026, 9, 1)
TODAY = date(2026, 11, 24)
YESTERDAY = date(2026, 11, 23)
A, B = 1, 2


@pytest.mark.parametrize(
    ("stored", "wanted", "expected"),
    [
        pytest.param([], Stretch(A, None), [Stretch(A, SEPTEMBER)], id="new, no day"),
        pytest.param(
            [], Stretch(A, date(2026, 10, 5)), [Stretch(A, date(2026, 10, 5))], id="new, a day"
        ),
        pytest.param(
            [Stretch(A, SEPTEMBER)], Stretch(A, SEPTEMBER), [Stretch(A, SEPTEMBER)], id="same"
        ),
        pytest.param(
            [Stretch(A, SEPTEMBER)],
            Stretch(B, SEPTEMBER),
            [Stretch(A, SEPTEMBER, YESTERDAY), Stretch(B, TODAY)],
            id="moved today",
        ),
        pytest.param(
            [Stretch(A, SEPTEMBER)],
            Stretch(B, date(2026, 12, 1)),
            [Stretch(A, SEPTEMBER, date(2026, 11, 30)), Stretch(B, date(2026, 12, 1))],
            id="moves on a day of the list",
        ),
        pytest.param(
            [Stretch(A, TODAY)], Stretch(B, TODAY), [Stretch(B, TODAY)], id="corrected at once"
        ),
        pytest.param(
            [Stretch(A, SEPTEMBER)],
            Stretch(B, date(2026, 8, 25)),
            [Stretch(B, date(2026, 8, 25))],
            id="was wrong from the beginning",
        ),
        pytest.param(
            [Stretch(A, SEPTEMBER)],
            Stretch(A, date(2026, 9, 7)),
            [Stretch(A, date(2026, 9, 7))],
            id="first day corrected",
        ),
        pytest.param(
            [Stretch(A, SEPTEMBER, date(2026, 10, 4)), Stretch(B, date(2026, 10, 5))],
            Stretch(B, date(2026, 10, 12)),
            [Stretch(A, SEPTEMBER, date(2026, 10, 11)), Stretch(B, date(2026, 10, 12))],
            id="day of the move corrected",
        ),
        pytest.param(
            [Stretch(A, SEPTEMBER)],
            Stretch(A, SEPTEMBER, date(2026, 12, 31)),
            [Stretch(A, SEPTEMBER, date(2026, 12, 31))],
            id="leaves",
        ),
        pytest.param(
            [Stretch(A, SEPTEMBER, date(2026, 10, 1))],
            Stretch(A, SEPTEMBER),
            [Stretch(A, SEPTEMBER)],
            id="has not left after all",
        ),
        pytest.param(
            [Stretch(A, SEPTEMBER, date(2026, 10, 1))],
            Stretch(A, date(2026, 11, 9)),
            [Stretch(A, SEPTEMBER, date(2026, 10, 1)), Stretch(A, date(2026, 11, 9))],
            id="came back",
        ),
        pytest.param(
            [Stretch(A, SEPTEMBER, date(2026, 10, 1))],
            Stretch(B, date(2026, 11, 9)),
            [Stretch(A, SEPTEMBER, date(2026, 10, 1)), Stretch(B, date(2026, 11, 9))],
            id="came back to another class",
        ),
        pytest.param(
            [Stretch(A, SEPTEMBER)],
            Stretch(B, SEPTEMBER, date(2026, 10, 30)),
            [Stretch(B, SEPTEMBER, date(2026, 10, 30))],
            id="left before the move was told",
        ),
    ],
)
def test_enrolment_follows_the_list(stored, wanted, expected):
    """A move closes one class and opens the next; a correction corrects."""
    assert expected == enrolled(stored, wanted, today=TODAY, first_day=SEPTEMBER)


@pytest.mark.parametrize(
    ("stored", "wanted", "is_transfer", "expected"),
    [
        pytest.param([], Stretch(A, None), False, [Stretch(A, None)], id="first"),
        pytest.param([], Stretch(A, None), True, [Stretch(A, TODAY)], id="from another group"),
        pytest.param([Stretch(A, None)], Stretch(A, None), False, [Stretch(A, None)], id="same"),
        pytest.param(
            [Stretch(A, TODAY)], Stretch(A, None), False, [Stretch(A, TODAY)], id="no day: kept"
        ),
        pytest.param(
            [Stretch(A, None)],
            Stretch(A, date(2026, 10, 1)),
            False,
            [Stretch(A, date(2026, 10, 1))],
            id="day given later",
        ),
        pytest.param(
            [Stretch(A, None, YESTERDAY)],
            Stretch(A, None),
            False,
            [Stretch(A, None, YESTERDAY), Stretch(A, TODAY)],
            id="back again",
        ),
        pytest.param(
            [Stretch(A, None)],
            Stretch(A, None, date(2026, 12, 31)),
            False,
            [Stretch(A, None, date(2026, 12, 31))],
            id="ends",
        ),
    ],
)
def test_membership_follows_the_list(stored, wanted, is_transfer, expected):
    """Who is in a group from when to when, as far as the list says."""
    assert expected == member(stored, wanted, today=TODAY, is_transfer=is_transfer)


def test_who_is_not_listed_was_there_until_yesterday():
    """What has not begun never was; what has ended stays ended."""
    assert [Stretch(A, None, date(2026, 10, 1)), Stretch(A, SEPTEMBER, YESTERDAY)] == closed(
        [
            Stretch(A, None, date(2026, 10, 1)),
            Stretch(A, SEPTEMBER),
            Stretch(A, TODAY),
        ],
        today=TODAY,
    )


days = st.one_of(st.none(), st.integers(0, 120).map(lambda n: SEPTEMBER + timedelta(days=n)))
lists = st.tuples(
    st.sampled_from([A, B]), days, days, st.integers(0, 120).map(lambda n: timedelta(days=n))
)


@given(st.lists(lists, min_size=1, max_size=6))
def test_the_same_list_again_changes_nothing(history):
    """However the lists went before, importing the last one twice is importing it once."""
    stored: list[Stretch] = []
    for place, starts_on, ends_on, after in history:
        wanted = Stretch(place, starts_on, ends_on)
        today = SEPTEMBER + after
        stored = enrolled(stored, wanted, today=today, first_day=SEPTEMBER)
        again = enrolled(stored, wanted, today=today, first_day=SEPTEMBER)

        assert stored == again


@given(st.lists(st.tuples(days, days, st.integers(0, 120)), min_size=1, max_size=6))
def test_the_same_group_list_again_changes_nothing(history):
    """The same holds for groups."""
    stored: list[Stretch] = []
    for starts_on, ends_on, after in history:
        wanted = Stretch(A, starts_on, ends_on)
        today = SEPTEMBER + timedelta(days=after)
        stored = member(stored, wanted, today=today, is_transfer=False)
        again = member(stored, wanted, today=today, is_transfer=False)

        assert stored == again
