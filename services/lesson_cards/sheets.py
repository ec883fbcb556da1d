"""A sheet on its way: an entry not saved yet, put together tap by tap; pure.

A sheet is a draft of the journal and a few words beside it, kept as JSON in the entry. Every tap
says what a name becomes, not that it changes: the same tap twice is the same as once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.bulk_entry.pending import new_entry_json
from services.journal.drafts import (
    EntryDraft,
    LessonSlot,
    StudentDraft,
    drafts_of,
    with_drafts,
)
from services.journal.mark_rules import WantedMark
from services.regulation.work_kinds import LESSON_WORK
from services.vocabulary import AttendanceCode

__all__ = ["ABSENTEES", "MARKS", "Sheet", "new_sheet", "sheet_in", "sheet_json"]

_SHEET = "sheet"

ABSENTEES, MARKS = "absentees", "marks"  # what a sheet is for


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: the draft it will be saved as, the kind of work, and whose mark is awaited."""

    kind: str
    draft: EntryDraft
    work_kind: str = LESSON_WORK
    chosen_id: int | None = None
    expected: frozenset[int] = frozenset()

    def student(self, student_id: int) -> StudentDraft:
        """Return what the sheet says of a student so far."""
        found = (one for one in self.draft.students if one.student_id == student_id)
        return next(found, StudentDraft(student_id))

    def with_letter(
        self, student_id: int, code: AttendanceCode, *, standing: AttendanceCode
    ) -> "Sheet":
        """Return the sheet with a letter; the one that stands in the journal says nothing new."""
        said = replace(
            self.student(student_id),
            attendance=None if code is standing else code,
            minutes_late=None,
        )
        return self._with(said)

    def with_mark(self, student_id: int, value: int | None) -> "Sheet":
        """Return the sheet with a mark of its kind of work, or (None) without one."""
        marks = () if value is None else (WantedMark((value,), self.work_kind),)
        said = replace(self.student(student_id), marks=marks)
        if value is not None and said.attendance is not None:
            said = replace(said, attendance=None)
        return self._with(said)

    def with_kind(self, work_kind: str) -> "Sheet":
        """Return the sheet for another kind of work, the marks on it too."""
        students = tuple(
            replace(one, marks=tuple(replace(mark, work_kind=work_kind) for mark in one.marks))
            for one in self.draft.students
        )
        return replace(self, work_kind=work_kind, draft=replace(self.draft, students=students))

    def _with(self, said: StudentDraft) -> "Sheet":
        others = [one for one in self.draft.students if one.student_id != said.student_id]
        if said.marks or said.attendance is not None:
            others.append(said)
        return replace(self, draft=replace(self.draft, students=tuple(others)))


def new_sheet(kind: str, slot: LessonSlot, *, expected: frozenset[int]) -> Sheet:
    """Return a sheet with nothing on it but who is thought absent."""
    absent = tuple(StudentDraft(one, attendance=AttendanceCode.ABSENT) for one in sorted(expected))
    draft = EntryDraft(slot, absent, takes_roll=kind == ABSENTEES)
    return Sheet(kind, draft, expected=expected)


def sheet_json(sheet: Sheet) -> dict[str, Any]:
    """Return an entry's JSON that holds the sheet; saving reads its draft like any other."""
    entry = new_entry_json("")
    entry[_SHEET] = {
        "kind": sheet.kind,
        "work_kind": sheet.work_kind,
        "chosen_id": sheet.chosen_id,
        "expected": sorted(sheet.expected),
    }
    return with_drafts(entry, [sheet.draft])


def sheet_in(stored: Mapping[str, Any]) -> Sheet | None:
    """Return the sheet that an entry's JSON holds; None: it was typed."""
    kept = stored.get(_SHEET)
    drafts = drafts_of(stored)
    if kept is None or not drafts:
        return None
    return Sheet(
        kind=kept["kind"],
        draft=drafts[0],
        work_kind=kept["work_kind"],
        chosen_id=kept["chosen_id"],
        expected=frozenset(kept["expected"]),
    )
