"""Rows of threads; a session with the school bound comes in, nothing is committed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.models import (
    Homework,
    Lesson,
    Mark,
    Message,
    Person,
    SchoolClass,
    Subject,
    Talk,
    TalkMessage,
    TeachingAssignment,
    Told,
)
from services.roster.individual_plans import individual_plans
from services.roster.membership import group_ids_of
from services.vocabulary import FactKind, PersonKind

__all__ = [
    "Taught",
    "class_of",
    "find_talk",
    "first_messages",
    "homework_about",
    "kind_of",
    "letters_since",
    "mark_about",
    "messages_by_id",
    "messages_of",
    "sent_since",
    "talk_told_in",
    "talks",
    "taught",
    "taught_group_ids",
    "teachers_of",
    "with_students",
]


@dataclass(frozen=True, slots=True)
class Taught:
    """A teacher of some groups and a subject taught there."""

    teacher_id: int
    subject: str


async def taught(session: AsyncSession, student_id: int, *, on: date) -> list[Taught]:
    """Return who teaches what to a student on a day."""
    group_ids = await group_ids_of(session, student_id, on=on)
    left_out = (await individual_plans(session, [student_id])).left_out(student_id, on=on)
    rows = await session.execute(
        select(TeachingAssignment.teacher_id, Subject.name)
        .join(Subject, Subject.id == TeachingAssignment.subject_id)
        .where(
            TeachingAssignment.study_group_id.in_(group_ids),
            TeachingAssignment.subject_id.not_in(left_out),
        )
        .order_by(Subject.name)
    )
    return [Taught(row.teacher_id, row.name) for row in rows]


async def class_of(session: AsyncSession, class_id: int | None) -> SchoolClass | None:
    """Return a class of the bound school."""
    return await session.scalar(select(SchoolClass).where(SchoolClass.id == class_id))


async def kind_of(session: AsyncSession, person_id: int) -> PersonKind | None:
    """Return in which list of the school a person stands."""
    return await session.scalar(select(Person.kind).where(Person.id == person_id))


async def find_talk(session: AsyncSession, talk_id: int) -> Talk | None:
    """Return a thread of the bound school."""
    return await session.scalar(select(Talk).where(Talk.id == talk_id))


async def talks(
    session: AsyncSession,
    *,
    teacher_id: int | None = None,
    asker_id: int | None = None,
    student_id: int | None = None,
    limit: int,
) -> list[Talk]:
    """Return threads of a teacher; or of an asker about a child, and the child's own."""
    query = select(Talk).order_by(Talk.id.desc()).limit(limit)
    if teacher_id is not None:
        query = query.where(Talk.teacher_id == teacher_id)
    if student_id is not None:
        query = query.where(
            Talk.student_id == student_id,
            or_(Talk.asker_id == asker_id, Talk.asker_id == student_id),
        )
    return list(await session.scalars(query))


async def with_students(session: AsyncSession, *, limit: int) -> list[Talk]:
    """Return the threads that students have begun themselves."""
    query = select(Talk).where(Talk.asker_id == Talk.student_id).order_by(Talk.id.desc())
    return list(await session.scalars(query.limit(limit)))


async def messages_of(
    session: AsyncSession, talk_ids: Collection[int]
) -> dict[int, list[TalkMessage]]:
    """Return the messages of some threads, the oldest first."""
    found: dict[int, list[TalkMessage]] = {one: [] for one in talk_ids}
    rows = await session.scalars(
        select(TalkMessage).where(TalkMessage.talk_id.in_(talk_ids)).order_by(TalkMessage.id)
    )
    for row in rows:
        found[row.talk_id].append(row)
    return found


async def messages_by_id(
    session: AsyncSession, message_ids: Collection[int]
) -> dict[int, tuple[TalkMessage, Talk]]:
    """Return messages with their threads."""
    rows = await session.execute(
        select(TalkMessage, Talk)
        .join(Talk, Talk.id == TalkMessage.talk_id)
        .where(TalkMessage.id.in_(message_ids))
    )
    return {row.TalkMessage.id: (row.TalkMessage, row.Talk) for row in rows}


async def sent_since(session: AsyncSession, author_id: int, *, since: datetime) -> int:
    """Return how many messages a person has written since a moment."""
    return (
        await session.scalar(
            select(func.count())
            .select_from(TalkMessage)
            .where(TalkMessage.author_id == author_id, TalkMessage.sent_at >= since)
        )
    ) or 0


async def letters_since(
    session: AsyncSession, teacher_id: int, student_id: int, *, since: datetime
) -> int:
    """Return how many messages to a child's family a teacher has begun threads with."""
    begun = (
        select(func.min(TalkMessage.id))
        .join(Talk, Talk.id == TalkMessage.talk_id)
        .where(Talk.teacher_id == teacher_id, Talk.student_id == student_id)
        .group_by(Talk.id)
    )
    return (
        await session.scalar(
            select(func.count(TalkMessage.sent_at.distinct())).where(
                TalkMessage.id.in_(begun),
                TalkMessage.author_id == teacher_id,
                TalkMessage.sent_at >= since,
            )
        )
    ) or 0


async def first_messages(session: AsyncSession, talk_ids: Collection[int]) -> frozenset[int]:
    """Return the messages that some threads began with."""
    return frozenset(
        await session.scalars(
            select(func.min(TalkMessage.id))
            .where(TalkMessage.talk_id.in_(talk_ids))
            .group_by(TalkMessage.talk_id)
        )
    )


async def taught_group_ids(session: AsyncSession, teacher_id: int) -> frozenset[int]:
    """Return the groups of a teacher."""
    return frozenset(
        await session.scalars(
            select(TeachingAssignment.study_group_id).where(
                TeachingAssignment.teacher_id == teacher_id
            )
        )
    )


async def teachers_of(session: AsyncSession, group_ids: Collection[int]) -> frozenset[int]:
    """Return who teaches some groups."""
    return frozenset(
        await session.scalars(
            select(TeachingAssignment.teacher_id).where(
                TeachingAssignment.study_group_id.in_(group_ids)
            )
        )
    )


async def mark_about(session: AsyncSession, mark_id: int) -> tuple[Mark, str, int] | None:
    """Return a mark that stands, its subject's name, and who gave the lesson."""
    row = (
        await session.execute(
            select(Mark, Subject.name, Lesson.teacher_id)
            .join(Lesson, Lesson.id == Mark.lesson_id)
            .join(Subject, Subject.id == Mark.subject_id)
            .where(Mark.id == mark_id, Mark.is_withdrawn.is_(False))
        )
    ).first()
    return None if row is None else (row.Mark, row.name, row.teacher_id)


async def homework_about(
    session: AsyncSession, homework_id: int
) -> tuple[Homework, str, int] | None:
    """Return homework that stands, its subject's name, and who has set it."""
    row = (
        await session.execute(
            select(Homework, Subject.name)
            .join(Subject, Subject.id == Homework.subject_id)
            .where(Homework.id == homework_id, Homework.is_withdrawn.is_(False))
        )
    ).first()
    return None if row is None else (row.Homework, row.name, row.Homework.author_id)


async def talk_told_in(
    session: AsyncSession, *, person_id: int, chat_id: int, telegram_message_id: int
) -> int | None:
    """Return the thread a message in a chat has told a person of."""
    return await session.scalar(
        select(TalkMessage.talk_id)
        .join(Told, (Told.fact_id == TalkMessage.id) & (Told.fact_kind == FactKind.TALK))
        .join(Message, Message.id == Told.message_id)
        .where(
            Told.person_id == person_id,
            Message.chat_id == chat_id,
            Message.telegram_message_id == telegram_message_id,
        )
        .order_by(TalkMessage.id.desc())
        .limit(1)
    )
