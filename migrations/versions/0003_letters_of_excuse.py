"""Letters of excuse for days, set by the class teacher, and the notices about them."""

import re
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Table, column, name of the CHECK, and the values it learns.
NEW_VALUES = (
    ("notice", "kind", "ck_notice_kind", ("letter",)),
    ("notice", "fact_kind", "ck_notice_fact_kind", ("letter",)),
    ("told", "fact_kind", "ck_told_fact_kind", ("letter",)),
    ("entry_change", "fact_kind", "ck_entry_change_fact_kind", ("letter",)),
)


def _known(table: str, check: str) -> list[str]:
    """Return the values a CHECK allows now, whichever migrations came before."""
    found = sa.inspect(op.get_bind()).get_check_constraints(table)
    text = next(one["sqltext"] for one in found if one["name"] == check)
    return re.findall(r"'([a-z_]+)'", text)


def _allow(table: str, column: str, check: str, values: Sequence[str]) -> None:
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(op.f(check), type_="check")
        batch_op.create_check_constraint(op.f(check), sa.column(column).in_(list(values)))


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "absence_letter",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column(
            "code",
            sa.Enum(
                "present",
                "absent",
                "absent_sick",
                "absent_excused",
                "absent_unexcused",
                "tardy",
                "exempt",
                name="code",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "author_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_absence_letter_school_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "student_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_absence_letter_school_id_student_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_absence_letter_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_letter")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_absence_letter_school_id_id")),
        sa.UniqueConstraint(
            "school_id",
            "student_id",
            "starts_on",
            "ends_on",
            name=op.f("uq_absence_letter_school_id_student_id_starts_on_ends_on"),
        ),
    )
    for table, column, check, values in NEW_VALUES:
        _allow(table, column, check, [*_known(table, check), *values])


def downgrade() -> None:
    """Take the change back."""
    op.execute("DELETE FROM told WHERE fact_kind = 'letter'")
    op.execute("DELETE FROM notice WHERE fact_kind = 'letter' OR kind = 'letter'")
    for table, column, check, values in NEW_VALUES:
        _allow(table, column, check, [one for one in _known(table, check) if one not in values])
    op.drop_table("absence_letter")
