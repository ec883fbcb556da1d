"""Work that students still owe, and the notices about it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.checks import add_values, remove_values

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_FACT_TABLES = ("notice", "told", "entry_change")
_MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "debt",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("lesson_on", sa.Date(), nullable=False),
        sa.Column("work_kind", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", _MOMENT, nullable=False),
        sa.Column("told_from", _MOMENT, nullable=False),
        sa.Column("closed_at", _MOMENT, nullable=True),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "author_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_debt_school_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "lesson_id"],
            ["lesson.school_id", "lesson.id"],
            name=op.f("fk_debt_school_id_lesson_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "student_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_debt_school_id_student_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "subject_id"],
            ["subject.school_id", "subject.id"],
            name=op.f("fk_debt_school_id_subject_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_debt_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debt")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_debt_school_id_id")),
        sa.UniqueConstraint(
            "school_id",
            "lesson_id",
            "student_id",
            name=op.f("uq_debt_school_id_lesson_id_student_id"),
        ),
    )
    with op.batch_alter_table("debt", schema=None) as batch_op:
        batch_op.create_index("ix_debt_student", ["school_id", "student_id"], unique=False)
    add_values("notice", "ck_notice_kind", "kind", ["debt"])
    for table in _FACT_TABLES:
        add_values(table, f"ck_{table}_fact_kind", "fact_kind", ["debt"])


def downgrade() -> None:
    """Take the change back."""
    for table in _FACT_TABLES:
        op.execute(f"DELETE FROM {table} WHERE fact_kind = 'debt'")
        remove_values(table, f"ck_{table}_fact_kind", "fact_kind", ["debt"])
    remove_values("notice", "ck_notice_kind", "kind", ["debt"])
    op.drop_table("debt")
