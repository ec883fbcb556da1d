"""What stands on a child's sheet: the week as the family may see it now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.diary.facts import FamilyAttendance, LessonLine
from services.diary.pages import day_lessons
from services.diary.repository import subject_names
from services.finals import repository as finals
from services.finals.history import visible_values
from services.finals.periods import names_of_periods
from services.homework.visible import VisibleHomework, visible_homework
from services.models import Person
from services.regulation.profile import SchoolProfile
from services.reports.paper.facts import FinalOfWeek, PaperDay
from services.roster.membership import group_ids_of_students
from services.timetable.planner import plans_of_students
from services.timetable.repository import periods_of_year

__all__ = ["WeekOfStudent", "weeks_of"]

_DAYS = 7
_MISSED = frozenset(
    {FamilyAttendance.ABSENT, FamilyAttendance.EXCUSED, FamilyAttendance.UNEXCUSED}
)


@dataclass(frozen=True, slots=True)
class WeekOfStudent:
    """A student's week, and what changes in the one that follows."""

    days: tuple[PaperDay, ...]
    homework: tuple[VisibleHomework, ...]
    finals: tuple[FinalOfWeek, ...]
    changes: tuple[PaperDay, ...]

    def count(self, *kinds: FamilyAttendance) -> int:
        """Return how many lessons of the week have one of these letters."""
        return sum(line.attendance in kinds for day in self.days for line in day.lessons)

    @property
    def missed(self) -> int:
        """How many lessons were missed, whatever the reason."""
        return self.count(*_MISSED)


async def weeks_of(
    session: AsyncSession,
    students: Sequence[Person],
    *,
    week_on: date,
    profile: SchoolProfile,
    now: datetime,
) -> dict[int, WeekOfStudent]:
    """Return the week of each of some students."""
    ids = [one.id for one in students]
    last = week_on + timedelta(days=_DAYS - 1)
    days = await _days(session, ids, first=week_on, profile=profile, now=now)
    following = await _days(session, ids, first=last + timedelta(days=1), profile=profile, now=now)
    given = await visible_homework(
        session,
        await group_ids_of_students(session, ids, on=last),
        starts_on=week_on,
        ends_on=last + timedelta(days=_DAYS),
        profile=profile,
        now=now,
    )
    results = await _finals(session, ids, week_on=week_on, now=now)
    return {
        one: WeekOfStudent(
            days=tuple(days[one]),
            homework=tuple(task for task in given.get(one, ()) if _is_ahead(task, last)),
            finals=tuple(results.get(one, ())),
            changes=tuple(
                PaperDay(day.on, changed)
                for day in following[one]
                if (changed := tuple(line for line in day.lessons if _is_changed(line)))
            ),
        )
        for one in ids
    }


async def _days(
    session: AsyncSession,
    student_ids: Sequence[int],
    *,
    first: date,
    profile: SchoolProfile,
    now: datetime,
) -> dict[int, list[PaperDay]]:
    found: dict[int, list[PaperDay]] = {one: [] for one in student_ids}
    for number in range(_DAYS):
        on = first + timedelta(days=number)
        plans = await plans_of_students(session, student_ids, on=on, as_of=now)
        for student_id in student_ids:
            lines = await day_lessons(
                session, student_id, plans[student_id], profile=profile, now=now
            )
            if lines:
                found[student_id].append(PaperDay(on, lines))
    return found


def _is_ahead(task: VisibleHomework, last: date) -> bool:
    """Whether it is to be done after this week, as far as is known."""
    return not task.is_none and (task.due_on is None or task.due_on > last)


def _is_changed(line: LessonLine) -> bool:
    seen = line.timetable
    return seen is not None and (
        seen.is_dropped
        or seen.is_added
        or seen.moved_from is not None
        or bool(seen.was_subject or seen.was_room)
        or seen.was_teacher is not None
    )


async def _finals(
    session: AsyncSession, student_ids: Sequence[int], *, week_on: date, now: datetime
) -> Mapping[int, list[FinalOfWeek]]:
    last = week_on + timedelta(days=_DAYS - 1)
    year = await finals.year_of(session, on=last)
    if year is None:
        return {}
    rows = [
        row
        for row in await finals.year_marks(session, student_ids, year_id=year.id)
        if week_on <= row.result_on <= last
    ]
    seen = await visible_values(session, rows, now=now)
    names = names_of_periods(await periods_of_year(session, year.id))
    subjects = await subject_names(session, {row.subject_id for row in rows})
    found: dict[int, list[FinalOfWeek]] = {}
    for row in sorted(rows, key=lambda one: subjects[one.subject_id]):
        if row.id in seen:
            found.setdefault(row.student_id, []).append(
                FinalOfWeek(
                    subjects[row.subject_id],
                    row.kind,
                    names.get(row.grading_period_id or 0),
                    seen[row.id].mark,
                )
            )
    return found
