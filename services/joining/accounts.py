"""SQL of what belongs to the deployment: accounts, tries, and codes before the school is known.

A school's tables stand here as tables, not entities: no school is bound yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import insert_or_ignore
from services.joining.facts import Visitor
from services.models import Account, AccountLink, Bot, CodeAttempt, InviteCode, School

__all__ = [
    "FoundInvite",
    "add_wrong_try",
    "bot_username",
    "ensure_account",
    "find_account",
    "find_invite",
    "forget_old_tries",
    "last_ended_link",
    "only_school_name",
    "presented_invite",
    "wrong_tries",
]

_account: Table = Account.__table__  # type: ignore[assignment]  # declared as any FromClause
_link: Table = AccountLink.__table__  # type: ignore[assignment]  # (same)


@dataclass(frozen=True, slots=True)
class FoundInvite:
    """An invitation found by its code or by the account that showed it, in any school."""

    invite_id: int
    school_id: int
    person_id: int
    expires_at: datetime
    used_at: datetime | None
    ended_at: datetime | None


_INVITE = InviteCode.__table__
_INVITE_COLUMNS = (
    _INVITE.c.id,
    _INVITE.c.school_id,
    _INVITE.c.person_id,
    _INVITE.c.expires_at,
    _INVITE.c.used_at,
    _INVITE.c.ended_at,
)


async def ensure_account(session: AsyncSession, visitor: Visitor, *, now: datetime) -> Account:
    """Return the visitor's account, made now when it is new."""
    await session.execute(
        insert_or_ignore(session, Account, keys=("bot_id", "telegram_user_id")).values(
            bot_id=visitor.bot_id,
            telegram_user_id=visitor.telegram_user_id,
            chat_id=visitor.chat_id,
            language=visitor.language,
            is_reachable=True,
            created_at=now,
        )
    )
    account = await find_account(
        session, bot_id=visitor.bot_id, telegram_user_id=visitor.telegram_user_id
    )
    if account is None:
        raise LookupError("an account vanished while it was made")
    account.is_reachable = True  # who writes has not blocked us, or not any more
    return account


async def find_account(
    session: AsyncSession, *, bot_id: int, telegram_user_id: int
) -> Account | None:
    """Return the account of a Telegram user with one bot."""
    return await session.scalar(
        select(Account).where(
            Account.bot_id == bot_id, Account.telegram_user_id == telegram_user_id
        )
    )


async def wrong_tries(
    session: AsyncSession, account_id: int, *, since: datetime
) -> Sequence[datetime]:
    """Return the moments of an account's wrong tries, in order."""
    rows = await session.scalars(
        select(CodeAttempt.tried_at)
        .where(CodeAttempt.account_id == account_id, CodeAttempt.tried_at > since)
        .order_by(CodeAttempt.tried_at)
    )
    return rows.all()


def add_wrong_try(session: AsyncSession, account_id: int, *, now: datetime) -> None:
    """Count a wrong try."""
    session.add(CodeAttempt(account_id=account_id, tried_at=now))


async def forget_old_tries(session: AsyncSession, *, before: datetime) -> None:
    """Delete tries that cannot lock a door any more, of all accounts."""
    await session.execute(delete(CodeAttempt).where(CodeAttempt.tried_at <= before))


async def find_invite(session: AsyncSession, code_hash: str) -> FoundInvite | None:
    """Return the invitation of a code, in whatever school and state."""
    row = (
        await session.execute(select(*_INVITE_COLUMNS).where(_INVITE.c.code_hash == code_hash))
    ).one_or_none()
    return FoundInvite(*row) if row else None


async def presented_invite(session: AsyncSession, account_id: int) -> FoundInvite | None:
    """Return the invitation whose code an account showed last."""
    row = (
        await session.execute(
            select(*_INVITE_COLUMNS)
            .where(_INVITE.c.presented_by == account_id)
            .order_by(_INVITE.c.presented_at.desc(), _INVITE.c.id.desc())
            .limit(1)
        )
    ).one_or_none()
    return FoundInvite(*row) if row else None


async def last_ended_link(
    session: AsyncSession, account_id: int
) -> tuple[int, str, datetime] | None:
    """Return where, why and when an account's latest ended link ended."""
    link = AccountLink.__table__
    row = (
        await session.execute(
            select(link.c.school_id, link.c.end_reason, link.c.ended_at)
            .where(link.c.account_id == account_id, link.c.ended_at.is_not(None))
            .order_by(link.c.ended_at.desc(), link.c.id.desc())
            .limit(1)
        )
    ).one_or_none()
    return (row.school_id, row.end_reason, row.ended_at) if row else None


async def only_school_name(session: AsyncSession) -> str:
    """Return the school's name when the deployment serves one school, else nothing."""
    names = (await session.scalars(select(School.short_name).limit(2))).all()
    return names[0] if len(names) == 1 else ""


async def bot_username(session: AsyncSession, *, school_id: int) -> str:
    """Return the name of a school's bot as ``run`` stored it; empty before that.

    Of several bots of one deployment it is the one that most of the school's people use; for a
    school of which nobody is in yet, the one that the fewest of other schools use.
    """
    named = (
        await session.execute(
            select(Bot.id, Bot.username).where(Bot.username != "").order_by(Bot.id)
        )
    ).all()
    if len(named) <= 1:
        return named[0].username if named else ""
    query = (
        select(
            _account.c.bot_id,
            func.count().filter(_link.c.school_id == school_id).label("ours"),
            func.count().label("all"),
        )
        .join(_link, _link.c.account_id == _account.c.id)
        .where(_link.c.ended_at.is_(None))
        .group_by(_account.c.bot_id)
    )
    users = {bot_id: (ours, -in_all) for bot_id, ours, in_all in await session.execute(query)}
    username: str = max(named, key=lambda bot: users.get(bot.id, (0, 0))).username
    return username
