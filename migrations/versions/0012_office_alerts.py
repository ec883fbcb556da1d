"""Office alerts: what an administrator must see to, such as a backup medium that is not there."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.checks import add_values, remove_values

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_FACT_TABLES = ("notice", "told", "entry_change")


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "office_alert",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "copy_missing",
                "copy_full",
                "copy_failed",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("detail", sa.String(length=200), nullable=False),
        sa.Column(
            "raised_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_office_alert_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_alert")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_office_alert_school_id_id")),
    )
    add_values("notice", "ck_notice_kind", "kind", ["office_alert"])
    for table in _FACT_TABLES:
        add_values(table, f"ck_{table}_fact_kind", "fact_kind", ["office_alert"])


def downgrade() -> None:
    """Take the change back."""
    for table in _FACT_TABLES:
        op.execute(f"DELETE FROM {table} WHERE fact_kind = 'office_alert'")
        remove_values(table, f"ck_{table}_fact_kind", "fact_kind", ["office_alert"])
    remove_values("notice", "ck_notice_kind", "kind", ["office_alert"])
    op.drop_table("office_alert")
