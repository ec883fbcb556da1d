"""The rows of a lesson that was written down long ago: nothing waits in them, nobody is told."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from services.database import Base
from services.finals.facts import Sheet
from services.finals.history import snapshot
from services.homework.drafts import HomeworkDraft
from services.homework.estimate import estimated_minutes
from services.journal.drafts import EntryDraft
from services.journal.history import topic_snapshot
from services.models import (
    Attendance,
    EntryChange,
    FinalChange,
    Homework,
    JournalEntry,
    Lesson,
    Mark,
    PeriodMark,
)
from services.regulation.work_kinds import DEFAULT_WORK_KINDS
from services.vocabulary import EntryState, FactKind

__all__ = [
    "BEFORE_THE_BELL",
    "entry_row",
    "final_changes",
    "lesson_row",
    "period_marks",
    "rows_of",
]

BEFORE_THE_BELL = timedelta(minutes=3)  # teachers write at the end of the lesson


def lesson_row(draft: EntryDraft) -> Lesson:
    """Return the row of the lesson itself."""
    slot = draft.lesson
    return Lesson(
        study_group_id=slot.study_group_id,
        subject_id=slot.subject_id,
        teacher_id=slot.teacher_id,
        lesson_on=slot.on,
        number=slot.number,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        topic=draft.topic or "",
        attendance_at=slot.ends_at - BEFORE_THE_BELL,
    )


def entry_row(draft: EntryDraft) -> JournalEntry:
    """Return the entry a lesson was saved by."""
    at = draft.lesson.ends_at - BEFORE_THE_BELL
    return JournalEntry(
        author_id=draft.lesson.teacher_id,
        state=EntryState.SAVED,
        source="",
        resolved={},
        created_at=at,
        saved_at=at,
        held_until=None,
    )


def period_marks(
    sheet: Sheet, *, subject_id: int, author_id: int, on: date, at: datetime
) -> list[PeriodMark]:
    """Return the marks a sheet proposes, as agreed with."""
    return [
        PeriodMark(
            student_id=one.student_id,
            subject_id=subject_id,
            academic_year_id=sheet.term.year_id,
            grading_period_id=sheet.term.period_id,
            kind=sheet.term.kind,
            value=one.proposal.value.mark,
            result_on=on,
            is_withdrawn=False,
            revision=1,
            author_id=author_id,
            recorded_at=at,
        )
        for one in sheet.rows
        if one.proposal.value is not None
    ]


def final_changes(sheet: Sheet, stored: Sequence[PeriodMark]) -> Iterator[FinalChange]:
    """Return what the sheet has changed by marks that are stored."""
    for one in stored:
        yield FinalChange(
            entry_id=sheet.entry_id, period_mark_id=one.id, before=None, after=snapshot(one)
        )


def rows_of(
    lesson: Lesson, entry: JournalEntry, draft: EntryDraft, homework: Sequence[HomeworkDraft]
) -> Iterator[Base]:
    """Return topic, marks, letters and homework of a lesson and an entry that are stored."""
    at = lesson.ends_at - BEFORE_THE_BELL
    yield EntryChange(
        entry_id=entry.id,
        fact_kind=FactKind.LESSON,
        fact_id=lesson.id,
        before=None,
        after=topic_snapshot(lesson),
    )
    for student in draft.students:
        for mark in student.marks:
            yield Mark(
                lesson_id=lesson.id,
                student_id=student.student_id,
                subject_id=lesson.subject_id,
                lesson_on=lesson.lesson_on,
                value=mark.values[0],
                work_kind=mark.work_kind,
                weight_tenths=DEFAULT_WORK_KINDS[mark.work_kind].weight_tenths,
                part=1,
                comment="",
                is_withdrawn=False,
                revision=1,
                author_id=lesson.teacher_id,
                recorded_at=at,
            )
        if student.attendance is not None:
            yield Attendance(
                lesson_id=lesson.id,
                student_id=student.student_id,
                lesson_on=lesson.lesson_on,
                code=student.attendance,
                minutes_late=student.minutes_late,
                revision=1,
                author_id=lesson.teacher_id,
                recorded_at=at,
            )
    for given in homework:
        yield Homework(
            lesson_id=lesson.id,
            study_group_id=lesson.study_group_id,
            subject_id=lesson.subject_id,
            lesson_on=lesson.lesson_on,
            addressee_id=None,
            text=given.text,
            is_none=given.is_none,
            due_on=given.due_on,
            due_number=given.due_number,
            minutes=estimated_minutes(given.text),
            is_withdrawn=False,
            revision=1,
            author_id=lesson.teacher_id,
            recorded_at=at,
        )
