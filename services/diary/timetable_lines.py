"""Lessons of a day as lines: what takes place, what does not, and what is there instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.roster.names import PersonName, names_of
from services.timetable.changes import DayPlan, DroppedLesson
from services.timetable.rules import PlannedLesson

__all__ = ["LinedLesson", "TimetableLine", "lines_of_plan", "lines_of_plans"]


@dataclass(frozen=True, slots=True)
class TimetableLine:
    """A lesson with everything in it that differs from the base timetable.

    ``was_subject`` is the timetable's, where another one is given; ``was_teacher`` and
    ``was_room`` likewise. A lesson that does not take place has ``is_cancelled``, ``moved_to`` or,
    in a teacher's day, ``given_by`` somebody else.
    """

    number: int
    starts_at: datetime
    ends_at: datetime
    subject: str
    group: str = ""  # only where it is not the reader's whole class
    room: str = ""
    teacher: PersonName | None = None
    was_subject: str = ""
    was_teacher: PersonName | None = None
    was_room: str = ""
    is_added: bool = False
    moved_from: tuple[date, int] | None = None
    is_cancelled: bool = False
    moved_to: tuple[date, int] | None = None
    given_by: PersonName | None = None
    needs_confirmation: bool = False
    is_club: bool = False  # shown apart, after the lessons

    @property
    def is_dropped(self) -> bool:
        """Whether it does not take place here."""
        return self.is_cancelled or self.moved_to is not None or self.given_by is not None


@dataclass(frozen=True, slots=True)
class LinedLesson:
    """A line with the lesson it was made of."""

    lesson: PlannedLesson
    line: TimetableLine


async def lines_of_plan(
    session: AsyncSession, plan: DayPlan, *, teacher_id: int | None = None
) -> tuple[LinedLesson, ...]:
    """Return the lines of a day in order of time, what falls out of it where it was.

    A teacher (*teacher_id*) reads groups, a family teachers.
    """
    return (await lines_of_plans(session, [plan], teacher_id=teacher_id))[0]


async def lines_of_plans(
    session: AsyncSession, plans: Sequence[DayPlan], *, teacher_id: int | None = None
) -> list[tuple[LinedLesson, ...]]:
    """Return the same of several days, in their order; names are read once for all."""
    ids = {one for plan in plans for one in _teacher_ids(plan)}
    maker = _Lines(await names_of(session, ids) if ids else {}, teacher_id)
    return [maker.of_day(plan) for plan in plans]


def _teacher_ids(plan: DayPlan) -> set[int]:
    lessons = [*plan.lessons, *(one.lesson for one in plan.dropped)]
    lessons.extend(one.replaced_by for one in plan.dropped if one.replaced_by is not None)
    ids = {lesson.teacher_id for lesson in lessons}
    return ids | {one.change.was.teacher_id for one in lessons if one.change and one.change.was}


@dataclass(frozen=True, slots=True)
class _Lines:
    """Turns lessons into lines."""

    names: dict[int, PersonName]
    teacher_id: int | None

    def of_day(self, plan: DayPlan) -> tuple[LinedLesson, ...]:
        """Return the lines of a day in order of time."""
        lined = [LinedLesson(one, self.standing(one)) for one in plan.lessons]
        lined.extend(LinedLesson(one.lesson, self.dropped(one)) for one in plan.dropped)
        return tuple(sorted(lined, key=lambda one: one.lesson.order))

    def standing(self, lesson: PlannedLesson) -> TimetableLine:
        """Return the line of a lesson that takes place."""
        change = lesson.change
        was = change.was if change is not None else None
        is_here = was is not None and (was.on, was.number) == (lesson.on, lesson.number)
        is_other_subject = was is not None and was.subject.name != lesson.subject.name
        is_other_teacher = was is not None and was.teacher_id != lesson.teacher_id
        is_other_room = was is not None and was.room != lesson.room
        return TimetableLine(
            number=lesson.number,
            starts_at=lesson.starts_at,
            ends_at=lesson.ends_at,
            subject=lesson.subject.name,
            group=self._group(lesson),
            room=lesson.room,
            teacher=self.names[lesson.teacher_id] if self.teacher_id is None else None,
            was_subject=was.subject.name if was is not None and is_other_subject else "",
            was_teacher=(
                self.names[was.teacher_id] if was is not None and is_other_teacher else None
            ),
            was_room=was.room if was is not None and is_other_room and is_here else "",
            is_added=change is not None and was is None,
            moved_from=(was.on, was.number) if was is not None and not is_here else None,
            needs_confirmation=change is not None and change.needs_confirmation,
            is_club=lesson.group.is_club,
        )

    def dropped(self, dropped: DroppedLesson) -> TimetableLine:
        """Return the line of a lesson that does not."""
        lesson, there = dropped.lesson, dropped.moved_to
        instead = dropped.replaced_by
        return TimetableLine(
            number=lesson.number,
            starts_at=lesson.starts_at,
            ends_at=lesson.ends_at,
            subject=lesson.subject.name,
            group=self._group(lesson),
            is_cancelled=there is None and instead is None,
            moved_to=(there.on, there.number) if there is not None else None,
            given_by=self.names[instead.teacher_id] if instead is not None else None,
            is_club=lesson.group.is_club,
        )

    def _group(self, lesson: PlannedLesson) -> str:
        if self.teacher_id is None and lesson.group.is_whole_class:
            return ""
        return lesson.group.label
