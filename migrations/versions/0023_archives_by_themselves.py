"""What administrators are told of archives that make themselves."""

from collections.abc import Sequence

from alembic import op

from migrations.checks import add_values, remove_values

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_KINDS = ("archive_key", "archive_made")


def upgrade() -> None:
    """Apply the change."""
    add_values("office_alert", "ck_office_alert_kind", "kind", _KINDS)


def downgrade() -> None:
    """Take the change back."""
    words = ", ".join(f"'{one}'" for one in _KINDS)
    op.execute(f"DELETE FROM office_alert WHERE kind IN ({words})")
    remove_values("office_alert", "ck_office_alert_kind", "kind", _KINDS)
