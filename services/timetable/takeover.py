"""«Веду вместо …»: a substitute found in the corridor takes a lesson of this hour.

The record says who really gives it; the deputy head confirms later.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.access.identity import Identity
from services.access.policy import Action, require
from services.audit.acting import acting
from services.database import Database, bind_school
from services.models import ChangeEntry
from services.regulation.repository import load_profile
from services.roster.names import PersonName, names_of
from services.timetable.change_drafts import (
    ChangeDrafts,
    LessonDraft,
    drafts_to_json,
    place_ids,
)
from services.timetable.change_errors import LessonNotOpen, OwnLesson
from services.timetable.change_recording import record_changes
from services.timetable.planner import plan_of_school
from services.timetable.rules import LessonPlace, PlannedLesson
from services.vocabulary import EntryState

__all__ = ["TakenOver", "TakeoverOffer", "TakeoverPage", "TakeoverService"]

_BEFORE = timedelta(minutes=20)  # a long break
_AFTER = timedelta(hours=1)  # who stood before the class writes it down afterwards


@dataclass(frozen=True, slots=True)
class TakeoverOffer:
    """A lesson of somebody else that could be taken over now."""

    group_id: int
    group: str
    subject: str
    number: int
    starts_at: datetime
    ends_at: datetime
    teacher: PersonName


@dataclass(frozen=True, slots=True)
class TakeoverPage:
    """All lessons of this hour, of all classes."""

    offers: tuple[TakeoverOffer, ...]
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class TakenOver:
    """A lesson that was taken over; families hear at *due_at* (None: nobody has to)."""

    entry_id: int
    offer: TakeoverOffer
    zone: ZoneInfo
    due_at: datetime | None


class TakeoverService:
    """Lets a teacher take over a lesson that goes on, begins soon, or has just ended."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def offers(self, who: Identity, *, now: datetime) -> TakeoverPage:
        """Return the lessons of this hour that are not *who*'s own.

        Raises:
            NotAllowed: they do not teach.
        """
        require(who, Action.TAKE_OVER_LESSON)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                zone = (await load_profile(session)).timezone
                plan = await plan_of_school(session, on=now.astimezone(zone).date())
                lessons = [
                    one
                    for one in plan.lessons
                    if _is_open(one, now=now) and one.teacher_id != who.person_id
                ]
                names = await names_of(session, {one.teacher_id for one in lessons})
        return TakeoverPage(tuple(_offer(one, names[one.teacher_id]) for one in lessons), zone)

    async def take_over(
        self, who: Identity, *, group_id: int, number: int, now: datetime
    ) -> TakenOver:
        """Record that *who* gives today's lesson of a group instead of its teacher.

        Raises:
            NotAllowed: they do not teach.
            LessonNotOpen: there is no such lesson in this hour.
            OwnLesson: it is theirs already.
        """
        require(who, Action.TAKE_OVER_LESSON)
        with acting(who.person_id, why="lesson taken over"), bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                today = now.astimezone(profile.timezone).date()
                plan = await plan_of_school(session, on=today)
                lesson = next(
                    (
                        one
                        for one in plan.lessons
                        if (one.group.group_id, one.number) == (group_id, number)
                    ),
                    None,
                )
                if lesson is None or not _is_open(lesson, now=now):
                    raise LessonNotOpen
                if lesson.teacher_id == who.person_id:
                    raise OwnLesson(subject=lesson.subject.name, group=lesson.group.label)
                drafts = ChangeDrafts((_draft(lesson, who.person_id),))
                entry = ChangeEntry(
                    author_id=who.person_id,
                    state=EntryState.PREVIEWED,
                    source="",
                    resolved=drafts_to_json(drafts),
                    created_at=now,
                )
                session.add(entry)
                await session.flush()
                recorded = await record_changes(
                    session, entry, drafts, profile=profile, now=now, needs_confirmation=True
                )
                names = await names_of(session, [lesson.teacher_id])
                return TakenOver(
                    entry.id,
                    _offer(lesson, names[lesson.teacher_id]),
                    profile.timezone,
                    recorded.due_at,
                )


def _is_open(lesson: PlannedLesson, *, now: datetime) -> bool:
    return lesson.starts_at - _BEFORE <= now <= lesson.ends_at + _AFTER


def _draft(lesson: PlannedLesson, teacher_id: int) -> LessonDraft:
    here = LessonPlace(
        lesson.group, lesson.subject, lesson.teacher_id, lesson.on, lesson.number, lesson.room
    )
    change = lesson.change
    old = here if change is None else change.was
    new = LessonPlace(
        lesson.group, lesson.subject, teacher_id, lesson.on, lesson.number, lesson.room
    )
    return LessonDraft(
        old=place_ids(old) if old else None,
        new=place_ids(new),
        replaces_id=change.change_id if change else None,
    )


def _offer(lesson: PlannedLesson, teacher: PersonName) -> TakeoverOffer:
    return TakeoverOffer(
        group_id=lesson.group.group_id,
        group=lesson.group.label,
        subject=lesson.subject.name,
        number=lesson.number,
        starts_at=lesson.starts_at,
        ends_at=lesson.ends_at,
        teacher=teacher,
    )
