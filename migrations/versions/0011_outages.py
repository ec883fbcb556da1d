"""Times without the diary, and when the channel was last reached."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.checks import add_values, remove_values

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
_FACT_TABLES = ("notice", "told", "entry_change")
_KINDS = ["outage", "untold"]


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "outage",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("is_silence", sa.Boolean(), nullable=False),
        sa.Column("began_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_outage_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage")),
    )
    op.create_index("ix_outage_school", "outage", ["school_id", "began_at"])
    op.add_column("bot", sa.Column("reached_at", _MOMENT, nullable=True))
    add_values("notice", "ck_notice_kind", "kind", _KINDS)
    for table in _FACT_TABLES:
        add_values(table, f"ck_{table}_fact_kind", "fact_kind", _KINDS)


def downgrade() -> None:
    """Take the change back."""
    for table in _FACT_TABLES:
        op.execute(f"DELETE FROM {table} WHERE fact_kind IN ('outage', 'untold')")
        remove_values(table, f"ck_{table}_fact_kind", "fact_kind", _KINDS)
    remove_values("notice", "ck_notice_kind", "kind", _KINDS)
    with op.batch_alter_table("bot") as batch_op:
        batch_op.drop_column("reached_at")
    op.drop_index("ix_outage_school", table_name="outage")
    op.drop_table("outage")
