"""What a line about the timetable is read against: the school's classes, subjects, staff, load."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.bulk_entry.wordlist import SubjectWord
from services.change_entry.model import ChangeVocabulary, StaffWord
from services.models import (
    ClassPeriod,
    Person,
    SchoolClass,
    StudyGroup,
    Subject,
    TeachingAssignment,
)
from services.vocabulary import GroupKind, PersonKind

__all__ = ["ClassRow", "SchoolLists", "assigned_teachers", "school_lists"]


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class with the study group that is the whole of it."""

    class_id: int
    name: str
    grade: int
    shift: int
    group_id: int | None


@dataclass(frozen=True, slots=True)
class SchoolLists:
    """The school's words, and what stands behind them."""

    vocabulary: ChangeVocabulary
    classes: tuple[ClassRow, ...]
    subject_ids: dict[str, int]


async def school_lists(session: AsyncSession, *, today: date) -> SchoolLists:
    """Return everything the grammar and the reading of it need of the bound school."""
    rows = await session.execute(
        select(
            SchoolClass.id,
            SchoolClass.name,
            SchoolClass.grade_level,
            SchoolClass.shift,
            StudyGroup.id,
        )
        .outerjoin(
            StudyGroup,
            (StudyGroup.school_class_id == SchoolClass.id)
            & (StudyGroup.kind == GroupKind.WHOLE_CLASS),
        )
        .order_by(SchoolClass.grade_level, SchoolClass.name)
    )
    classes = tuple(ClassRow(*row) for row in rows)
    subjects = (await session.execute(select(Subject.id, Subject.name, Subject.short_name))).all()
    staff = await session.execute(
        select(Person.id, Person.family_name, Person.given_name, Person.patronymic)
        .where(
            Person.kind == PersonKind.STAFF,
            or_(Person.left_on.is_(None), Person.left_on > today),
        )
        .order_by(Person.family_name, Person.given_name, Person.id)
    )
    sets = await session.scalars(
        select(ClassPeriod.bell_set).distinct().order_by(ClassPeriod.bell_set)
    )
    return SchoolLists(
        vocabulary=ChangeVocabulary(
            today=today,
            classes=tuple(one.name for one in classes),
            grades=tuple(sorted({one.grade for one in classes})),
            subjects=tuple(SubjectWord(row.name, row.short_name) for row in subjects),
            staff=tuple(StaffWord(*row) for row in staff),
            bell_sets=tuple(one for one in sets if one),
        ),
        classes=classes,
        subject_ids={row.name: row.id for row in subjects},
    )


async def assigned_teachers(
    session: AsyncSession, *, subject_id: int, group_ids: Collection[int]
) -> frozenset[int]:
    """Return who teaches a subject to some groups by assignment."""
    return frozenset(
        await session.scalars(
            select(TeachingAssignment.teacher_id).where(
                TeachingAssignment.subject_id == subject_id,
                TeachingAssignment.study_group_id.in_(group_ids),
            )
        )
    )
