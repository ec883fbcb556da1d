"""The SQL of outages; sessions come from outside, nothing is committed here."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.models import (
    Bot,
    ChatQueue,
    Enrollment,
    Message,
    Notice,
    Outage,
    Person,
    RoleAssignment,
    School,
    SchoolClass,
)
from services.vocabulary import NoticeKind, NoticeState, PersonKind, Role

__all__ = [
    "UntoldFinal",
    "administrators",
    "due",
    "enrolled",
    "last_accepted_at",
    "note_reached",
    "open_silence",
    "school_ids",
    "untold_finals",
]

_IN_USE = timedelta(days=3)
# Superseded: the person knew already, or there is nothing to know any more.
_HAS_IT = (NoticeState.TOLD, NoticeState.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class UntoldFinal:
    """A final mark that nobody of a family has; its first notice stands for it."""

    notice_id: int
    student_id: int
    homeroom_teacher_id: int | None


async def school_ids(session: AsyncSession) -> list[int]:
    """Return all schools, none bound."""
    return list(await session.scalars(select(School.id).order_by(School.id)))


async def note_reached(session: AsyncSession, bot_id: int, *, now: datetime) -> datetime | None:
    """Store that the channel was reached, and return when it was before."""
    before: datetime | None = await session.scalar(
        select(Bot.reached_at).where(Bot.id == bot_id).with_for_update()
    )
    await session.execute(update(Bot).where(Bot.id == bot_id).values(reached_at=now))
    return before


async def due(session: AsyncSession, *, now: datetime) -> tuple[int, datetime | None]:
    """Return in how many chats something is due, and since when; across schools.

    Chats of a bot that was given up do not count.
    """
    in_use = select(Bot.id).where(Bot.reached_at > now - _IN_USE)
    row = (
        await session.execute(
            select(func.count(), func.min(ChatQueue.head_due_at)).where(
                ChatQueue.head_due_at <= now, ChatQueue.bot_id.in_(in_use)
            )
        )
    ).one()
    return row[0], row[1]


async def last_accepted_at(session: AsyncSession) -> datetime | None:
    """Return when the channel last took a message, of the bound school."""
    found: datetime | None = await session.scalar(
        select(Message.sent_at)
        .where(Message.outcome == "accepted")
        .order_by(Message.id.desc())
        .limit(1)
    )
    return found


async def open_silence(session: AsyncSession) -> Outage | None:
    """Return the silence that goes on in the bound school."""
    found: Outage | None = await session.scalar(
        select(Outage).where(Outage.is_silence.is_(True), Outage.ended_at.is_(None)).limit(1)
    )
    return found


async def administrators(session: AsyncSession, *, on: date) -> frozenset[int]:
    """Return the administrators of the bound school."""
    return frozenset(
        await session.scalars(
            select(RoleAssignment.person_id)
            .join(Person, Person.id == RoleAssignment.person_id)
            .where(
                RoleAssignment.role == Role.ADMINISTRATOR,
                Person.kind == PersonKind.STAFF,
                or_(Person.left_on.is_(None), Person.left_on > on),
            )
        )
    )


async def enrolled(session: AsyncSession, *, on: date) -> frozenset[int]:
    """Return everybody who is a student on a day."""
    return frozenset(
        await session.scalars(
            select(Enrollment.student_id).where(
                Enrollment.starts_on <= on,
                or_(Enrollment.ends_on.is_(None), Enrollment.ends_on >= on),
            )
        )
    )


async def untold_finals(
    session: AsyncSession,
    *,
    after: datetime | None = None,
    before: datetime | None = None,
    notice_ids: Collection[int] | None = None,
    on: date,
) -> list[UntoldFinal]:
    """Return final marks of results in a span (or of some notices) that no guardian has.

    A family is many notices of one fact; one that was told is enough.
    """
    notices = select(Notice.fact_id, Notice.student_id).where(
        Notice.kind == NoticeKind.FINAL, Notice.person_id != Notice.student_id
    )
    if notice_ids is not None:
        notices = notices.where(Notice.id.in_(notice_ids))
    if after is not None and before is not None:
        notices = notices.where(Notice.result_at > after, Notice.result_at <= before)
    asked = {(row.fact_id, row.student_id) for row in await session.execute(notices)}
    if not asked:
        return []
    rows = await session.execute(
        select(Notice.id, Notice.fact_id, Notice.student_id, Notice.person_id, Notice.state)
        .where(
            Notice.kind == NoticeKind.FINAL,
            Notice.person_id != Notice.student_id,
            Notice.fact_id.in_({fact_id for fact_id, _ in asked}),
        )
        .order_by(Notice.id)
    )
    first: dict[tuple[int, int], int] = {}
    last: dict[tuple[int, int, int], NoticeState] = {}
    for row in rows:
        first.setdefault((row.fact_id, row.student_id), row.id)
        last[row.fact_id, row.student_id, row.person_id] = row.state  # the newest revision's
    told = {key[:2] for key, state in last.items() if state in _HAS_IT}
    untold = {key: first[key] for key in sorted(asked - told)}
    teachers = await _homeroom_teachers(session, {student_id for _, student_id in untold}, on=on)
    return [
        UntoldFinal(notice_id, student_id, teachers.get(student_id))
        for (_, student_id), notice_id in untold.items()
    ]


async def _homeroom_teachers(
    session: AsyncSession, student_ids: Collection[int], *, on: date
) -> dict[int, int]:
    rows = await session.execute(
        select(Enrollment.student_id, SchoolClass.homeroom_teacher_id)
        .join(SchoolClass, SchoolClass.id == Enrollment.school_class_id)
        .where(
            Enrollment.student_id.in_(student_ids),
            Enrollment.starts_on <= on,
            or_(Enrollment.ends_on.is_(None), Enrollment.ends_on >= on),
            SchoolClass.homeroom_teacher_id.is_not(None),
        )
    )
    return {row.student_id: row.homeroom_teacher_id for row in rows}
