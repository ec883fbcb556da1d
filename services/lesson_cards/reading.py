"""A lesson read for its card: what the journal says, and what it may expect."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.absences.explained import is_explained_by
from services.absences.repository import reasons_of
from services.bulk_entry.class_lists import class_lists
from services.bulk_entry.facts import SavedFacts
from services.homework import repository as homework
from services.homework.class_day import needed_homework
from services.journal import repository as journal
from services.journal.attendance_rules import is_absence
from services.journal.errors import MarksNotTaken
from services.journal.rights import require_marks_taken
from services.journal.slots import slot_of_lesson
from services.journal.thematic_plans import PlanPlace, place_in_plan
from services.lesson_cards.facts import CardName, LessonCardFacts, ListedName
from services.lesson_cards.repository import control_work_at, previous_letters
from services.lesson_cards.rules import MARKED_WITHIN_MINUTES, is_expected_absent
from services.models import Attendance, Lesson
from services.regulation.profile import SchoolProfile
from services.timetable.repository import load_calendar
from services.timetable.rules import PlannedLesson
from services.vocabulary import AbsenceKind, AttendanceCode

__all__ = ["LessonList", "card_facts", "expected_absent", "lesson_list"]

_A_YEAR = timedelta(days=300)  # where the school has not named its year


@dataclass(frozen=True, slots=True)
class LessonList:
    """Who is taught at a lesson, with the letters that stand; who is exempt is left out."""

    row: Lesson | None
    names: tuple[ListedName, ...]
    letters: dict[int, Attendance]

    def code_of(self, student_id: int) -> AttendanceCode:
        """Return the letter in the journal; without one the student is there."""
        row = self.letters.get(student_id)
        return row.code if row else AttendanceCode.PRESENT


async def lesson_list(session: AsyncSession, lesson: PlannedLesson) -> LessonList:
    """Return the list of a lesson's own day and group."""
    listed = (await class_lists(session, lesson)).here
    row = await journal.find_lesson(session, slot_of_lesson(lesson))
    letters = (
        await journal.attendance_at(session, row.id, [one.student_id for one in listed])
        if row
        else {}
    )
    return LessonList(
        row,
        tuple(
            ListedName(one.student_id, one.family_name, one.given_name, one.number, one.apart)
            for one in listed
            if one.student_id not in letters
            or letters[one.student_id].code is not AttendanceCode.EXEMPT
        ),
        letters,
    )


async def expected_absent(
    session: AsyncSession, lesson: PlannedLesson, names: Sequence[ListedName]
) -> tuple[ListedName, ...]:
    """Return whom the previous lesson of the day, or the family, says will be missing.

    Who is only late is looked for in the classroom.
    """
    ids = [one.student_id for one in names]
    before = await previous_letters(session, ids, lesson)
    reasons = await reasons_of(session, ids, first=lesson.on, last=lesson.on)
    found = []
    for one in names:
        given = [
            reason
            for reason in reasons.get(one.student_id, ())
            if reason.kind is not AbsenceKind.LATE
        ]
        last = before.get(one.student_id)
        if is_expected_absent(
            before=last.code if last else None,
            is_announced=is_explained_by(given, on=lesson.on, number=lesson.number),
            was_announced_before=last is not None
            and is_explained_by(
                [reason for reason in given if reason.given_at <= last.starts_at],
                on=lesson.on,
                number=last.number,
            ),
        ):
            found.append(one)
    return tuple(found)


async def card_facts(
    session: AsyncSession,
    lesson: PlannedLesson,
    *,
    profile: SchoolProfile,
    now: datetime,
    saved: SavedFacts | None = None,
) -> LessonCardFacts:
    """Return the card of a lesson as it is now; *saved* is what a press has just recorded."""
    listed = await lesson_list(session, lesson)
    attendance_at = listed.row.attendance_at if listed.row else None
    state = (await journal.lesson_states(session, {lesson.group.group_id}, on=lesson.on)).get(
        (lesson.group.group_id, lesson.subject.subject_id, lesson.number), journal.LessonState()
    )
    given = await homework.given_on(session, {lesson.group.group_id}, on=lesson.on)
    needed = needed_homework(
        [lesson],
        await homework.subjects_with_homework(session),
        in_first_grade=profile.homework_in_first_grade,
    )
    plan = None if state.topic else await _plan(session, lesson)
    expected: tuple[ListedName, ...] = ()
    if attendance_at is None and lesson.counts_absences:
        expected = await expected_absent(session, lesson, listed.names)
    work = await control_work_at(session, lesson)
    return LessonCardFacts(
        lesson=lesson,
        zone=profile.timezone,
        now=now,
        students=len(listed.names),
        absent=tuple(
            CardName(one, code)
            for one in listed.names
            if is_absence(code := listed.code_of(one.student_id)) or code is AttendanceCode.TARDY
        ),
        expected=expected,
        attendance_at=attendance_at,
        mark_until=lesson.starts_at + timedelta(minutes=MARKED_WITHIN_MINUTES),
        marks=state.marks,
        topic=state.topic,
        takes_marks=await _takes_marks(session, lesson),
        needs_homework=bool(needed),
        has_homework=(lesson.group.group_id, lesson.subject.subject_id) in given,
        planned_topic=plan.next.topic if plan and plan.next else "",
        planned_number=plan.next.number if plan and plan.next else 0,
        planned_lines=plan.lines if plan else 0,
        control_work=None if work is None else work.title,
        saved=saved,
    )


async def _plan(session: AsyncSession, lesson: PlannedLesson) -> PlanPlace | None:
    calendar = await load_calendar(session, on=lesson.on)
    own = lesson.group.class_id
    return await place_in_plan(
        session,
        lesson.group.group_id,
        lesson.subject.subject_id,
        [own] if own is not None else sorted(lesson.group.class_ids),
        since=calendar.year_starts_on or lesson.on - _A_YEAR,
        before=(lesson.on, lesson.number),
    )


async def _takes_marks(session: AsyncSession, lesson: PlannedLesson) -> bool:
    try:
        await require_marks_taken(session, lesson)
    except MarksNotTaken:
        return False
    return True
