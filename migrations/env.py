"""How alembic meets the database: on the connection it is given, in one transaction.

Called by ``bot/database_setup.py``; there is no offline mode.
"""

from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON

import services.models  # noqa: F401  # makes the metadata complete for autogeneration
from services.database import Base, UtcDateTime


def render_item(kind: str, item: Any, autogen_context: AutogenContext) -> str | bool:
    """Write our own types as plain ones: a revision imports nothing of the program."""
    if kind == "type" and isinstance(item, UtcDateTime):
        autogen_context.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")'
    if kind == "type" and isinstance(item, JSON):
        autogen_context.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a column by rebuilding its table
    render_item=render_item,
    compare_type=True,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
