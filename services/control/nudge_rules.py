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
    "works_until",
]

WORKING_HOURS = (time(8), time(20))  # the second shift ends by 19:00, its homework is due at 20:00
DAILY_AT = time(15)  # what is not about this very lesson is said once, after the lessons
_ATTENDANCE_FROM = ATTENDANCE_NUDGE


@dataclass(frozen=True, slots=True)
class WantedNudge:
    """A reminder somebody should get, of one lesson (a group's, by its number) or of a day (0)."""

    person_id: int
    sort: NudgeSort
    day_on: date
    number: int = 0
    study_group_id: int = 0


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
    class's last lesson is over and it is not late yet. Each lesson is spoken of once: two shifts
    have lessons of one number.
    """
    known = list(duties)
    found = {
        _of_lesson(NudgeSort.ATTENDANCE, one)
        for one in open_in(known, DutySort.ATTENDANCE)
        if one.lesson.starts_at + _ATTENDANCE_FROM <= now < one.lesson.ends_at
    }
    ends = class_ends(one.lesson for one in known)
    for one in open_in(known, DutySort.HOMEWORK):
        over = [ends[key] for key in one.lesson.group.class_ids if key in ends]
        ends_at = max(over, default=one.lesson.ends_at)
        if ends_at + grace <= now < one.deadline_at:
            found.add(_of_lesson(NudgeSort.HOMEWORK, one))
    return found


def works_until(now: datetime, *, next_worked_on: date | None, zone: ZoneInfo) -> datetime:
    """Return until when deadlines of works are spoken of now: those before the next reminder.

    That is a day; before days off it is as long as they are. Where the next working day is not
    known (None), it is a day.
    """
    if next_worked_on is None:
        return now + WORK_WARNING
    return max(now + WORK_WARNING, datetime.combine(next_worked_on, DAILY_AT, tzinfo=zone))


def nudges_of_works(
    duties: Iterable[Duty], *, now: datetime, today: date, until: datetime
) -> set[WantedNudge]:
    """Return who is to be reminded today of works that will be late by *until*."""
    return {
        WantedNudge(one.lesson.teacher_id, NudgeSort.WORKS, today)
        for one in duties
        if one.sort in {DutySort.CONTROL_WORK, DutySort.WRITTEN_WORK}
        and one.done_at is None
        and now <= one.deadline_at <= until
    }


def _of_lesson(sort: NudgeSort, duty: Duty) -> WantedNudge:
    lesson = duty.lesson
    return WantedNudge(
        lesson.teacher_id, sort, lesson.on, lesson.number, study_group_id=lesson.group.group_id
    )
