"""Rows behind announcements; a session comes in with the school bound."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.broadcasts.facts import Scope, Seat
from services.models import (
    Broadcast,
    BroadcastRecipient,
    Guardianship,
    Person,
    SchoolClass,
    StudyGroup,
    TeachingAssignment,
    Told,
)
from services.roster.membership import student_ids_of_classes, student_ids_of_group
from services.roster.names import PersonName, names_of
from services.vocabulary import BroadcastScope, EntryState, FactKind, GroupKind

__all__ = [
    "AnswerRow",
    "BroadcastText",
    "add_recipients",
    "all_scopes",
    "answered",
    "answers_of",
    "find",
    "guardian_pairs",
    "homeroom_scopes",
    "label_of",
    "last_sent",
    "own_scopes",
    "recipient_of",
    "sole_messages",
    "student_ids_of",
    "teacher_ids_of",
    "texts",
]


@dataclass(frozen=True, slots=True)
class BroadcastText:
    """What delivery needs of an announcement."""

    label: str
    text: str
    answers: tuple[str, ...]
    author: PersonName
    revision: int
    is_recalled: bool


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What one recipient has answered."""

    person_id: int
    student_id: int
    answer: int | None


async def find(
    session: AsyncSession, broadcast_id: int, *, is_changing: bool = False
) -> Broadcast | None:
    """Return an announcement; *is_changing*: locked until the transaction ends."""
    statement = select(Broadcast).where(Broadcast.id == broadcast_id)
    if is_changing:
        statement = statement.with_for_update()
    return await session.scalar(statement)


async def last_sent(session: AsyncSession, author_id: int) -> Broadcast | None:
    """Return what a person sent last and did not take back."""
    return await session.scalar(
        select(Broadcast)
        .where(Broadcast.author_id == author_id, Broadcast.state == EntryState.SAVED)
        .order_by(Broadcast.sent_at.desc(), Broadcast.id.desc())
        .limit(1)
    )


async def homeroom_scopes(session: AsyncSession, class_ids: Collection[int]) -> list[Scope]:
    """Return some classes as scopes."""
    rows = await session.execute(
        select(SchoolClass.id, SchoolClass.name)
        .where(SchoolClass.id.in_(class_ids))
        .order_by(SchoolClass.grade_level, SchoolClass.name)
    )
    return [Scope(BroadcastScope.SCHOOL_CLASS, row.id, row.name) for row in rows]


async def own_scopes(session: AsyncSession, teacher_id: int) -> list[Scope]:
    """Return what a teacher teaches: whole classes as classes, the others as groups."""
    rows = await session.execute(
        select(StudyGroup.id, StudyGroup.name, StudyGroup.kind, StudyGroup.school_class_id)
        .join(TeachingAssignment, TeachingAssignment.study_group_id == StudyGroup.id)
        .where(TeachingAssignment.teacher_id == teacher_id)
        .distinct()
        .order_by(StudyGroup.name)
    )
    return [
        Scope(BroadcastScope.SCHOOL_CLASS, row.school_class_id, row.name)
        if row.kind is GroupKind.WHOLE_CLASS and row.school_class_id is not None
        else Scope(BroadcastScope.GROUP, row.id, row.name)
        for row in rows
    ]


async def all_scopes(session: AsyncSession) -> list[Scope]:
    """Return the school, its grades and its classes."""
    rows = await session.execute(
        select(SchoolClass.id, SchoolClass.name, SchoolClass.grade_level).order_by(
            SchoolClass.grade_level, SchoolClass.name
        )
    )
    classes = rows.all()
    grades = dict.fromkeys(row.grade_level for row in classes)
    return [
        Scope(BroadcastScope.SCHOOL, 0),
        *(Scope(BroadcastScope.GRADE, grade) for grade in grades),
        *(Scope(BroadcastScope.SCHOOL_CLASS, row.id, row.name) for row in classes),
    ]


async def teacher_ids_of(session: AsyncSession, scope: Scope) -> frozenset[int]:
    """Return who teaches a group, or a class as a whole; a grade is nobody's."""
    statement = select(TeachingAssignment.teacher_id)
    match scope.kind:
        case BroadcastScope.GROUP:
            statement = statement.where(TeachingAssignment.study_group_id == scope.ref)
        case BroadcastScope.SCHOOL_CLASS:
            statement = statement.join(
                StudyGroup, StudyGroup.id == TeachingAssignment.study_group_id
            ).where(
                StudyGroup.school_class_id == scope.ref, StudyGroup.kind == GroupKind.WHOLE_CLASS
            )
        case _:
            return frozenset()
    return frozenset(await session.scalars(statement))


async def label_of(session: AsyncSession, scope: Scope) -> str:
    """Return the name of a class or group."""
    table = SchoolClass if scope.kind is BroadcastScope.SCHOOL_CLASS else StudyGroup
    name = await session.scalar(select(table.name).where(table.id == scope.ref))
    return name or ""


async def student_ids_of(session: AsyncSession, scope: Scope, *, on: date) -> list[int]:
    """Return the students of a scope on a day, who left the school not among them."""
    match scope.kind:
        case BroadcastScope.GROUP:
            found = await student_ids_of_group(session, scope.ref, on=on)
        case BroadcastScope.SCHOOL_CLASS:
            found = await student_ids_of_classes(session, [scope.ref], on=on)
        case _:
            classes = select(SchoolClass.id)
            if scope.kind is BroadcastScope.GRADE:
                classes = classes.where(SchoolClass.grade_level == scope.ref)
            class_ids = (await session.scalars(classes)).all()
            found = await student_ids_of_classes(session, class_ids, on=on)
    here = await session.scalars(
        select(Person.id).where(
            Person.id.in_(found), or_(Person.left_on.is_(None), Person.left_on > on)
        )
    )
    return sorted(here)


async def guardian_pairs(
    session: AsyncSession, student_ids: Collection[int]
) -> list[tuple[int, int]]:
    """Return (guardian, child) of everybody who is a guardian of the children."""
    rows = await session.execute(
        select(Guardianship.guardian_id, Guardianship.student_id)
        .where(Guardianship.student_id.in_(student_ids))
        .order_by(Guardianship.id)
    )
    return [(row.guardian_id, row.student_id) for row in rows]


async def add_recipients(session: AsyncSession, broadcast_id: int, seats: Sequence[Seat]) -> None:
    """Remember to whom an announcement goes."""
    session.add_all(
        BroadcastRecipient(
            broadcast_id=broadcast_id, person_id=seat.person_id, student_id=seat.student_id
        )
        for seat in seats
    )
    await session.flush()


async def answers_of(session: AsyncSession, broadcast_id: int) -> list[AnswerRow]:
    """Return everybody it was sent to with their answers."""
    rows = await session.execute(
        select(
            BroadcastRecipient.person_id, BroadcastRecipient.student_id, BroadcastRecipient.answer
        )
        .where(BroadcastRecipient.broadcast_id == broadcast_id)
        .order_by(BroadcastRecipient.id)
    )
    return [AnswerRow(row.person_id, row.student_id, row.answer) for row in rows]


async def recipient_of(
    session: AsyncSession, broadcast_id: int, person_id: int
) -> BroadcastRecipient | None:
    """Return one recipient's row, to be changed."""
    return await session.scalar(
        select(BroadcastRecipient)
        .where(
            BroadcastRecipient.broadcast_id == broadcast_id,
            BroadcastRecipient.person_id == person_id,
        )
        .with_for_update()
    )


async def texts(session: AsyncSession, broadcast_ids: Collection[int]) -> dict[int, BroadcastText]:
    """Return announcements as delivery says them, by id."""
    rows = (await session.scalars(select(Broadcast).where(Broadcast.id.in_(broadcast_ids)))).all()
    authors = await names_of(session, {row.author_id for row in rows})
    return {
        row.id: BroadcastText(
            label=row.label,
            text=row.text,
            answers=tuple(row.answers),
            author=authors[row.author_id],
            revision=row.revision,
            is_recalled=row.state is EntryState.UNDONE,
        )
        for row in rows
    }


async def answered(
    session: AsyncSession, broadcast_ids: Collection[int]
) -> frozenset[tuple[int, int]]:
    """Return (announcement, person) of everybody who has answered."""
    rows = await session.execute(
        select(BroadcastRecipient.broadcast_id, BroadcastRecipient.person_id).where(
            BroadcastRecipient.broadcast_id.in_(broadcast_ids),
            BroadcastRecipient.answer.is_not(None),
        )
    )
    return frozenset((row.broadcast_id, row.person_id) for row in rows)


async def sole_messages(session: AsyncSession, message_ids: Collection[int]) -> frozenset[int]:
    """Return those messages that told one announcement and nothing else."""
    rows = await session.execute(
        select(Told.message_id)
        .where(Told.message_id.in_(message_ids))
        .group_by(Told.message_id)
        .having(func.count() == 1, func.min(Told.fact_kind) == FactKind.BROADCAST)
    )
    return frozenset(rows.scalars())
