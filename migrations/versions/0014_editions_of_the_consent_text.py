"""Editions of the consent text that are asked about again, and notices about consent and age."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.checks import add_values, remove_values

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_FACTS = ("consent_text", "coming_of_age")
_FACT_TABLES = ("entry_change", "notice", "told")


def upgrade() -> None:
    """Apply the change."""
    op.add_column(
        "consent_text",
        sa.Column("asks_again", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    add_values("notice", "ck_notice_kind", "kind", ("agreement",))
    for table in _FACT_TABLES:
        add_values(table, f"ck_{table}_fact_kind", "fact_kind", _FACTS)


def downgrade() -> None:
    """Take the change back."""
    op.execute("DELETE FROM notice WHERE kind = 'agreement'")
    op.execute("DELETE FROM told WHERE fact_kind IN ('consent_text', 'coming_of_age')")
    for table in _FACT_TABLES:
        remove_values(table, f"ck_{table}_fact_kind", "fact_kind", _FACTS)
    remove_values("notice", "ck_notice_kind", "kind", ("agreement",))
    op.drop_column("consent_text", "asks_again")
