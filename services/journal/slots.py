"""A stored slot shown as the lesson it is: with the names of its group and subject."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.journal.drafts import LessonSlot
from services.timetable.planner import lessons_of_group
from services.timetable.repository import taught_groups, taught_subject
from services.timetable.rules import PlannedLesson

__all__ = ["lesson_of_slot", "slot_of_lesson", "still_planned"]


def slot_of_lesson(lesson: PlannedLesson) -> LessonSlot:
    """What names a planned lesson in the journal."""
    return LessonSlot(
        study_group_id=lesson.group.group_id,
        subject_id=lesson.subject.subject_id,
        on=lesson.on,
        number=lesson.number,
        starts_at=lesson.starts_at,
        ends_at=lesson.ends_at,
        teacher_id=lesson.teacher_id,
    )


async def still_planned(session: AsyncSession, slot: LessonSlot) -> PlannedLesson | None:
    """Return the lesson as the timetable has it now; None when it has it no more."""
    planned = await lessons_of_group(session, slot.study_group_id, on=slot.on)
    return next(
        (
            lesson
            for lesson in planned
            if (lesson.subject.subject_id, lesson.number) == (slot.subject_id, slot.number)
        ),
        None,
    )


async def lesson_of_slot(session: AsyncSession, slot: LessonSlot) -> PlannedLesson:
    """Return the lesson with its names, as they are now; the timetable is not asked again."""
    groups = await taught_groups(session, [slot.study_group_id], on=slot.on)
    return PlannedLesson(
        group=groups[slot.study_group_id],
        subject=await taught_subject(session, slot.subject_id),
        teacher_id=slot.teacher_id,
        on=slot.on,
        number=slot.number,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
    )
