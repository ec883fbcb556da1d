"""SQL of what is held on people; all but the first two functions need the school bound."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.joining.facts import LinkEnd
from services.models import (
    Account,
    AccountLink,
    CodeAttempt,
    Consent,
    DestructionAct,
    Guardianship,
    LinkRequest,
    Message,
    Notice,
    School,
)
from services.vocabulary import ConsentAction, LinkRequestState, NoticeKind, NoticeState

__all__ = [
    "SentFacts",
    "guardian_ids",
    "messages_sent",
    "replaced_links_before",
    "school_ids",
    "sent",
    "stranger_account_ids",
    "withdrawals_before",
    "withdrawals_with_act",
    "withdrawn_links_before",
]

# Destruction is done the next day; after a standstill it must still find what it missed.
_LOOK_BACK = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class SentFacts:
    """That something was sent: when, of what kind, about whom; never what it said."""

    sent_at: datetime
    kind: NoticeKind
    student_id: int | None


async def school_ids(session: AsyncSession) -> Sequence[int]:
    """Return the schools of the deployment."""
    return (await session.scalars(select(School.id).order_by(School.id))).all()


async def stranger_account_ids(session: AsyncSession, *, before: datetime) -> Sequence[int]:
    """Return accounts that were never anybody and have not tried anything since *before*."""
    account, link, request, attempt = (
        cast("Table", entity.__table__)
        for entity in (Account, AccountLink, LinkRequest, CodeAttempt)
    )
    rows = await session.scalars(
        select(account.c.id).where(
            account.c.created_at < before,
            ~exists().where(link.c.account_id == account.c.id),
            ~exists().where(
                request.c.account_id == account.c.id,
                request.c.state == LinkRequestState.PENDING,
            ),
            ~exists().where(attempt.c.account_id == account.c.id, attempt.c.tried_at >= before),
        )
    )
    return rows.all()


async def guardian_ids(session: AsyncSession, student_id: int) -> set[int]:
    """Return a student's guardians."""
    return set(
        await session.scalars(
            select(Guardianship.guardian_id).where(Guardianship.student_id == student_id)
        )
    )


async def messages_sent(session: AsyncSession, person_id: int) -> int:
    """Return how many messages Telegram took for a person."""
    return (
        await session.scalar(
            select(func.count())
            .select_from(Message)
            .where(Message.person_id == person_id, Message.telegram_message_id.is_not(None))
        )
    ) or 0


async def sent(
    session: AsyncSession, person_id: int, *, most: int | None = None
) -> list[SentFacts]:
    """Return what was sent to a person, the newest first."""
    rows = await session.execute(
        select(Message.sent_at, Notice.kind, Notice.student_id)
        .join(Notice, Notice.message_id == Message.id)
        .where(Notice.person_id == person_id, Notice.state == NoticeState.TOLD)
        .order_by(Message.sent_at.desc(), Notice.id.desc())
        .limit(most)
    )
    return [SentFacts(row.sent_at, row.kind, row.student_id) for row in rows]


async def withdrawals_before(
    session: AsyncSession, moment: datetime, *, now: datetime
) -> Sequence[Consent]:
    """Return withdrawals recorded before a moment that no later act has overtaken."""
    later = aliased(Consent)
    rows = await session.scalars(
        select(Consent).where(
            Consent.action == ConsentAction.WITHDRAWN,
            Consent.acted_at < moment,
            Consent.acted_at > now - _LOOK_BACK,
            ~exists().where(
                later.id > Consent.id,
                later.person_id == Consent.person_id,
                later.student_id == Consent.student_id,
                later.purpose == Consent.purpose,
            ),
        )
    )
    return rows.all()


async def withdrawals_with_act(session: AsyncSession, *, now: datetime) -> set[int]:
    """Return the withdrawals whose destruction stands in an act already."""
    rows = await session.scalars(
        select(DestructionAct.done).where(DestructionAct.made_at > now - _LOOK_BACK)
    )
    return {consent_id for done in rows for *_whose, consent_id in done}


async def replaced_links_before(session: AsyncSession, moment: datetime) -> Sequence[AccountLink]:
    """Return links that ended before a moment because their person came in from another chat."""
    rows = await session.scalars(
        select(AccountLink).where(
            AccountLink.end_reason == LinkEnd.MOVED, AccountLink.ended_at < moment
        )
    )
    return rows.all()


async def withdrawn_links_before(session: AsyncSession, moment: datetime) -> Sequence[AccountLink]:
    """Return links ended by a withdrawal before a moment, of people without a newer one."""
    newer = aliased(AccountLink)
    rows = await session.scalars(
        select(AccountLink).where(
            AccountLink.end_reason == LinkEnd.WITHDRAWN,
            AccountLink.ended_at < moment,
            ~exists().where(newer.person_id == AccountLink.person_id, newer.ended_at.is_(None)),
        )
    )
    return rows.all()
