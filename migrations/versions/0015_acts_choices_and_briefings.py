"""Acts of destruction, choices about each child, and what staff have read."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.checks import add_values, remove_values

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "destruction_act",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("categories", _JSON, nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("is_whole_person", sa.Boolean(), nullable=False),
        sa.Column("done", _JSON, nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=True),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_destruction_act_school_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "made_by"],
            ["person.school_id", "person.id"],
            name=op.f("fk_destruction_act_school_id_made_by"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_destruction_act_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destruction_act")),
        sa.UniqueConstraint(
            "school_id", "year", "number", name=op.f("uq_destruction_act_school_id_year_number")
        ),
    )
    op.create_table(
        "child_preference",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_child_preference_school_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "student_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_child_preference_school_id_student_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_child_preference_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child_preference")),
        sa.UniqueConstraint(
            "school_id",
            "person_id",
            "student_id",
            "key",
            name=op.f("uq_child_preference_school_id_person_id_student_id_key"),
        ),
    )
    op.create_table(
        "briefing",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(length=64), nullable=False),
        sa.Column("read_at", _MOMENT, nullable=True),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_briefing_school_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_briefing_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefing")),
        sa.UniqueConstraint(
            "school_id",
            "person_id",
            "edition",
            name=op.f("uq_briefing_school_id_person_id_edition"),
        ),
    )
    add_values("preference", "ck_preference_key", "key", ("quiet_hours",))


def downgrade() -> None:
    """Take the change back."""
    op.execute("DELETE FROM preference WHERE key = 'quiet_hours'")
    remove_values("preference", "ck_preference_key", "key", ("quiet_hours",))
    op.drop_table("briefing")
    op.drop_table("child_preference")
    op.drop_table("destruction_act")
