"""Statements that wake the queues of chats: the last of a transaction that owes notices.

Last, and of the whole transaction at once: an entry owes its marks first and its homework then,
each to other families, so that two entries would lock the same chats in another order.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, case, event, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from services.database.scope import SchoolSession
from services.models import Account, ChatQueue

__all__ = ["IDLE_DUE_AT", "IDLE_PRIORITY", "WAKE", "ChatHead", "wake_chats"]

# A chat with nothing waiting keeps its row, so that its pace is not forgotten.
IDLE_DUE_AT = datetime(9999, 1, 1, tzinfo=UTC)
IDLE_PRIORITY = 99
WAKE = "outbox_wake"  # in Session.info: the bots whose delivery should look after this commit

ChatHead = tuple[int, int, datetime]
"""Account, priority and due time of something that waits."""

_HEADS = "outbox_heads"  # in Session.info: what this transaction wakes, by account

_queue: Table = ChatQueue.__table__  # type: ignore[assignment]  # declared as any FromClause
_account: Table = Account.__table__  # type: ignore[assignment]  # (same)


def wake_chats(session: AsyncSession, heads: Iterable[ChatHead]) -> None:
    """Let chats know at the commit what waits for them; a head only moves forward."""
    merged: dict[int, tuple[int, datetime]] = session.info.setdefault(_HEADS, {})
    for account_id, priority, due_at in heads:
        known = merged.get(account_id, (priority, due_at))
        merged[account_id] = min(known[0], priority), min(known[1], due_at)


@event.listens_for(SchoolSession, "before_commit")
def _write_heads(session: Session) -> None:
    if session.in_nested_transaction():  # a savepoint: its end is not the transaction's
        return
    merged: dict[int, tuple[int, datetime]] = session.info.pop(_HEADS, {})
    if not merged:
        return
    bots = session.execute(
        select(_account.c.id, _account.c.bot_id).where(_account.c.id.in_(merged))
    )
    # An account that this very transaction has destroyed has no queue either.
    bot_of = {row.id: row.bot_id for row in bots}
    if not bot_of:
        return
    # In one order everywhere: two transactions that wake the same chats wait for each other
    # instead of locking each other out.
    session.execute(
        _upsert_head(session),
        [
            {
                "account_id": account_id,
                "bot_id": bot_of[account_id],
                "head_priority": merged[account_id][0],
                "head_due_at": merged[account_id][1],
                "ready_at": 0.0,
                "retry_priority": 0,
                "retry_at": 0.0,
                "lease": 0,
            }
            for account_id in sorted(bot_of)
        ],
    )
    session.info.setdefault(WAKE, set()).update(bot_of.values())


def _upsert_head(session: Session) -> Any:
    is_postgres = session.get_bind().dialect.name == "postgresql"
    statement: Any = (postgresql.insert if is_postgres else sqlite.insert)(_queue)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["account_id"],
        set_={
            "head_priority": _smaller(new.head_priority, _queue.c.head_priority),
            "head_due_at": _smaller(new.head_due_at, _queue.c.head_due_at),
        },
    )


def _smaller(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[Any]:
    # SQLite says min(a, b), PostgreSQL least(a, b).
    return case((one < other, one), else_=other)
