"""Rows of calendar feeds; only the first function needs no school bound."""

from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.models import CalendarFeed

__all__ = ["FeedOwner", "open_feed", "owner_of"]


@dataclass(frozen=True, slots=True)
class FeedOwner:
    """Whose address it is, and about which child."""

    school_id: int
    person_id: int
    student_id: int


async def owner_of(session: AsyncSession, secret_hash: str) -> FeedOwner | None:
    """Return whose address a secret is, in whichever school; None when it was ended."""
    feed = cast("Table", CalendarFeed.__table__)
    found = (
        await session.execute(
            select(feed.c.school_id, feed.c.person_id, feed.c.student_id).where(
                feed.c.secret_hash == secret_hash, feed.c.ended_at.is_(None)
            )
        )
    ).first()
    return None if found is None else FeedOwner(*found)


async def open_feed(
    session: AsyncSession, *, person_id: int, student_id: int
) -> CalendarFeed | None:
    """Return a person's address about a child that has not been ended; a second press waits."""
    return await session.scalar(
        select(CalendarFeed)
        .where(
            CalendarFeed.person_id == person_id,
            CalendarFeed.student_id == student_id,
            CalendarFeed.ended_at.is_(None),
        )
        .with_for_update()
    )
