"""The SQL of the inbox; sessions come from outside, nothing is committed here."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    CursorResult,
    Table,
    bindparam,
    delete,
    func,
    literal,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import insert_or_ignore
from services.inbox.facts import ChatKey, InboxItem, NewUpdate
from services.models import InboxState, InboxUpdate

__all__ = [
    "count_failure",
    "insert_new",
    "lock_chat",
    "mark",
    "oldest_new",
    "purge",
    "set_aside",
    "take_abandoned",
    "waiting",
    "waiting_chats",
    "waiting_of",
]

# Built once, on the table: with every update all of these run, and as statements of the ORM,
# built anew, they were a third of what a short answer costs.
_inbox: Table = InboxUpdate.__table__  # type: ignore[assignment]  # declared as any FromClause
_IS_NEW = _inbox.c.state == InboxState.NEW
_WAITING_CHATS = (
    select(_inbox.c.bot_id, _inbox.c.chat_key)
    .where(_IS_NEW, _inbox.c.bot_id.in_(bindparam("bot_ids", expanding=True)))
    .group_by(_inbox.c.bot_id, _inbox.c.chat_key)
    .order_by(func.min(_inbox.c.id))
    .limit(bindparam("limit"))
)
_WAITING_OF = (
    select(_inbox.c.bot_id, _inbox.c.chat_key, func.count().label("number"))
    .where(_IS_NEW, _inbox.c.chat_key.in_(bindparam("chats", expanding=True)))
    .group_by(_inbox.c.bot_id, _inbox.c.chat_key)
)
_OLDEST_NEW = (
    select(_inbox.c.id, _inbox.c.update_id, _inbox.c.payload, _inbox.c.attempts)
    .where(
        _IS_NEW,
        _inbox.c.chat_key == bindparam("chat"),
        _inbox.c.bot_id == bindparam("bot"),
    )
    .order_by(_inbox.c.id)
    .limit(1)
)
_MARK = (
    update(_inbox)
    .where(_inbox.c.id == bindparam("item"))
    .values(state=bindparam("state"), payload=null(), finished_at=bindparam("finished_at"))
)
_LOCK = select(
    func.pg_try_advisory_xact_lock(func.hashtextextended(bindparam("name"), literal(0)))
)


async def insert_new(session: AsyncSession, updates: Sequence[NewUpdate], *, now: datetime) -> int:
    """Store updates, leaving out those received before; return how many were new."""
    statement = insert_or_ignore(session, InboxUpdate, keys=("bot_id", "update_id"))
    rows = [
        {
            "bot_id": one.chat.bot_id,
            "update_id": one.update_id,
            "chat_key": one.chat.chat_id,
            "state": InboxState.NEW,
            "payload": one.payload,
            "attempts": 0,
            "received_at": now,
        }
        for one in updates
    ]
    inserted = await session.execute(statement.values(rows).returning(InboxUpdate.id))
    return len(inserted.all())


async def waiting_chats(
    session: AsyncSession, *, bot_ids: Collection[int], limit: int
) -> list[ChatKey]:
    """Return chats of some bots with something to handle, the longest waiting first."""
    rows = await session.execute(_WAITING_CHATS, {"bot_ids": list(bot_ids), "limit": limit})
    return [ChatKey(row.bot_id, row.chat_key) for row in rows]


async def waiting_of(session: AsyncSession, chats: Collection[ChatKey]) -> dict[ChatKey, int]:
    """Return how many updates of each of some chats are not handled yet."""
    ids = sorted({one.chat_id for one in chats})
    rows = await session.execute(_WAITING_OF, {"chats": ids})
    return {ChatKey(row.bot_id, row.chat_key): row.number for row in rows}


async def waiting(session: AsyncSession) -> tuple[int, datetime | None]:
    """Return how many updates are not handled yet, and when the oldest was received."""
    row = (
        await session.execute(
            select(func.count(), func.min(InboxUpdate.received_at)).where(
                InboxUpdate.state == InboxState.NEW
            )
        )
    ).one()
    return row[0], row[1]


async def lock_chat(session: AsyncSession, chat: ChatKey) -> bool:
    """Keep other processes away from a chat until the transaction ends; False: one is there.

    On SQLite the write transaction itself does it.
    """
    if session.get_bind().dialect.name != "postgresql":
        return True
    # Not SKIP LOCKED on the row: it would hand the chat's second update to another process while
    # the first is still being handled.
    name = f"inbox:{chat.bot_id}:{chat.chat_id}"
    locked: bool | None = await session.scalar(_LOCK, {"name": name})
    return bool(locked)


async def oldest_new(session: AsyncSession, chat: ChatKey) -> InboxItem | None:
    """Return the chat's next update."""
    found = await session.execute(_OLDEST_NEW, {"bot": chat.bot_id, "chat": chat.chat_id})
    row = found.one_or_none()
    if row is None:
        return None
    return InboxItem(
        id=row.id,
        chat=chat,
        update_id=row.update_id,
        payload=row.payload or {},
        attempts=row.attempts,
    )


async def mark(session: AsyncSession, item_id: int, state: InboxState, *, now: datetime) -> None:
    """Move an update on; whatever it moves to, what the person wrote is erased."""
    await session.execute(_MARK, {"item": item_id, "state": state, "finished_at": now})


async def count_failure(session: AsyncSession, item_id: int) -> int:
    """Add one to the failed attempts of an update and return them."""
    attempts: int = (
        await session.scalar(
            update(InboxUpdate)
            .where(InboxUpdate.id == item_id)
            .values(attempts=InboxUpdate.attempts + 1)
            .returning(InboxUpdate.attempts)
        )
        or 0
    )
    return attempts


async def set_aside(
    session: AsyncSession, item_id: int, *, sealed: bytes | None, now: datetime
) -> None:
    """Keep an update only as *sealed*; None keeps nothing of it."""
    state = InboxState.DONE if sealed is None else InboxState.SET_ASIDE
    await session.execute(
        update(InboxUpdate)
        .where(InboxUpdate.id == item_id)
        .values(state=state, payload=null(), sealed=sealed, finished_at=now)
    )


async def take_abandoned(
    session: AsyncSession, *, bot_ids: Collection[int], before: datetime
) -> list[ChatKey]:
    """Finish the updates applied until *before* whose screens nobody will show; return the chats.

    Whoever gets a chat here is the only one to get it.
    """
    rows = await session.execute(
        update(InboxUpdate)
        .where(
            InboxUpdate.state == InboxState.APPLIED,
            InboxUpdate.finished_at <= before,
            InboxUpdate.bot_id.in_(bot_ids),
        )
        .values(state=InboxState.DONE)
        .returning(InboxUpdate.bot_id, InboxUpdate.chat_key)
    )
    return sorted({ChatKey(row.bot_id, row.chat_key) for row in rows})


async def purge(
    session: AsyncSession, *, received_before: datetime, set_aside_before: datetime
) -> int:
    """Delete what is too old and return how much that was."""
    statement = delete(InboxUpdate).where(
        or_(
            (InboxUpdate.state != InboxState.SET_ASIDE)
            & (InboxUpdate.received_at < received_before),
            (InboxUpdate.state == InboxState.SET_ASIDE)
            & (InboxUpdate.finished_at < set_aside_before),
        )
    )
    deleted = cast("CursorResult[Any]", await session.execute(statement))
    return deleted.rowcount
