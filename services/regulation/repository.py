"""Reading the stored settings of the bound school."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import prepared, read_once
from services.models import SchoolSetting, WorkingDay
from services.regulation.profile import SchoolProfile, profile_of
from services.regulation.working_days import WorkDays

__all__ = ["load_own_days", "load_profile", "load_work_days"]


_SETTINGS = prepared(select(SchoolSetting.key, SchoolSetting.value))


async def load_profile(session: AsyncSession) -> SchoolProfile:
    """Return the bound school's profile; settings that were never stored take their defaults."""

    async def read() -> SchoolProfile:
        rows = await session.execute(_SETTINGS)
        return profile_of({row.key: row.value for row in rows})

    return await read_once(session, "profile", read)


async def load_work_days(session: AsyncSession, profile: SchoolProfile) -> WorkDays:
    """Return the working days of the bound school, whose *profile* it is."""
    return WorkDays(await load_own_days(session), profile.days_per_week)


async def load_own_days(session: AsyncSession) -> dict[date, bool]:
    """Return the days of the bound school's own sheet, and whether they are worked."""
    rows = await session.execute(select(WorkingDay.on_date, WorkingDay.is_working))
    return {row.on_date: row.is_working for row in rows}
