"""Finding the marks of a lesson by school and lesson: every statement names both."""

from collections.abc import Sequence

from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply the change."""
    op.drop_index("ix_mark_lesson", table_name="mark")
    op.create_index("ix_mark_lesson", "mark", ["school_id", "lesson_id"])


def downgrade() -> None:
    """Take the change back."""
    op.drop_index("ix_mark_lesson", table_name="mark")
    op.create_index("ix_mark_lesson", "mark", ["lesson_id"])
