"""Whom to remind of what at a moment; pure.

Source of the moments: S0 row 8 (absentees within ten minutes), S1 App.4 2.2 (homework an hour
after the class's last lesson), S0 rows 11, 12 (works in 3 and 7 days), S3 2 (period marks in two
days, topics and homework checked by the 8th). Nobody is reminded outside working hours, of lessons
somebody else gives, or while away.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.control.duties import Duty, class_ends
from services.regulation.deadlines import ATTENDANCE_NUDGE, WORK_WARNING, DutySort
from services.timetable.changes import DayPlan
from services.vocabulary import NudgeSort

__all__ = [
    "DAILY_AT",
    "WORKING_HOURS",
    "WantedNudge",
    "away_on",
    "is_working_time",
    "nudges_of_day",
    "nudges_of_works",
    "open_in",
]

WORKING_HOURS = (time(8), time(20))  # the second shift ends by 19:00, its homework is due at 20:00
DAILY_AT = time(15)  # what is not about this very lesson is said once, after the lessons
_ATTENDANCE_FROM = ATTENDANCE_NUDGE


@dataclass(frozen=True, slots=True)
class WantedNudge:
    """A reminder somebody should get; *number* is the lesson's, or 0."""

    person_id: int
    sort: NudgeSort
    day_on: date
    number: int = 0


def is_working_time(now: datetime, zone: ZoneInfo) -> bool:
    """Whether a member of staff may be reminded at this time of day."""
    return WORKING_HOURS[0] <= now.astimezone(zone).time() < WORKING_HOURS[1]


def away_on(plan: DayPlan) -> frozenset[int]:
    """Return who is replaced on a day and gives no lesson: they are away."""
    replaced = {
        lesson.change.was.teacher_id
        for lesson in plan.lessons
        if lesson.change is not None
        and lesson.change.was is not None
        and lesson.change.was.teacher_id != lesson.teacher_id
    }
    return frozenset(replaced - {lesson.teacher_id for lesson in plan.lessons})


def open_in(duties: Iterable[Duty], sort: DutySort) -> list[Duty]:
    """Return what of one sort is not done."""
    return [one for one in duties if one.sort is sort and one.done_at is None]


def nudges_of_day(duties: Iterable[Duty], *, now: datetime, grace: timedelta) -> set[WantedNudge]:
    """Return who is to be reminded of today's lessons now: absentees, and homework.

    Absentees from the tenth minute to the end of the lesson; homework when *grace* after the
    class's last lesson is over and it is not late yet.
    """
    known = list(duties)
    found = {
        WantedNudge(one.lesson.teacher_id, NudgeSort.ATTENDANCE, one.lesson.on, one.lesson.number)
        for one in open_in(known, DutySort.ATTENDANCE)
        if one.lesson.starts_at + _ATTENDANCE_FROM <= now < one.lesson.ends_at
    }
    ends = class_ends(one.lesson for one in known)
    for one in open_in(known, DutySort.HOMEWORK):
        over = [ends[key] for key in one.lesson.group.class_ids if key in ends]
        ends_at = max(over, default=one.lesson.ends_at)
        if ends_at + grace <= now < one.deadline_at:
            found.add(WantedNudge(one.lesson.teacher_id, NudgeSort.HOMEWORK, one.lesson.on))
    return found


def nudges_of_works(duties: Iterable[Duty], *, now: datetime, today: date) -> set[WantedNudge]:
    """Return who is to be reminded today of works whose marks are late from tomorrow on."""
    return {
        WantedNudge(one.lesson.teacher_id, NudgeSort.WORKS, today)
        for one in duties
        if one.sort in {DutySort.CONTROL_WORK, DutySort.WRITTEN_WORK}
        and one.done_at is None
        and now <= one.deadline_at <= now + WORK_WARNING
    }
