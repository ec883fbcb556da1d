"""The fingerprint of the installation's secret; an unused column of the inbox goes."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "deployment",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("secret_fingerprint", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deployment")),
    )
    with op.batch_alter_table("inbox_update") as batch:
        batch.drop_column("ready_at")


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("inbox_update") as batch:
        batch.add_column(sa.Column("ready_at", sa.Float(), server_default="0", nullable=False))
    with op.batch_alter_table("inbox_update") as batch:
        batch.alter_column("ready_at", server_default=None)
    op.drop_table("deployment")
