"""Reminders of one lesson by its group: two shifts have lessons of one number."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0032"
down_revision: str | None = "0031"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BY_NUMBER = ["school_id", "person_id", "sort", "day_on", "number"]


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("nudge") as batch:
        batch.add_column(
            sa.Column("study_group_id", _ID, server_default="0", nullable=False)
        )
        batch.drop_constraint("uq_nudge_" + "_".join(_BY_NUMBER), type_="unique")
        batch.create_unique_constraint(
            op.f("uq_nudge_" + "_".join([*_BY_NUMBER, "study_group_id"])),
            [*_BY_NUMBER, "study_group_id"],
        )


def downgrade() -> None:
    """Take the change back."""
    # What was said of one number in two shifts would be said twice.
    op.execute(
        "DELETE FROM nudge WHERE id NOT IN "
        f"(SELECT MIN(id) FROM nudge GROUP BY {', '.join(_BY_NUMBER)})"
    )
    with op.batch_alter_table("nudge") as batch:
        batch.drop_constraint(
            "uq_nudge_" + "_".join([*_BY_NUMBER, "study_group_id"]), type_="unique"
        )
        batch.drop_column("study_group_id")
        batch.create_unique_constraint(
            op.f("uq_nudge_" + "_".join(_BY_NUMBER)), _BY_NUMBER
        )
