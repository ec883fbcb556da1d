"""Lesson cards, and the moment a lesson's absentees were marked."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.checks import add_values, remove_values

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
_FACT_TABLES = ("notice", "told", "entry_change")


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "lesson_card",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("study_group_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("lesson_on", sa.Date(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "study_group_id"],
            ["study_group.school_id", "study_group.id"],
            name=op.f("fk_lesson_card_school_id_study_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "subject_id"],
            ["subject.school_id", "subject.id"],
            name=op.f("fk_lesson_card_school_id_subject_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "teacher_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_lesson_card_school_id_teacher_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_lesson_card_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_card")),
        sa.UniqueConstraint(
            "school_id",
            "study_group_id",
            "subject_id",
            "lesson_on",
            "number",
            "teacher_id",
            name="uq_lesson_card_lesson_teacher",
        ),
    )
    op.add_column("lesson", sa.Column("attendance_at", _MOMENT, nullable=True))
    add_values("notice", "ck_notice_kind", "kind", ["lesson_card"])
    for table in _FACT_TABLES:
        add_values(table, f"ck_{table}_fact_kind", "fact_kind", ["lesson_card"])


def downgrade() -> None:
    """Take the change back."""
    for table in _FACT_TABLES:
        op.execute(f"DELETE FROM {table} WHERE fact_kind = 'lesson_card'")
        remove_values(table, f"ck_{table}_fact_kind", "fact_kind", ["lesson_card"])
    remove_values("notice", "ck_notice_kind", "kind", ["lesson_card"])
    with op.batch_alter_table("lesson") as batch_op:
        batch_op.drop_column("attendance_at")
    op.drop_table("lesson_card")
