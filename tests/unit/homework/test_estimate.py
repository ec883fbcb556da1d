"""Minutes that a teacher writes into the homework."""

import pytest

from services.homework.estimate import estimated_minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("№ 214, 216", None),
        ("№ 214 (20 мин)", 20),
        ("читать 30 минут", 30),
        ("примерно 1 ч 20 мин", 80),
        ("сочинение, 2 часа", 120),
        ("1 ч", 60),
        ("§ 12, 10 мин; упр. 5, 15 мин", 15),  # the last one is meant for all of it
        ("5 миниатюр", None),
        ("минеральные воды, § 5", None),
        ("к 9 ч", None),
        ("0 мин", None),
        ("600 мин", None),
        ("", None),
    ],
)
def test_minutes_in_the_text(text, minutes):
    """Only what reads as a duration counts; times of day and other numbers do not."""
    assert minutes == estimated_minutes(text)
