"""What administrators are told of a disk that fills up."""

from collections.abc import Sequence

from alembic import op

from migrations.checks import add_values, remove_values

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply the change."""
    add_values("office_alert", "ck_office_alert_kind", "kind", ("disk_low",))


def downgrade() -> None:
    """Take the change back."""
    op.execute("DELETE FROM office_alert WHERE kind = 'disk_low'")
    remove_values("office_alert", "ck_office_alert_kind", "kind", ("disk_low",))
