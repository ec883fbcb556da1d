"""What the optional sheets say: plans, clubs, kinds of work, topics, events, working days."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "school_work_kind",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("sign", sa.String(length=20), nullable=False),
        sa.Column("weight_tenths", sa.SmallInteger(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_school_work_kind_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_work_kind")),
        sa.UniqueConstraint("school_id", "name", name=op.f("uq_school_work_kind_school_id_name")),
    )
    op.create_table(
        "working_day",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_working_day_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_day")),
        sa.UniqueConstraint("school_id", "on_date", name=op.f("uq_working_day_school_id_on_date")),
    )
    op.create_table(
        "subject_exemption",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "student_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_subject_exemption_school_id_student_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "subject_id"],
            ["subject.school_id", "subject.id"],
            name=op.f("fk_subject_exemption_school_id_subject_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_subject_exemption_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_exemption")),
        sa.UniqueConstraint(
            "school_id",
            "student_id",
            "subject_id",
            name=op.f("uq_subject_exemption_school_id_student_id_subject_id"),
        ),
    )
    op.create_table(
        "planned_topic",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("school_class_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("topic", sa.String(length=500), nullable=False),
        sa.Column("hours", sa.SmallInteger(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"],
            ["school_class.school_id", "school_class.id"],
            name=op.f("fk_planned_topic_school_id_school_class_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "subject_id"],
            ["subject.school_id", "subject.id"],
            name=op.f("fk_planned_topic_school_id_subject_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_planned_topic_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_topic")),
        sa.UniqueConstraint(
            "school_id",
            "subject_id",
            "school_class_id",
            "number",
            name=op.f("uq_planned_topic_school_id_subject_id_school_class_id_number"),
        ),
    )
    op.create_table(
        "school_event",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("school_class_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"],
            ["school_class.school_id", "school_class.id"],
            name=op.f("fk_school_event_school_id_school_class_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_school_event_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_event")),
    )
    op.create_table(
        "club",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("study_group_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "study_group_id"],
            ["study_group.school_id", "study_group.id"],
            name=op.f("fk_club_school_id_study_group_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_club_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_club")),
        sa.UniqueConstraint(
            "school_id", "study_group_id", name=op.f("uq_club_school_id_study_group_id")
        ),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("club")
    op.drop_table("school_event")
    op.drop_table("planned_topic")
    op.drop_table("subject_exemption")
    op.drop_table("working_day")
    op.drop_table("school_work_kind")
