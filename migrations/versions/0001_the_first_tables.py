"""The first tables: school, people, journal, joining, telling, receiving, audit."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "bot",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("telegram_bot_id", sa.BigInteger(), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bot")),
        sa.UniqueConstraint("telegram_bot_id", name=op.f("uq_bot_telegram_bot_id")),
    )
    op.create_table(
        "job_run",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("job", sa.String(length=40), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column(
            "ran_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
        sa.UniqueConstraint(
            "job", "school_id", "slot", name=op.f("uq_job_run_job_school_id_slot")
        ),
    )
    op.create_table(
        "school",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("short_name", sa.String(length=120), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
        sa.UniqueConstraint("short_name", name=op.f("uq_school_short_name")),
    )
    op.create_table(
        "academic_year",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("name", sa.String(length=9), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_academic_year_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_academic_year")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_academic_year_school_id_id")),
        sa.UniqueConstraint("school_id", "name", name=op.f("uq_academic_year_school_id_name")),
    )
    op.create_table(
        "account",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("bot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("telegram_user_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("is_reachable", sa.Boolean(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["bot_id"], ["bot.id"], name=op.f("fk_account_bot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint(
            "bot_id", "telegram_user_id", name=op.f("uq_account_bot_id_telegram_user_id")
        ),
    )
    op.create_table(
        "audit_entry",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column(
            "at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("entity_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("previous_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_audit_entry_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("school_id", "seq", name=op.f("uq_audit_entry_school_id_seq")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_audit_entry_row", ["school_id", "entity", "entity_id"], unique=False
        )

    op.create_table(
        "audit_head",
        sa.Column(
            "school_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_audit_head_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "class_period",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("bell_set", sa.String(length=60), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.Column(
            "weekdays", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "grades", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_class_period_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_period")),
    )
    op.create_table(
        "consent_text",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column(
            "purpose",
            sa.Enum(
                "delivery",
                "student_account",
                "guardians_informed",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_consent_text_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_text")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_consent_text_school_id_id")),
        sa.UniqueConstraint(
            "school_id",
            "purpose",
            "version",
            name=op.f("uq_consent_text_school_id_purpose_version"),
        ),
    )
    op.create_table(
        "dialogue",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("bot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=80), nullable=False),
        sa.Column(
            "data", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "updated_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["bot_id"], ["bot.id"], name=op.f("fk_dialogue_bot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue")),
        sa.UniqueConstraint(
            "bot_id", "chat_id", "user_id", name=op.f("uq_dialogue_bot_id_chat_id_user_id")
        ),
    )
    op.create_table(
        "holiday",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column(
            "grades", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_holiday_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
    )
    op.create_table(
        "inbox_update",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("bot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_key", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "applied",
                "done",
                "set_aside",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "payload", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True
        ),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("ready_at", sa.Float(), nullable=False),
        sa.Column(
            "received_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "finished_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["bot_id"], ["bot.id"], name=op.f("fk_inbox_update_bot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_update")),
        sa.UniqueConstraint("bot_id", "update_id", name=op.f("uq_inbox_update_bot_id_update_id")),
    )
    with op.batch_alter_table("inbox_update", schema=None) as batch_op:
        batch_op.create_index("ix_inbox_update_todo", ["state", "chat_key", "id"], unique=False)

    op.create_table(
        "person",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "staff",
                "student",
                "guardian",
                name="person_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("external_id", sa.String(length=64), nullable=True),
        sa.Column("family_name", sa.String(length=80), nullable=False),
        sa.Column("given_name", sa.String(length=80), nullable=False),
        sa.Column("patronymic", sa.String(length=80), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("phone_hash", sa.String(length=64), nullable=True),
        sa.Column("phone_tail", sa.String(length=2), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_person_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_person_school_id_id")),
        sa.UniqueConstraint(
            "school_id", "kind", "external_id", name=op.f("uq_person_school_id_kind_external_id")
        ),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("ix_person_phone", ["school_id", "phone_hash"], unique=False)

    op.create_table(
        "school_setting",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_school_setting_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_setting")),
        sa.UniqueConstraint("school_id", "key", name=op.f("uq_school_setting_school_id_key")),
    )
    op.create_table(
        "send_slot",
        sa.Column("bot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tat", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["bot_id"], ["bot.id"], name=op.f("fk_send_slot_bot_id")),
        sa.PrimaryKeyConstraint("bot_id", name=op.f("pk_send_slot")),
    )
    op.create_table(
        "subject",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("short_name", sa.String(length=40), nullable=False),
        sa.Column(
            "assessment",
            sa.Enum(
                "marks",
                "pass_fail",
                "none",
                name="assessment",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("unmarked_until", sa.Date(), nullable=True),
        sa.Column("has_homework", sa.Boolean(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_subject_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_subject_school_id_id")),
        sa.UniqueConstraint("school_id", "name", name=op.f("uq_subject_school_id_name")),
    )
    op.create_table(
        "absence_alarm",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("alarm_on", sa.Date(), nullable=False),
        sa.Column("raised_by", sa.Integer(), nullable=False),
        sa.Column(
            "raised_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "director_told_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.Column(
            "taken_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("found_by", sa.Integer(), nullable=True),
        sa.Column(
            "found_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "found_by"],
            ["person.school_id", "person.id"],
            name=op.f("fk_absence_alarm_school_id_found_by"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "raised_by"],
            ["person.school_id", "person.id"],
            name=op.f("fk_absence_alarm_school_id_raised_by"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "student_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_absence_alarm_school_id_student_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "taken_by"],
            ["person.school_id", "person.id"],
            name=op.f("fk_absence_alarm_school_id_taken_by"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_absence_alarm_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_alarm")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_absence_alarm_school_id_id")),
        sa.UniqueConstraint(
            "school_id",
            "student_id",
            "alarm_on",
            name=op.f("uq_absence_alarm_school_id_student_id_alarm_on"),
        ),
    )
    with op.batch_alter_table("absence_alarm", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absence_alarm_alarm_on"), ["alarm_on"], unique=False)

    op.create_table(
        "absence_reason",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("first_lesson", sa.SmallInteger(), nullable=True),
        sa.Column("last_lesson", sa.SmallInteger(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "sick",
                "doctor",
                "family",
                "late",
                name="absence_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("given_by", sa.Integer(), nullable=False),
        sa.Column(
            "given_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "given_by"],
            ["person.school_id", "person.id"],
            name=op.f("fk_absence_reason_school_id_given_by"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "student_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_absence_reason_school_id_student_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_absence_reason_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_reason")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_absence_reason_school_id_id")),
    )
    with op.batch_alter_table("absence_reason", schema=None) as batch_op:
        batch_op.create_index(
            "ix_absence_reason_student", ["school_id", "student_id", "ends_on"], unique=False
        )

    op.create_table(
        "account_link",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("verified_by", sa.String(length=20), nullable=False),
        sa.Column(
            "linked_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "ended_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("end_reason", sa.String(length=40), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_link_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_account_link_school_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_account_link_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_link")),
    )
    with op.batch_alter_table("account_link", schema=None) as batch_op:
        batch_op.create_index("ix_account_link_account", ["account_id"], unique=False)
        batch_op.create_index("ix_account_link_person", ["school_id", "person_id"], unique=False)

    op.create_table(
        "audit_detail",
        sa.Column(
            "entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column(
            "payload", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["audit_entry.id"], name=op.f("fk_audit_detail_entry_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_audit_detail")),
    )
    op.create_table(
        "broadcast",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("author_id", sa.Integer(), nullable=False),
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
        sa.Column(
            "scope",
            sa.Enum(
                "school_class",
                "group",
                "grade",
                "school",
                name="scope",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("scope_ref", sa.Integer(), nullable=False),
        sa.Column(
            "target",
            sa.Enum(
                "parents",
                "students",
                "both",
                name="target",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "answers", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "sent_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "author_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_broadcast_school_id_author_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_broadcast_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_broadcast_school_id_id")),
    )
    with op.batch_alter_table("broadcast", schema=None) as batch_op:
        batch_op.create_index(
            "ix_broadcast_author", ["school_id", "author_id", "created_at"], unique=False
        )

    op.create_table(
        "change_entry",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("author_id", sa.Integer(), nullable=False),
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
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "resolved", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "saved_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "held_until",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "author_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_change_entry_school_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_change_entry_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_entry")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_change_entry_school_id_id")),
    )
    with op.batch_alter_table("change_entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_change_entry_author", ["school_id", "author_id", "created_at"], unique=False
        )

    op.create_table(
        "changed_day",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_changed_day_school_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_changed_day_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changed_day")),
        sa.UniqueConstraint(
            "school_id",
            "person_id",
            "day_on",
            name=op.f("uq_changed_day_school_id_person_id_day_on"),
        ),
    )
    op.create_table(
        "chat_queue",
        sa.Column(
            "account_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("bot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("head_priority", sa.SmallInteger(), nullable=False),
        sa.Column(
            "head_due_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("ready_at", sa.Float(), nullable=False),
        sa.Column("retry_priority", sa.SmallInteger(), nullable=False),
        sa.Column("retry_at", sa.Float(), nullable=False),
        sa.Column("owner", sa.BigInteger(), nullable=True),
        sa.Column("lease", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_chat_queue_account_id")
        ),
        sa.ForeignKeyConstraint(["bot_id"], ["bot.id"], name=op.f("fk_chat_queue_bot_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_chat_queue")),
    )
    with op.batch_alter_table("chat_queue", schema=None) as batch_op:
        batch_op.create_index(
            "ix_chat_queue_head", ["owner", "head_priority", "head_due_at"], unique=False
        )

    op.create_table(
        "code_attempt",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "tried_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_code_attempt_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_attempt")),
    )
    with op.batch_alter_table("code_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_code_attempt_account", ["account_id", "tried_at"], unique=False)

    op.create_table(
        "consent",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "delivery",
                "student_account",
                "guardians_informed",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "action",
            sa.Enum(
                "given",
                "refused",
                "withdrawn",
                "suspended",
                "expired",
                name="action",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("consent_text_id", sa.Integer(), nullable=True),
        sa.Column("account_hash", sa.String(length=64), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=True),
        sa.Column("application_number", sa.String(length=60), nullable=False),
        sa.Column("application_date", sa.Date(), nullable=True),
        sa.Column(
            "acted_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "consent_text_id"],
            ["consent_text.school_id", "consent_text.id"],
            name=op.f("fk_consent_school_id_consent_text_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_consent_school_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "student_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_consent_school_id_student_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_consent_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(
            "ix_consent_person", ["school_id", "person_id", "student_id", "purpose"], unique=False
        )

    op.create_table(
        "day_card",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "student_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_day_card_school_id_student_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_day_card_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_card")),
        sa.UniqueConstraint(
            "school_id",
            "student_id",
            "day_on",
            name=op.f("uq_day_card_school_id_student_id_day_on"),
        ),
    )
    op.create_table(
        "family_call",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("call_on", sa.Date(), nullable=False),
        sa.Column(
            "asked_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("is_reached", sa.Boolean(), nullable=True),
        sa.Column("called_by", sa.Integer(), nullable=True),
        sa.Column(
            "called_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "called_by"],
            ["person.school_id", "person.id"],
            name=op.f("fk_family_call_school_id_called_by"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "student_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_family_call_school_id_student_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_family_call_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_call")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_family_call_school_id_id")),
        sa.UniqueConstraint(
            "school_id",
            "student_id",
            "call_on",
            name=op.f("uq_family_call_school_id_student_id_call_on"),
        ),
    )
    op.create_table(
        "final_entry",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("author_id", sa.Integer(), nullable=False),
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
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "resolved", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "saved_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "held_until",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "author_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_final_entry_school_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_final_entry_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_final_entry")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_final_entry_school_id_id")),
    )
    with op.batch_alter_table("final_entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_final_entry_author", ["school_id", "author_id", "created_at"], unique=False
        )

    op.create_table(
        "grading_period",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("academic_year_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "quarter",
                "trimester",
                "half_year",
                name="period_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "grades", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("marks_until", sa.Date(), nullable=True),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "academic_year_id"],
            ["academic_year.school_id", "academic_year.id"],
            name=op.f("fk_grading_period_school_id_academic_year_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "subject_id"],
            ["subject.school_id", "subject.id"],
            name=op.f("fk_grading_period_school_id_subject_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_grading_period_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grading_period")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_grading_period_school_id_id")),
    )
    op.create_table(
        "guardianship",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("guardian_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(length=60), nullable=False),
        sa.Column("application_number", sa.String(length=60), nullable=False),
        sa.Column("application_date", sa.Date(), nullable=True),
        sa.Column(
            "access",
            sa.Enum(
                "electronic",
                "paper",
                "suspended",
                name="access",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("access_reason", sa.String(length=300), nullable=False),
        sa.Column("access_from", sa.Date(), nullable=True),
        sa.Column("access_to", sa.Date(), nullable=True),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "guardian_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_guardianship_school_id_guardian_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "student_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_guardianship_school_id_student_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_guardianship_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardianship")),
        sa.UniqueConstraint(
            "school_id",
            "guardian_id",
            "student_id",
            name=op.f("uq_guardianship_school_id_guardian_id_student_id"),
        ),
    )
    with op.batch_alter_table("guardianship", schema=None) as batch_op:
        batch_op.create_index("ix_guardianship_student", ["school_id", "student_id"], unique=False)

    op.create_table(
        "invite_code",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "issued_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "expires_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "presented_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "presented_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "used_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "ended_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["presented_by"], ["account.id"], name=op.f("fk_invite_code_presented_by")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_invite_code_school_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_invite_code_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invite_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invite_code_code_hash")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_invite_code_school_id_id")),
    )
    with op.batch_alter_table("invite_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invite_code_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_invite_code_presented_by"), ["presented_by"], unique=False
        )

    op.create_table(
        "journal_entry",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("author_id", sa.Integer(), nullable=False),
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
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "resolved", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "saved_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "held_until",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "author_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_journal_entry_school_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_journal_entry_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_journal_entry_school_id_id")),
    )
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_journal_entry_author", ["school_id", "author_id", "created_at"], unique=False
        )

    op.create_table(
        "message",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("telegram_message_id", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("is_repeat_possible", sa.Boolean(), nullable=False),
        sa.Column(
            "sent_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_message_account_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_message_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(
            "ix_message_person", ["school_id", "person_id", "sent_at"], unique=False
        )

    op.create_table(
        "preference",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "key",
            sa.Enum(
                "tomorrow_card", name="key", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_preference_school_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_preference_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preference")),
        sa.UniqueConstraint(
            "school_id", "person_id", "key", name=op.f("uq_preference_school_id_person_id_key")
        ),
    )
    op.create_table(
        "role_assignment",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "director",
                "deputy_head",
                "secretary",
                "dispatcher",
                "teacher",
                "homeroom_teacher",
                "social_pedagogue",
                "psychologist",
                "guardian",
                "student",
                "coordinator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_role_assignment_school_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_role_assignment_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_assignment")),
        sa.UniqueConstraint(
            "school_id",
            "person_id",
            "role",
            name=op.f("uq_role_assignment_school_id_person_id_role"),
        ),
    )
    op.create_table(
        "school_class",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("grade_level", sa.SmallInteger(), nullable=False),
        sa.Column("homeroom_teacher_id", sa.Integer(), nullable=True),
        sa.Column("shift", sa.SmallInteger(), nullable=False),
        sa.Column("bell_set", sa.String(length=60), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "homeroom_teacher_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_school_class_school_id_homeroom_teacher_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_school_class_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_class")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_school_class_school_id_id")),
        sa.UniqueConstraint("school_id", "name", name=op.f("uq_school_class_school_id_name")),
    )
    op.create_table(
        "broadcast_recipient",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.SmallInteger(), nullable=True),
        sa.Column(
            "answered_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "broadcast_id"],
            ["broadcast.school_id", "broadcast.id"],
            name=op.f("fk_broadcast_recipient_school_id_broadcast_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_broadcast_recipient_school_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "student_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_broadcast_recipient_school_id_student_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_broadcast_recipient_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast_recipient")),
        sa.UniqueConstraint(
            "school_id",
            "broadcast_id",
            "person_id",
            name=op.f("uq_broadcast_recipient_school_id_broadcast_id_person_id"),
        ),
    )
    op.create_table(
        "day_change",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "frost",
                "quarantine",
                "remote",
                "no_lessons",
                name="day_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column(
            "class_ids", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "grades", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "told_from",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "author_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_day_change_school_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "entry_id"],
            ["change_entry.school_id", "change_entry.id"],
            name=op.f("fk_day_change_school_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_day_change_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_change")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_day_change_school_id_id")),
    )
    with op.batch_alter_table("day_change", schema=None) as batch_op:
        batch_op.create_index(
            "ix_day_change_days", ["school_id", "starts_on", "ends_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_day_change_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "enrollment",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("school_class_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"],
            ["school_class.school_id", "school_class.id"],
            name=op.f("fk_enrollment_school_id_school_class_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "student_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_enrollment_school_id_student_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_enrollment_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrollment")),
    )
    with op.batch_alter_table("enrollment", schema=None) as batch_op:
        batch_op.create_index(
            "ix_enrollment_class", ["school_id", "school_class_id"], unique=False
        )
        batch_op.create_index("ix_enrollment_student", ["school_id", "student_id"], unique=False)

    op.create_table(
        "entry_change",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column(
            "fact_kind",
            sa.Enum(
                "attendance",
                "mark",
                "final",
                "lesson",
                "changed_day",
                "alarm",
                "call",
                "broadcast",
                "homework",
                "day_card",
                name="fact_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column(
            "before", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True
        ),
        sa.Column(
            "after", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "entry_id"],
            ["journal_entry.school_id", "journal_entry.id"],
            name=op.f("fk_entry_change_school_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_entry_change_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_change")),
    )
    with op.batch_alter_table("entry_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_change_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(
            "ix_entry_change_fact", ["school_id", "fact_kind", "fact_id"], unique=False
        )

    op.create_table(
        "link_request",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("invite_code_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "confirmed",
                "refused",
                "out_of_date",
                name="link_request_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "asked_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "decided_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("verified_by", sa.String(length=20), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_link_request_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "decided_by"],
            ["person.school_id", "person.id"],
            name=op.f("fk_link_request_school_id_decided_by"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "invite_code_id"],
            ["invite_code.school_id", "invite_code.id"],
            name=op.f("fk_link_request_school_id_invite_code_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_link_request_school_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_link_request_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_request")),
    )
    with op.batch_alter_table("link_request", schema=None) as batch_op:
        batch_op.create_index("ix_link_request_state", ["school_id", "state"], unique=False)

    op.create_table(
        "notice",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("student_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "absence",
                "presence",
                "alarm",
                "call",
                "mark",
                "change",
                "final",
                "urgent_change",
                "broadcast",
                "recall",
                "homework",
                "tomorrow",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "fact_kind",
            sa.Enum(
                "attendance",
                "mark",
                "final",
                "lesson",
                "changed_day",
                "alarm",
                "call",
                "broadcast",
                "homework",
                "day_card",
                name="fact_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("fact_id", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("merge_key", sa.String(length=80), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column(
            "result_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "recorded_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "due_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "deadline_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "expires_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("clause", sa.String(length=60), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "told",
                "superseded",
                "expired",
                "refused",
                "unreachable",
                "dead",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column(
            "message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_notice_account_id")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_notice_message_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_notice_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "person_id",
            "fact_kind",
            "fact_id",
            "revision",
            name=op.f("uq_notice_person_id_fact_kind_fact_id_revision"),
        ),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_account", ["account_id", "state", "due_at"], unique=False)
        batch_op.create_index(
            "ix_notice_fact", ["school_id", "fact_kind", "fact_id"], unique=False
        )
        batch_op.create_index("ix_notice_merge", ["school_id", "merge_key"], unique=False)

    op.create_table(
        "period_mark",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("academic_year_id", sa.Integer(), nullable=False),
        sa.Column("grading_period_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "period",
                "interim",
                "exam",
                "year",
                "final",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.SmallInteger(), nullable=True),
        sa.Column("result_on", sa.Date(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "academic_year_id"],
            ["academic_year.school_id", "academic_year.id"],
            name=op.f("fk_period_mark_school_id_academic_year_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "author_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_period_mark_school_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "grading_period_id"],
            ["grading_period.school_id", "grading_period.id"],
            name=op.f("fk_period_mark_school_id_grading_period_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "student_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_period_mark_school_id_student_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "subject_id"],
            ["subject.school_id", "subject.id"],
            name=op.f("fk_period_mark_school_id_subject_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_period_mark_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_mark")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_period_mark_school_id_id")),
    )
    with op.batch_alter_table("period_mark", schema=None) as batch_op:
        batch_op.create_index(
            "ix_period_mark_student", ["school_id", "student_id", "academic_year_id"], unique=False
        )
        batch_op.create_index(
            "uq_period_mark_of_period",
            ["school_id", "student_id", "subject_id", "grading_period_id", "kind"],
            unique=True,
            sqlite_where=sa.text("grading_period_id IS NOT NULL"),
            postgresql_where=sa.text("grading_period_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_period_mark_of_year",
            ["school_id", "student_id", "subject_id", "academic_year_id", "kind"],
            unique=True,
            sqlite_where=sa.text("grading_period_id IS NULL"),
            postgresql_where=sa.text("grading_period_id IS NULL"),
        )

    op.create_table(
        "study_group",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "whole_class",
                "subgroup",
                "combined",
                name="group_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("school_class_id", sa.Integer(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"],
            ["school_class.school_id", "school_class.id"],
            name=op.f("fk_study_group_school_id_school_class_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "subject_id"],
            ["subject.school_id", "subject.id"],
            name=op.f("fk_study_group_school_id_subject_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_study_group_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_group")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_study_group_school_id_id")),
        sa.UniqueConstraint(
            "school_id",
            "name",
            "subject_id",
            name=op.f("uq_study_group_school_id_name_subject_id"),
        ),
    )
    op.create_table(
        "told",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "fact_kind",
            sa.Enum(
                "attendance",
                "mark",
                "final",
                "lesson",
                "changed_day",
                "alarm",
                "call",
                "broadcast",
                "homework",
                "day_card",
                name="fact_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("fact_id", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column(
            "value", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "told_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_told_message_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_told_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told")),
        sa.UniqueConstraint(
            "person_id", "fact_kind", "fact_id", name=op.f("uq_told_person_id_fact_kind_fact_id")
        ),
    )
    op.create_table(
        "final_change",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("period_mark_id", sa.Integer(), nullable=False),
        sa.Column(
            "before", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True
        ),
        sa.Column(
            "after", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "entry_id"],
            ["final_entry.school_id", "final_entry.id"],
            name=op.f("fk_final_change_school_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "period_mark_id"],
            ["period_mark.school_id", "period_mark.id"],
            name=op.f("fk_final_change_school_id_period_mark_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_final_change_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_final_change")),
    )
    with op.batch_alter_table("final_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_final_change_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(
            "ix_final_change_mark", ["school_id", "period_mark_id"], unique=False
        )

    op.create_table(
        "group_membership",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("study_group_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "student_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_group_membership_school_id_student_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "study_group_id"],
            ["study_group.school_id", "study_group.id"],
            name=op.f("fk_group_membership_school_id_study_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_group_membership_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_membership")),
    )
    with op.batch_alter_table("group_membership", schema=None) as batch_op:
        batch_op.create_index(
            "ix_group_membership_student", ["school_id", "student_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_group_membership_study_group_id"), ["study_group_id"], unique=False
        )

    op.create_table(
        "lesson",
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
        sa.Column(
            "starts_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "ends_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("topic", sa.String(length=500), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "study_group_id"],
            ["study_group.school_id", "study_group.id"],
            name=op.f("fk_lesson_school_id_study_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "subject_id"],
            ["subject.school_id", "subject.id"],
            name=op.f("fk_lesson_school_id_subject_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "teacher_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_lesson_school_id_teacher_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_lesson_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_lesson_school_id_id")),
        sa.UniqueConstraint(
            "school_id",
            "study_group_id",
            "lesson_on",
            "number",
            "subject_id",
            name=op.f("uq_lesson_school_id_study_group_id_lesson_on_number_subject_id"),
        ),
    )
    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.create_index(
            "ix_lesson_teacher_day", ["school_id", "teacher_id", "lesson_on"], unique=False
        )

    op.create_table(
        "lesson_change",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("lesson_on", sa.Date(), nullable=True),
        sa.Column("number", sa.SmallInteger(), nullable=True),
        sa.Column("study_group_id", sa.Integer(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("teacher_id", sa.Integer(), nullable=True),
        sa.Column("room", sa.String(length=40), nullable=False),
        sa.Column("new_on", sa.Date(), nullable=True),
        sa.Column("new_number", sa.SmallInteger(), nullable=True),
        sa.Column("new_group_id", sa.Integer(), nullable=True),
        sa.Column("new_subject_id", sa.Integer(), nullable=True),
        sa.Column("new_teacher_id", sa.Integer(), nullable=True),
        sa.Column("new_room", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("needs_confirmation", sa.Boolean(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "told_from",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "author_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_lesson_change_school_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "entry_id"],
            ["change_entry.school_id", "change_entry.id"],
            name=op.f("fk_lesson_change_school_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "new_group_id"],
            ["study_group.school_id", "study_group.id"],
            name=op.f("fk_lesson_change_school_id_new_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "new_subject_id"],
            ["subject.school_id", "subject.id"],
            name=op.f("fk_lesson_change_school_id_new_subject_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "new_teacher_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_lesson_change_school_id_new_teacher_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "study_group_id"],
            ["study_group.school_id", "study_group.id"],
            name=op.f("fk_lesson_change_school_id_study_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "subject_id"],
            ["subject.school_id", "subject.id"],
            name=op.f("fk_lesson_change_school_id_subject_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "teacher_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_lesson_change_school_id_teacher_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_lesson_change_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_change")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_lesson_change_school_id_id")),
    )
    with op.batch_alter_table("lesson_change", schema=None) as batch_op:
        batch_op.create_index("ix_lesson_change_day", ["school_id", "lesson_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_lesson_change_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index("ix_lesson_change_new_day", ["school_id", "new_on"], unique=False)
        batch_op.create_index(
            "uq_lesson_change_holding",
            ["school_id", "study_group_id", "lesson_on", "number"],
            unique=True,
            sqlite_where=sa.text("is_withdrawn IS false"),
            postgresql_where=sa.text("is_withdrawn IS false"),
        )

    op.create_table(
        "teaching_assignment",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("study_group_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("hours_per_week", sa.SmallInteger(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "study_group_id"],
            ["study_group.school_id", "study_group.id"],
            name=op.f("fk_teaching_assignment_school_id_study_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "subject_id"],
            ["subject.school_id", "subject.id"],
            name=op.f("fk_teaching_assignment_school_id_subject_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "teacher_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_teaching_assignment_school_id_teacher_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_teaching_assignment_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teaching_assignment")),
        sa.UniqueConstraint(
            "school_id",
            "teacher_id",
            "study_group_id",
            "subject_id",
            name=op.f("uq_teaching_assignment_school_id_teacher_id_study_group_id_subject_id"),
        ),
    )
    op.create_table(
        "timetable_entry",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("study_group_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column(
            "parity",
            sa.Enum(
                "every",
                "even",
                "odd",
                name="parity",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "study_group_id"],
            ["study_group.school_id", "study_group.id"],
            name=op.f("fk_timetable_entry_school_id_study_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "subject_id"],
            ["subject.school_id", "subject.id"],
            name=op.f("fk_timetable_entry_school_id_subject_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "teacher_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_timetable_entry_school_id_teacher_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_timetable_entry_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timetable_entry")),
    )
    with op.batch_alter_table("timetable_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_timetable_entry_study_group_id"), ["study_group_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_timetable_entry_teacher_id"), ["teacher_id"], unique=False
        )

    op.create_table(
        "attendance",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("lesson_on", sa.Date(), nullable=False),
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
        sa.Column("minutes_late", sa.SmallInteger(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "author_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_attendance_school_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "lesson_id"],
            ["lesson.school_id", "lesson.id"],
            name=op.f("fk_attendance_school_id_lesson_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "student_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_attendance_school_id_student_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_attendance_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_attendance_school_id_id")),
        sa.UniqueConstraint(
            "school_id",
            "lesson_id",
            "student_id",
            name=op.f("uq_attendance_school_id_lesson_id_student_id"),
        ),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(
            "ix_attendance_student", ["school_id", "student_id", "lesson_on"], unique=False
        )

    op.create_table(
        "homework",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("study_group_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("lesson_on", sa.Date(), nullable=False),
        sa.Column("addressee_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_none", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_number", sa.SmallInteger(), nullable=True),
        sa.Column("minutes", sa.SmallInteger(), nullable=True),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "addressee_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_homework_school_id_addressee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "author_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_homework_school_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "lesson_id"],
            ["lesson.school_id", "lesson.id"],
            name=op.f("fk_homework_school_id_lesson_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "study_group_id"],
            ["study_group.school_id", "study_group.id"],
            name=op.f("fk_homework_school_id_study_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "subject_id"],
            ["subject.school_id", "subject.id"],
            name=op.f("fk_homework_school_id_subject_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_homework_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_homework")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_homework_school_id_id")),
    )
    with op.batch_alter_table("homework", schema=None) as batch_op:
        batch_op.create_index(
            "ix_homework_day", ["school_id", "study_group_id", "lesson_on"], unique=False
        )
        batch_op.create_index(
            "ix_homework_due", ["school_id", "study_group_id", "due_on"], unique=False
        )
        batch_op.create_index(
            "uq_homework_addressee",
            ["school_id", "lesson_id", "addressee_id"],
            unique=True,
            sqlite_where=sa.text("addressee_id IS NOT NULL"),
            postgresql_where=sa.text("addressee_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_homework_everybody",
            ["school_id", "lesson_id"],
            unique=True,
            sqlite_where=sa.text("addressee_id IS NULL"),
            postgresql_where=sa.text("addressee_id IS NULL"),
        )

    op.create_table(
        "mark",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("lesson_on", sa.Date(), nullable=False),
        sa.Column("value", sa.SmallInteger(), nullable=False),
        sa.Column("work_kind", sa.String(length=20), nullable=False),
        sa.Column("weight_tenths", sa.SmallInteger(), nullable=False),
        sa.Column("part", sa.SmallInteger(), nullable=False),
        sa.Column("comment", sa.String(length=300), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "author_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_mark_school_id_author_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "lesson_id"],
            ["lesson.school_id", "lesson.id"],
            name=op.f("fk_mark_school_id_lesson_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "student_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_mark_school_id_student_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "subject_id"],
            ["subject.school_id", "subject.id"],
            name=op.f("fk_mark_school_id_subject_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_mark_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_mark_school_id_id")),
    )
    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.create_index("ix_mark_lesson", ["lesson_id"], unique=False)
        batch_op.create_index(
            "ix_mark_student", ["school_id", "student_id", "subject_id", "lesson_on"], unique=False
        )

    op.create_table(
        "homework_done",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("homework_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column(
            "done_at",
            sa.DateTime().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "homework_id"],
            ["homework.school_id", "homework.id"],
            name=op.f("fk_homework_done_school_id_homework_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "student_id"],
            ["person.school_id", "person.id"],
            name=op.f("fk_homework_done_school_id_student_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_homework_done_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_homework_done")),
        sa.UniqueConstraint(
            "school_id",
            "homework_id",
            "student_id",
            name=op.f("uq_homework_done_school_id_homework_id_student_id"),
        ),
    )
    op.create_table(
        "homework_file",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("homework_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "photo",
                "document",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("file_id", sa.String(length=250), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("school_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "homework_id"],
            ["homework.school_id", "homework.id"],
            name=op.f("fk_homework_file_school_id_homework_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_homework_file_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_homework_file")),
    )
    with op.batch_alter_table("homework_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_homework_file_homework_id"), ["homework_id"], unique=False
        )


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("homework_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_homework_file_homework_id"))

    op.drop_table("homework_file")
    op.drop_table("homework_done")
    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.drop_index("ix_mark_student")
        batch_op.drop_index("ix_mark_lesson")

    op.drop_table("mark")
    with op.batch_alter_table("homework", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_homework_everybody",
            sqlite_where=sa.text("addressee_id IS NULL"),
            postgresql_where=sa.text("addressee_id IS NULL"),
        )
        batch_op.drop_index(
            "uq_homework_addressee",
            sqlite_where=sa.text("addressee_id IS NOT NULL"),
            postgresql_where=sa.text("addressee_id IS NOT NULL"),
        )
        batch_op.drop_index("ix_homework_due")
        batch_op.drop_index("ix_homework_day")

    op.drop_table("homework")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index("ix_attendance_student")

    op.drop_table("attendance")
    with op.batch_alter_table("timetable_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_timetable_entry_teacher_id"))
        batch_op.drop_index(batch_op.f("ix_timetable_entry_study_group_id"))

    op.drop_table("timetable_entry")
    op.drop_table("teaching_assignment")
    with op.batch_alter_table("lesson_change", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_lesson_change_holding",
            sqlite_where=sa.text("is_withdrawn IS false"),
            postgresql_where=sa.text("is_withdrawn IS false"),
        )
        batch_op.drop_index("ix_lesson_change_new_day")
        batch_op.drop_index(batch_op.f("ix_lesson_change_entry_id"))
        batch_op.drop_index("ix_lesson_change_day")

    op.drop_table("lesson_change")
    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.drop_index("ix_lesson_teacher_day")

    op.drop_table("lesson")
    with op.batch_alter_table("group_membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_group_membership_study_group_id"))
        batch_op.drop_index("ix_group_membership_student")

    op.drop_table("group_membership")
    with op.batch_alter_table("final_change", schema=None) as batch_op:
        batch_op.drop_index("ix_final_change_mark")
        batch_op.drop_index(batch_op.f("ix_final_change_entry_id"))

    op.drop_table("final_change")
    op.drop_table("told")
    op.drop_table("study_group")
    with op.batch_alter_table("period_mark", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_period_mark_of_year",
            sqlite_where=sa.text("grading_period_id IS NULL"),
            postgresql_where=sa.text("grading_period_id IS NULL"),
        )
        batch_op.drop_index(
            "uq_period_mark_of_period",
            sqlite_where=sa.text("grading_period_id IS NOT NULL"),
            postgresql_where=sa.text("grading_period_id IS NOT NULL"),
        )
        batch_op.drop_index("ix_period_mark_student")

    op.drop_table("period_mark")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index("ix_notice_merge")
        batch_op.drop_index("ix_notice_fact")
        batch_op.drop_index("ix_notice_account")

    op.drop_table("notice")
    with op.batch_alter_table("link_request", schema=None) as batch_op:
        batch_op.drop_index("ix_link_request_state")

    op.drop_table("link_request")
    with op.batch_alter_table("entry_change", schema=None) as batch_op:
        batch_op.drop_index("ix_entry_change_fact")
        batch_op.drop_index(batch_op.f("ix_entry_change_entry_id"))

    op.drop_table("entry_change")
    with op.batch_alter_table("enrollment", schema=None) as batch_op:
        batch_op.drop_index("ix_enrollment_student")
        batch_op.drop_index("ix_enrollment_class")

    op.drop_table("enrollment")
    with op.batch_alter_table("day_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_day_change_entry_id"))
        batch_op.drop_index("ix_day_change_days")

    op.drop_table("day_change")
    op.drop_table("broadcast_recipient")
    op.drop_table("school_class")
    op.drop_table("role_assignment")
    op.drop_table("preference")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_person")

    op.drop_table("message")
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_journal_entry_author")

    op.drop_table("journal_entry")
    with op.batch_alter_table("invite_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invite_code_presented_by"))
        batch_op.drop_index(batch_op.f("ix_invite_code_person_id"))

    op.drop_table("invite_code")
    with op.batch_alter_table("guardianship", schema=None) as batch_op:
        batch_op.drop_index("ix_guardianship_student")

    op.drop_table("guardianship")
    op.drop_table("grading_period")
    with op.batch_alter_table("final_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_final_entry_author")

    op.drop_table("final_entry")
    op.drop_table("family_call")
    op.drop_table("day_card")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index("ix_consent_person")

    op.drop_table("consent")
    with op.batch_alter_table("code_attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_code_attempt_account")

    op.drop_table("code_attempt")
    with op.batch_alter_table("chat_queue", schema=None) as batch_op:
        batch_op.drop_index("ix_chat_queue_head")

    op.drop_table("chat_queue")
    op.drop_table("changed_day")
    with op.batch_alter_table("change_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_change_entry_author")

    op.drop_table("change_entry")
    with op.batch_alter_table("broadcast", schema=None) as batch_op:
        batch_op.drop_index("ix_broadcast_author")

    op.drop_table("broadcast")
    op.drop_table("audit_detail")
    with op.batch_alter_table("account_link", schema=None) as batch_op:
        batch_op.drop_index("ix_account_link_person")
        batch_op.drop_index("ix_account_link_account")

    op.drop_table("account_link")
    with op.batch_alter_table("absence_reason", schema=None) as batch_op:
        batch_op.drop_index("ix_absence_reason_student")

    op.drop_table("absence_reason")
    with op.batch_alter_table("absence_alarm", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_absence_alarm_alarm_on"))

    op.drop_table("absence_alarm")
    op.drop_table("subject")
    op.drop_table("send_slot")
    op.drop_table("school_setting")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_phone")

    op.drop_table("person")
    with op.batch_alter_table("inbox_update", schema=None) as batch_op:
        batch_op.drop_index("ix_inbox_update_todo")

    op.drop_table("inbox_update")
    op.drop_table("holiday")
    op.drop_table("dialogue")
    op.drop_table("consent_text")
    op.drop_table("class_period")
    op.drop_table("audit_head")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entry_row")

    op.drop_table("audit_entry")
    op.drop_table("account")
    op.drop_table("academic_year")
    op.drop_table("school")
    op.drop_table("job_run")
    op.drop_table("bot")
