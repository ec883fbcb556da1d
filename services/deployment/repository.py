"""The SQL of the installation; sessions come from outside, nothing is committed here."""

from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import insert_or_ignore
from services.models import Deployment, GradingPeriod, Person, RoleAssignment, SchoolSetting
from services.regulation.profile import SettingKey
from services.vocabulary import Role

__all__ = [
    "has_administrator",
    "has_period",
    "insert_fingerprint",
    "own_consent_text",
    "stored_fingerprint",
]

_ROW = 1


async def stored_fingerprint(session: AsyncSession) -> str | None:
    """Return the fingerprint of the secret the database was made with, if it has one yet."""
    return await session.scalar(select(Deployment.secret_fingerprint))


async def insert_fingerprint(session: AsyncSession, fingerprint: str) -> None:
    """Store the fingerprint unless there is one: of two processes the first one is right."""
    statement = insert_or_ignore(session, Deployment, keys=("id",))
    await session.execute(statement.values(id=_ROW, secret_fingerprint=fingerprint))


async def own_consent_text(session: AsyncSession) -> str:
    """Return the consent text of the bound school's workbook; "" when it has none of its own."""
    text = await session.scalar(
        select(SchoolSetting.value).where(SchoolSetting.key == SettingKey.CONSENT_TEXT)
    )
    return (text or "").strip()


async def has_period(session: AsyncSession, *, on: date) -> bool:
    """Whether the bound school has a grading period that is not over on a day."""
    period = await session.scalar(
        select(GradingPeriod.id).where(GradingPeriod.ends_on >= on).limit(1)
    )
    return period is not None


async def has_administrator(session: AsyncSession) -> bool:
    """Whether somebody who works at the bound school is its administrator."""
    works = exists().where(Person.id == RoleAssignment.person_id, Person.left_on.is_(None))
    someone = await session.scalar(
        select(RoleAssignment.id).where(RoleAssignment.role == Role.ADMINISTRATOR, works).limit(1)
    )
    return someone is not None
