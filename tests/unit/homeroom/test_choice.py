"""Tests of choices that travel in a button."""

import pytest

from handlers.callbacks.reasons import (
    ChooseReasonName,
    CorrectLetter,
    OpenFigures,
    OpenReasons,
    OpenSystematic,
    SetLetters,
)
from services.errors import OutOfDate
from services.homeroom.choice import chosen_of, mask_of

LARGEST = 2**63 - 1
DAY = 99_991_231
ROSTER = (31, 5, 12, 40)


@pytest.mark.parametrize("chosen", [set(), {5}, {40}, {5, 12, 31, 40}])
def test_a_choice_comes_back_as_it_went(chosen):
    """Whatever the order of the list."""
    assert chosen == chosen_of(mask_of(chosen, ROSTER), tuple(reversed(ROSTER)))


@pytest.mark.parametrize("mask", ["", "!", "0", "zzzzzz", mask_of({5}, ROSTER[:3])])
def test_a_list_that_has_changed_is_noticed(mask):
    """Somebody joined or left since, or the button is forged."""
    with pytest.raises(OutOfDate):
        chosen_of(mask, ROSTER)


@pytest.mark.parametrize(
    "data",
    [
        OpenReasons(class_id=LARGEST, mask=mask_of(range(45), range(45))),
        SetLetters(
            class_id=LARGEST,
            mask=mask_of(range(45), range(45)),
            starts_on=DAY,
            ends_on=DAY,
            code=3,
        ),
        ChooseReasonName(
            class_id=LARGEST,
            mask=mask_of(range(45), range(45)),
            starts_on=DAY,
            ends_on=DAY,
            code=-1,
        ),
        CorrectLetter(letter_id=LARGEST, code=3),
        OpenFigures(class_id=LARGEST, month=DAY),
        OpenSystematic(month=DAY),
    ],
)
def test_buttons_fit_telegram(data):
    """With the largest ids and a class of 45."""
    assert len(data.pack().encode()) <= 64
