"""When people hear of a change, how loud, and until when it is news; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.outbox.quiet_hours import end_of_day
from services.regulation.profile import SchoolProfile
from services.timetable.change_effects import AffectedDay, is_first_touched, latest_difference
from services.timetable.rules import PlannedLesson
from services.vocabulary import NoticeKind

__all__ = ["NewsTimes", "family_times", "next_break", "staff_times"]

_EVENING = time(21)  # where a school has no quiet hours
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewsTimes:
    """How a changed day is told."""

    kind: NoticeKind
    deadline_at: datetime | None  # None: the kind's own
    expires_at: datetime


def family_times(
    day: AffectedDay, *, due_at: datetime, last_on: date, profile: SchoolProfile
) -> NewsTimes | None:
    """Return how a family hears of a day; None when all of it is over and no news any more.

    *last_on*: the last day the change speaks of. When to come today or tomorrow, and whether to
    come at all, cannot wait; everything else is known by the evening before.
    """
    today = due_at.astimezone(profile.timezone).date()
    last_difference = latest_difference(day)
    is_over = last_difference is not None and last_difference <= due_at
    if last_on < today or (last_on == today and is_over):
        return None
    is_urgent = day.is_day_rule or is_first_touched(day, today=today)
    return _times(is_urgent=is_urgent, on=day.on, last_on=last_on, profile=profile)


def staff_times(
    on: date, *, due_at: datetime, last_on: date, profile: SchoolProfile
) -> NewsTimes | None:
    """Return how a teacher hears of a changed lesson: at once when it is today or tomorrow."""
    today = due_at.astimezone(profile.timezone).date()
    if last_on < today:
        return None
    is_urgent = today <= on <= today + _DAY
    return _times(is_urgent=is_urgent, on=on, last_on=last_on, profile=profile)


def _times(*, is_urgent: bool, on: date, last_on: date, profile: SchoolProfile) -> NewsTimes:
    return NewsTimes(
        kind=NoticeKind.URGENT_CHANGE if is_urgent else NoticeKind.CHANGE,
        deadline_at=None if is_urgent else _evening_before(on, profile),
        expires_at=_end_of(last_on, profile.timezone),
    )


def next_break(lessons: Iterable[PlannedLesson], *, at: datetime) -> datetime:
    """Return when a student may look at the phone: now, or at the end of the lesson going on."""
    return max((one.ends_at for one in lessons if one.is_going_on(at)), default=at)


def _evening_before(on: date, profile: SchoolProfile) -> datetime:
    evening = profile.quiet_hours[0] if profile.quiet_hours else _EVENING
    # Quiet hours that begin after midnight belong to the day itself.
    evening = evening if evening > time(12) else _EVENING
    return datetime.combine(on - _DAY, evening, tzinfo=profile.timezone).astimezone(UTC)


def _end_of(on: date, zone: ZoneInfo) -> datetime:
    return end_of_day(datetime.combine(on, time(12), tzinfo=zone), zone)
