"""The declarative base: named constraints, and the mixin that puts a table into a school."""

from typing import Any, ClassVar

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from services.database.types import BigId

__all__ = ["Audited", "Base", "SchoolScoped", "id_column", "in_school"]


class Base(DeclarativeBase):
    """Common base of all tables; constraint names are predictable for migrations."""

    # A bare number refers to a row, and is as wide as the keys are: on PostgreSQL a reference of
    # 32 bits to a key of 64 is refused from row 2 147 483 648 on. Counters say what they are.
    type_annotation_map: ClassVar[dict[Any, Any]] = {int: BigId}
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        },
    )


def id_column() -> Mapped[int]:
    """Return a surrogate primary key that both databases generate."""
    return mapped_column(BigId, primary_key=True, autoincrement=True)


def in_school(column: str, table: str) -> ForeignKeyConstraint:
    """Return a foreign key that cannot leave the school: (school_id, column) → table."""
    return ForeignKeyConstraint(["school_id", column], [f"{table}.school_id", f"{table}.id"])


class SchoolScoped:
    """Mixin of a school's table; queries see the bound school only."""

    @declared_attr
    def school_id(cls) -> Mapped[int]:  # noqa: N805  # SQLAlchemy calls it with the class
        """Return the column that holds the school."""
        return mapped_column(BigInteger, ForeignKey("school.id"), nullable=False)


class Audited:
    """Mixin of a row whose every change goes into the school's audit chain.

    ``__audit_skip__`` names columns that are bookkeeping, not facts.
    """

    __audit_skip__: ClassVar[frozenset[str]] = frozenset()

    id: Any
