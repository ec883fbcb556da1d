"""Reports that were accepted, class lists that were looked at, and the reminder of these."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.checks import add_values, remove_values

revision: str = "0030"
down_revision: str | None = "0029"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "filed_report",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("report_key", sa.String(length=40), nullable=False),
        sa.Column("class_id", _ID, nullable=True),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("period_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("slot", sa.String(length=120), nullable=False),
        sa.Column("accepted_by", _ID, nullable=False),
        sa.Column("accepted_at", _MOMENT, nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        *_keys("filed_report", "accepted_by"),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_filed_report_school_id_id")),
        sa.UniqueConstraint("school_id", "slot", name=op.f("uq_filed_report_school_id_slot")),
    )
    op.create_index("ix_filed_report_accepted", "filed_report", ["school_id", "accepted_at"])
    op.create_table(
        "class_list_check",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("class_id", _ID, nullable=False),
        sa.Column("year_on", sa.Date(), nullable=False),
        sa.Column("students", sa.SmallInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("checked_by", _ID, nullable=False),
        sa.Column("checked_at", _MOMENT, nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        *_keys("class_list_check", "checked_by"),
        sa.UniqueConstraint(
            "school_id",
            "class_id",
            "year_on",
            name=op.f("uq_class_list_check_school_id_class_id_year_on"),
        ),
    )
    add_values("nudge", "ck_nudge_sort", "sort", ["class_list"])


def _keys(table: str, person: str) -> tuple[sa.ForeignKeyConstraint | sa.PrimaryKeyConstraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["school_id", "class_id"],
            ["school_class.school_id", "school_class.id"],
            name=op.f(f"fk_{table}_school_id_class_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", person],
            ["person.school_id", "person.id"],
            name=op.f(f"fk_{table}_school_id_{person}"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f(f"fk_{table}_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    """Take the change back; what was accepted is forgotten."""
    op.execute("DELETE FROM nudge WHERE sort = 'class_list'")
    remove_values("nudge", "ck_nudge_sort", "sort", ["class_list"])
    op.drop_table("class_list_check")
    op.drop_index("ix_filed_report_accepted", table_name="filed_report")
    op.drop_table("filed_report")
