"""Planning control works: read from a line or chosen by buttons, weighed, saved, taken off."""

from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.access.policy import Action, is_allowed
from services.audit.acting import acting
from services.bulk_entry.errors import LineNotTaken
from services.bulk_entry.faults import LineFault
from services.bulk_entry.grammar import parse
from services.bulk_entry.model import Entry, Span
from services.bulk_entry.repository import school_words
from services.control_works import repository
from services.control_works.facts import (
    CONTROL_KINDS,
    ControlWorkDoubted,
    ControlWorkFacts,
    ControlWorkGone,
    ControlWorkNotTaken,
    ControlWorkPreview,
    FreeLesson,
    NotTakenReason,
)
from services.control_works.weighing import Weighing, facts_of, lessons_ahead
from services.database import Database, bind_school
from services.errors import NotFound
from services.finals import repository as finals
from services.finals.reading import taught_there
from services.journal.errors import NotYourLesson
from services.models import ControlWork
from services.regulation.repository import load_profile
from services.timetable.planner import lessons_of_group
from services.timetable.repository import taught_groups
from services.timetable.rules import PlannedLesson
from services.vocabulary import EntryState

__all__ = ["ControlWorkService", "require_plan", "today_of"]

_PREVIEW_LIVES = timedelta(hours=12)
_LOOK_AHEAD_DAYS = 35
_FREE_SHOWN = 3


class ControlWorkService:
    """Plans control works and takes them off again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def preview(self, who: Identity, text: str, *, now: datetime) -> ControlWorkPreview:
        """Read «7Б Алгебра 27.11 Линейные функции» and say what stands against it.

        Raises:
            ControlWorkNotTaken: no day, no lesson of the subject then, or it is not ahead.
            LineNotTaken, FinalsNotTaken: class, subject or group is missing or unknown.
            NotYourLesson: somebody else gives it.
        """
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                today = await today_of(session, now)
                entry = await _read(session, text, today=today)
                words = await school_words(session, today=today)
                group_id, subject_id = await taught_there(session, who, entry, words, today=today)
                await require_plan(session, who, group_id, subject_id, today=today)
                lesson = await _lesson_at(session, group_id, subject_id, entry, today=today)
                work = ControlWork(
                    study_group_id=group_id,
                    subject_id=subject_id,
                    work_on=lesson.on,
                    number=lesson.number,
                    title=(entry.topic or "")[:300],
                )
                return await _added(session, who, work, now=now)

    async def begin(
        self,
        who: Identity,
        *,
        group_id: int,
        subject_id: int,
        on: date,
        number: int,
        now: datetime,
    ) -> ControlWorkPreview:
        """Preview a work at a lesson that was chosen by buttons.

        Raises:
            ControlWorkGone: there is no such lesson, or it is not ahead any more.
            NotYourLesson: somebody else gives it.
        """
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                today = await today_of(session, now)
                await require_plan(session, who, group_id, subject_id, today=today)
                await _require_lesson(session, group_id, subject_id, on=on, number=number)
                if on <= today:
                    raise ControlWorkGone
                work = ControlWork(
                    study_group_id=group_id, subject_id=subject_id, work_on=on, number=number
                )
                return await _added(session, who, work, now=now)

    async def choose_kind(
        self, who: Identity, work_id: int, *, work_kind: str, now: datetime
    ) -> ControlWorkPreview:
        """Say what kind of work it will be; errors as in ``move``."""
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                work = await _open(session, who, work_id, now=now)
                if work_kind not in CONTROL_KINDS:
                    raise ControlWorkGone
                work.work_kind = work_kind
                return await _preview(session, who, work, today=await today_of(session, now))

    async def move(
        self, who: Identity, work_id: int, *, on: date, number: int, now: datetime
    ) -> ControlWorkPreview:
        """Let a work about to be planned stand at another lesson.

        Raises:
            ControlWorkGone: it is no preview any more, or there is no such lesson.
            NotYourLesson: somebody else gives it.
        """
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                work = await _open(session, who, work_id, now=now)
                await _require_lesson(
                    session, work.study_group_id, work.subject_id, on=on, number=number
                )
                work.work_on, work.number = on, number
                return await _preview(session, who, work, today=await today_of(session, now))

    async def plan(
        self, who: Identity, work_id: int, *, now: datetime, note: str = ""
    ) -> ControlWorkFacts:
        """Plan it; planned before, it changes nothing. With a *note* a deputy head overrides.

        Raises:
            ControlWorkDoubted: rules stand against it, and nobody sets them aside.
            ControlWorkGone: it was taken off, or is too old.
            NotYourLesson: somebody else gives it.
        """
        with acting(who.person_id, why=note or "control work planned"), bind_school(who.school_id):
            async with self._database.transaction() as session:
                work = await repository.find_work(session, work_id)
                if work is not None and work.state is EntryState.SAVED:
                    return await facts_of(session, work)
                work = await _open(session, who, work_id, now=now)
                preview = await _preview(session, who, work, today=await today_of(session, now))
                if preview.doubts:
                    if not (note.strip() and preview.may_override):
                        raise ControlWorkDoubted
                    work.override_note = note.strip()[:300]
                    work.overridden_by = who.person_id
                work.state = EntryState.SAVED
                await session.flush()
                return await facts_of(session, work)

    async def cancel(self, who: Identity, work_id: int, *, now: datetime) -> ControlWorkFacts:
        """Take a planned work off; taken off before, it changes nothing.

        Raises:
            NotFound: there is no such work.
            NotYourLesson: somebody else gives it.
        """
        with acting(who.person_id, why="control work taken off"), bind_school(who.school_id):
            async with self._database.transaction() as session:
                work = await repository.find_work(session, work_id)
                if work is None:
                    raise NotFound
                today = await today_of(session, now)
                await require_plan(session, who, work.study_group_id, work.subject_id, today=today)
                work.state = EntryState.UNDONE
                await session.flush()
                return await facts_of(session, work)


async def today_of(session: AsyncSession, now: datetime) -> date:
    """Return the school's day."""
    return now.astimezone((await load_profile(session)).timezone).date()


async def _read(session: AsyncSession, text: str, *, today: date) -> Entry:
    """Read a heading with a day, and the title behind it, as a topic is read."""
    words = await school_words(session, today=today)
    line = f"/topic {text}"
    try:
        parsed = parse(line, vocabulary=words.vocabulary)
    except LineFault as fault:
        # Without a title it is a heading alone.
        try:
            parsed = parse(f"/final {text}", vocabulary=words.vocabulary)
        except LineFault:
            raise LineNotTaken(
                fault.kind, span=Span(fault.start, fault.end), source=line, hints=fault.hints
            ) from fault
    if len(parsed.entries) != 1 or parsed.questions:
        raise ControlWorkNotTaken(reason=NotTakenReason.UNREADABLE, on=None, free=())
    return parsed.entries[0]


async def require_plan(
    session: AsyncSession, who: Identity, group_id: int, subject_id: int, *, today: date
) -> None:
    """Return when *who* may plan in a group's subject.

    Raises:
        NotYourLesson: somebody else gives it.
    """
    rows = await finals.assignments(session, group_ids=[group_id], subject_id=subject_id)
    teachers = {row.teacher_id for row in rows}
    if not is_allowed(who, Action.PLAN_CONTROL_WORK, teacher_ids=teachers):
        subject = await finals.subject_by_id(session, subject_id)
        groups = await taught_groups(session, [group_id], on=today)
        raise NotYourLesson(
            action=Action.PLAN_CONTROL_WORK,
            subject=subject.name if subject else "",
            group=groups[group_id].label,
        )


async def _require_lesson(
    session: AsyncSession, group_id: int, subject_id: int, *, on: date, number: int
) -> None:
    lessons = await lessons_of_group(session, group_id, on=on)
    if not any((one.subject.subject_id, one.number) == (subject_id, number) for one in lessons):
        raise ControlWorkGone


async def _lesson_at(
    session: AsyncSession, group_id: int, subject_id: int, entry: Entry, *, today: date
) -> PlannedLesson:
    if entry.day is None:
        free = await lessons_ahead(session, group_id, subject_id, after=today)
        raise ControlWorkNotTaken(
            reason=NotTakenReason.NO_DAY, on=None, free=tuple(one.on for one in free)
        )
    if entry.day <= today:
        raise ControlWorkNotTaken(reason=NotTakenReason.NOT_AHEAD, on=entry.day, free=())
    for lesson in await lessons_of_group(session, group_id, on=entry.day):
        if lesson.subject.subject_id == subject_id and entry.lesson_number in {
            None,
            lesson.number,
        }:
            return lesson
    near = await lessons_ahead(session, group_id, subject_id, after=today)
    raise ControlWorkNotTaken(
        reason=NotTakenReason.NO_LESSON, on=entry.day, free=tuple(one.on for one in near)
    )


async def _added(
    session: AsyncSession, who: Identity, work: ControlWork, *, now: datetime
) -> ControlWorkPreview:
    work.state, work.author_id, work.created_at = EntryState.PREVIEWED, who.person_id, now
    session.add(work)
    await session.flush()
    return await _preview(session, who, work, today=await today_of(session, now))


async def _open(
    session: AsyncSession, who: Identity, work_id: int, *, now: datetime
) -> ControlWork:
    work = await repository.find_work(session, work_id)
    if (
        work is None
        or work.state is not EntryState.PREVIEWED
        or now > work.created_at + _PREVIEW_LIVES
    ):
        raise ControlWorkGone
    today = await today_of(session, now)
    await require_plan(session, who, work.study_group_id, work.subject_id, today=today)
    return work


async def _preview(
    session: AsyncSession, who: Identity, work: ControlWork, *, today: date
) -> ControlWorkPreview:
    subject = await finals.subject_by_id(session, work.subject_id)
    groups = await taught_groups(session, [work.study_group_id], on=today)
    if subject is None:
        raise ControlWorkGone
    weighing = await Weighing.of(
        session, groups[work.study_group_id], subject, today=today, besides=work.id
    )
    doubts = await weighing.doubts(session, work.work_on, work.number)
    free: list[FreeLesson] = []
    if doubts:
        ahead = await lessons_ahead(
            session, work.study_group_id, work.subject_id, after=today, days=_LOOK_AHEAD_DAYS
        )
        for lesson in ahead:
            if not await weighing.doubts(session, lesson.on, lesson.number):
                free.append(FreeLesson(lesson.on, lesson.number))
            if len(free) == _FREE_SHOWN:
                break
    return ControlWorkPreview(
        await facts_of(session, work),
        doubts,
        tuple(free),
        may_override=is_allowed(who, Action.OVERRIDE_CONTROL_WORK),
    )
