"""Numbers of buttons that no column holds."""

import pytest

from bot.middlewares.button_data import holds_numbers
from handlers.callbacks.diary import OpenDay


@pytest.mark.parametrize(
    ("pressed", "is_held"),
    [
        (OpenDay(student_id=2**31, on=20261124), True),  # ids have 64 bits
        (OpenDay(student_id=1, on=2**31 - 1), True),
        (OpenDay(student_id=1, on=2**31), False),
    ],
)
def test_only_ids_are_larger_than_32_bits(pressed, is_held):
    """An id may be as large as a key; a day, a page or a mark may not."""
    assert is_held is holds_numbers(pressed)
