"""Pass or fail in a mark's place: a sign beside the figure, so that no sum ever meets it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0036"
down_revision: str | None = "0035"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("mark") as batch:
        batch.add_column(sa.Column("sign", sa.SmallInteger(), nullable=True))
        batch.alter_column("value", existing_type=sa.SmallInteger(), nullable=True)
        batch.create_check_constraint(
            op.f("ck_mark_figure_or_sign"), "(value IS NULL) <> (sign IS NULL)"
        )


def downgrade() -> None:
    """Take the change back: the version before knows no signs at lessons."""
    op.execute("DELETE FROM mark WHERE value IS NULL")
    with op.batch_alter_table("mark") as batch:
        batch.drop_constraint(op.f("ck_mark_figure_or_sign"), type_="check")
        batch.alter_column("value", existing_type=sa.SmallInteger(), nullable=False)
        batch.drop_column("sign")
