"""The figures of the office's packs, counted by the schedule and read when they are sent."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0035"
down_revision: str | None = "0034"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "pack_figures",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("fact_kind", sa.String(length=20), nullable=False),
        sa.Column("fact_id", _ID, nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("figures", _JSON, nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_pack_figures_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_figures")),
        sa.UniqueConstraint(
            "school_id",
            "fact_kind",
            "fact_id",
            "last_on",
            name=op.f("uq_pack_figures_school_id_fact_kind_fact_id_last_on"),
        ),
    )


def downgrade() -> None:
    """Take the change back; a pack that waits is not sent."""
    op.drop_table("pack_figures")
