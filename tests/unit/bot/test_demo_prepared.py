"""Which demos open the school with its months of life."""

from datetime import datetime

import pytest

from bot.demo.prepared import is_in_time


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        (None, True),
        ("2026-11-24T08:40", True),
        ("2026-11-27T17:59", True),
        ("2026-11-24T08:31", False),  # the months would lie ahead
        ("2026-09-14T07:50", False),
    ],
)
def test_only_a_demo_after_the_months_has_them_behind_it(local: str | None, *, expected: bool):
    """``--now`` in September begins with empty lists, as the school's first day did."""
    moment = None if local is None else datetime.fromisoformat(local)

    assert expected is is_in_time(moment)
