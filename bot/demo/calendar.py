"""Where the demo's clock can go, read from a school's own lists; pure.

A button names a moment that means something at school; on the way to it time stops wherever
something may be due, so that everything scheduled happens as it would.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.sandbox.page_feed import Jump
from services.exchange.workbook import Workbook

__all__ = [
    "SchoolCalendar",
    "calendar_of",
    "days_between",
    "jumps_from",
    "next_school_day",
    "stops_between",
]

_MORNING = time(7, 5)  # quiet hours are over, and what waited has arrived
_SUMMARY = time(18, 0)
_FRIDAY = 5
_SATURDAY = 6
_A_LITTLE = timedelta(minutes=10)
_AFTER_BELL = timedelta(minutes=1)
# Between the days: the morning's news, drafts of summaries, the evening's cards, quiet hours.
_DAILY_STOPS = (time(7, 5), time(15, 2), time(18, 2), time(20, 47))
_WEEKLY_STOPS = (time(18, 2),)  # on Fridays: the summary and the week's papers
_NEAR = timedelta(days=7)  # farther than that only one stop a week


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """What the clock needs to know of a school."""

    zone: ZoneInfo
    bells: tuple[tuple[time, time], ...]
    days_off: frozenset[date]
    period_ends: tuple[date, ...]

    def is_school_day(self, on: date) -> bool:
        """Whether lessons are given: no weekend, no holiday."""
        return on.isoweekday() < _SATURDAY and on not in self.days_off


def calendar_of(workbook: Workbook, zone: ZoneInfo) -> SchoolCalendar:
    """Read bells, holidays and periods."""
    tables = workbook.tables
    return SchoolCalendar(
        zone=zone,
        bells=tuple(
            sorted({(row.starts_at, row.ends_at) for row in tables.bells.rows if not row.bell_set})
        ),
        days_off=frozenset(
            day
            for row in tables.holidays.rows
            if not row.grades
            for day in days_between(row.starts_on, row.ends_on)
        ),
        period_ends=tuple(sorted({row.marks_until or row.ends_on for row in tables.periods.rows})),
    )


def jumps_from(now: datetime, calendar: SchoolCalendar) -> list[Jump]:
    """Return the moments the buttons offer, soonest meaning first; none lies in the past."""
    local = now.astimezone(calendar.zone)
    found = [Jump("ten_minutes", local + _A_LITTLE)]
    starts = [starts for starts, _ends in calendar.bells]
    ends = [ends for _starts, ends in calendar.bells]
    if starts:
        found.append(Jump("next_lesson", _next(local, starts, calendar) + _AFTER_BELL))
    if ends:
        found.append(Jump("end_of_day", _next(local, [max(ends)], calendar) + _AFTER_BELL))
    found.append(Jump("morning", _next(local, [_MORNING], None)))
    friday = local.date() + timedelta(days=(_FRIDAY - local.isoweekday()) % 7)
    summary = datetime.combine(friday, _SUMMARY, calendar.zone)
    if summary <= local:
        summary += timedelta(days=7)
    found.append(Jump("summary", summary + _AFTER_BELL))
    period_end = next((one for one in calendar.period_ends if one > local.date()), None)
    if period_end is not None:
        found.append(Jump("period_end", datetime.combine(period_end, _MORNING, calendar.zone)))
    return found


def next_school_day(now: datetime, calendar: SchoolCalendar) -> date:
    """Return the day after today that has lessons."""
    on = now.astimezone(calendar.zone).date() + timedelta(days=1)
    while not calendar.is_school_day(on):
        on += timedelta(days=1)
    return on


def stops_between(now: datetime, until: datetime, calendar: SchoolCalendar) -> list[datetime]:
    """Return where time stops on the way, *until* being the last stop."""
    local, last = now.astimezone(calendar.zone), until.astimezone(calendar.zone)
    if last <= local:
        return [last]
    is_far = last - local > _NEAR
    stops: set[datetime] = set()
    for on in days_between(local.date(), last.date()):
        if is_far and on.isoweekday() != _FRIDAY:
            continue
        times = list(_WEEKLY_STOPS if is_far else _DAILY_STOPS)
        if on == last.date() and on == local.date():
            times += [each for bell in calendar.bells for each in bell]
        stops |= {datetime.combine(on, each, calendar.zone) + _AFTER_BELL for each in times}
    return [*sorted(each for each in stops if local < each < last), last]


def _next(local: datetime, times: Sequence[time], calendar: SchoolCalendar | None) -> datetime:
    """Return the next of these times of day; with a *calendar* only on school days."""
    on = local.date()
    zone = local.tzinfo
    while True:
        if calendar is None or calendar.is_school_day(on):
            for each in sorted(times):
                moment = datetime.combine(on, each, zone)
                if moment > local:
                    return moment
        on += timedelta(days=1)


def days_between(first: date, last: date) -> Iterable[date]:
    """Return every day from one to another."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
