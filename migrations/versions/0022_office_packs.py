"""Notices of the office's packs: a class's week, the school's week and month."""

from collections.abc import Sequence

from alembic import op

from migrations.checks import add_values, remove_values

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_FACTS = ("class_week", "school_week", "school_month")
_FACT_TABLES = ("notice", "told", "entry_change")


def upgrade() -> None:
    """Apply the change."""
    add_values("notice", "ck_notice_kind", "kind", ["office_pack"])
    for table in _FACT_TABLES:
        add_values(table, f"ck_{table}_fact_kind", "fact_kind", _FACTS)


def downgrade() -> None:
    """Take the change back."""
    words = ", ".join(f"'{one}'" for one in _FACTS)
    for table in _FACT_TABLES:
        op.execute(f"DELETE FROM {table} WHERE fact_kind IN ({words})")
        remove_values(table, f"ck_{table}_fact_kind", "fact_kind", _FACTS)
    remove_values("notice", "ck_notice_kind", "kind", ["office_pack"])
