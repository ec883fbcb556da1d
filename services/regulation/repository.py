"""Reading the stored settings of the bound school."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.models import SchoolSetting, WorkingDay
from services.regulation.profile import SchoolProfile, profile_of

__all__ = ["load_own_days", "load_profile"]


async def load_profile(session: AsyncSession) -> SchoolProfile:
    """Return the bound school's profile; settings that were never stored take their defaults."""
    rows = await session.execute(select(SchoolSetting.key, SchoolSetting.value))
    return profile_of({row.key: row.value for row in rows})


async def load_own_days(session: AsyncSession) -> Mapping[date, bool]:
    """Return the days the bound school works, or does not, unlike the state's calendar."""
    rows = await session.execute(select(WorkingDay.on_date, WorkingDay.is_working))
    return {row.on_date: row.is_working for row in rows}
