"""What saving a draft would change, against what stands in the journal now; stores nothing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.debts.repository import owing_at
from services.journal import repository
from services.journal.attendance_rules import absence_was_told, attendance_due, is_absence
from services.journal.drafts import EntryDraft, StudentDraft
from services.journal.errors import MarkNotThere
from services.journal.mark_rules import AddMark, PlannedMark, StandingMark, plan_marks
from services.models import Attendance, Person
from services.regulation.profile import SchoolProfile
from services.vocabulary import AttendanceCode, NoticeKind

__all__ = ["AttendanceStep", "EntryPlan", "StudentPlan", "plan_draft"]


@dataclass(frozen=True, slots=True)
class AttendanceStep:
    """A letter takes the place of another, or (None) of plain presence nobody wrote down."""

    was: AttendanceCode | None
    code: AttendanceCode
    minutes_late: int | None = None
    was_recorded_at: datetime | None = None

    def due_at(
        self,
        kind: NoticeKind,
        *,
        lesson_starts_at: datetime,
        profile: SchoolProfile,
        now: datetime,
    ) -> datetime:
        """When the family is to hear of the step if it is recorded now."""
        return attendance_due(
            kind,
            recorded_at=now,
            lesson_starts_at=lesson_starts_at,
            profile=profile,
            was_told=self.was_recorded_at is not None
            and absence_was_told(
                self.was,
                recorded_at=self.was_recorded_at,
                lesson_starts_at=lesson_starts_at,
                profile=profile,
                now=now,
            ),
        )


@dataclass(frozen=True, slots=True)
class StudentPlan:
    """What changes for one student.

    *is_absent_with_mark*: a mark and an absence would stand in the same lesson, which is right
    only for work handed in later.
    """

    student_id: int
    marks: tuple[PlannedMark, ...] = ()
    attendance: AttendanceStep | None = None
    is_absent_with_mark: bool = False
    opens_debt: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether everything stands already."""
        return (
            self.attendance is None
            and not self.opens_debt
            and not any(mark.steps for mark in self.marks)
        )


@dataclass(frozen=True, slots=True)
class EntryPlan:
    """What changes for one lesson. *topic_was* is what stands there now.

    *takes_roll*: nobody has looked who is there before.
    """

    students: tuple[StudentPlan, ...]
    topic_was: str = ""
    topic: str | None = None
    takes_roll: bool = False

    @property
    def corrects(self) -> bool:
        """Whether something that stands becomes something else: a late work alone does not."""
        return (
            (self.topic is not None and bool(self.topic_was))
            or any(one.attendance and one.attendance.was for one in self.students)
            or any(
                not isinstance(step, AddMark)
                for one in self.students
                for mark in one.marks
                for step in mark.steps
            )
        )

    @property
    def is_empty(self) -> bool:
        """Whether the journal already says all of it."""
        return (
            self.topic is None
            and not self.takes_roll
            and all(student.is_empty for student in self.students)
        )


async def plan_draft(
    session: AsyncSession, draft: EntryDraft, *, is_locked: bool = False
) -> EntryPlan:
    """Compare a draft with the journal; *is_locked* when it is going to be applied.

    Raises:
        MarkNotThere: a correction («3→4») of a mark that does not stand there.
    """
    lesson = await repository.find_lesson(session, draft.lesson, is_locked=is_locked)
    student_ids = [student.student_id for student in draft.students]
    marks: dict[int, list[StandingMark]] = defaultdict(list)
    attendance: dict[int, Attendance] = {}
    owing: frozenset[int] = frozenset()
    if lesson is not None:
        for row in await repository.marks_at(session, lesson.id, student_ids):
            marks[row.student_id].append(StandingMark(row.id, row.given, row.work_kind, row.part))
        attendance = await repository.attendance_at(session, lesson.id, student_ids)
        owing = await owing_at(session, lesson.id)
    topic_was = lesson.topic if lesson else ""
    students = tuple(
        _student(
            student,
            marks[student.student_id],
            attendance.get(student.student_id),
            owes=student.student_id in owing,
        )
        for student in draft.students
    )
    await _require_there(session, draft, students, marks)
    return EntryPlan(
        students=students,
        topic_was=topic_was,
        topic=None if draft.topic == topic_was else draft.topic,
        takes_roll=(lesson is None or lesson.attendance_at is None)
        and (draft.takes_roll or any(one.attendance is not None for one in draft.students)),
    )


async def _require_there(
    session: AsyncSession,
    draft: EntryDraft,
    students: Sequence[StudentPlan],
    standing: Mapping[int, Sequence[StandingMark]],
) -> None:
    for student in students:
        wrong = next((mark for mark in student.marks if mark.is_missing), None)
        if wrong is None:
            continue
        person = await session.get_one(Person, student.student_id)
        raise MarkNotThere(
            family_name=person.family_name,
            given_name=person.given_name,
            on=draft.lesson.on,
            number=draft.lesson.number,
            replaces=wrong.want.replaces,
            stands=tuple(standing[student.student_id]),
        )


def _student(
    draft: StudentDraft,
    standing: list[StandingMark],
    row: Attendance | None,
    *,
    owes: bool,
) -> StudentPlan:
    step = _attendance(draft, row)
    code = step.code if step else (row.code if row else None)
    has_mark = bool(draft.marks) or (bool(standing) and step is not None)
    return StudentPlan(
        student_id=draft.student_id,
        marks=plan_marks(standing, draft.marks),
        attendance=step,
        is_absent_with_mark=has_mark and is_absence(code),
        opens_debt=draft.owed_kind is not None and not owes,
    )


def _attendance(draft: StudentDraft, row: Attendance | None) -> AttendanceStep | None:
    if draft.attendance is None:
        return None
    was = row.code if row else None
    if draft.attendance is (was or AttendanceCode.PRESENT) and (
        row is None or row.minutes_late == draft.minutes_late
    ):
        return None
    return AttendanceStep(
        was,
        draft.attendance,
        draft.minutes_late,
        was_recorded_at=row.recorded_at if row else None,
    )
