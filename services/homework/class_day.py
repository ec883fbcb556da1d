"""When the homework of a class's day is all in, and when families hear of it; pure.

Source: S1 App.4 2.2 (homework within an hour of the class's last lesson); S1 item 2.3.2; S3 2 (on
the day). The hour is a setting of the school.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.timetable.rules import PlannedLesson

__all__ = [
    "ClassDay",
    "Given",
    "homework_deadline",
    "needed_homework",
    "takes_homework",
    "told_at",
]

Given = tuple[int, int]
"""Study group and subject: a double lesson has one homework."""

_FIRST_GRADE = 1  # the sanitary norm gives it none; a school may decide otherwise


@dataclass(frozen=True, slots=True)
class ClassDay:
    """One class on one day: what its lessons need, what is in, when the last of them ends."""

    needed: frozenset[Given]
    given: frozenset[Given]
    ends_at: datetime | None  # None: no lessons by the timetable

    @property
    def is_complete(self) -> bool:
        """Whether every lesson that should have homework has it, or «не задано»."""
        return self.needed <= self.given


def takes_homework(grade: int, *, in_first_grade: bool) -> bool:
    """Whether a grade has homework at all."""
    return in_first_grade or grade != _FIRST_GRADE


def needed_homework(
    lessons: Iterable[PlannedLesson], subject_ids: Collection[int], *, in_first_grade: bool
) -> frozenset[Given]:
    """Return what the day's lessons need; *subject_ids* are the subjects that have homework."""
    return frozenset(
        (lesson.group.group_id, lesson.subject.subject_id)
        for lesson in lessons
        if lesson.subject.subject_id in subject_ids
        and takes_homework(lesson.group.grade, in_first_grade=in_first_grade)
    )


def homework_deadline(ends_at: datetime | None, *, grace: timedelta) -> datetime | None:
    """Return when what is in is told although something is missing; None without lessons."""
    return None if ends_at is None else ends_at + grace


def told_at(day: ClassDay, *, saved_at: datetime, hold: timedelta, grace: timedelta) -> datetime:
    """Return when families hear of homework saved now: with the last of the day, or by the hour.

    After that each piece is told for itself. The hold gives time to notice a slip.
    """
    soonest = saved_at + hold
    deadline = homework_deadline(day.ends_at, grace=grace)
    if day.is_complete or deadline is None:
        return soonest
    return max(soonest, deadline)
