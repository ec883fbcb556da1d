"""Reading bells, calendar and base timetable of the bound school."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import prepared, read_once
from services.models import (
    AcademicYear,
    ClassPeriod,
    Enrollment,
    GradingPeriod,
    GroupMembership,
    Holiday,
    StudyGroup,
    Subject,
    TeachingAssignment,
    TimetableEntry,
)
from services.regulation.repository import load_profile
from services.roster.clubs import club_group_ids
from services.roster.membership import classes_of_group
from services.timetable.rules import (
    BaseLesson,
    Bell,
    Calendar,
    FreeDays,
    TaughtGroup,
    TaughtSubject,
    Term,
)
from services.vocabulary import GroupKind

__all__ = [
    "assigned_pairs",
    "base_lessons",
    "base_lessons_of_groups",
    "begun_year",
    "group_ids_touching_class",
    "holidays",
    "load_calendar",
    "periods_of_year",
    "school_years",
    "taught",
    "taught_groups",
    "taught_subject",
]

_YEARS = prepared(select(AcademicYear).order_by(AcademicYear.starts_on.desc()))
_PERIODS = prepared(
    select(GradingPeriod)
    .where(GradingPeriod.academic_year_id == bindparam("year_id"))
    .order_by(GradingPeriod.starts_on)
)
_HOLIDAYS = prepared(select(Holiday).order_by(Holiday.starts_on))
_BELLS = prepared(select(ClassPeriod))
_GROUPS = prepared(
    select(StudyGroup).where(StudyGroup.id.in_(bindparam("group_ids", expanding=True)))
)
_BASE = (
    select(
        TimetableEntry.study_group_id,
        TimetableEntry.weekday,
        TimetableEntry.number,
        TimetableEntry.teacher_id,
        TimetableEntry.room,
        TimetableEntry.valid_from,
        TimetableEntry.valid_to,
        TimetableEntry.parity,
        Subject.id,
        Subject.name,
        Subject.short_name,
    )
    .join(Subject, Subject.id == TimetableEntry.subject_id)
    .order_by(TimetableEntry.id)
)
_BASE_OF_GROUPS = prepared(
    _BASE.where(TimetableEntry.study_group_id.in_(bindparam("group_ids", expanding=True)))
)
_NO_GRADE = 0  # a group without students yet: no bell or holiday speaks of it by grade


async def load_calendar(session: AsyncSession, *, on: date) -> Calendar:
    """Return what all groups share, for the school year that *on* lies in."""
    begun = [one for one in await school_years(session) if one.starts_on <= on]
    # Between two years: the one that ended says that there are no lessons.
    year = next((one for one in begun if one.ends_on >= on), begun[0] if begun else None)
    key = "calendar", year.id if year else None
    return await read_once(session, key, partial(_calendar, session, year))


async def school_years(session: AsyncSession) -> Sequence[AcademicYear]:
    """Return every school year, the latest first."""

    async def read() -> Sequence[AcademicYear]:
        return tuple(await session.scalars(_YEARS))

    return await read_once(session, "academic years", read)


async def begun_year(session: AsyncSession, *, on: date) -> AcademicYear | None:
    """Return the school year of a day, or the last one before it."""
    return next((one for one in await school_years(session) if one.starts_on <= on), None)


async def periods_of_year(session: AsyncSession, year_id: int) -> Sequence[GradingPeriod]:
    """Return every grading period of a school year, those of single subjects too, by its start."""

    async def read() -> Sequence[GradingPeriod]:
        return tuple(await session.scalars(_PERIODS, {"year_id": year_id}))

    return await read_once(session, ("grading periods", year_id), read)


async def holidays(session: AsyncSession) -> Sequence[Holiday]:
    """Return all holidays and days off, by their start."""

    async def read() -> Sequence[Holiday]:
        return tuple(await session.scalars(_HOLIDAYS))

    return await read_once(session, "holidays", read)


async def _calendar(session: AsyncSession, year: AcademicYear | None) -> Calendar:
    profile = await load_profile(session)
    periods = await periods_of_year(session, year.id) if year else ()
    return Calendar(
        timezone=profile.timezone,
        days_per_week=profile.days_per_week,
        year_starts_on=year.starts_on if year else None,
        year_ends_on=year.ends_on if year else None,
        terms=tuple(
            Term(one.starts_on, one.ends_on, frozenset(one.grades))
            for one in periods
            if one.subject_id is None
        ),
        free_days=tuple(
            FreeDays(row.starts_on, row.ends_on, frozenset(row.grades))
            for row in await holidays(session)
        ),
        bells=tuple([_bell(row) for row in await session.scalars(_BELLS)]),
    )


def _bell(row: ClassPeriod) -> Bell:
    return Bell(
        bell_set=row.bell_set,
        number=row.number,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        weekdays=frozenset(row.weekdays),
        grades=frozenset(row.grades),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


async def group_ids_touching_class(
    session: AsyncSession, class_id: int, *, on: date
) -> frozenset[int]:
    """Return the groups of a class, those it shares with other classes among them."""
    own = await session.scalars(
        select(StudyGroup.id).where(StudyGroup.school_class_id == class_id)
    )
    shared = await session.scalars(
        select(GroupMembership.study_group_id)
        .join(Enrollment, Enrollment.student_id == GroupMembership.student_id)
        .where(
            Enrollment.school_class_id == class_id,
            Enrollment.starts_on <= on,
            or_(Enrollment.ends_on.is_(None), Enrollment.ends_on >= on),
            or_(GroupMembership.starts_on.is_(None), GroupMembership.starts_on <= on),
            or_(GroupMembership.ends_on.is_(None), GroupMembership.ends_on >= on),
        )
    )
    return frozenset(own) | frozenset(shared)


async def base_lessons(
    session: AsyncSession, *where: ColumnElement[bool], on: date
) -> tuple[BaseLesson, ...]:
    """Return rows of the base timetable, whatever weekday and dates they hold for.

    *on* settles from which classes the students of a shared group come.
    """
    rows = await session.execute(_BASE.where(*where))
    return await _as_lessons(session, [tuple(row) for row in rows], on=on)


async def base_lessons_of_groups(
    session: AsyncSession, group_ids: Collection[int], *, on: date
) -> tuple[BaseLesson, ...]:
    """Return the same of some groups."""
    wanted = frozenset(group_ids)

    async def read() -> Sequence[tuple[Any, ...]]:
        rows = await session.execute(_BASE_OF_GROUPS, {"group_ids": sorted(wanted)})
        return [tuple(row) for row in rows]

    return await _as_lessons(
        session, await read_once(session, ("base lessons", wanted), read), on=on
    )


async def _as_lessons(
    session: AsyncSession, rows: Sequence[tuple[Any, ...]], *, on: date
) -> tuple[BaseLesson, ...]:
    groups = await taught_groups(session, [row[0] for row in rows], on=on)
    subjects: dict[int, TaughtSubject] = {}
    lessons: list[BaseLesson] = []
    # Unpacked, and each subject made once: a large school has thousands of lessons.
    for row in rows:
        group_id, weekday, number, teacher_id, room, valid_from, valid_to, parity = row[:8]
        subject_id, name, short_name = row[8:]
        if subject_id not in subjects:
            subjects[subject_id] = TaughtSubject(subject_id, name, short_name or name)
        lessons.append(
            BaseLesson(
                group=groups[group_id],
                weekday=weekday,
                number=number,
                subject=subjects[subject_id],
                teacher_id=teacher_id,
                room=room,
                valid_from=valid_from,
                valid_to=valid_to,
                parity=parity,
            )
        )
    return tuple(lessons)


def taught(subject: Subject) -> TaughtSubject:
    """Return a subject's row as a lesson shows it."""
    return TaughtSubject(subject.id, subject.name, subject.short_name or subject.name)


async def taught_subject(session: AsyncSession, subject_id: int) -> TaughtSubject:
    """Return a subject as a lesson shows it."""
    return taught((await session.scalars(select(Subject).filter_by(id=subject_id))).one())


async def taught_groups(
    session: AsyncSession, group_ids: Sequence[int], *, on: date
) -> dict[int, TaughtGroup]:
    """Return groups as lessons show them, by id."""
    if not group_ids:
        return {}
    wanted = frozenset(group_ids)
    read = partial(_taught_groups, session, wanted, on)
    return dict(await read_once(session, ("taught groups", wanted, on), read))


async def _taught_groups(
    session: AsyncSession, group_ids: frozenset[int], on: date
) -> dict[int, TaughtGroup]:
    rows = await session.scalars(_GROUPS, {"group_ids": sorted(group_ids)})
    classes = await classes_of_group(session, group_ids, on=on)
    clubs = await club_group_ids(session)
    groups = {}
    for group in rows:
        from_classes = classes.get(group.id, [])
        first = from_classes[0] if from_classes else None
        label = group.name
        if group.kind is GroupKind.WHOLE_CLASS and first:
            label = first.name
        elif group.school_class_id and first and not group.name.startswith(first.name):
            label = f"{first.name} {group.name}"
        groups[group.id] = TaughtGroup(
            group_id=group.id,
            class_id=group.school_class_id,
            label=label,
            grade=first.grade_level if first else _NO_GRADE,
            bell_set=first.bell_set if first else "",
            class_ids=frozenset(one.id for one in from_classes),
            is_whole_class=group.kind is GroupKind.WHOLE_CLASS,
            is_club=group.id in clubs,
        )
    return groups


async def assigned_pairs(session: AsyncSession, teacher_id: int) -> frozenset[tuple[int, int]]:
    """Return what a teacher teaches by assignment: pairs of study group and subject."""
    rows = await session.execute(
        select(TeachingAssignment.study_group_id, TeachingAssignment.subject_id).where(
            TeachingAssignment.teacher_id == teacher_id
        )
    )
    return frozenset((row.study_group_id, row.subject_id) for row in rows)
