"""What people say is wrong in the data about them, and the notices that tell of it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.checks import add_values, remove_values

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
_STATES = ("pending", "confirmed", "refused", "out_of_date")
_FACT_TABLES = ("notice", "told", "entry_change")


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "correction_request",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                *_STATES,
                name="correction_request_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["school_id", column],
                ["person.school_id", "person.id"],
                name=op.f(f"fk_correction_request_school_id_{column}"),
            )
            for column in ("decided_by", "person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_correction_request_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_request")),
    )
    for column in ("person", "state"):
        name = "person_id" if column == "person" else column
        op.create_index(
            f"ix_correction_request_{column}", "correction_request", ["school_id", name]
        )
    for table in _FACT_TABLES:
        add_values(table, f"ck_{table}_fact_kind", "fact_kind", ["correction_request"])


def downgrade() -> None:
    """Take the change back."""
    for table in _FACT_TABLES:
        op.execute(f"DELETE FROM {table} WHERE fact_kind = 'correction_request'")
        remove_values(table, f"ck_{table}_fact_kind", "fact_kind", ["correction_request"])
    for column in ("person", "state"):
        op.drop_index(f"ix_correction_request_{column}", table_name="correction_request")
    op.drop_table("correction_request")
