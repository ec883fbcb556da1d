"""The delivery ledger's rows: what people were owed about students, and what became of it.

Only what is known stands here: when a message was accepted by the channel, never that it was
delivered or read, for Telegram tells bots neither. A destroyed message keeps its times, without
chat and number.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.models import Message, Notice
from services.vocabulary import FactRef, NoticeKind, NoticeState

__all__ = ["OwedNotice", "owed_notices"]

_AT_ONCE = 500  # SQLite takes some thousand parameters in one statement


@dataclass(frozen=True, slots=True)
class OwedNotice:
    """One notice with what is known of its message; ``sent_at``: accepted by the channel."""

    notice_id: int
    person_id: int
    student_id: int
    kind: NoticeKind
    fact: FactRef
    result_at: datetime
    recorded_at: datetime
    due_at: datetime
    deadline_at: datetime
    clause: str
    state: NoticeState
    reason: str
    sent_at: datetime | None = None
    message_number: int | None = None  # Telegram's; None: destroyed, or never there
    is_repeat_possible: bool = False


async def owed_notices(
    session: AsyncSession,
    student_ids: Collection[int],
    *,
    recorded_from: datetime,
    recorded_before: datetime,
) -> list[OwedNotice]:
    """Return what was owed about some students and recorded in a span, in order of recording."""
    found: list[OwedNotice] = []
    asked = sorted(student_ids)
    for start in range(0, len(asked), _AT_ONCE):
        found.extend(
            await _owed(session, asked[start : start + _AT_ONCE], recorded_from, recorded_before)
        )
    return sorted(found, key=lambda one: (one.recorded_at, one.notice_id))


async def _owed(
    session: AsyncSession, student_ids: Sequence[int], since: datetime, before: datetime
) -> list[OwedNotice]:
    rows = await session.execute(
        select(Notice, Message)
        .outerjoin(Message, Message.id == Notice.message_id)
        .where(
            Notice.student_id.in_(student_ids),
            Notice.recorded_at >= since,
            Notice.recorded_at < before,
        )
    )
    return [_owed_notice(notice, message) for notice, message in rows]


def _owed_notice(notice: Notice, message: Message | None) -> OwedNotice:
    is_told = notice.state is NoticeState.TOLD and message is not None
    return OwedNotice(
        notice_id=notice.id,
        person_id=notice.person_id,
        student_id=notice.student_id or 0,
        kind=notice.kind,
        fact=FactRef(notice.fact_kind, notice.fact_id),
        result_at=notice.result_at,
        recorded_at=notice.recorded_at,
        due_at=notice.due_at,
        deadline_at=notice.deadline_at,
        clause=notice.clause,
        state=notice.state,
        reason=notice.reason,
        sent_at=message.sent_at if is_told and message is not None else None,
        message_number=message.telegram_message_id if is_told and message is not None else None,
        is_repeat_possible=message is not None and message.is_repeat_possible,
    )
