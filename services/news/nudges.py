"""The truth about nudges: what is still missing when they leave; nothing missing is no news."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.control.nudge_facts import NudgeReader
from services.models import Nudge
from services.news.facts import News, NudgeNews
from services.news.sources import NOTHING_NEW, Moment
from services.outbox.ports import Look, Looked

__all__ = ["NudgeSource"]


class NudgeSource:
    """Reminders as they stand now; each is told once."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds."""
        looks = [look for group in groups for look in group]
        rows = {
            row.id: row
            for row in await session.scalars(
                select(Nudge).where(Nudge.id.in_({look.fact.id for look in looks}))
            )
        }
        reader = NudgeReader(session, moment.profile, now=moment.now)
        found: dict[int, Looked[News]] = {}
        for look in looks:
            row = rows.get(look.fact.id)
            items = () if row is None or look.told is not None else await reader.items(row)
            found[look.notice_id] = (
                Looked(news=NudgeNews(items), revision=look.revision, value={"count": len(items)})
                if items
                else NOTHING_NEW
            )
        return found
