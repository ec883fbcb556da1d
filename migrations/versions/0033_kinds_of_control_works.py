"""What kind of work a planned control work is: a dictation, an essay, a test."""

from collections.abc import Sequence

from alembic import op

revision: str = "0033"
down_revision: str | None = "0032"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply the change."""
    op.execute(
        "ALTER TABLE control_work ADD COLUMN work_kind VARCHAR(20) DEFAULT 'control' NOT NULL"
    )


def downgrade() -> None:
    """Take the change back."""
    op.execute("ALTER TABLE control_work DROP COLUMN work_kind")
