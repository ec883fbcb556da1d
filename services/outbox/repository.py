"""Statements of delivery: claim chats, read what is due, and see to chats that were left behind.

Delivery works across schools, hence Core statements on tables.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, bindparam, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import UtcDateTime
from services.models import Bot, ChatQueue, Message, Notice, Told
from services.outbox.kinds import PRIORITIES
from services.outbox.ports import ToldBefore
from services.outbox.retry import Reason
from services.outbox.work import Claim, DueNotice
from services.vocabulary import FactRef, NoticeState

__all__ = [
    "claim_chats",
    "due_notices",
    "due_priorities",
    "expire_unclaimed",
    "release_all",
    "release_owners",
]

_notice: Table = Notice.__table__  # type: ignore[assignment]  # declared as any FromClause
_message: Table = Message.__table__  # type: ignore[assignment]  # (same)
_told: Table = Told.__table__  # type: ignore[assignment]  # (same)
_bot: Table = Bot.__table__  # type: ignore[assignment]  # (same)
_queue: Table = ChatQueue.__table__  # type: ignore[assignment]  # (same)

# Built once: asked several times a second, and SQLAlchemy takes longer to build it than SQLite to
# answer it.
_FIRST_DUE = select(
    _bot.c.id,
    *(
        select(func.min(_queue.c.head_due_at))
        .where(
            _queue.c.owner.is_(None),
            _queue.c.bot_id == _bot.c.id,
            _queue.c.head_priority == priority,
        )
        .scalar_subquery()
        for priority in PRIORITIES
    ),
).where(_bot.c.id.in_(bindparam("bots", expanding=True)))


# What is due in some chats, with what was told before.
_DUE_NOTICES = (
    select(
        _notice.c.id,
        _notice.c.school_id,
        _notice.c.person_id,
        _notice.c.student_id,
        _notice.c.account_id,
        _notice.c.kind,
        _notice.c.fact_kind,
        _notice.c.fact_id,
        _notice.c.revision,
        _notice.c.merge_key,
        _notice.c.priority,
        _notice.c.due_at,
        _notice.c.expires_at,
        _notice.c.attempts,
        _notice.c.reason,
        _told.c.revision.label("told_revision"),
        _told.c.value.label("told_value"),
        _told.c.message_id.label("told_in"),
        _message.c.chat_id.label("told_chat_id"),
        _message.c.telegram_message_id,
    )
    .outerjoin(
        _told,
        and_(
            _told.c.person_id == _notice.c.person_id,
            _told.c.fact_kind == _notice.c.fact_kind,
            _told.c.fact_id == _notice.c.fact_id,
        ),
    )
    .outerjoin(_message, _message.c.id == _told.c.message_id)
    .where(
        _notice.c.account_id.in_(bindparam("accounts", expanding=True)),
        _notice.c.state == NoticeState.WAITING,
        _notice.c.due_at <= bindparam("now", type_=UtcDateTime()),
    )
)


async def due_priorities(
    session: AsyncSession, *, bot_ids: Collection[int], now: datetime
) -> dict[int, list[int]]:
    """Return the priorities in which some free chat of a bot has something due, in their order.

    Bots without any are left out. Cheap enough to ask all the time: it writes nothing and reads
    one index entry for each.
    """
    rows = await session.execute(_FIRST_DUE, {"bots": list(bot_ids)})
    found = {}
    for bot_id, *firsts in rows:
        due = [
            priority
            for priority, first in zip(PRIORITIES, firsts, strict=True)
            if first is not None and first <= now
        ]
        if due:
            found[bot_id] = due
    return found


async def claim_chats(
    session: AsyncSession,
    rooms: Mapping[int, int],
    *,
    bot_id: int,
    owner: int,
    now: datetime,
    queue_now: ColumnElement[float],
) -> list[Claim]:
    """Take chats with something due, the most urgent and longest due first.

    *rooms*: by priority, the most urgent first, how many chats may be taken down to it.
    """
    claims: list[Claim] = []
    for priority, room in rooms.items():
        if len(claims) >= room:
            break
        # One range of the index for each priority: chats that wait for the morning are not read.
        picked = (
            select(_queue.c.account_id)
            .where(
                _queue.c.owner.is_(None),
                _queue.c.head_priority == priority,
                _queue.c.head_due_at <= now,
                _queue.c.bot_id == bot_id,
                _queue.c.ready_at <= queue_now,
                or_(_queue.c.retry_at <= queue_now, _queue.c.retry_priority > priority),
            )
            .order_by(_queue.c.head_due_at)
            .limit(room - len(claims))
            .with_for_update(skip_locked=True)
            .cte("picked")
        )
        rows = await session.execute(
            update(_queue)
            .where(_queue.c.account_id.in_(select(picked.c.account_id)))
            .values(owner=owner, lease=_queue.c.lease + 1)
            .returning(
                _queue.c.account_id,
                _queue.c.lease,
                case((_queue.c.retry_at > queue_now, _queue.c.retry_priority)).label("held"),
            )
        )
        claims.extend(Claim(row.account_id, row.lease, row.held) for row in rows)
    return claims


async def due_notices(
    session: AsyncSession, claims: Sequence[Claim], *, now: datetime
) -> dict[int, list[DueNotice]]:
    """Return what is due in each claimed chat, with what was told before."""
    rows = await session.execute(
        _DUE_NOTICES, {"accounts": [claim.account_id for claim in claims], "now": now}
    )
    found: dict[int, list[DueNotice]] = {}
    for row in rows:
        found.setdefault(row.account_id, []).append(_due_notice(row))
    return found


async def release_all(session: AsyncSession) -> None:
    """Let every chat go: the only process that could own one is this one, just begun."""
    await session.execute(update(_queue).values(owner=None, ready_at=0.0, retry_at=0.0))


async def release_owners(session: AsyncSession, owners: Sequence[int]) -> None:
    """Let the chats of owners that are no more go; their leases are void with the next claim."""
    await session.execute(
        update(_queue).where(_queue.c.owner.in_(list(owners))).values(owner=None)
    )


async def expire_unclaimed(session: AsyncSession, *, now: datetime) -> None:
    """End what is no longer news and has no chat that could be claimed: its person is on paper."""
    await session.execute(
        update(_notice)
        .where(
            _notice.c.account_id.is_(None),
            _notice.c.state == NoticeState.WAITING,
            _notice.c.expires_at <= now,
        )
        .values(state=NoticeState.EXPIRED, reason=Reason.EXPIRED)
    )


def _due_notice(row: Any) -> DueNotice:
    told = None
    if row.told_in is not None:
        told = ToldBefore(
            revision=row.told_revision,
            value=row.told_value,
            told_in=row.told_in,
            chat_id=row.told_chat_id,
            telegram_message_id=row.telegram_message_id,
        )
    return DueNotice(
        id=row.id,
        school_id=row.school_id,
        person_id=row.person_id,
        student_id=row.student_id,
        account_id=row.account_id,
        kind=row.kind,
        fact=FactRef(row.fact_kind, row.fact_id),
        revision=row.revision,
        merge_key=row.merge_key,
        priority=row.priority,
        due_at=row.due_at,
        expires_at=row.expires_at,
        attempts=row.attempts,
        was_answer_lost=row.reason == Reason.LOST_ANSWER,
        told=told,
    )
