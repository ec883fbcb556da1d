"""Paper sheets: the week of a child printed for a family that no chat reaches."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply the change."""
    moment = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
    op.create_table(
        "paper_sheet",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("week_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("handed_at", moment, nullable=True),
        sa.Column("handed_by", sa.Integer(), nullable=True),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "handed_by"],
            ["person.school_id", "person.id"],
            name=op.f("fk_paper_sheet_school_id_handed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "student_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_paper_sheet_school_id_student_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_paper_sheet_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_sheet")),
        sa.UniqueConstraint(
            "school_id",
            "student_id",
            "week_on",
            name=op.f("uq_paper_sheet_school_id_student_id_week_on"),
        ),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("paper_sheet")
