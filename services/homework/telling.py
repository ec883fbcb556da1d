"""Owing homework to families: with the last of their class's day, by its hour, or one by one."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.homework import repository
from services.homework.class_day import (
    ClassDay,
    Given,
    homework_deadline,
    needed_homework,
    told_at,
)
from services.journal.drafts import LessonSlot
from services.models import Homework, Lesson
from services.outbox.enqueue import FactNews, tell_family
from services.outbox.keys import homework_key
from services.outbox.quiet_hours import end_of_day
from services.outbox.rescheduling import WaitingNews, bring_forward, put_off
from services.regulation.profile import SchoolProfile
from services.roster.individual_plans import student_ids_of_lesson
from services.roster.membership import class_ids_of, student_ids_of_classes
from services.timetable.planner import lessons_of_class, school_day_end
from services.timetable.repository import group_ids_touching_class
from services.vocabulary import FactKind, FactRef, NoticeKind

__all__ = ["Change", "class_day", "owe_homework", "saved_now_told_at"]

_NOON = time(12)


@dataclass(frozen=True, slots=True)
class Change:
    """A revision of homework, with the lesson it was given at."""

    row: Homework
    lesson: Lesson


@dataclass(frozen=True, slots=True)
class _Addressed:
    """A change, and the students of one class it is for."""

    change: Change
    class_id: int
    student_ids: tuple[int, ...]

    @property
    def on(self) -> date:
        """The day of the lesson."""
        return self.change.row.lesson_on


@dataclass(frozen=True, slots=True)
class _Times:
    """When a class hears of what is saved now. Students hear after their last lesson of today:
    phones are banned in lessons.
    """

    day: ClassDay
    due_at: datetime
    lessons_end_at: datetime | None

    def for_students(self, due_at: datetime) -> datetime:
        """Return when the students themselves hear of what families hear of at *due_at*."""
        return max(due_at, self.lessons_end_at or due_at)


async def class_day(
    session: AsyncSession, class_id: int, *, on: date, profile: SchoolProfile
) -> ClassDay:
    """Return what a class's day needs and what is in."""
    lessons = await lessons_of_class(session, class_id, on=on)
    groups = await group_ids_touching_class(session, class_id, on=on)
    return ClassDay(
        needed=needed_homework(
            lessons,
            await repository.subjects_with_homework(session),
            in_first_grade=profile.homework_in_first_grade,
        ),
        given=await repository.given_on(session, groups, on=on),
        ends_at=max((lesson.ends_at for lesson in lessons), default=None),
    )


async def owe_homework(
    session: AsyncSession, changes: Sequence[Change], *, profile: SchoolProfile, now: datetime
) -> datetime | None:
    """Owe changed homework to the families concerned; what waits in their classes goes with it.

    Return when the last of these families hears; None without any.
    """
    addressed = [one for change in changes for one in await _addressed(session, change)]
    times = {
        (class_id, on): await _times(session, class_id, on, profile=profile, now=now)
        for class_id, on in sorted({(one.class_id, one.on) for one in addressed})
    }
    changed = {change.row.id for change in changes}
    told = await repository.told_ids(session, changed)
    news: list[FactNews] = []
    for one in addressed:
        when = times[one.class_id, one.on]
        # Who knows of it already hears of the change for itself, whatever else is missing.
        is_correction = one.change.row.id in told
        due_at = now + profile.mark_hold if is_correction else when.due_at
        # Older revisions wait with the new one: until then it is not seen.
        waiting = _waiting([one.change.row.id], one.class_id, one.on, one.student_ids)
        await _move(session, put_off, waiting, when, due_at, profile)
        news.extend(_news(one, each, when, due_at, profile, now) for each in one.student_ids)
    await tell_family(session, news, profile=profile, now=now)
    for (class_id, on), when in times.items():
        await _move_the_others(
            session, class_id, on, when, changed=changed, profile=profile, now=now
        )
    return max((one.due_at for one in news), default=None)


async def saved_now_told_at(
    session: AsyncSession,
    slots: Iterable[tuple[LessonSlot, bool]],
    *,
    profile: SchoolProfile,
    now: datetime,
) -> tuple[datetime, bool] | None:
    """Return when families would hear of homework saved now, and whether their day is all in then.

    *slots*: the lesson of each piece, and whether it is for everybody. None: nobody is taught.
    """
    by_day: dict[tuple[int, date], set[Given]] = defaultdict(set)
    for slot, is_for_everybody in slots:
        students = await student_ids_of_lesson(
            session, slot.study_group_id, slot.subject_id, on=slot.on
        )
        for class_id in set((await class_ids_of(session, students, on=slot.on)).values()):
            given = {(slot.study_group_id, slot.subject_id)} if is_for_everybody else set()
            by_day[class_id, slot.on] |= given
    found: list[tuple[datetime, bool]] = []
    for (class_id, on), given in by_day.items():
        known = await class_day(session, class_id, on=on, profile=profile)
        day = ClassDay(known.needed, known.given | given, known.ends_at)
        found.append((_told_at(day, profile, now), day.is_complete))
    return max(found, default=None)


async def _addressed(session: AsyncSession, change: Change) -> list[_Addressed]:
    """Return whom homework is for, class by class; who is in no class any more is left out."""
    row = change.row
    if row.addressee_id is None:
        students = await student_ids_of_lesson(
            session, row.study_group_id, row.subject_id, on=row.lesson_on
        )
    else:
        students = frozenset({row.addressee_id})
    by_class: dict[int, list[int]] = defaultdict(list)
    for student_id, class_id in (await class_ids_of(session, students, on=row.lesson_on)).items():
        by_class[class_id].append(student_id)
    return [_Addressed(change, one, tuple(sorted(ids))) for one, ids in by_class.items()]


async def _times(
    session: AsyncSession, class_id: int, on: date, *, profile: SchoolProfile, now: datetime
) -> _Times:
    day = await class_day(session, class_id, on=on, profile=profile)
    today = now.astimezone(profile.timezone).date()
    return _Times(
        day,
        due_at=_told_at(day, profile, now),
        lessons_end_at=await school_day_end(session, class_id, on=today),
    )


def _told_at(day: ClassDay, profile: SchoolProfile, now: datetime) -> datetime:
    return told_at(day, saved_at=now, hold=profile.mark_hold, grace=_grace(profile))


def _grace(profile: SchoolProfile) -> timedelta:
    return timedelta(minutes=profile.homework_minutes)


def _news(
    one: _Addressed,
    student_id: int,
    when: _Times,
    due_at: datetime,
    profile: SchoolProfile,
    now: datetime,
) -> FactNews:
    row, lesson = one.change.row, one.change.lesson
    return FactNews(
        student_id=student_id,
        fact=FactRef(FactKind.HOMEWORK, row.id),
        revision=row.revision,
        kind=NoticeKind.HOMEWORK,
        merge_key=homework_key(class_id=one.class_id, on=row.lesson_on),
        result_at=lesson.ends_at,
        due_at=due_at,
        student_due_at=when.for_students(due_at),
        deadline_at=end_of_day(lesson.ends_at, profile.timezone),
        expires_at=_expiry(row.due_on, profile, now),
    )


def _expiry(due_on: date | None, profile: SchoolProfile, now: datetime) -> datetime | None:
    """The end of the day it is due; what comes later than that is told all the same."""
    if due_on is None or due_on < now.astimezone(profile.timezone).date():
        return None
    noon = datetime.combine(due_on, _NOON, tzinfo=profile.timezone)
    return end_of_day(noon, profile.timezone)


async def _move_the_others(
    session: AsyncSession,
    class_id: int,
    on: date,
    when: _Times,
    *,
    changed: Collection[int],
    profile: SchoolProfile,
    now: datetime,
) -> None:
    """Let everything else of the class's day go with the last piece, or wait for what is missing.

    After the hour nothing waits any more.
    """
    groups = await group_ids_touching_class(session, class_id, on=on)
    given = await repository.homework_ids_on(session, groups, on=on)
    others = [one for one in given if one not in changed]
    students = await student_ids_of_classes(session, [class_id], on=on)
    waiting = _waiting(others, class_id, on, students)
    deadline = homework_deadline(when.day.ends_at, grace=_grace(profile))
    if when.day.is_complete:
        await _move(session, bring_forward, waiting, when, when.due_at, profile)
    elif deadline is not None and now < deadline:
        await _move(session, put_off, waiting, when, deadline, profile)


async def _move(
    session: AsyncSession,
    move: Callable[..., Awaitable[int]],
    waiting: WaitingNews,
    when: _Times,
    due_at: datetime,
    profile: SchoolProfile,
) -> None:
    await move(
        session,
        waiting,
        due_at=due_at,
        student_due_at=when.for_students(due_at),
        profile=profile,
    )


def _waiting(
    homework_ids: Iterable[int],
    class_id: int,
    on: date,
    student_ids: Collection[int],
) -> WaitingNews:
    return WaitingNews(
        facts=[FactRef(FactKind.HOMEWORK, one) for one in homework_ids],
        student_ids=student_ids,
        merge_key=homework_key(class_id=class_id, on=on),
    )
