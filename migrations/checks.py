"""Adding and removing values of a named CHECK … IN (…), whatever others have added before.

A list of words grows from many sides. A revision that wrote out the whole list would undo what
another one added, and SQLite, which rebuilds a table to change it, would lose the CHECK itself.
"""

import re
from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

__all__ = ["add_values", "remove_values"]


def add_values(table: str, constraint: str, column: str, values: Sequence[str]) -> None:
    """Let *column* hold *values*, too."""
    _change(table, constraint, column, lambda known: [*known, *values])


def remove_values(table: str, constraint: str, column: str, values: Sequence[str]) -> None:
    """Let *column* hold *values* no more; rows that hold them must be gone before."""
    _change(table, constraint, column, lambda known: [one for one in known if one not in values])


def _change(
    table: str, constraint: str, column: str, edit: Callable[[list[str]], list[str]]
) -> None:
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        definition = connection.scalar(
            sa.text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name"),
            {"name": constraint},
        )
        known = re.findall(r"'([^']*)'::", definition)
        op.drop_constraint(op.f(constraint), table, type_="check")
        op.create_check_constraint(op.f(constraint), table, _clause(column, edit(known)))
        return
    stored = connection.scalar(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name"),
        {"name": table},
    )
    clause = re.search(
        rf"CONSTRAINT {constraint} CHECK \((\"?{column}\"? IN \(([^)]*)\))\)", stored
    )
    if clause is None:
        message = f"{table} has no {constraint}"
        raise LookupError(message)
    known = re.findall(r"'([^']*)'", clause[2])
    changed = stored.replace(clause[1], _clause(column, edit(known)))
    # SQLite's own way for a change that no stored row knows of (sqlite.org/lang_altertable.html,
    # 7, the second procedure): the text of the table is edited and the schema's number moved on.
    version = connection.scalar(sa.text("PRAGMA schema_version"))
    connection.execute(sa.text("PRAGMA writable_schema = ON"))
    connection.execute(
        sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :name"),
        {"sql": changed, "name": table},
    )
    connection.execute(sa.text(f"PRAGMA schema_version = {version + 1}"))
    connection.execute(sa.text("PRAGMA writable_schema = OFF"))


def _clause(column: str, values: Sequence[str]) -> str:
    words = ", ".join(f"'{one}'" for one in dict.fromkeys(values))
    return f'"{column}" IN ({words})'  # quoted: a column may be called key
