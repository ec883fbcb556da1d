"""Destroying what a withdrawn consent allowed: chat and user ids, what was told, the link itself.

The journal stays, and so do the acts of consent and the ledger of messages: without any chat.
Core statements where an account's traces lie across schools.
"""

from typing import cast

from sqlalchemy import Table, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.audit.erasure import erase_history
from services.database import bind_school
from services.models import (
    Account,
    AccountLink,
    CalendarFeed,
    ChatQueue,
    ChildPreference,
    CodeAttempt,
    ContactRequest,
    CorrectionRequest,
    Dialogue,
    HomeworkDone,
    InviteCode,
    LinkRequest,
    Message,
    Notice,
    Preference,
    SummaryReading,
    Told,
)
from services.vocabulary import LinkRequestState

__all__ = [
    "destroy_account",
    "destroy_account_data",
    "destroy_replaced",
    "destroy_told",
    "destroy_traces",
]


async def destroy_told(session: AsyncSession, *, person_id: int, student_id: int) -> None:
    """Forget what a person was told about a child."""
    about_child = exists().where(
        Notice.person_id == person_id,
        Notice.student_id == student_id,
        Notice.fact_kind == Told.fact_kind,
        Notice.fact_id == Told.fact_id,
    )
    await session.execute(
        delete(Told)
        .where(Told.person_id == person_id, about_child)
        .execution_options(synchronize_session=False)
    )


async def destroy_account_data(session: AsyncSession, ended: AccountLink) -> None:
    """Destroy an ended link with its chat data; the account too, when it is nobody any more."""
    account_id, person_id = ended.account_id, ended.person_id
    await destroy_traces(session, person_id)
    await _delete_links(session, account_id, person_id=person_id)
    if not await _is_somebody(session, account_id):
        await destroy_account(session, account_id)


async def destroy_replaced(session: AsyncSession, ended: AccountLink) -> None:
    """Destroy a link whose person has another chat now; the old account, too, if it is nobody."""
    account_id = ended.account_id
    await session.delete(ended)
    await session.flush()
    if not await _is_somebody(session, account_id):
        await destroy_account(session, account_id)


async def destroy_traces(session: AsyncSession, person_id: int) -> None:
    """Destroy what a person's chat has left besides the link: told, message ids, settings."""
    await session.execute(
        delete(Told)
        .where(Told.person_id == person_id)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(Message)
        .where(Message.person_id == person_id)
        .values(account_id=None, chat_id=None, telegram_message_id=None)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(InviteCode)
        .where(InviteCode.person_id == person_id)
        .values(presented_by=None, presented_at=None)
        .execution_options(synchronize_session=False)
    )
    for request in await session.scalars(
        select(ContactRequest).where(
            ContactRequest.person_id == person_id, ContactRequest.sealed_phone.is_not(None)
        )
    ):
        request.state, request.sealed_phone = LinkRequestState.OUT_OF_DATE, None
    for asked in await session.scalars(
        select(CorrectionRequest).where(CorrectionRequest.person_id == person_id)
    ):
        if asked.state is LinkRequestState.PENDING:
            asked.state = LinkRequestState.OUT_OF_DATE
        asked.text = asked.answer = ""
        await erase_history(session, CorrectionRequest, asked.id)
    await session.execute(delete(Preference).where(Preference.person_id == person_id))
    await session.execute(delete(SummaryReading).where(SummaryReading.person_id == person_id))
    # One by one, so that the audit sees each.
    for feed in await session.scalars(
        select(CalendarFeed).where(CalendarFeed.person_id == person_id)
    ):
        await session.delete(feed)
    await session.execute(delete(ChildPreference).where(ChildPreference.person_id == person_id))
    await session.execute(delete(HomeworkDone).where(HomeworkDone.student_id == person_id))


async def destroy_account(session: AsyncSession, account_id: int) -> None:
    """Destroy an account that is nobody, with every trace of it in every school."""
    for school_id in await _schools_of(session, account_id):
        with bind_school(school_id):
            await _delete_links(session, account_id, person_id=None)
    await _delete_account(session, account_id)


async def _delete_links(session: AsyncSession, account_id: int, *, person_id: int | None) -> None:
    """Delete ended links and requests one by one, so that the audit sees each."""
    for entity in (LinkRequest, AccountLink):
        statement = select(entity).where(entity.account_id == account_id)
        if person_id is not None:
            statement = statement.where(entity.person_id == person_id)
        for row in await session.scalars(statement):
            await session.delete(row)
    await session.flush()


async def _is_somebody(session: AsyncSession, account_id: int) -> bool:
    link, request = _table(AccountLink), _table(LinkRequest)
    is_linked = exists().where(link.c.account_id == account_id, link.c.ended_at.is_(None))
    is_asking = exists().where(
        request.c.account_id == account_id, request.c.state == LinkRequestState.PENDING
    )
    return bool(await session.scalar(select(is_linked | is_asking)))


async def _schools_of(session: AsyncSession, account_id: int) -> set[int]:
    schools: set[int] = set()
    for entity in (AccountLink, LinkRequest):
        table = _table(entity)
        schools |= set(
            await session.scalars(
                select(table.c.school_id).where(table.c.account_id == account_id)
            )
        )
    return schools


async def _delete_account(session: AsyncSession, account_id: int) -> None:
    account = await session.get_one(Account, account_id)
    message, notice, invite = _table(Message), _table(Notice), _table(InviteCode)
    await session.execute(
        update(message)
        .where(message.c.account_id == account_id)
        .values(account_id=None, chat_id=None, telegram_message_id=None)
    )
    await session.execute(
        update(notice).where(notice.c.account_id == account_id).values(account_id=None)
    )
    await session.execute(
        update(invite)
        .where(invite.c.presented_by == account_id)
        .values(presented_by=None, presented_at=None)
    )
    await session.execute(delete(ChatQueue).where(ChatQueue.account_id == account_id))
    await session.execute(delete(CodeAttempt).where(CodeAttempt.account_id == account_id))
    await session.execute(
        delete(Dialogue).where(
            Dialogue.bot_id == account.bot_id, Dialogue.user_id == account.telegram_user_id
        )
    )
    await session.delete(account)
    await session.flush()


def _table(entity: type[object]) -> Table:
    return cast("Table", entity.__table__)  # type: ignore[attr-defined]  # every entity has one
