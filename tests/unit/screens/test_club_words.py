"""Clubs among the lessons of a day."""

import pytest

from handlers.screens.club_words import clubs_apart
from services.i18n import use_locale


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ([], []),
        ([(False, "1"), (False, "2")], ["1", "2"]),
        ([(False, "1"), (True, "ch"), (False, "2")], ["1", "2", "<i>After lessons:</i>", "ch"]),
        ([(True, "ch")], ["<i>After lessons:</i>", "ch"]),
    ],
)
def test_clubs_stand_below_the_lessons(shown, expected):
    """Whatever their time, under a line of their own."""
    with use_locale("en"):
        assert expected == clubs_apart(shown)
