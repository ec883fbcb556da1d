"""A day by shorter bells: the same lessons, each given less time; pure.

Nothing else of the day changes: who is not there is missed, homework is given, teachers are
reminded, all by the times that come out here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from services.timetable.rules import Bell, Calendar, PlannedLesson, bell_for, moment

__all__ = ["LONGEST_SHORT_LESSON", "SHORTEST_LESSON", "ShortBells", "shortened"]

# Schools ring 30, 35 or 40 minutes on such days; outside of this it is a slip of the hand.
SHORTEST_LESSON = 15
LONGEST_SHORT_LESSON = 60


@dataclass(frozen=True, slots=True)
class ShortBells:
    """How a day is shortened: every lesson to some minutes, or by a bell set of the school's."""

    minutes: int | None = None
    bell_set: str = ""


def shortened(lesson: PlannedLesson, how: ShortBells, calendar: Calendar) -> PlannedLesson:
    """The lesson by shorter bells; as it was where they say nothing of its number.

    By minutes a day begins when it always does and keeps its breaks; the second shift begins
    with its own first lesson. A lesson that is shorter anyway stays so.
    """
    times = (
        _of_set(lesson, how.bell_set, calendar)
        if how.minutes is None
        else _of_minutes(lesson, timedelta(minutes=how.minutes), calendar)
    )
    if times is None:
        return lesson
    return replace(lesson, starts_at=times[0], ends_at=times[1])


def _bells(lesson: PlannedLesson, bell_set: str, calendar: Calendar) -> dict[int, Bell]:
    found = {
        number: bell_for(
            calendar.bells,
            number=number,
            on=lesson.on,
            grade=lesson.group.grade,
            bell_set=bell_set,
        )
        for number in {bell.number for bell in calendar.bells}
    }
    return {number: bell for number, bell in found.items() if bell is not None}


def _of_set(
    lesson: PlannedLesson, bell_set: str, calendar: Calendar
) -> tuple[datetime, datetime] | None:
    bell = _bells(lesson, bell_set, calendar).get(lesson.number)
    if bell is None or bell.bell_set != bell_set:
        return None  # the set has no such lesson: it stays where it is
    return _moments(lesson.on, bell, calendar)


def _of_minutes(
    lesson: PlannedLesson, length: timedelta, calendar: Calendar
) -> tuple[datetime, datetime] | None:
    own = _bells(lesson, lesson.group.bell_set, calendar).get(lesson.number)
    if own is None:
        return None
    # The main set stands in for numbers a class's own set lacks; each set is a day of its own.
    of_set = _bells(lesson, own.bell_set, calendar).values()
    chain = sorted(
        (bell for bell in of_set if bell.bell_set == own.bell_set),
        key=lambda one: (one.starts_at, one.number),
    )
    return _squeezed(chain, own, lesson.on, length, calendar)


def _squeezed(
    chain: Sequence[Bell], own: Bell, on: date, length: timedelta, calendar: Calendar
) -> tuple[datetime, datetime]:
    saved = timedelta()
    for bell in chain:
        starts_at, ends_at = _moments(on, bell, calendar)
        begins = starts_at - saved
        ends = begins + min(length, ends_at - starts_at)
        if bell is own:
            break
        saved += (ends_at - starts_at) - (ends - begins)
    return begins, ends


def _moments(on: date, bell: Bell, calendar: Calendar) -> tuple[datetime, datetime]:
    return (
        moment(on, bell.starts_at, calendar.timezone),
        moment(on, bell.ends_at, calendar.timezone),
    )
