"""References as wide as the keys they refer to: 64 bits.

On PostgreSQL they had 32, and the row 2 147 483 648 of a table could not be referred to. SQLite's
integers have one width.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0028"
down_revision: str | None = "0027"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_REFERENCES = {
    "absence_alarm": "student_id raised_by taken_by found_by",
    "absence_letter": "student_id author_id",
    "absence_reason": "student_id given_by",
    "account_link": "person_id",
    "attendance": "lesson_id student_id author_id",
    "briefing": "person_id",
    "broadcast": "author_id scope_ref",
    "broadcast_recipient": "broadcast_id person_id student_id",
    "calendar_feed": "person_id student_id",
    "change_entry": "author_id",
    "changed_day": "person_id",
    "child_preference": "person_id student_id",
    "club": "study_group_id",
    "consent": "person_id student_id consent_text_id",
    "contact_request": "person_id decided_by",
    "control_work": "study_group_id subject_id author_id overridden_by",
    "correction_request": "person_id decided_by",
    "day_card": "student_id",
    "day_change": "entry_id author_id",
    "debt": "student_id subject_id lesson_id author_id",
    "destruction_act": "person_id",
    "enrollment": "student_id school_class_id",
    "entry_change": "entry_id fact_id",
    "family_call": "student_id called_by",
    "final_change": "entry_id period_mark_id",
    "final_entry": "author_id",
    "grading_period": "academic_year_id subject_id",
    "group_membership": "study_group_id student_id",
    "guardianship": "guardian_id student_id",
    "homework": "lesson_id study_group_id subject_id addressee_id author_id",
    "homework_done": "homework_id student_id",
    "homework_file": "homework_id",
    "import_link": "person_id",
    "invite_code": "person_id",
    "journal_entry": "author_id",
    "lesson": "study_group_id subject_id teacher_id",
    "lesson_card": "study_group_id subject_id teacher_id",
    "lesson_change": "entry_id study_group_id subject_id teacher_id new_group_id new_subject_id new_teacher_id replaces_id author_id",
    "link_request": "invite_code_id person_id decided_by",
    "mark": "lesson_id student_id subject_id author_id",
    "nudge": "person_id",
    "paper_sheet": "student_id handed_by",
    "period_mark": "student_id subject_id academic_year_id grading_period_id author_id",
    "planned_topic": "subject_id school_class_id",
    "preference": "person_id",
    "role_assignment": "person_id",
    "school_class": "homeroom_teacher_id",
    "school_event": "school_class_id",
    "study_group": "school_class_id subject_id",
    "subject_exemption": "student_id subject_id",
    "summary": "student_id school_class_id author_id",
    "summary_reading": "summary_id person_id",
    "talk": "student_id asker_id teacher_id",
    "talk_message": "talk_id author_id",
    "teaching_assignment": "teacher_id study_group_id subject_id",
    "timetable_entry": "study_group_id subject_id teacher_id",
}


def upgrade() -> None:
    """Apply the change."""
    _make("BIGINT")


def downgrade() -> None:
    """Take the change back."""
    _make("INTEGER")


def _make(width: str) -> None:
    """Change every column; a table is written anew once, however many of its columns change."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, columns in _REFERENCES.items():
        changes = ", ".join(f"ALTER COLUMN {one} TYPE {width}" for one in columns.split())
        op.execute(f"ALTER TABLE {table} {changes}")
