"""Merge keys fit into their column and say what belongs together."""

from datetime import UTC, date, datetime

from sqlalchemy import String

from services.models import Notice
from services.outbox.keys import (
    absence_key,
    card_key,
    held_key,
    homework_key,
    is_held,
    marks_key,
    marks_sitting,
)

MOMENT = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)
LARGEST = 2**63 - 1


def test_the_longest_keys_fit_into_the_column():
    """With the largest ids a database can give."""
    sitting = marks_sitting(teacher_id=LARGEST, group_id=LARGEST, started_at=MOMENT)
    column = Notice.__table__.c.merge_key.type
    assert isinstance(column, String)

    for key in (
        marks_key(sitting, student_id=LARGEST),
        absence_key(student_id=LARGEST, on=date(2026, 11, 24)),
        homework_key(class_id=LARGEST, on=date(2026, 11, 24)),
        card_key(on=date(2026, 11, 24)),
        held_key(MOMENT),
    ):
        assert len(key) <= (column.length or 0)


def test_what_is_held_is_recognised():
    """Only the key of the morning."""
    sitting = marks_sitting(teacher_id=1, group_id=2, started_at=MOMENT)

    assert is_held(held_key(MOMENT))
    assert not is_held(marks_key(sitting, student_id=3))
