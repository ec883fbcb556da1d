"""Nudges of teachers, and the notices about them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.checks import add_values, remove_values

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_FACT_TABLES = ("notice", "told", "entry_change")


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "nudge",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "sort",
            sa.Enum(
                "attendance",
                "homework",
                "works",
                "few_marks",
                "period_marks",
                "self_check",
                name="sort",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column(
            "made_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_nudge_school_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_nudge_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge")),
        sa.UniqueConstraint(
            "school_id",
            "person_id",
            "sort",
            "day_on",
            "number",
            name=op.f("uq_nudge_school_id_person_id_sort_day_on_number"),
        ),
    )
    add_values("notice", "ck_notice_kind", "kind", ["nudge"])
    for table in _FACT_TABLES:
        add_values(table, f"ck_{table}_fact_kind", "fact_kind", ["nudge"])


def downgrade() -> None:
    """Take the change back."""
    for table in _FACT_TABLES:
        op.execute(f"DELETE FROM {table} WHERE fact_kind = 'nudge'")
        remove_values(table, f"ck_{table}_fact_kind", "fact_kind", ["nudge"])
    remove_values("notice", "ck_notice_kind", "kind", ["nudge"])
    op.drop_table("nudge")
