"""A resolved message as the teacher checks it: what was understood, changed, and told when."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.bulk_entry.facts import LessonPreview, PreviewFacts, StudentPreview
from services.bulk_entry.repository import ListedStudent
from services.bulk_entry.resolve import Resolved
from services.journal.attendance_rules import told_kind
from services.journal.drafts import EntryDraft, StudentDraft
from services.journal.planning import EntryPlan, StudentPlan, plan_draft
from services.journal.sittings import expected_due
from services.outbox.kinds import timing_of
from services.regulation.profile import SchoolProfile
from services.timetable.rules import PlannedLesson
from services.vocabulary import NoticeKind

__all__ = ["preview_facts"]


async def preview_facts(
    session: AsyncSession,
    resolved: Resolved,
    *,
    entry_id: int,
    author_id: int,
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
    return PreviewFacts(
        entry_id=entry_id,
        lessons=tuple(
            _lesson(lesson, draft, plan, resolved, now)
            for lesson, draft, plan in zip(resolved.lessons, resolved.drafts, plans, strict=True)
        ),
        zone=profile.timezone,
        now=now,
        is_unchanged=all(plan.is_empty for plan in plans),
        marks_due_at=max(marks_due, default=None),
        absences_due_at=max(absences_due, default=None),
    )


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
        is_ahead=lesson.starts_at > now,
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
    )
