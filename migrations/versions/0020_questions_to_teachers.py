"""Threads between families and teachers, and the notices that tell of them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.checks import add_values, remove_values

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_TOPICS = ("nothing", "mark", "homework", "absence", "summary")
_NOTICES = ("question", "answer")
_FACT_TABLES = ("notice", "told", "entry_change")


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "talk",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column(
            "topic",
            sa.Enum(
                *_TOPICS, name="topic", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("about", _JSON, nullable=False),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["school_id", column],
                ["person.school_id", "person.id"],
                name=op.f(f"fk_talk_school_id_{column}"),
            )
            for column in ("student_id", "asker_id", "teacher_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_talk_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_talk_school_id_id")),
    )
    for name in ("asker", "student", "teacher"):
        op.create_index(f"ix_talk_{name}", "talk", ["school_id", f"{name}_id"], unique=False)
    op.create_table(
        "talk_message",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("talk_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", _MOMENT, nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "author_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_talk_message_school_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "talk_id"],
            ["talk.school_id", "talk.id"],
            name=op.f("fk_talk_message_school_id_talk_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_talk_message_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_message")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_talk_message_school_id_id")),
    )
    op.create_index(
        "ix_talk_message_author", "talk_message", ["school_id", "author_id", "sent_at"], unique=False
    )
    op.create_index(
        "ix_talk_message_talk", "talk_message", ["school_id", "talk_id"], unique=False
    )
    add_values("notice", "ck_notice_kind", "kind", _NOTICES)
    for table in _FACT_TABLES:
        add_values(table, f"ck_{table}_fact_kind", "fact_kind", ["talk"])


def downgrade() -> None:
    """Take the change back."""
    for table in _FACT_TABLES:
        op.execute(f"DELETE FROM {table} WHERE fact_kind = 'talk'")
        remove_values(table, f"ck_{table}_fact_kind", "fact_kind", ["talk"])
    remove_values("notice", "ck_notice_kind", "kind", _NOTICES)
    op.drop_index("ix_talk_message_talk", table_name="talk_message")
    op.drop_index("ix_talk_message_author", table_name="talk_message")
    op.drop_table("talk_message")
    for name in ("asker", "student", "teacher"):
        op.drop_index(f"ix_talk_{name}", table_name="talk")
    op.drop_table("talk")
