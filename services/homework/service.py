"""What a teacher still has to set: today's lessons without homework, and one of them to fill."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.access.policy import Action, require
from services.database import Database, bind_school
from services.errors import OutOfDate
from services.homework import repository
from services.homework.class_day import needed_homework
from services.homework.next_lesson import next_lesson
from services.journal.rights import teaching_of
from services.regulation.repository import load_profile
from services.timetable.planner import lessons_of_group, lessons_of_teacher
from services.timetable.rules import PlannedLesson

__all__ = ["HomeworkJournalService", "LessonToFill", "LessonsToFill"]

LessonKey = tuple[int, int, date, int]
"""Study group, subject, day, number."""


@dataclass(frozen=True, slots=True)
class LessonsToFill:
    """Today's lessons that have no homework yet; *has_lessons*: there are lessons at all."""

    today: date
    zone: ZoneInfo
    lessons: tuple[PlannedLesson, ...]
    has_lessons: bool


@dataclass(frozen=True, slots=True)
class LessonToFill:
    """A lesson that homework is being typed for, and the day it will be due if none is named."""

    lesson: PlannedLesson
    due_on: date | None


class HomeworkJournalService:
    """Reads what homework is missing, for those who set it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def missing(self, who: Identity, *, now: datetime) -> LessonsToFill:
        """Return the lessons *who* gives today that nothing was set at yet.

        Raises:
            NotAllowed: they do not teach.
        """
        require(who, Action.SEE_LESSONS, teacher_ids=(who.person_id,))
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                profile = await load_profile(session)
                today = now.astimezone(profile.timezone).date()
                lessons = await lessons_of_teacher(session, who.person_id, on=today)
                needed = needed_homework(
                    lessons,
                    await repository.subjects_with_homework(session),
                    in_first_grade=profile.homework_in_first_grade,
                )
                given = await repository.given_on(
                    session, {lesson.group.group_id for lesson in lessons}, on=today
                )
        return LessonsToFill(
            today=today,
            zone=profile.timezone,
            lessons=tuple(lesson for lesson in lessons if _given(lesson) in needed - given),
            has_lessons=bool(lessons),
        )

    async def to_fill(self, who: Identity, key: LessonKey) -> LessonToFill:
        """Return a lesson whose button was pressed.

        Raises:
            OutOfDate: the timetable has it no more.
            NotYourLesson: somebody else gives it.
        """
        group_id, subject_id, on, number = key
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                lesson = await _planned(session, group_id, subject_id, on=on, number=number)
                (await teaching_of(session, who)).require_record(lesson)
                following = await next_lesson(session, group_id, subject_id, after=on)
        return LessonToFill(lesson, following.on if following else None)


def _given(lesson: PlannedLesson) -> tuple[int, int]:
    return lesson.group.group_id, lesson.subject.subject_id


async def _planned(
    session: AsyncSession, group_id: int, subject_id: int, *, on: date, number: int
) -> PlannedLesson:
    for lesson in await lessons_of_group(session, group_id, on=on):
        if (lesson.subject.subject_id, lesson.number) == (subject_id, number):
            return lesson
    raise OutOfDate
