"""Reading the stored settings of the bound school."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.models import SchoolSetting
from services.regulation.profile import SchoolProfile, profile_of

__all__ = ["load_profile"]


async def load_profile(session: AsyncSession) -> SchoolProfile:
    """Return the bound school's profile; settings that were never stored take their defaults."""
    rows = await session.execute(select(SchoolSetting.key, SchoolSetting.value))
    return profile_of({row.key: row.value for row in rows})
