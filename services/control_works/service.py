"""Planning control works, and showing them to who gives and who writes them."""

from collections.abc import Sequence
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
    ControlWorkDoubted,
    ControlWorkFacts,
    ControlWorkGone,
    ControlWorkNotTaken,
    ControlWorkPreview,
    ControlWorksOfChild,
    FreeLesson,
    NotTakenReason,
    OwnControlWorks,
)
from services.control_works.rules import ControlDoubt, PlannedWork, Proposal, doubts_of
from services.database import Database, bind_school
from services.diary.readers import (
    child_facts,
    children_of,
    profile_for_reading,
    reader_of,
    student_on,
)
from services.diary.repository import grading_periods
from services.errors import NotFound
from services.finals import repository as finals
from services.finals.periods import subject_periods
from services.finals.reading import taught_there
from services.journal.errors import NotYourLesson
from services.journal.planned_works import planned_between
from services.models import ControlWork, Subject
from services.regulation.repository import load_profile
from services.roster.individual_plans import individual_plans
from services.roster.membership import group_ids_of
from services.timetable.planner import lessons_of_class, lessons_of_group
from services.timetable.repository import group_ids_touching_class, taught_groups
from services.timetable.rules import PlannedLesson, TaughtGroup
from services.vocabulary import EntryState

__all__ = ["ControlWorkService"]

_PREVIEW_LIVES = timedelta(hours=12)
_LOOK_AHEAD_DAYS = 35
_FREE_SHOWN = 3
_SHOWN_DAYS = 120


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
                today = await _today(session, now)
                entry = await _read(session, text, today=today)
                words = await school_words(session, today=today)
                group_id, subject_id = await taught_there(session, who, entry, words, today=today)
                await _require_plan(session, who, group_id, subject_id, today=today)
                lesson = await _lesson_at(session, group_id, subject_id, entry, today=today)
                work = ControlWork(
                    study_group_id=group_id,
                    subject_id=subject_id,
                    work_on=lesson.on,
                    number=lesson.number,
                    title=(entry.topic or "")[:300],
                    state=EntryState.PREVIEWED,
                    author_id=who.person_id,
                    created_at=now,
                )
                session.add(work)
                await session.flush()
                return await _preview(session, who, work, today=today)

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
                lessons = await lessons_of_group(session, work.study_group_id, on=on)
                if not any(
                    (one.subject.subject_id, one.number) == (work.subject_id, number)
                    for one in lessons
                ):
                    raise ControlWorkGone
                work.work_on, work.number = on, number
                return await _preview(session, who, work, today=await _today(session, now))

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
                    return await _facts(session, work)
                work = await _open(session, who, work_id, now=now)
                preview = await _preview(session, who, work, today=await _today(session, now))
                if preview.doubts:
                    if not (note.strip() and preview.may_override):
                        raise ControlWorkDoubted
                    work.override_note = note.strip()[:300]
                    work.overridden_by = who.person_id
                work.state = EntryState.SAVED
                await session.flush()
                return await _facts(session, work)

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
                today = await _today(session, now)
                await _require_plan(
                    session, who, work.study_group_id, work.subject_id, today=today
                )
                work.state = EntryState.UNDONE
                await session.flush()
                return await _facts(session, work)

    async def own(self, who: Identity, *, now: datetime) -> OwnControlWorks:
        """Return what is planned from today on in the groups *who* teaches, or leads.

        Raises:
            NotAllowed: they do not teach.
        """
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                today = await _today(session, now)
                rows = await finals.assignments(session, teacher_id=who.person_id)
                pairs = {(row.study_group_id, row.subject_id) for row in rows}
                groups = {group_id for group_id, _ in pairs}
                led: set[int] = set()
                for class_id in who.homeroom_class_ids:
                    led |= await group_ids_touching_class(session, class_id, on=today)
                works = await planned_between(
                    session,
                    groups | led,
                    first=today,
                    last=today + timedelta(days=_SHOWN_DAYS),
                )
                mine = [
                    one
                    for one in works
                    if one.study_group_id in led or (one.study_group_id, one.subject_id) in pairs
                ]
                return OwnControlWorks(tuple([await _facts(session, one) for one in mine]))

    async def of_child(
        self, family: Sequence[Identity], *, now: datetime, student_id: int | None = None
    ) -> ControlWorksOfChild:
        """Return what a child has before it; without a child, the first one.

        Raises:
            NotAllowed, NoChildOpen, DetailsAtSchool: as every page of a family.
        """
        who, child_id = reader_of(family, student_id)
        children = await children_of(self._database, family, now=now)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                profile = await profile_for_reading(session, who, child_id)
                today = now.astimezone(profile.timezone).date()
                groups = await group_ids_of(session, child_id, on=today)
                plans = await individual_plans(session, [child_id])
                works = [
                    one
                    for one in await planned_between(
                        session, groups, first=today, last=today + timedelta(days=_SHOWN_DAYS)
                    )
                    if plans.studies(child_id, one.subject_id, on=one.work_on)
                ]
                return ControlWorksOfChild(
                    child_facts(await student_on(session, child_id, on=today), profile),
                    children,
                    tuple([await _facts(session, one) for one in works]),
                )


async def _today(session: AsyncSession, now: datetime) -> date:
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


async def _require_plan(
    session: AsyncSession, who: Identity, group_id: int, subject_id: int, *, today: date
) -> None:
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


async def _lesson_at(
    session: AsyncSession, group_id: int, subject_id: int, entry: Entry, *, today: date
) -> PlannedLesson:
    if entry.day is None:
        free = await _lessons_ahead(session, group_id, subject_id, after=today)
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
    near = await _lessons_ahead(session, group_id, subject_id, after=today)
    raise ControlWorkNotTaken(
        reason=NotTakenReason.NO_LESSON, on=entry.day, free=tuple(one.on for one in near)
    )


async def _lessons_ahead(
    session: AsyncSession, group_id: int, subject_id: int, *, after: date, days: int = 14
) -> list[PlannedLesson]:
    found: list[PlannedLesson] = []
    for ahead in range(1, days + 1):
        lessons = await lessons_of_group(session, group_id, on=after + timedelta(days=ahead))
        found += [one for one in lessons if one.subject.subject_id == subject_id]
    return found


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
    today = await _today(session, now)
    await _require_plan(session, who, work.study_group_id, work.subject_id, today=today)
    return work


async def _preview(
    session: AsyncSession, who: Identity, work: ControlWork, *, today: date
) -> ControlWorkPreview:
    subject = await finals.subject_by_id(session, work.subject_id)
    groups = await taught_groups(session, [work.study_group_id], on=today)
    if subject is None:
        raise ControlWorkGone
    weighing = await _Weighing.of(session, work, groups[work.study_group_id], subject, today)
    doubts = await weighing.doubts(session, work.work_on, work.number)
    free: list[FreeLesson] = []
    if doubts:
        ahead = await _lessons_ahead(
            session, work.study_group_id, work.subject_id, after=today, days=_LOOK_AHEAD_DAYS
        )
        for lesson in ahead:
            if not await weighing.doubts(session, lesson.on, lesson.number):
                free.append(FreeLesson(lesson.on, lesson.number))
            if len(free) == _FREE_SHOWN:
                break
    return ControlWorkPreview(
        await _facts(session, work),
        doubts,
        tuple(free),
        may_override=is_allowed(who, Action.OVERRIDE_CONTROL_WORK),
    )


class _Weighing:
    """Everything the rules ask about a group and subject, read once."""

    def __init__(
        self,
        group: TaughtGroup,
        subject: Subject,
        *,
        others: Sequence[PlannedWork],
        periods: Sequence[tuple[date, date]],
        hours: int,
    ) -> None:
        self._group = group
        self._subject = subject
        self._others = others
        self._periods = periods
        self._hours = hours

    @classmethod
    async def of(
        cls,
        session: AsyncSession,
        work: ControlWork,
        group: TaughtGroup,
        subject: Subject,
        today: date,
    ) -> "_Weighing":
        """Read what the rules need."""
        classes = group.class_ids or ({group.class_id} if group.class_id else set())
        groups = {work.study_group_id}
        for class_id in classes:
            groups |= await group_ids_touching_class(session, class_id, on=today)
        year = await finals.year_of(session, on=today)
        first = year.starts_on if year else today - timedelta(days=365)
        last = year.ends_on if year else today + timedelta(days=365)
        rows = await planned_between(session, groups, first=first, last=last)
        periods = subject_periods(
            await grading_periods(session, grade=group.grade, on=today), subject.id
        )
        return cls(
            group,
            subject,
            # The other half of a class writing the same subject is no other control work.
            others=[
                PlannedWork(one.subject_id, one.work_on)
                for one in rows
                if one.id != work.id
                and (one.subject_id != subject.id or one.study_group_id == work.study_group_id)
            ],
            periods=[(one.starts_on, one.ends_on) for one in periods],
            hours=await repository.hours_of(
                session, group_id=work.study_group_id, subject_id=subject.id
            ),
        )

    async def doubts(
        self, session: AsyncSession, on: date, number: int
    ) -> tuple[ControlDoubt, ...]:
        """Return what stands against a lesson."""
        numbers: set[int] = set()
        for class_id in self._group.class_ids:
            lessons = await lessons_of_class(session, class_id, on=on)
            numbers |= {one.number for one in lessons}
        wanted = Proposal(
            subject_id=self._subject.id,
            subject=self._subject.name,
            on=on,
            number=number,
            numbers=tuple(sorted(numbers)),
            period=next((one for one in self._periods if one[0] <= on <= one[1]), None),
            hours=self._hours,
        )
        return doubts_of(wanted, self._others)


async def _facts(session: AsyncSession, work: ControlWork) -> ControlWorkFacts:
    subject = await finals.subject_by_id(session, work.subject_id)
    groups = await taught_groups(session, [work.study_group_id], on=work.work_on)
    return ControlWorkFacts(
        work_id=work.id,
        group=groups[work.study_group_id].label,
        subject=subject.name if subject else "",
        on=work.work_on,
        number=work.number,
        title=work.title,
        note=work.override_note,
    )
