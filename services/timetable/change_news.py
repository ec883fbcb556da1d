"""What saving or withdrawing changes owes to families and teachers, as notices."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.audience import families_of
from services.outbox.enqueue import FactNews, StaffNews, tell_family, tell_staff
from services.outbox.keys import change_key
from services.regulation.profile import SchoolProfile
from services.timetable.change_drafts import ChangeDrafts, DayDraft
from services.timetable.change_effects import AffectedDay
from services.timetable.change_entries_repository import touch_days
from services.timetable.change_times import NewsTimes, family_times, next_break, staff_times
from services.timetable.day_teachers import ClassDays, TeachersOfDays
from services.timetable.planner import plans_of_students
from services.vocabulary import FactKind, FactRef, NoticeKind

__all__ = ["FamilyCount", "NewsPlan", "class_days", "count_families", "plan_news", "tell_news"]

_PersonDay = tuple[int, date]
_NOBODY: TeachersOfDays = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class NewsPlan:
    """Who is owed which day, and how it is told."""

    students: dict[_PersonDay, NewsTimes]
    staff: dict[_PersonDay, NewsTimes]

    @property
    def is_urgent(self) -> bool:
        """Whether some family must act today or tomorrow."""
        return any(one.kind is NoticeKind.URGENT_CHANGE for one in self.students.values())

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell to anybody."""
        return not (self.students or self.staff)

    @property
    def student_ids(self) -> frozenset[int]:
        """Whose families hear of it."""
        return frozenset(student_id for student_id, _ in self.students)

    @property
    def days(self) -> dict[date, list[int]]:
        """Return the people by day."""
        found: dict[date, list[int]] = defaultdict(list)
        for person_id, on in sorted({*self.students, *self.staff}):
            found[on].append(person_id)
        return dict(found)


def class_days(day: DayDraft) -> ClassDays:
    """Return the classes and dates a draft of days is about."""
    return ClassDays(frozenset(day.class_ids), day.starts_on, day.ends_on)


@dataclass(frozen=True, slots=True)
class FamilyCount:
    """How many families are concerned, and how many of them nobody reaches electronically."""

    families: int = 0
    unreached: int = 0


def plan_news(
    affected: Iterable[AffectedDay],
    drafts: ChangeDrafts,
    *,
    author_id: int,
    due_at: datetime,
    profile: SchoolProfile,
    teachers: TeachersOfDays = _NOBODY,
) -> NewsPlan:
    """Decide who hears of the affected days and of *drafts*; the author needs no notice.

    *teachers*: whose work the whole days among them are.
    """
    last: dict[date, date] = {}
    for lesson in drafts.lessons:
        new_on = lesson.new.on if lesson.new else lesson.on
        last[lesson.on] = max(last.get(lesson.on, lesson.on), new_on)
    for day in drafts.days:
        last[day.starts_on] = max(last.get(day.starts_on, day.starts_on), day.ends_on)
    students = {
        (one.student_id, one.on): family_times(
            one, due_at=due_at, last_on=last[one.on], profile=profile
        )
        for one in affected
    }
    staff = {
        (teacher_id, lesson.on): staff_times(
            lesson.on, due_at=due_at, last_on=last[lesson.on], profile=profile
        )
        for lesson in drafts.lessons
        for teacher_id in lesson.teacher_ids - {author_id}
    } | {
        (teacher_id, day.starts_on): staff_times(
            day.starts_on, due_at=due_at, last_on=last[day.starts_on], profile=profile
        )
        for day in drafts.days
        for teacher_id in teachers.get(class_days(day), {}).keys() - {author_id}
    }
    return NewsPlan(
        students={key: times for key, times in students.items() if times is not None},
        staff={key: times for key, times in staff.items() if times is not None},
    )


async def tell_news(
    session: AsyncSession,
    plan: NewsPlan,
    *,
    due_at: datetime,
    profile: SchoolProfile,
    now: datetime,
) -> None:
    """Write the notices: each person's day has changed once more."""
    touched = await touch_days(session, {*plan.students, *plan.staff})
    today = due_at.astimezone(profile.timezone).date()
    lessons_now = await plans_of_students(session, plan.student_ids, on=today)

    family: list[FactNews] = []
    for (student_id, on), times in plan.students.items():
        fact_id, revision = touched[student_id, on]
        family.append(
            FactNews(
                student_id=student_id,
                fact=FactRef(FactKind.CHANGED_DAY, fact_id),
                revision=revision,
                kind=times.kind,
                merge_key=change_key(person_id=student_id, on=on),
                result_at=now,
                due_at=due_at,
                student_due_at=next_break(lessons_now[student_id].lessons, at=due_at),
                deadline_at=times.deadline_at,
                expires_at=times.expires_at,
            )
        )
    staff: list[StaffNews] = []
    for (teacher_id, on), times in plan.staff.items():
        fact_id, revision = touched[teacher_id, on]
        staff.append(
            StaffNews(
                person_id=teacher_id,
                fact=FactRef(FactKind.CHANGED_DAY, fact_id),
                revision=revision,
                kind=times.kind,
                merge_key=change_key(person_id=teacher_id, on=on),
                result_at=now,
                due_at=due_at,
                deadline_at=times.deadline_at,
                expires_at=times.expires_at,
            )
        )
    await tell_family(session, family, profile=profile, now=now)
    await tell_staff(session, staff, profile=profile, now=now)


async def count_families(
    session: AsyncSession, student_ids: Collection[int], *, on: date
) -> FamilyCount:
    """Count the families of some students; siblings are one family."""
    families = await families_of(session, student_ids, on=on)
    reached: dict[frozenset[int], bool] = {}
    for student_id, recipients in families.items():
        adults = frozenset(one.person_id for one in recipients if one.person_id != student_id)
        family = adults or frozenset({student_id})
        is_reached = any(one.account_id is not None for one in recipients)
        reached[family] = reached.get(family, False) or is_reached
    return FamilyCount(len(reached), sum(not one for one in reached.values()))
