"""What is due for one bot is found without reading the chats of the others."""

from collections.abc import Sequence

from alembic import op

revision: str = "0037"
down_revision: str | None = "0036"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply the change."""
    op.drop_index("ix_chat_queue_head", table_name="chat_queue")
    op.create_index(
        "ix_chat_queue_head", "chat_queue", ["owner", "bot_id", "head_priority", "head_due_at"]
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_index("ix_chat_queue_head", table_name="chat_queue")
    op.create_index("ix_chat_queue_head", "chat_queue", ["owner", "head_priority", "head_due_at"])
