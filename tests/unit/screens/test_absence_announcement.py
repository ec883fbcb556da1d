"""The page on which an absence is announced: which child it is about."""

from datetime import date

import pytest

from handlers.screens.absences import announcement
from services.absences.facts import Announcement, Child, ReasonDays
from services.i18n import use_locale
from services.vocabulary import ContentMode

TUESDAY = date(2026, 11, 24)


def a_child(number, mode, alias=""):
    """Return a child as a message may name it; an only one has no number."""
    return Child(40 + (number or 0), "Мария", "Кузнецова", "7Б", mode, alias, number)


@pytest.mark.parametrize(
    ("children", "first_line", "captions"),
    [
        (
            [a_child(1, ContentMode.ALIAS), a_child(2, ContentMode.ALIAS)],
            "Ребёнок 1",
            ["Ребёнок 2"],
        ),
        (
            [a_child(1, ContentMode.ALIAS, "Зайка"), a_child(2, ContentMode.ALIAS)],
            "Зайка",
            ["Ребёнок 2"],
        ),
        (
            [a_child(1, ContentMode.SIGNAL), a_child(2, ContentMode.SIGNAL)],
            "Ребёнок 1",
            ["Ребёнок 2"],
        ),
        (
            [a_child(1, ContentMode.FULL), a_child(2, ContentMode.FULL)],
            "Мария К. · 7Б",
            ["Мария · 7Б"],
        ),
        ([a_child(None, ContentMode.ALIAS)], "Ваш ребёнок", []),
    ],
)
def test_children_without_names_are_told_apart(children, first_line, captions):
    """Without a name to write, by number; each has a button that leads to it."""
    facts = Announcement(tuple(children), children[0], ReasonDays(TUESDAY, TUESDAY), TUESDAY)
    with use_locale("ru"):
        message = announcement(facts)

    assert first_line == message.text.splitlines()[0]
    named = [button.caption for row in message.buttons for button in row]
    assert captions == [one for one in named if one.startswith(("Ребёнок", "Мария", "Зайка"))]
    assert all(named)
