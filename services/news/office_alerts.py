"""The truth about what the office is alerted of; it does not change once it is raised."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.models import OfficeAlert
from services.news.facts import News, OfficeAlertNews
from services.news.sources import NOTHING_NEW, Moment
from services.outbox.ports import Look, Looked

__all__ = ["OfficeAlertSource"]


class OfficeAlertSource:
    """Alerts as they were raised."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds; who was told once hears nothing more."""
        looks = [look for group in groups for look in group]
        rows = {
            row.id: row
            for row in await session.scalars(
                select(OfficeAlert).where(OfficeAlert.id.in_({one.fact.id for one in looks}))
            )
        }
        found: dict[int, Looked[News]] = {}
        for look in looks:
            row = rows.get(look.fact.id)
            if row is None or look.told is not None:
                found[look.notice_id] = NOTHING_NEW
                continue
            found[look.notice_id] = Looked(
                news=OfficeAlertNews(
                    None, row.kind, row.detail, row.raised_at, moment.profile.timezone
                ),
                revision=look.revision,
                value={"kind": row.kind.value},
            )
        return found
