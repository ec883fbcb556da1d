"""What a school has of what its diary needs; reads, decides nothing."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.deployment import repository
from services.regulation.profile import InvalidSetting, SchoolProfile
from services.regulation.repository import load_profile

__all__ = ["Readiness", "UnreadableSetting", "readiness"]


@dataclass(frozen=True, slots=True)
class UnreadableSetting:
    """A stored setting that means nothing: its key and its value."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """The settings and what there is of the lists; ``unreadable`` when the settings are not."""

    profile: SchoolProfile | None
    unreadable: UnreadableSetting | None
    consent_text_length: int  # UTF-16 units, as Telegram counts; 0: the default text
    has_period: bool  # a grading period covers the day, or one is still to come
    has_administrator: bool


async def readiness(session: AsyncSession, *, on: date) -> Readiness:
    """Return what the bound school has on a day."""
    profile: SchoolProfile | None = None
    unreadable: UnreadableSetting | None = None
    try:
        profile = await load_profile(session)
    except InvalidSetting as error:
        unreadable = UnreadableSetting(str(error.facts["key"]), str(error.facts["value"]))
    own_text = await repository.own_consent_text(session)
    return Readiness(
        profile=profile,
        unreadable=unreadable,
        consent_text_length=len(own_text.encode("utf-16-le")) // 2,
        has_period=await repository.has_period(session, on=on),
        has_administrator=await repository.has_administrator(session),
    )
