"""A day with the lessons of another weekday: what of it changes, lesson by lesson."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.change_entry.slots import Slot, place_of
from services.timetable.repository import base_lessons_of_groups, group_ids_touching_class
from services.timetable.rules import Calendar, LessonPlace, resolve_day

__all__ = ["exchanged", "lessons_of_weekday"]

_WHOLE_WEEK = 7


async def lessons_of_weekday(
    session: AsyncSession, class_id: int, *, on: date, weekday: int, calendar: Calendar
) -> list[LessonPlace]:
    """Return what a class and its groups have on a weekday by the timetable, put on a day.

    The day may be one that is free otherwise: it is worked instead of another one.
    """
    groups = await group_ids_touching_class(session, class_id, on=on)
    lessons = [
        replace(lesson, weekday=on.isoweekday())
        for lesson in await base_lessons_of_groups(session, groups, on=on)
        if lesson.weekday == weekday
    ]
    worked = replace(calendar, days_per_week=_WHOLE_WEEK, free_days=())
    return [place_of(lesson) for lesson in resolve_day(lessons, worked, on=on)]


Exchange = tuple[Slot | None, LessonPlace | None]


def exchanged(
    slots: Iterable[Slot], wanted: Iterable[LessonPlace], *, class_ids: Collection[int]
) -> list[Exchange]:
    """Return what stands (None: nothing) and what is to stand there; what stays is left out.

    A lesson shared with classes that keep their day is left as it is.
    """
    coming = {
        (place.group.group_id, place.number): place
        for place in wanted
        if place.group.class_ids <= frozenset(class_ids)
    }
    found: list[Exchange] = []
    for slot in slots:
        standing = slot.standing
        if not standing.group.class_ids <= frozenset(class_ids):
            continue
        new = coming.pop((standing.group.group_id, slot.number), None)
        if not slot.is_here and not slot.is_cancelled:
            continue  # moved away: it is on another day already
        is_same = slot.is_here and new is not None and _says(new) == _says(standing)
        if not is_same and (slot.is_here or new is not None):
            found.append((slot, new))
    found += [(None, place) for place in coming.values()]
    return sorted(found, key=_number)


def _says(place: LessonPlace) -> tuple[int, int, str]:
    return place.subject.subject_id, place.teacher_id, place.room


def _number(one: Exchange) -> tuple[int, str]:
    slot, new = one
    place = new if new is not None else slot.standing if slot is not None else None
    return (0, "") if place is None else (place.number, place.group.label)
