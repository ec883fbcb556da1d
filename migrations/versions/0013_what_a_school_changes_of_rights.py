"""What a school changes of the table of rights: its sheet «Права»."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "right_change",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("is_allowed", sa.Boolean(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_right_change_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_right_change")),
        sa.UniqueConstraint(
            "school_id", "role", "action", name=op.f("uq_right_change_school_id_role_action")
        ),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("right_change")
