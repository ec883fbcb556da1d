"""Summaries of fourteen days, who has read them, and the notices that tell of them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.checks import add_values, remove_values

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_WORDS = ("summary", "summary_drafts")
# Kinds are text with a CHECK: these columns learn the two new words.
_KINDS = (
    ("notice", "kind"),
    ("notice", "fact_kind"),
    ("told", "fact_kind"),
    ("entry_change", "fact_kind"),
)


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "summary",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("school_class_id", sa.Integer(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("facts", _JSON, nullable=True),
        sa.Column("made_at", _MOMENT, nullable=True),
        sa.Column("sentence", sa.String(length=300), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("written_at", _MOMENT, nullable=True),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "author_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_summary_school_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"],
            ["school_class.school_id", "school_class.id"],
            name=op.f("fk_summary_school_id_school_class_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "student_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_summary_school_id_student_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_summary_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_summary_school_id_id")),
        sa.UniqueConstraint(
            "school_id",
            "student_id",
            "ends_on",
            name=op.f("uq_summary_school_id_student_id_ends_on"),
        ),
    )
    op.create_index(
        "ix_summary_class", "summary", ["school_id", "school_class_id", "ends_on"], unique=False
    )
    op.create_table(
        "summary_reading",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("summary_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("read_at", _MOMENT, nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_summary_reading_school_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "summary_id"],
            ["summary.school_id", "summary.id"],
            name=op.f("fk_summary_reading_school_id_summary_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_summary_reading_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_reading")),
        sa.UniqueConstraint(
            "school_id",
            "summary_id",
            "person_id",
            name=op.f("uq_summary_reading_school_id_summary_id_person_id"),
        ),
    )
    for table, column in _KINDS:
        add_values(table, f"ck_{table}_{column}", column, _WORDS)


def downgrade() -> None:
    """Take the change back."""
    for table, column in _KINDS:
        rows = sa.table(table, sa.column(column))
        op.execute(sa.delete(rows).where(rows.c[column].in_(_WORDS)))
        remove_values(table, f"ck_{table}_{column}", column, _WORDS)
    op.drop_table("summary_reading")
    op.drop_index("ix_summary_class", table_name="summary")
    op.drop_table("summary")
