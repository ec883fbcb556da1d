"""Whether a process under test has done what its clock asks for: looked up in its database."""

from datetime import datetime

from sqlalchemy import func, select

from services.database import Database, bind_school
from services.models import Bot, ChatQueue, InboxState, InboxUpdate, JobRun, Notice, School
from services.outages.repository import note_reached
from services.vocabulary import NoticeState

__all__ = ["has_work", "jobs_ran", "was_there"]


async def was_there(database: Database, now: datetime) -> None:
    """Note that Telegram was there all the time: a clock moved on purpose is no outage."""
    async with database.transaction() as session:
        for bot_id in (await session.scalars(select(Bot.id))).all():
            await note_reached(session, bot_id, now=now)


async def jobs_ran(database: Database, now: datetime) -> bool:
    """Whether every job that runs each minute has run in the minute of *now* or later."""
    latest = (
        select(func.max(JobRun.slot))
        .where(JobRun.slot.like("____-__-__T__:__"))
        .group_by(JobRun.job)
    )
    async with database.reading() as session:
        slots = (await session.scalars(latest)).all()
    return bool(slots) and all(slot >= f"{now:%Y-%m-%dT%H:%M}" for slot in slots)


async def has_work(database: Database, now: datetime) -> bool:
    """Whether an update is not handled yet, or something due at *now* waits for its message."""
    unhandled = select(func.count()).where(
        InboxUpdate.state.in_([InboxState.NEW, InboxState.APPLIED])
    )
    owned = select(func.count()).where(ChatQueue.owner.is_not(None))
    due = select(func.count()).where(
        Notice.state == NoticeState.WAITING,
        Notice.account_id.is_not(None),
        Notice.due_at <= now,
    )
    async with database.reading() as session:
        counts = [(await session.scalars(query)).one() for query in (unhandled, owned)]
        for school_id in (await session.scalars(select(School.id))).all():
            with bind_school(school_id):
                counts.append((await session.scalars(due)).one())
    return any(counts)
