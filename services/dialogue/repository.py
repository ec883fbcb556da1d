"""The SQL of dialogue state; sessions come from outside, nothing is committed here."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import prepared, upsert_statement
from services.dialogue.facts import DialogueKey, DialogueState
from services.models import Dialogue

__all__ = ["find", "purge", "remove", "write"]


_STATE = prepared(
    select(Dialogue.state, Dialogue.data).where(
        Dialogue.bot_id == bindparam("bot_id"),
        Dialogue.chat_id == bindparam("chat_id"),
        Dialogue.user_id == bindparam("user_id"),
        Dialogue.updated_at > bindparam("changed_after"),
    )
)


async def find(
    session: AsyncSession, key: DialogueKey, *, changed_after: datetime
) -> DialogueState | None:
    """Return the state unless it is older than *changed_after*."""
    values = {
        "bot_id": key.bot_id,
        "chat_id": key.chat_id,
        "user_id": key.user_id,
        "changed_after": changed_after,
    }
    row = (await session.execute(_STATE, values)).one_or_none()
    return None if row is None else DialogueState(step=row.state, data=row.data)


async def write(
    session: AsyncSession, key: DialogueKey, state: DialogueState, *, now: datetime
) -> None:
    """Store the state, replacing the one before."""
    statement = upsert_statement(
        session,
        Dialogue,
        keys=("bot_id", "chat_id", "user_id"),
        update=("state", "data", "updated_at"),
    )
    row: dict[str, Any] = {
        "bot_id": key.bot_id,
        "chat_id": key.chat_id,
        "user_id": key.user_id,
        "state": state.step,
        "data": state.data,
        "updated_at": now,
    }
    await session.execute(statement, row)


async def remove(session: AsyncSession, key: DialogueKey) -> None:
    """Forget the state."""
    await session.execute(
        delete(Dialogue).where(
            Dialogue.bot_id == key.bot_id,
            Dialogue.chat_id == key.chat_id,
            Dialogue.user_id == key.user_id,
        )
    )


async def purge(session: AsyncSession, *, changed_before: datetime) -> int:
    """Delete what nobody has gone on with; return how much that was."""
    deleted = await session.execute(delete(Dialogue).where(Dialogue.updated_at <= changed_before))
    return cast("CursorResult[Any]", deleted).rowcount
