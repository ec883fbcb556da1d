"""Who is acting, and why: said once around a use case, found by whatever it changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

__all__ = ["Act", "acting", "current_act"]


@dataclass(frozen=True, slots=True)
class Act:
    """A person of the school (none: the program itself) and the reason given, if any."""

    person_id: int | None = None
    why: str = ""


_NOBODY = Act()
_act: ContextVar[Act] = ContextVar("act", default=_NOBODY)


@contextmanager
def acting(person_id: int | None, *, why: str = "") -> Iterator[None]:
    """Attribute to *person_id* what is flushed inside the block.

    Around ``database.transaction()`` that is everything the transaction changes. Inside one, flush
    before leaving the block: rows are attributed when they are written, not when they are touched.
    """
    token = _act.set(Act(person_id, why))
    try:
        yield
    finally:
        _act.reset(token)


def current_act() -> Act:
    """Return who is acting now."""
    return _act.get()
