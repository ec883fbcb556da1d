"""Days by shorter bells."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.checks import add_values, remove_values

revision: str = "0029"
down_revision: str | None = "0028"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply the change."""
    add_values("day_change", "ck_day_change_day_kind", "kind", ["shortened"])
    with op.batch_alter_table("day_change") as table:
        table.add_column(sa.Column("lesson_minutes", sa.SmallInteger(), nullable=True))
        table.add_column(
            sa.Column("bell_set", sa.String(length=40), nullable=False, server_default="")
        )
    with op.batch_alter_table("day_change") as table:
        table.alter_column("bell_set", server_default=None)


def downgrade() -> None:
    """Take the change back; shortened days are gone with it."""
    op.execute("DELETE FROM day_change WHERE kind = 'shortened'")
    with op.batch_alter_table("day_change") as table:
        table.drop_column("bell_set")
        table.drop_column("lesson_minutes")
    remove_values("day_change", "ck_day_change_day_kind", "kind", ["shortened"])
