"""Five wrong tries in an hour lock the door for an hour."""

from datetime import UTC, datetime, timedelta

import pytest

from services.joining.door import locked_until, tries_left

NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def at(*minutes: float) -> list[datetime]:
    """Return moments as minutes after nine."""
    return [NINE + timedelta(minutes=one) for one in minutes]


@pytest.mark.parametrize(
    ("tries", "now", "until"),
    [
        ((), 0, None),
        ((0, 1, 2, 3), 3, None),
        ((0, 1, 2, 3, 4), 4, 64),
        ((0, 1, 2, 3, 4), 63.9, 64),
        ((0, 1, 2, 3, 4), 64, None),
        ((0, 20, 40, 50, 59.9), 60, 119.9),
        ((0, 20, 40, 50, 60), 60, None),  # the first one is an hour old
        ((0, 1, 2, 3, 4, 64, 65, 66, 67), 68, None),  # after a lock counting begins anew
        ((0, 1, 2, 3, 4, 64, 65, 66, 67, 68), 68, 128),
    ],
)
def test_the_door_is_locked_for_an_hour_after_the_fifth_try(tries, now, until):
    """A lock begins with the fifth wrong try within an hour and ends an hour after it."""
    expected = None if until is None else NINE + timedelta(minutes=until)

    assert expected == locked_until(at(*tries), now=NINE + timedelta(minutes=now))


@pytest.mark.parametrize(
    ("tries", "now", "left"),
    [((), 0, 5), ((0, 1), 1, 3), ((0, 30), 60, 4), ((0, 1, 2, 3, 4), 64, 5)],
)
def test_only_the_last_hours_tries_count(tries, now, left):
    """An old mistake is forgiven after an hour."""
    assert left == tries_left(at(*tries), now=NINE + timedelta(minutes=now))
