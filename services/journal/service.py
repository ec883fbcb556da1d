"""What staff read of the journal: a teacher's day with what is still missing in it."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.access.identity import Identity
from services.access.policy import Action, require
from services.database import Database, bind_school
from services.journal.repository import LessonState, lesson_states
from services.regulation.repository import load_profile
from services.timetable.planner import lessons_of_teacher
from services.timetable.repository import load_calendar
from services.timetable.rules import PlannedLesson
from services.timetable.school_days import EVERY_GRADE, days_around

__all__ = ["JournalService", "TeacherDayFacts", "TeacherLessonFacts"]


@dataclass(frozen=True, slots=True)
class TeacherLessonFacts:
    """A lesson of the day and what is recorded for it so far."""

    lesson: PlannedLesson
    state: LessonState
    is_going_on: bool
    is_over: bool


@dataclass(frozen=True, slots=True)
class TeacherDayFacts:
    """A teacher's day; no lessons: there are none by the timetable."""

    on: date
    today: date
    zone: ZoneInfo
    lessons: tuple[TeacherLessonFacts, ...]
    previous_on: date | None = None  # the school days around it
    next_on: date | None = None


class JournalService:
    """Reads the journal for those who keep it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def teacher_day(
        self, who: Identity, *, now: datetime, on: date | None = None
    ) -> TeacherDayFacts:
        """Return the lessons *who* gives on a day (today when none is named), with their state.

        Raises:
            NotAllowed: they do not teach.
        """
        require(who, Action.SEE_LESSONS, teacher_ids=(who.person_id,))
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                zone = (await load_profile(session)).timezone
                today = now.astimezone(zone).date()
                day = on or today
                lessons = await lessons_of_teacher(session, who.person_id, on=day)
                groups = {lesson.group.group_id for lesson in lessons}
                states = await lesson_states(session, groups, on=day)
                calendar = await load_calendar(session, on=day)
        around = days_around(calendar, first=day, last=day, grades=EVERY_GRADE)
        return TeacherDayFacts(
            on=day,
            today=today,
            zone=zone,
            lessons=tuple(
                TeacherLessonFacts(
                    lesson=lesson,
                    state=states.get(
                        (lesson.group.group_id, lesson.subject.subject_id, lesson.number),
                        LessonState(),
                    ),
                    is_going_on=lesson.is_going_on(now),
                    is_over=lesson.ends_at <= now,
                )
                for lesson in lessons
            ),
            previous_on=around.previous_on,
            next_on=around.next_on,
        )
