"""What a journal line means once everybody in it is known: ids only, kept as JSON until saved."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.journal.mark_rules import WantedMark
from services.vocabulary import AttendanceCode

__all__ = [
    "EntryDraft",
    "LessonSlot",
    "StudentDraft",
    "draft_from_json",
    "draft_to_json",
    "drafts_of",
    "values_in",
    "with_drafts",
]

_DRAFTS = "drafts"  # in an entry's JSON


@dataclass(frozen=True, slots=True)
class LessonSlot:
    """One lesson of one study group: what makes its row in the journal one and the same."""

    study_group_id: int
    subject_id: int
    on: date
    number: int
    starts_at: datetime
    ends_at: datetime
    teacher_id: int


@dataclass(frozen=True, slots=True)
class StudentDraft:
    """What is to be recorded of one student at the lesson."""

    student_id: int
    marks: tuple[WantedMark, ...] = ()
    attendance: AttendanceCode | None = None
    minutes_late: int | None = None
    owed_kind: str | None = None  # a work of that kind is not handed in


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """Everything one entry records of one lesson; a missing topic leaves the topic as it is.

    *takes_roll*: the whole list was looked through, whoever is not named is there. Who names a
    single letter has looked as well.
    """

    lesson: LessonSlot
    students: tuple[StudentDraft, ...] = ()
    topic: str | None = None
    takes_roll: bool = False


def values_in(students: Iterable[StudentDraft]) -> Iterator[int]:
    """Return every value somebody is to get, figures and PassFail."""
    return (value for one in students for mark in one.marks for value in mark.values)


def draft_to_json(draft: EntryDraft) -> dict[str, Any]:
    """Return the draft as plain JSON values."""
    slot = draft.lesson
    return {
        "lesson": {
            "study_group_id": slot.study_group_id,
            "subject_id": slot.subject_id,
            "on": slot.on.isoformat(),
            "number": slot.number,
            "starts_at": slot.starts_at.isoformat(),
            "ends_at": slot.ends_at.isoformat(),
            "teacher_id": slot.teacher_id,
        },
        "students": [_student_to_json(student) for student in draft.students],
        "topic": draft.topic,
        "takes_roll": draft.takes_roll,
    }


def draft_from_json(stored: Mapping[str, Any]) -> EntryDraft:
    """Return the draft that ``draft_to_json`` wrote."""
    slot = stored["lesson"]
    return EntryDraft(
        lesson=LessonSlot(
            study_group_id=slot["study_group_id"],
            subject_id=slot["subject_id"],
            on=date.fromisoformat(slot["on"]),
            number=slot["number"],
            starts_at=datetime.fromisoformat(slot["starts_at"]),
            ends_at=datetime.fromisoformat(slot["ends_at"]),
            teacher_id=slot["teacher_id"],
        ),
        students=tuple(_student_from_json(student) for student in stored["students"]),
        topic=stored["topic"],
        takes_roll=stored.get("takes_roll", False),
    )


def drafts_of(resolved: Mapping[str, Any]) -> tuple[EntryDraft, ...]:
    """Return the drafts an entry's JSON holds; none while questions are open."""
    return tuple(draft_from_json(stored) for stored in resolved.get(_DRAFTS, ()))


def with_drafts(resolved: Mapping[str, Any], drafts: Iterable[EntryDraft]) -> dict[str, Any]:
    """Return an entry's JSON with these drafts in it."""
    return {**resolved, _DRAFTS: [draft_to_json(draft) for draft in drafts]}


def _student_to_json(student: StudentDraft) -> dict[str, Any]:
    return {
        "student_id": student.student_id,
        "marks": [
            {
                "values": list(mark.values),
                "work_kind": mark.work_kind,
                "is_addition": mark.is_addition,
                "comment": mark.comment,
                "replaces": list(mark.replaces),
            }
            for mark in student.marks
        ],
        "attendance": student.attendance,
        "minutes_late": student.minutes_late,
        "owed_kind": student.owed_kind,
    }


def _student_from_json(stored: Mapping[str, Any]) -> StudentDraft:
    code = stored["attendance"]
    return StudentDraft(
        student_id=stored["student_id"],
        marks=tuple(
            WantedMark(
                values=tuple(mark["values"]),
                work_kind=mark["work_kind"],
                is_addition=mark["is_addition"],
                comment=mark["comment"],
                replaces=tuple(mark.get("replaces", ())),
            )
            for mark in stored["marks"]
        ),
        attendance=AttendanceCode(code) if code else None,
        minutes_late=stored["minutes_late"],
        owed_kind=stored.get("owed_kind"),
    )
