"""What speaks against a change: somebody or something is busy, the day is free or over."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.change_entry.bounds import ShortDay
from services.change_entry.facts import Doubt, DoubtKind
from services.change_entry.resolving import DraftedDay, DraftedLesson
from services.timetable.change_drafts import overlaid
from services.timetable.changes import ChangedLesson, Changes, placed_on_day, resolve_changed_day
from services.timetable.changes_repository import load_changes
from services.timetable.repository import base_lessons, load_calendar
from services.timetable.rules import Calendar, LessonPlace, PlannedLesson, is_school_day

__all__ = ["day_doubts", "lesson_doubts"]


async def lesson_doubts(
    session: AsyncSession, lessons: Sequence[DraftedLesson], *, now: datetime
) -> list[tuple[Doubt, ...]]:
    """Return the doubts about each of some changes, all of them taken as saved."""
    days = {one.new.on for one in lessons if one.new is not None}
    whole = {on: await _whole_day(session, lessons, on=on) for on in sorted(days)}
    calendars = {
        on: await load_calendar(session, on=on)
        for on in sorted({place.on for one in lessons for place in (one.old, one.new) if place})
    }
    changes = {on: await load_changes(session, first=on, last=on) for on in calendars}
    return [tuple(_doubts(one, whole, calendars, changes, now=now)) for one in lessons]


async def day_doubts(
    session: AsyncSession, day: DraftedDay, short: ShortDay | None, *, today: date
) -> tuple[Doubt, ...]:
    """Return the doubts about a whole day: no lessons anyway, over, or *short* for some only."""
    draft = day.draft
    if draft.ends_on < today:
        return (Doubt(DoubtKind.PAST),)
    calendar = await load_calendar(session, on=draft.starts_on)
    grades = {one.grade for one in day.classes}
    if not any(is_school_day(calendar, on=draft.starts_on, grade=grade) for grade in grades):
        return (Doubt(DoubtKind.DAY_OFF),)
    return tuple(
        Doubt(DoubtKind.USUAL_TIMES, one.group.label, one.subject.name, one.number)
        for one in (short.waiting if short else ())
    )


async def _whole_day(
    session: AsyncSession, lessons: Sequence[DraftedLesson], *, on: date
) -> tuple[PlannedLesson, ...]:
    """Every lesson of the school on a day, as if the drafts held."""
    changes = overlaid(
        await load_changes(session, first=on, last=on),
        added=Changes(tuple(ChangedLesson(0, one.old, one.new) for one in lessons)),
        removed_lessons=[
            one.draft.replaces_id for one in lessons if one.draft.replaces_id is not None
        ],
    )
    calendar = await load_calendar(session, on=on)
    plan = resolve_changed_day(
        await base_lessons(session, on=on), calendar, on=on, changes=changes
    )
    return plan.lessons


def _doubts(
    one: DraftedLesson,
    whole: dict[date, tuple[PlannedLesson, ...]],
    calendars: dict[date, Calendar],
    changes: dict[date, Changes],
    *,
    now: datetime,
) -> Iterable[Doubt]:
    if one.draft.replaces_id is not None:
        yield Doubt(DoubtKind.CHANGED_BEFORE)
    if one.old is None:
        yield Doubt(DoubtKind.ADDED)
    places = [place for place in (one.old, one.new) if place is not None]
    lessons = [placed_on_day(place, calendars[place.on], changes[place.on]) for place in places]
    if all(lesson is not None and lesson.ends_at <= now for lesson in lessons):
        yield Doubt(DoubtKind.PAST)
    if one.new is not None:
        calendar = calendars[one.new.on]
        if not is_school_day(calendar, on=one.new.on, grade=one.new.group.grade):
            yield Doubt(DoubtKind.DAY_OFF)
        new = placed_on_day(one.new, calendar, changes[one.new.on])
        if new is not None:
            yield from _clashes(one.old, new, whole[one.new.on])


def _clashes(
    old: LessonPlace | None, new: PlannedLesson, whole: Iterable[PlannedLesson]
) -> Iterable[Doubt]:
    is_elsewhen = old is None or (old.on, old.number) != (new.on, new.number)
    found: dict[DoubtKind, list[PlannedLesson]] = defaultdict(list)
    for other in whole:
        if not _meets(new, other):
            continue
        if other.teacher_id == new.teacher_id and (
            is_elsewhen or old is None or old.teacher_id != new.teacher_id
        ):
            found[DoubtKind.TEACHER_BUSY].append(other)
        if _same_room(new, other) and (is_elsewhen or old is None or old.room != new.room):
            found[DoubtKind.ROOM_BUSY].append(other)
        if is_elsewhen and _same_students(new, other):
            found[DoubtKind.CLASS_BUSY].append(other)
    for kind, others in found.items():
        for other in others:
            yield Doubt(kind, other.group.label, other.subject.name, other.number)


def _meets(new: PlannedLesson, other: PlannedLesson) -> bool:
    """Whether another lesson goes on at the same time; halves of a class taught as one do not."""
    if (other.group.group_id, other.number) == (new.group.group_id, new.number):
        return other.subject.subject_id != new.subject.subject_id
    is_joint = (
        other.subject.subject_id == new.subject.subject_id
        and other.teacher_id == new.teacher_id
        and bool(other.group.class_ids & new.group.class_ids)
    )
    return not is_joint and other.starts_at < new.ends_at and new.starts_at < other.ends_at


def _same_room(new: PlannedLesson, other: PlannedLesson) -> bool:
    return bool(new.room) and new.room.casefold() == other.room.casefold()


def _same_students(new: PlannedLesson, other: PlannedLesson) -> bool:
    """A whole class meets every part of it; two parts of it may have lessons at one time."""
    is_whole = new.group.is_whole_class or other.group.is_whole_class
    return is_whole and bool(other.group.class_ids & new.group.class_ids)
