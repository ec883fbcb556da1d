"""Whether an account's app shows native tables, which it is asked once."""

from collections.abc import Sequence

from alembic import op

revision: str = "0031"
down_revision: str | None = "0030"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply the change."""
    # In words both databases have: rebuilding the table would touch all that points to it.
    op.execute(
        "ALTER TABLE account ADD COLUMN tables VARCHAR(32) DEFAULT 'unasked' NOT NULL "
        "CONSTRAINT ck_account_tables CHECK (tables IN ('unasked', 'asked', 'yes', 'no'))"
    )


def downgrade() -> None:
    """Take the change back."""
    op.execute("ALTER TABLE account DROP COLUMN tables")
