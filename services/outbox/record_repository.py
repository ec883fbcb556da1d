"""Statements of the recorder: what became of messages and notices, and chats let go again.

Rows of ``chat_queue`` are locked first, in the order of their accounts, and heads are computed
after the lock: a notice written meanwhile either is seen here or moves the head itself.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import upsert_statement
from services.models import Account, ChatQueue, Message, Notice, Told
from services.outbox.keys import held_key
from services.outbox.waking_repository import IDLE_DUE_AT, IDLE_PRIORITY, wake_chats
from services.outbox.work import Ending, Item, Record, Sent
from services.vocabulary import NoticeState

__all__ = ["still_ours", "store"]

_notice: Table = Notice.__table__  # type: ignore[assignment]  # declared as any FromClause
_message: Table = Message.__table__  # type: ignore[assignment]  # (same)
_queue: Table = ChatQueue.__table__  # type: ignore[assignment]  # (same)
_account: Table = Account.__table__  # type: ignore[assignment]  # (same)

_END = (
    update(_notice)
    .where(_notice.c.id == bindparam("notice"))
    .values(
        state=bindparam("new_state"),
        reason=bindparam("new_reason"),
        message_id=bindparam("new_message"),
    )
)


async def still_ours(session: AsyncSession, records: Sequence[Record]) -> list[Record]:
    """Lock the chats of *records* and return those whose lease is still the latest."""
    rows = await session.execute(
        select(_queue.c.account_id, _queue.c.lease)
        .where(_queue.c.account_id.in_([one.claim.account_id for one in records]))
        .order_by(_queue.c.account_id)
        .with_for_update()
    )
    leases = {row.account_id: row.lease for row in rows}
    return [one for one in records if leases.get(one.claim.account_id) == one.claim.lease]


async def store(
    session: AsyncSession, records: Sequence[Record], *, queue_now: ColumnElement[float]
) -> None:
    """Store *records*, whose chats are locked, and let the chats go."""
    sent = [record.sent for record in records if record.sent is not None]
    message_ids = await _insert_messages(session, sent)
    endings: list[tuple[Ending, int | None]] = [
        (ending, None) for record in records for ending in record.endings
    ]
    told: list[tuple[Sent, Item, int]] = []
    for message_id, message in zip(message_ids, sent, strict=True):
        endings.extend((ending, message_id) for ending in message.endings)
        told.extend((message, item, message_id) for item in message.told)
    await _end_notices(session, endings)
    await _remember(session, told)
    await _postpone(session, records)
    await _move(session, records)
    await _hold(session, records)
    await _update_accounts(session, records)
    await _release(session, records, queue_now=queue_now)


async def _insert_messages(session: AsyncSession, sent: Sequence[Sent]) -> Sequence[int]:
    if not sent:
        return ()
    ids = await session.scalars(
        insert(_message).returning(_message.c.id, sort_by_parameter_order=True),
        [
            {
                "school_id": one.school_id,
                "person_id": one.person_id,
                "account_id": one.account_id,
                "chat_id": one.chat_id,
                "telegram_message_id": one.telegram_message_id,
                "outcome": one.outcome,
                "is_repeat_possible": one.is_repeat_possible,
                "sent_at": one.sent_at,
            }
            for one in sent
        ],
    )
    return ids.all()


async def _end_notices(
    session: AsyncSession, endings: Iterable[tuple[Ending, int | None]]
) -> None:
    await _execute_many(
        session,
        _END,
        (
            {
                "notice": ending.notice_id,
                "new_state": ending.state,
                "new_reason": ending.reason,
                "new_message": message_id,
            }
            for ending, message_id in endings
        ),
    )


async def _remember(session: AsyncSession, told: Iterable[tuple[Sent, Item, int]]) -> None:
    await _execute_many(
        session,
        upsert_statement(
            session,
            Told,
            keys=("person_id", "fact_kind", "fact_id"),
            update=("revision", "value", "message_id", "told_at"),
        ),
        (
            {
                "school_id": message.school_id,
                "person_id": message.person_id,
                "fact_kind": item.notice.fact.kind,
                "fact_id": item.notice.fact.id,
                "revision": item.revision,
                "value": dict(item.value),
                "message_id": message_id,
                "told_at": message.sent_at,
            }
            for message, item, message_id in told
        ),
    )


async def _postpone(session: AsyncSession, records: Iterable[Record]) -> None:
    await _execute_many(
        session,
        update(_notice)
        .where(_notice.c.id == bindparam("notice"), _notice.c.state == NoticeState.WAITING)
        .values(attempts=_notice.c.attempts + 1, reason=bindparam("new_reason")),
        (
            {"notice": notice_id, "new_reason": record.postponement.reason}
            for record in records
            if record.postponement is not None and record.postponement.is_attempt
            for notice_id in record.postponement.notice_ids
        ),
    )


async def _move(session: AsyncSession, records: Iterable[Record]) -> None:
    moves = [move for record in records for move in record.moves]
    await _execute_many(
        session,
        update(_notice)
        .where(_notice.c.id == bindparam("notice"))
        .values(account_id=bindparam("new_account")),
        ({"notice": move.notice_id, "new_account": move.account_id} for move in moves),
    )
    wake_chats(
        session,
        [
            (move.account_id, move.priority, move.due_at)
            for move in moves
            if move.account_id is not None
        ],
    )


async def _hold(session: AsyncSession, records: Iterable[Record]) -> None:
    holds = [hold for record in records for hold in record.holds]
    waiting = update(_notice).where(
        _notice.c.id == bindparam("notice"), _notice.c.state == NoticeState.WAITING
    )
    await _execute_many(
        session,
        waiting.values(due_at=bindparam("new_due_at"), merge_key=bindparam("new_key")),
        (
            {
                "notice": hold.notice_id,
                "new_due_at": hold.due_at,
                "new_key": held_key(hold.due_at),
            }
            for hold in holds
        ),
    )
    await _execute_many(
        session,
        waiting.values(deadline_at=bindparam("new_deadline_at")),
        (
            {"notice": hold.notice_id, "new_deadline_at": hold.deadline_at}
            for hold in holds
            if hold.deadline_at is not None
        ),
    )


async def _update_accounts(session: AsyncSession, records: Iterable[Record]) -> None:
    gone = [record.claim.account_id for record in records if record.is_gone]
    if gone:
        await session.execute(
            update(_account).where(_account.c.id.in_(gone)).values(is_reachable=False)
        )
    await _execute_many(
        session,
        update(_account)
        .where(_account.c.id == bindparam("account"))
        .values(chat_id=bindparam("new_chat")),
        (
            {"account": record.claim.account_id, "new_chat": record.new_chat_id}
            for record in records
            if record.new_chat_id is not None
        ),
    )


async def _release(
    session: AsyncSession, records: Sequence[Record], *, queue_now: ColumnElement[float]
) -> None:
    released = {
        "owner": None,
        "head_priority": func.coalesce(_first(_notice.c.priority), IDLE_PRIORITY),
        "head_due_at": func.coalesce(_first(_notice.c.due_at), IDLE_DUE_AT),
        "ready_at": queue_now + bindparam("ready_in"),
    }
    held = released | {
        "retry_priority": bindparam("held_priority"),
        "retry_at": queue_now + bindparam("retry_in"),
    }
    of_account = _queue.c.account_id == bindparam("account")
    free: list[dict[str, Any]] = []
    waiting: list[dict[str, Any]] = []
    for record in records:
        row: dict[str, Any] = {
            "account": record.claim.account_id,
            "ready_in": record.ready_in_seconds,
        }
        if record.postponement is None:
            free.append(row)
        else:
            row["held_priority"] = record.postponement.held_priority
            row["retry_in"] = record.postponement.after_seconds
            waiting.append(row)
    await _execute_many(session, update(_queue).where(of_account).values(released), free)
    await _execute_many(session, update(_queue).where(of_account).values(held), waiting)


def _first(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the smallest value among what waits for the chat that is let go."""
    return (
        select(func.min(column))
        .where(
            _notice.c.account_id == bindparam("account"), _notice.c.state == NoticeState.WAITING
        )
        .scalar_subquery()
    )


async def _execute_many(
    session: AsyncSession, statement: Any, rows: Iterable[dict[str, Any]]
) -> None:
    values = list(rows)
    if values:
        await session.execute(statement, values)
