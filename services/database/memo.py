"""Reads that one session makes once: a page asks five times for the settings of its school.

What was read is forgotten with every statement that may change something.
"""

from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import ORMExecuteState, Session

from services.database.scope import SchoolSession, school_in_question

__all__ = ["read_once"]

_MEMO = "read once"
_T = TypeVar("_T")


async def read_once(
    session: AsyncSession, what: Hashable, read: Callable[[], Awaitable[_T]]
) -> _T:
    """Return what *read* returned when this session last asked for *what* of the bound school,
    or of no school where none is bound.

    Several callers get the same object: it must be one that nobody changes.
    """
    inner = session.sync_session
    if inner.new or inner.dirty or inner.deleted:  # the statement would have written them first
        return await read()
    key = school_in_question(), what
    memo: dict[Hashable, Any] = inner.info.setdefault(_MEMO, {})
    if key not in memo:
        memo[key] = await read()
    found: _T = memo[key]
    return found


@event.listens_for(SchoolSession, "do_orm_execute")
def _forget_before_a_change(state: ORMExecuteState) -> None:
    if not state.is_select:
        state.session.info.pop(_MEMO, None)


@event.listens_for(SchoolSession, "after_flush")
def _forget_after_a_flush(session: Session, _context: object) -> None:
    session.info.pop(_MEMO, None)


@event.listens_for(SchoolSession, "after_transaction_end")
def _forget_at_the_end(session: Session, _transaction: object) -> None:
    session.info.pop(_MEMO, None)
