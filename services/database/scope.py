"""A school that cannot be forgotten: ORM statements see the bound school's rows only.

Without a bound school a statement on a school's table raises.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from sqlalchemy import BigInteger, Executable, bindparam, event
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from services.database.base import SchoolScoped

__all__ = [
    "SchoolNotBound",
    "SchoolSession",
    "bind_school",
    "bound_school_id",
    "prepared",
    "school_in_question",
]

_Statement = TypeVar("_Statement", bound=Executable)
_bound_school: ContextVar[int | None] = ContextVar("bound_school", default=None)


class SchoolNotBound(RuntimeError):
    """A statement touched a school's table while no school was bound: a programming error."""


def bound_school_id() -> int:
    """Return the school that statements are limited to.

    Raises:
        SchoolNotBound: none is bound here.
    """
    school_id = _bound_school.get()
    if school_id is None:
        raise SchoolNotBound
    return school_id


def school_in_question() -> int | None:
    """Return the bound school, or None where none is."""
    return _bound_school.get()


@contextmanager
def bind_school(school_id: int) -> Iterator[None]:
    """Limit every ORM statement inside the block to one school."""
    token = _bound_school.set(school_id)
    try:
        yield
    finally:
        _bound_school.reset(token)


class SchoolSession(Session):
    """The session class that carries the criterion; asynchronous sessions wrap it."""


# The parameter is computed when the statement runs, and only if a school's table is in it: so a
# join or a subquery without a bound school raises too.
_SCHOOL = bindparam("bound_school", callable_=bound_school_id, type_=BigInteger())
_LIMIT = with_loader_criteria(
    SchoolScoped,
    lambda cls: cls.school_id == _SCHOOL,
    include_aliases=True,
    track_closure_variables=False,
)
_IS_LIMITED = "is_limited_to_school"


def prepared(statement: _Statement) -> _Statement:
    """Return a statement that a module builds once and every page runs; its values are bindparams.

    Built anew and limited anew, a statement costs twice what running it does. The school is asked
    for when it runs, as for any other.
    """
    return statement.options(_LIMIT).execution_options(**{_IS_LIMITED: True})


@event.listens_for(SchoolSession, "do_orm_execute")
def _limit_to_school(state: ORMExecuteState) -> None:
    if not state.is_orm_statement or state.is_column_load or state.is_relationship_load:
        return
    if state.execution_options.get(_IS_LIMITED):
        return
    state.statement = state.statement.options(_LIMIT)


@event.listens_for(SchoolSession, "before_flush")
def _fill_school(session: Session, _context: object, _instances: object) -> None:
    for row in session.new:
        # The attribute is unset on a new row, whatever its type says.
        if isinstance(row, SchoolScoped) and getattr(row, "school_id", None) is None:
            row.school_id = bound_school_id()
