"""Notices that ask guardians about a child's own account."""

from collections.abc import Sequence

from alembic import op

from migrations.checks import add_values, remove_values

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_FACTS = ("student_account",)
_FACT_TABLES = ("entry_change", "notice", "told")


def upgrade() -> None:
    """Apply the change."""
    for table in _FACT_TABLES:
        add_values(table, f"ck_{table}_fact_kind", "fact_kind", _FACTS)


def downgrade() -> None:
    """Take the change back."""
    op.execute("DELETE FROM notice WHERE fact_kind = 'student_account'")
    op.execute("DELETE FROM told WHERE fact_kind = 'student_account'")
    for table in _FACT_TABLES:
        remove_values(table, f"ck_{table}_fact_kind", "fact_kind", _FACTS)
