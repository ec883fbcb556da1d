"""What every kind of fact offers to the loader, and what all of them need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from services.news.facts import News
from services.outbox.ports import Look, Looked
from services.regulation.profile import SchoolProfile

__all__ = ["NOTHING_NEW", "FactSource", "Moment"]

NOTHING_NEW: Looked[News] = Looked(news=None)


@dataclass(frozen=True, slots=True)
class Moment:
    """When the bound school is looked at."""

    now: datetime
    profile: SchoolProfile

    @property
    def today(self) -> date:
        """The school's date."""
        return self.now.astimezone(self.profile.timezone).date()


class FactSource(Protocol):
    """Knows the truth about facts of one kind."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds, by notice; a group's looks leave as one message."""
        ...
