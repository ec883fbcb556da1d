"""Sessions, transactions and the small differences between SQLite and PostgreSQL."""

from services.database.base import Audited, Base, SchoolScoped, id_column, in_school
from services.database.engine import Database, SessionHook
from services.database.leadership import Leadership
from services.database.memo import read_once
from services.database.scope import (
    SchoolNotBound,
    bind_school,
    bound_school_id,
    prepared,
    school_in_question,
)
from services.database.types import BigId, JsonValue, UtcDateTime, str_enum
from services.database.upsert import insert_or_ignore, upsert_statement

__all__ = [
    "Audited",
    "Base",
    "BigId",
    "Database",
    "JsonValue",
    "Leadership",
    "SchoolNotBound",
    "SchoolScoped",
    "SessionHook",
    "UtcDateTime",
    "bind_school",
    "bound_school_id",
    "id_column",
    "in_school",
    "insert_or_ignore",
    "prepared",
    "read_once",
    "school_in_question",
    "str_enum",
    "upsert_statement",
]
