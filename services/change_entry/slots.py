"""What stands at one lesson number of a class: lessons of the timetable, changed or not."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.timetable.changes import ChangedLesson
from services.timetable.changes_repository import load_changes
from services.timetable.planner import seen_by_groups
from services.timetable.repository import (
    base_lessons_of_groups,
    group_ids_touching_class,
    load_calendar,
)
from services.timetable.rules import LessonPlace, PlannedLesson, resolve_day

__all__ = ["Slot", "place_of", "slots_of_class"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A lesson somebody names by class and number.

    *old* is the timetable's (None: added by a change), *change* is what holds instead.
    """

    on: date
    number: int
    old: LessonPlace | None
    change: ChangedLesson | None

    @property
    def current(self) -> LessonPlace | None:
        """The lesson as it is now; None where it is cancelled."""
        return self.change.new if self.change is not None else self.old

    @property
    def is_here(self) -> bool:
        """Whether the lesson takes place at this number of this day."""
        current = self.current
        return current is not None and (current.on, current.number) == (self.on, self.number)

    @property
    def is_cancelled(self) -> bool:
        """Whether a change has cancelled it."""
        return self.current is None

    @property
    def standing(self) -> LessonPlace:
        """The lesson as it is now, or was before it was cancelled.

        Raises:
            ValueError: a change without content; the database holds none.
        """
        place = self.current or self.old
        if place is None:
            raise ValueError(self)
        return place

    @property
    def change_id(self) -> int | None:
        """The change that holds, by id."""
        return self.change.change_id if self.change is not None else None

    @property
    def group_number(self) -> int | None:
        """The number at the end of the group's name: «7А англ. 1»; none of a whole class."""
        tail = self.standing.group.label.rsplit(" ", 1)
        return int(tail[1]) if len(tail) > 1 and tail[1].isdecimal() else None


async def slots_of_class(
    session: AsyncSession, class_id: int, *, on: date, number: int | None = None
) -> list[Slot]:
    """Return what the class and its groups have, or had, at a lesson number of a day, or on all
    of the day.
    """
    groups = await group_ids_touching_class(session, class_id, on=on)
    calendar = await load_calendar(session, on=on)
    lessons = await base_lessons_of_groups(session, groups, on=on)
    changes = seen_by_groups(await load_changes(session, first=on, last=on), groups)
    by_old = {
        (one.old.group.group_id, one.old.number): one
        for one in changes.lessons
        if one.old is not None and one.old.on == on
    }
    base = [
        lesson
        for lesson in resolve_day(lessons, calendar, on=on)
        if number in {None, lesson.number}
    ]
    slots = [
        Slot(
            on,
            lesson.number,
            place_of(lesson),
            by_old.pop((lesson.group.group_id, lesson.number), None),
        )
        for lesson in base
    ]
    known = {slot.change_id for slot in slots}
    slots.extend(
        Slot(on, change.new.number, change.old, change)
        for change in changes.lessons
        if change.new is not None
        and change.new.on == on
        and number in {None, change.new.number}
        and change.change_id not in known
    )
    return slots


def place_of(lesson: PlannedLesson) -> LessonPlace:
    """Return where a planned lesson stands."""
    return LessonPlace(
        group=lesson.group,
        subject=lesson.subject,
        teacher_id=lesson.teacher_id,
        on=lesson.on,
        number=lesson.number,
        room=lesson.room,
    )
