"""The truth about requests: for who decides them while they wait, for who asked once decided."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.joining import repository as joining
from services.joining.telling import ASKED
from services.models import Consent, ContactRequest, CorrectionRequest, LinkRequest
from services.news import repository
from services.news.facts import (
    ContactDecidedNews,
    ContactRequestNews,
    CorrectionDecidedNews,
    CorrectionRequestNews,
    LinkConfirmedNews,
    LinkRequestNews,
    News,
)
from services.news.sources import NOTHING_NEW, Moment
from services.outbox.ports import Look, Looked
from services.roster.names import PersonName, names_of
from services.vocabulary import LinkRequestState, PersonKind

__all__ = ["ContactRequestSource", "CorrectionRequestSource", "LinkRequestSource"]

_OPEN = LinkRequestState.PENDING
_RequestT = TypeVar("_RequestT", LinkRequest, ContactRequest, CorrectionRequest)
_DECIDED = frozenset({LinkRequestState.CONFIRMED, LinkRequestState.REFUSED})


class LinkRequestSource:
    """People who ask to be confirmed."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds; what was decided meanwhile, or told, is no news."""
        looks = [look for group in groups for look in group]
        rows = await _requests(session, LinkRequest, looks)
        found: dict[int, Looked[News]] = {}
        for look in looks:
            row = rows.get(look.fact.id)
            news: News | None = None
            if row is not None and look.told is None:
                if look.person_id == row.person_id:
                    news = await _confirmed(session, row)
                else:
                    news = await _asking(session, row, moment)
            found[look.notice_id] = _looked(look, news)
        return found


class ContactRequestSource:
    """Parents with another phone; the number itself is read in the chat with the office."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds; what was decided meanwhile, or told, is no news."""
        del moment
        return await _each(session, ContactRequest, groups, self._news)

    @staticmethod
    def _news(row: ContactRequest, look: Look, name: PersonName) -> News | None:
        if look.person_id == row.person_id and row.state in _DECIDED:
            is_confirmed = row.state is LinkRequestState.CONFIRMED
            return ContactDecidedNews(row.phone_tail, is_confirmed=is_confirmed)
        if look.person_id != row.person_id and row.state is _OPEN:
            return ContactRequestNews(name)
        return None


class CorrectionRequestSource:
    """What people say is wrong in the data about them, and what became of it."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds; what was decided meanwhile, or told, is no news."""
        del moment
        return await _each(session, CorrectionRequest, groups, self._news)

    @staticmethod
    def _news(row: CorrectionRequest, look: Look, name: PersonName) -> News | None:
        if look.person_id == row.person_id and row.state in _DECIDED:
            return CorrectionDecidedNews(row.state is LinkRequestState.CONFIRMED, row.answer)
        if look.revision == ASKED and row.state is _OPEN:
            return CorrectionRequestNews(row.id, name, row.text, row.due_on)
        return None


async def _each(
    session: AsyncSession,
    entity: type[_RequestT],
    groups: Sequence[Sequence[Look]],
    news_of: Callable[[_RequestT, Look, PersonName], News | None],
) -> Mapping[int, Looked[News]]:
    """Ask *news_of* about each look at a request that is there and was not told."""
    looks = [look for group in groups for look in group]
    rows = await _requests(session, entity, looks)
    names = await names_of(session, {row.person_id for row in rows.values()})
    found: dict[int, Looked[News]] = {}
    for look in looks:
        row = rows.get(look.fact.id)
        news: News | None = None
        if row is not None and look.told is None:
            news = news_of(row, look, names[row.person_id])
        found[look.notice_id] = _looked(look, news)
    return found


async def _requests(
    session: AsyncSession, entity: type[_RequestT], looks: Sequence[Look]
) -> Mapping[int, _RequestT]:
    """Return the requests that are asked for, by id; what is gone is missing."""
    ids = {look.fact.id for look in looks}
    return {row.id: row for row in await session.scalars(select(entity).where(entity.id.in_(ids)))}


def _looked(look: Look, news: News | None) -> Looked[News]:
    if news is None:
        return NOTHING_NEW
    return Looked(news=news, revision=look.revision, value={"told": True})


async def _confirmed(session: AsyncSession, row: LinkRequest) -> LinkConfirmedNews | None:
    """Return the news for who asked; whoever has decided about consent has long gone on."""
    has_gone_on = await session.scalar(select(exists().where(Consent.person_id == row.person_id)))
    if row.state is not LinkRequestState.CONFIRMED or has_gone_on:
        return None
    return LinkConfirmedNews()


async def _asking(
    session: AsyncSession, row: LinkRequest, moment: Moment
) -> LinkRequestNews | None:
    if row.state is not _OPEN:
        return None
    names = await names_of(session, [row.person_id])
    links = await joining.children_of(session, row.person_id)
    pupils = await repository.students(
        session, {link.student_id for link in links}, on=moment.today
    )
    others = await joining.live_links_of_account(session, row.account_id)
    return LinkRequestNews(
        request_id=row.id,
        name=names[row.person_id],
        pupils=tuple(pupils[link.student_id].name for link in links),
        is_students_chat=any(kind is PersonKind.STUDENT for kind, _person in others),
    )
