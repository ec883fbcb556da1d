"""Statements of those who owe notices: write, move, drop what waits.

Core statements on tables, with the school named in each: delivery works across schools.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Table, Update, and_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import insert_or_ignore
from services.models import Notice
from services.outbox.keys import DIGEST
from services.outbox.retry import Reason
from services.outbox.waking_repository import wake_chats
from services.vocabulary import FactRef, NoticeKind, NoticeState

__all__ = [
    "WaitingNotice",
    "add",
    "end_facts",
    "end_person",
    "move",
    "reroute",
    "revive",
    "waiting_about",
    "waiting_for",
    "waiting_under",
]

_notice: Table = Notice.__table__  # type: ignore[assignment]  # declared as any FromClause

_IS_WAITING = _notice.c.state == NoticeState.WAITING


@dataclass(frozen=True, slots=True)
class WaitingNotice:
    """A notice that may be moved."""

    id: int
    person_id: int
    kind: NoticeKind
    merge_key: str
    result_at: datetime
    recorded_at: datetime
    due_at: datetime
    deadline_at: datetime
    expires_at: datetime


_MOVABLE = [_notice.c[one.name] for one in fields(WaitingNotice)]


async def add(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert notices that do not exist yet, wake their chats, and return how many were new."""
    if not rows:
        return 0
    statement = insert_or_ignore(
        session, Notice, keys=("person_id", "fact_kind", "fact_id", "revision")
    ).returning(_notice.c.account_id, _notice.c.priority, _notice.c.due_at)
    added = (await session.execute(statement, list(rows))).all()
    wake_chats(
        session,
        [
            (row.account_id, row.priority, row.due_at)
            for row in added
            if row.account_id is not None
        ],
    )
    return len(added)


async def waiting_under(
    session: AsyncSession, merge_keys: Iterable[str], *, school_id: int
) -> list[WaitingNotice]:
    """Return what waits under *merge_keys*."""
    return await _waiting(
        session, _notice.c.school_id == school_id, _notice.c.merge_key.in_(list(merge_keys))
    )


async def waiting_for(
    session: AsyncSession,
    *,
    school_id: int,
    person_id: int,
    student_id: int,
    kinds: Collection[NoticeKind],
) -> list[WaitingNotice]:
    """Return what of some kinds waits for a person about one student."""
    return await _waiting(
        session,
        _notice.c.school_id == school_id,
        _notice.c.person_id == person_id,
        _notice.c.student_id == student_id,
        _notice.c.kind.in_(list(kinds)),
    )


async def waiting_about(
    session: AsyncSession,
    facts: Iterable[FactRef],
    *,
    school_id: int,
    student_ids: Collection[int],
    are_students: bool,
) -> list[WaitingNotice]:
    """Return what waits about *facts* of some students, but for what is read once a day.

    *are_students*: what the students themselves wait for, else what their families do.
    """
    is_own = _notice.c.person_id == _notice.c.student_id
    ids: dict[str, list[int]] = {}
    for fact in facts:
        ids.setdefault(fact.kind, []).append(fact.id)
    return [
        row
        for kind, fact_ids in ids.items()
        for row in await _waiting(
            session,
            _notice.c.school_id == school_id,
            _notice.c.fact_kind == kind,
            _notice.c.fact_id.in_(fact_ids),
            _notice.c.student_id.in_(student_ids),
            # Who reads once a day reads at that hour, whatever is complete before.
            ~_notice.c.merge_key.startswith(DIGEST),
            is_own if are_students else ~is_own,
        )
    ]


async def move(
    session: AsyncSession,
    notices: Collection[WaitingNotice],
    *,
    is_earlier: bool,
    due_at: datetime,
    deadline_at: datetime,
    merge_key: str,
    expires_at: datetime | None = None,
) -> int:
    """Move *notices* to *due_at*: what is later still, or (*is_earlier* false) earlier.

    The chats are woken, and how many notices moved is returned. *expires_at*: where it changes.
    """
    values = {"due_at": due_at, "deadline_at": deadline_at, "merge_key": merge_key}
    if expires_at is not None:
        values["expires_at"] = expires_at
    found = await session.execute(
        update(_notice)
        .where(
            _notice.c.id.in_([one.id for one in notices]),
            _IS_WAITING,
            _notice.c.due_at > due_at if is_earlier else _notice.c.due_at < due_at,
        )
        .values(**values)
        .returning(_notice.c.account_id, _notice.c.priority)
    )
    rows = found.all()
    wake_chats(session, [(row.account_id, row.priority, due_at) for row in rows if row.account_id])
    return len(rows)


async def end_facts(
    session: AsyncSession,
    facts: Iterable[FactRef],
    *,
    school_id: int,
    state: NoticeState,
    reason: str,
) -> int:
    """End what waits about *facts* and return how many notices that were."""
    ids: dict[str, list[int]] = {}
    for fact in facts:
        ids.setdefault(fact.kind, []).append(fact.id)
    ended = 0
    for kind, fact_ids in ids.items():
        about = and_(_notice.c.fact_kind == kind, _notice.c.fact_id.in_(fact_ids))
        ended += await _end(session, school_id, about, state=state, reason=reason)
    return ended


async def end_person(
    session: AsyncSession,
    *,
    school_id: int,
    person_id: int,
    student_id: int | None,
    state: NoticeState,
    reason: str,
) -> int:
    """End what waits for a person, about one child or about all; return how many notices."""
    of_person = _notice.c.person_id == person_id
    if student_id is not None:
        of_person = and_(of_person, _notice.c.student_id == student_id)
    return await _end(session, school_id, of_person, state=state, reason=reason)


async def reroute(
    session: AsyncSession, *, school_id: int, person_id: int, account_id: int | None
) -> int:
    """Let what waits for a person go to another account, or to none; return how many notices."""
    moved = await session.execute(
        update(_notice)
        .where(_notice.c.school_id == school_id, _notice.c.person_id == person_id, _IS_WAITING)
        .values(account_id=account_id)
        .returning(_notice.c.priority, _notice.c.due_at)
    )
    rows = moved.all()
    if account_id is not None:
        wake_chats(session, [(account_id, row.priority, row.due_at) for row in rows])
    return len(rows)


async def revive(session: AsyncSession, account_id: int, *, now: datetime) -> int:
    """Let what could not reach an account wait again while it is news; return how many notices.

    What perhaps arrived, its answer being lost, is not repeated.
    """
    revived = await session.execute(
        update(_notice)
        .where(
            _notice.c.account_id == account_id,
            _notice.c.state == NoticeState.UNREACHABLE,
            _notice.c.reason != Reason.LOST_ANSWER,
            _notice.c.expires_at > now,
        )
        .values(state=NoticeState.WAITING, reason="", attempts=0, message_id=None)
        .returning(_notice.c.priority, _notice.c.due_at)
    )
    rows = revived.all()
    wake_chats(session, [(account_id, row.priority, row.due_at) for row in rows])
    return len(rows)


async def _waiting(session: AsyncSession, *which: ColumnElement[bool]) -> list[WaitingNotice]:
    rows = await session.execute(
        select(*_MOVABLE).where(_IS_WAITING, *which).order_by(_notice.c.id)
    )
    return [WaitingNotice(*row) for row in rows]


async def _end(
    session: AsyncSession,
    school_id: int,
    which: ColumnElement[bool],
    *,
    state: NoticeState,
    reason: str,
) -> int:
    return await _count(
        session,
        update(_notice)
        .where(_notice.c.school_id == school_id, _IS_WAITING, which)
        .values(state=state, reason=reason),
    )


async def _count(session: AsyncSession, statement: Update) -> int:
    result = await session.execute(statement)
    return result.rowcount if isinstance(result, CursorResult) else 0
