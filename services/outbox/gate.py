"""The gate of families: consent, link and access as they stand at the moment of sending."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.audience import DeliveryPermission, delivery_permissions

__all__ = ["FamilyGate"]


class FamilyGate:
    """Lets through what ``services/access`` allows."""

    async def permissions(
        self, session: AsyncSession, pairs: Collection[tuple[int, int | None]], *, now: datetime
    ) -> Mapping[tuple[int, int | None], DeliveryPermission]:
        """Return the permission for every (person, student or own work) of the bound school."""
        return await delivery_permissions(session, pairs, now=now)
