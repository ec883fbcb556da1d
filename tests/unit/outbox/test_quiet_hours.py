"""Quiet hours in the school's zone."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.outbox.quiet_hours import end_of_day, end_of_quiet

NIGHT = (time(21), time(7))
NOON = (time(13), time(15))
ZONE = ZoneInfo("Asia/Yekaterinburg")
BERLIN = ZoneInfo("Europe/Berlin")


def local(text: str, zone: ZoneInfo = ZONE) -> datetime:
    """Return a moment by the school's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("quiet", "moment", "end"),
    [
        (NIGHT, "2026-11-24T20:59:59", None),
        (NIGHT, "2026-11-24T21:00:00", "2026-11-25T07:00:00"),
        (NIGHT, "2026-11-24T23:59:59", "2026-11-25T07:00:00"),
        (NIGHT, "2026-11-25T00:00:00", "2026-11-25T07:00:00"),
        (NIGHT, "2026-11-25T06:59:59", "2026-11-25T07:00:00"),
        (NIGHT, "2026-11-25T07:00:00", None),
        (NIGHT, "2026-12-31T22:00:00", "2027-01-01T07:00:00"),
        (NOON, "2026-11-24T12:59:00", None),
        (NOON, "2026-11-24T13:00:00", "2026-11-24T15:00:00"),
        (NOON, "2026-11-24T15:00:00", None),
        ((time(9), time(9)), "2026-11-24T09:00:00", None),
        (None, "2026-11-24T23:00:00", None),
    ],
)
def test_quiet_hours_end_at_their_local_time(quiet, moment, end):
    """Across midnight and within a day, the beginning is quiet and the end is not."""
    expected = None if end is None else local(end)

    assert expected == end_of_quiet(local(moment), quiet, ZONE)


def test_an_end_inside_the_doubled_hour_is_never_in_the_past():
    """In autumn 02:15 happens twice; at the second 02:10 the quiet hours still end later."""
    second_two_ten = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)

    end = end_of_quiet(second_two_ten, (time(21), time(2, 15)), BERLIN)

    assert datetime(2026, 10, 25, 1, 15, tzinfo=UTC) == end


@given(
    moment=st.datetimes(
        min_value=datetime(2026, 1, 1),  # noqa: DTZ001  # made aware below
        max_value=datetime(2027, 12, 31),  # noqa: DTZ001  # (same)
    ),
    start=st.times(),
    end=st.times(),
    zone=st.sampled_from([ZONE, BERLIN, ZoneInfo("Asia/Kolkata"), ZoneInfo("America/St_Johns")]),
)
def test_what_is_held_is_held_less_than_a_day_and_then_free(moment, start, end, zone):
    """The end lies ahead, at most a day and a clock change away, and is not quiet itself."""
    at = moment.replace(tzinfo=UTC)

    ends_at = end_of_quiet(at, (start, end), zone)

    if ends_at is not None:
        assert timedelta() < ends_at - at <= timedelta(hours=25)
        assert end_of_quiet(ends_at, (start, end), zone) is None or ends_at.astimezone(zone).fold


def test_a_day_ends_at_local_midnight():
    """The deadline of what must be told the same day is the school's midnight."""
    assert local("2026-11-25T00:00:00") == end_of_day(local("2026-11-24T20:59:00"), ZONE)
