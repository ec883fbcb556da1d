"""Control works as they are planned."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "control_work",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("study_group_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("work_on", sa.Date(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "previewed",
                "saved",
                "discarded",
                "undone",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("override_note", sa.String(length=300), nullable=False),
        sa.Column("overridden_by", sa.Integer(), nullable=True),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "study_group_id"],
            ["study_group.school_id", "study_group.id"],
            name=op.f("fk_control_work_school_id_study_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "subject_id"],
            ["subject.school_id", "subject.id"],
            name=op.f("fk_control_work_school_id_subject_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "author_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_control_work_school_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "overridden_by"],
            ["person.school_id", "person.id"],
            name=op.f("fk_control_work_school_id_overridden_by"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_control_work_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control_work")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_control_work_school_id_id")),
    )
    op.create_index("ix_control_work_day", "control_work", ["school_id", "work_on"])


def downgrade() -> None:
    """Take the change back."""
    op.drop_index("ix_control_work_day", table_name="control_work")
    op.drop_table("control_work")
