"""A resolved message as the teacher checks it: what was understood, changed, and told when."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.bulk_entry.class_lists import class_lists
from services.bulk_entry.facts import (
    HomeworkPreview,
    LessonPreview,
    PreviewFacts,
    StudentPreview,
)
from services.bulk_entry.repository import ListedStudent
from services.bulk_entry.resolve import Resolved
from services.errors import OutOfDate
from services.homework.drafts import FileRef
from services.homework.planning import HomeworkPlan, plan_homework
from services.homework.telling import saved_now_told_at
from services.journal.attendance_rules import told_kind
from services.journal.drafts import EntryDraft, StudentDraft, drafts_of
from services.journal.planning import EntryPlan, StudentPlan, plan_draft
from services.journal.sittings import expected_due
from services.journal.slots import still_planned
from services.models import JournalEntry
from services.outbox.kinds import timing_of
from services.regulation.profile import SchoolProfile
from services.timetable.rules import PlannedLesson
from services.vocabulary import NoticeKind

__all__ = ["preview_facts", "preview_of_drafts"]


async def preview_facts(
    session: AsyncSession,
    resolved: Resolved,
    *,
    entry_id: int,
    author_id: int,
    files: Sequence[FileRef],
    profile: SchoolProfile,
    now: datetime,
) -> PreviewFacts:
    """Compare what was resolved with the journal, and say when families would hear of it."""
    plans = [await plan_draft(session, draft) for draft in resolved.drafts]
    marks_due: list[datetime] = []
    absences_due: list[datetime] = []
    for draft, plan in zip(resolved.drafts, plans, strict=True):
        if any(mark.steps for student in plan.students for mark in student.marks):
            group_id = draft.lesson.study_group_id
            due_at = await expected_due(session, author_id, group_id, profile=profile, now=now)
            marks_due.append(_told_at(NoticeKind.MARK, due_at, draft, profile, now))
        absences_due.extend(_absences_due(plan, draft, profile, now))
    slots = [draft.lesson for draft in resolved.drafts]
    homework = await plan_homework(session, slots, resolved.homework, files)
    told = await _homework_told(session, resolved, homework, profile, now)
    return PreviewFacts(
        entry_id=entry_id,
        lessons=tuple(
            _lesson(
                lesson,
                draft,
                plan,
                resolved,
                [one for one in homework if one.draft.place == place],
                resolved.left_out.get(place, frozenset()),
                now,
            )
            for place, (lesson, draft, plan) in enumerate(
                zip(resolved.lessons, resolved.drafts, plans, strict=True)
            )
        ),
        zone=profile.timezone,
        now=now,
        is_unchanged=all(plan.is_empty for plan in plans)
        and all(one.is_unchanged for one in homework),
        marks_due_at=max(marks_due, default=None),
        absences_due_at=max(absences_due, default=None),
        homework_due_at=told[0] if told else None,
        is_homework_complete=told is not None and told[1],
        files=len(files),
    )


async def preview_of_drafts(
    session: AsyncSession,
    who: Identity,
    entry: JournalEntry,
    *,
    profile: SchoolProfile,
    now: datetime,
) -> PreviewFacts:
    """Show what an entry put together without a line would change.

    Raises:
        OutOfDate: the timetable has one of its lessons no more.
    """
    drafts = drafts_of(entry.resolved)
    lessons: list[PlannedLesson] = []
    students: dict[int, ListedStudent] = {}
    for draft in drafts:
        lesson = await still_planned(session, draft.lesson)
        if lesson is None:
            raise OutOfDate
        lessons.append(lesson)
        listed = (await class_lists(session, lesson)).here
        students |= {one.student_id: one for one in listed}
    return await preview_facts(
        session,
        Resolved(drafts, tuple(lessons), students),
        entry_id=entry.id,
        author_id=who.person_id,
        files=(),
        profile=profile,
        now=now,
    )


async def _homework_told(
    session: AsyncSession,
    resolved: Resolved,
    plans: Sequence[HomeworkPlan],
    profile: SchoolProfile,
    now: datetime,
) -> tuple[datetime, bool] | None:
    """When families hear of the homework, with quiet hours in it; None: nothing of it is new."""
    changed = [one.draft for one in plans if not one.is_unchanged]
    slots = [(resolved.drafts[one.place].lesson, one.addressee_id is None) for one in changed]
    told = await saved_now_told_at(session, slots, profile=profile, now=now)
    if told is None:
        return None
    draft = resolved.drafts[changed[0].place]
    return _told_at(NoticeKind.HOMEWORK, told[0], draft, profile, now), told[1]


def _absences_due(
    plan: EntryPlan, draft: EntryDraft, profile: SchoolProfile, now: datetime
) -> list[datetime]:
    found = []
    for student in plan.students:
        step = student.attendance
        kind = told_kind(step.was, step.code) if step else None
        if step is not None and kind is not None:
            due_at = step.due_at(
                kind, lesson_starts_at=draft.lesson.starts_at, profile=profile, now=now
            )
            found.append(_told_at(kind, due_at, draft, profile, now))
    return found


def _told_at(
    kind: NoticeKind,
    due_at: datetime,
    draft: EntryDraft,
    profile: SchoolProfile,
    now: datetime,
) -> datetime:
    """The moment with quiet hours in it."""
    return timing_of(
        kind, due_at=due_at, result_at=draft.lesson.ends_at, recorded_at=now, profile=profile
    ).due_at


def _lesson(
    lesson: PlannedLesson,
    draft: EntryDraft,
    plan: EntryPlan,
    resolved: Resolved,
    homework: Sequence[HomeworkPlan],
    left_out: Collection[int],
    now: datetime,
) -> LessonPreview:
    return LessonPreview(
        on=lesson.on,
        number=lesson.number,
        group=lesson.group.label,
        subject=lesson.subject.name,
        students=tuple(
            _student(resolved.students[said.student_id], said, changes)
            for said, changes in zip(draft.students, plan.students, strict=True)
        ),
        topic=draft.topic,
        topic_was=plan.topic_was,
        homework=tuple(_homework(one, resolved) for one in homework),
        is_ahead=lesson.starts_at > now,
        left_out=tuple(
            StudentPreview(one.family_name, one.given_name, apart=one.apart)
            for one in sorted(resolved.students.values(), key=lambda each: each.number)
            if one.student_id in left_out
        ),
    )


def _homework(plan: HomeworkPlan, resolved: Resolved) -> HomeworkPreview:
    said = plan.draft
    person = resolved.students[said.addressee_id] if said.addressee_id is not None else None
    return HomeworkPreview(
        text=said.text,
        is_none=said.is_none,
        due_on=said.due_on,
        has_lesson=said.due_number is not None,
        family_name=person.family_name if person else "",
        given_name=person.given_name if person else "",
        was=plan.was,
        is_unchanged=plan.is_unchanged,
    )


def _student(person: ListedStudent, said: StudentDraft, plan: StudentPlan) -> StudentPreview:
    return StudentPreview(
        family_name=person.family_name,
        given_name=person.given_name,
        marks=plan.marks,
        attendance=said.attendance,
        minutes_late=said.minutes_late,
        attendance_step=plan.attendance,
        is_absent_with_mark=plan.is_absent_with_mark,
        owes=said.owed_kind is not None,
        opens_debt=plan.opens_debt,
        apart=person.apart,
    )
