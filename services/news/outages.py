"""The truth about times without the diary, and about final marks a family does not know."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.models import Outage
from services.news import repository
from services.news.facts import News, OutageNews, UntoldNews
from services.news.sources import NOTHING_NEW, Moment
from services.outages.repository import untold_finals
from services.outages.rules import lost_before
from services.outbox.ports import Look, Looked

__all__ = ["OutageSource", "UntoldSource"]


class OutageSource:
    """Outages, told once when they are over."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds."""
        looks = [look for group in groups for look in group]
        rows = await session.scalars(
            select(Outage).where(Outage.id.in_({look.fact.id for look in looks}))
        )
        outages = {row.id: row for row in rows}
        return {
            look.notice_id: _look_at(look, outages.get(look.fact.id), moment) for look in looks
        }


class UntoldSource:
    """Final marks that nobody of a family has."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds: nothing where the family has been told meanwhile."""
        looks = [look for group in groups for look in group]
        ids = {look.fact.id for look in looks}
        untold = {
            one.notice_id: one.student_id
            for one in await untold_finals(session, notice_ids=ids, on=moment.today)
        }
        names = await repository.students(session, set(untold.values()), on=moment.today)
        return {
            look.notice_id: Looked(
                UntoldNews(names[untold[look.fact.id]].name), revision=look.revision
            )
            if look.told is None and look.fact.id in untold
            else NOTHING_NEW
            for look in looks
        }


def _look_at(look: Look, row: Outage | None, moment: Moment) -> Looked[News]:
    if row is None or row.ended_at is None or look.told is not None:
        return NOTHING_NEW
    news = OutageNews(
        began_at=row.began_at,
        ended_at=row.ended_at,
        lost_before=None if row.is_silence else lost_before(row.began_at, row.ended_at),
        is_silence=row.is_silence,
        waiting=row.waiting,
        zone=moment.profile.timezone,
        is_for_staff=look.student_id is None,
    )
    return Looked(news, revision=look.revision)
