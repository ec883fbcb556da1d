"""Tests of when summaries are due and what they are about."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.regulation.profile import InvalidSetting, SchoolProfile, SettingKey, profile_of
from services.summaries.calendar import fortnight_ending, last_due, running

ZONE = ZoneInfo("Asia/Yekaterinburg")
YEAR = date(2026, 9, 1)
PROFILE = SchoolProfile(timezone=ZONE)


def local(day: date, clock: str) -> datetime:
    """Return a moment by the school's clock."""
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=ZONE)


@pytest.mark.parametrize(
    ("profile", "first"),
    [
        (PROFILE, date(2026, 9, 18)),
        (SchoolProfile(timezone=ZONE, summary_at=(2, time(18))), date(2026, 9, 15)),
        (SchoolProfile(timezone=ZONE, summary_at=(1, time(18))), date(2026, 9, 21)),
        (SchoolProfile(timezone=ZONE, summary_from=date(2026, 9, 11)), date(2026, 9, 11)),
        (SchoolProfile(timezone=ZONE, summary_from=date(2026, 10, 2)), date(2026, 10, 2)),
        (SchoolProfile(timezone=ZONE, summary_from=date(2025, 9, 12)), date(2026, 9, 18)),
    ],
)
def test_the_first_summary_is_as_set_or_after_two_school_weeks(profile, first):
    """The school's own date; else the first such weekday after two weeks; never last year's."""
    before, after = local(first, "17:59"), local(first, "18:00")

    assert last_due(profile, year_starts_on=YEAR, now=before) is None
    found = last_due(profile, year_starts_on=YEAR, now=after)
    assert found is not None
    assert first == found.ends_on


@pytest.mark.parametrize(
    ("now", "due", "next_one"),
    [
        (local(date(2026, 9, 19), "08:00"), date(2026, 9, 18), date(2026, 10, 2)),
        (local(date(2026, 10, 2), "17:59"), date(2026, 9, 18), date(2026, 10, 2)),
        (local(date(2026, 10, 2), "18:00"), date(2026, 10, 2), date(2026, 10, 16)),
        (local(date(2026, 11, 26), "15:00"), date(2026, 11, 13), date(2026, 11, 27)),
        (local(date(2027, 5, 14), "18:00"), date(2027, 5, 14), date(2027, 5, 28)),
    ],
)
def test_summaries_follow_each_other_by_fourteen_days(now, due, next_one):
    """What was due last, and what is due next, at every moment of the year."""
    last = last_due(PROFILE, year_starts_on=YEAR, now=now)
    coming = running(PROFILE, year_starts_on=YEAR, now=now)
    assert last is not None
    assert coming is not None

    assert (due, next_one) == (last.ends_on, coming.ends_on)


def test_a_summary_is_about_the_fourteen_days_that_end_with_it():
    """From Saturday two weeks before to the Friday itself, in the school's own zone."""
    fortnight = fortnight_ending(date(2026, 11, 20), PROFILE)

    assert date(2026, 11, 7) == fortnight.starts_on
    assert date(2026, 10, 24) == fortnight.before_starts_on
    assert datetime(2026, 11, 20, 13, tzinfo=UTC) == fortnight.due_at
    assert local(date(2026, 11, 19), "15:00") == fortnight.drafts_at
    assert local(date(2026, 11, 21), "18:00") == fortnight.remind_at


def test_without_a_school_year_nothing_is_due():
    """A school that has not been imported yet owes nobody a summary."""
    now = local(date(2026, 9, 18), "18:00")

    assert last_due(PROFILE, year_starts_on=None, now=now) is None
    assert running(PROFILE, year_starts_on=None, now=now) is None


@pytest.mark.parametrize("text", ["11.09.2026", "2026-09-11"])
def test_the_first_day_is_read_as_the_sheet_has_it(text):
    """«начало сводок» takes both ways to write a date."""
    assert date(2026, 9, 11) == profile_of({SettingKey.SUMMARY_FROM: text}).summary_from


def test_a_first_day_that_is_none_is_refused():
    """A slip of the hand does not become a rhythm of its own."""
    with pytest.raises(InvalidSetting):
        profile_of({SettingKey.SUMMARY_FROM: "после каникул"})


def test_the_rhythm_holds_over_a_change_of_the_clocks():
    """Where clocks are put back, six in the evening stays six in the evening."""
    berlin = SchoolProfile(timezone=ZoneInfo("Europe/Berlin"), summary_from=date(2026, 10, 24))
    fortnight = fortnight_ending(date(2026, 10, 24), berlin)

    assert time(18) == fortnight.remind_at.time()
    elapsed = fortnight.remind_at.astimezone(UTC) - fortnight.due_at.astimezone(UTC)
    assert timedelta(hours=25) == elapsed
