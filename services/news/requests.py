"""The truth about requests that wait for staff: people to be confirmed, changed phones."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.joining import repository as joining
from services.models import ContactRequest, LinkRequest
from services.news import repository
from services.news.facts import ContactRequestNews, LinkRequestNews, News
from services.news.sources import NOTHING_NEW, Moment
from services.outbox.ports import Look, Looked
from services.roster.names import names_of
from services.vocabulary import LinkRequestState, PersonKind

__all__ = ["ContactRequestSource", "LinkRequestSource"]

_OPEN = LinkRequestState.PENDING


class LinkRequestSource:
    """People who ask to be confirmed."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds; a request that was decided, or was told of, is no news."""
        looks = [look for group in groups for look in group]
        rows = {
            row.id: row
            for row in await session.scalars(
                select(LinkRequest).where(
                    LinkRequest.id.in_({look.fact.id for look in looks}),
                    LinkRequest.state == _OPEN,
                )
            )
        }
        names = await names_of(session, {row.person_id for row in rows.values()})
        found: dict[int, Looked[News]] = {}
        for look in looks:
            row = rows.get(look.fact.id)
            if row is None or look.told is not None:
                found[look.notice_id] = NOTHING_NEW
                continue
            links = await joining.children_of(session, row.person_id)
            pupils = await repository.students(
                session, {link.student_id for link in links}, on=moment.today
            )
            others = await joining.live_links_of_account(session, row.account_id)
            found[look.notice_id] = Looked(
                news=LinkRequestNews(
                    name=names[row.person_id],
                    pupils=tuple(pupils[link.student_id].name for link in links),
                    is_students_chat=any(kind is PersonKind.STUDENT for kind, _person in others),
                ),
                revision=look.revision,
                value={"state": _OPEN.value},
            )
        return found


class ContactRequestSource:
    """Parents with another phone; the number itself is read in the chat with the office."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds; a request that was decided, or was told of, is no news."""
        del moment
        looks = [look for group in groups for look in group]
        rows = {
            row.id: row.person_id
            for row in await session.scalars(
                select(ContactRequest).where(
                    ContactRequest.id.in_({look.fact.id for look in looks}),
                    ContactRequest.state == _OPEN,
                )
            )
        }
        names = await names_of(session, set(rows.values()))
        return {
            look.notice_id: Looked(
                news=ContactRequestNews(names[rows[look.fact.id]]),
                revision=look.revision,
                value={"state": _OPEN.value},
            )
            if look.fact.id in rows and look.told is None
            else NOTHING_NEW
            for look in looks
        }
