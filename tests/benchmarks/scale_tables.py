"""Tables of the filler of large schools: its two temporary ones, and rows into any."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Integer,
    MetaData,
    Table,
    insert,
)

from services.database import Base, UtcDateTime
from tests.benchmarks.scale import (
    Scale,
)

__all__ = ["SERIES", "SLOT", "TEMPORARY", "table_of", "write_rows", "years_of"]

TEMPORARY = MetaData()
SLOT = Table(
    "bench_slot", TEMPORARY,
    Column("place", Integer, primary_key=True), Column("lesson_on", Date), Column("year", Integer),
    Column("number", Integer), Column("subject", Integer), Column("day", Integer),
    Column("starts_at", UtcDateTime), Column("ends_at", UtcDateTime),
    Column("recorded_at", UtcDateTime), Column("due_on", Date), Column("due_number", Integer),
)  # fmt: skip
SERIES = Table("bench_series", TEMPORARY, Column("n", Integer, primary_key=True))
_ROWS = 500


def years_of(scale: Scale) -> list[tuple[int, int]]:
    """Return the school years, each with its number and the year it begins in."""
    return [(n, scale.first_year + n) for n in range(scale.years)]


def table_of(entity: type[Base] | Table) -> Table:
    """The table itself: statements on entities ask which school is bound."""
    return entity if isinstance(entity, Table) else Base.metadata.tables[entity.__tablename__]


def write_rows(
    connection: Connection, entity: type[Base] | Table, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Write rows, some hundreds in a statement."""
    for start in range(0, len(rows), _ROWS):
        connection.execute(insert(table_of(entity)), rows[start : start + _ROWS])
