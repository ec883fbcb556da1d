"""From one child of a family to another: how many names stand side by side."""

import pytest

from handlers.screens.child_words import siblings
from services.diary.facts import ChildFacts
from services.vocabulary import ContentMode


def _children(count):
    return [
        ChildFacts(
            student_id=number,
            given_name=f"Ребёнок{number}",
            family_name="К.",
            class_name="7А",
            content_mode=ContentMode.FULL,
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("count", [1, 2, 3, 8, 9, 10, 14])
def test_every_other_child_has_a_button_that_can_be_read(count):
    """Three names a row on a telephone; Telegram itself refuses rows of more than eight."""
    children = _children(count)
    rows = siblings(children[0], children, str)

    assert max((len(row) for row in rows), default=0) <= 3
    assert [str(number) for number in range(1, count)] == [one.data for row in rows for one in row]
