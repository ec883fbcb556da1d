"""Reasons of absence: given under an alert, or announced beforehand.

The journal keeps у where it said н, until the class teacher sets the letter from the paper; nobody
is alarmed about a lesson that is explained.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.absences import repository
from services.absences.asking import guardian_of
from services.absences.facts import (
    AbsenceQuestion,
    Announcement,
    Child,
    DayPassed,
    ManyChildren,
    NotAbsent,
    ReasonDays,
    ReasonGiven,
    UnreadAbsence,
)
from services.absences.telling import tell_call_over, tell_other_guardians
from services.absences.wording import MOST_DAYS, plain_word, read_announcement
from services.access.identity import Identity
from services.access.policy import Action, is_allowed
from services.audit.acting import acting
from services.database import Database, bind_school
from services.errors import NotAllowed, NotFound
from services.models import AbsenceReason
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.vocabulary import AbsenceKind, AttendanceCode

__all__ = ["ReasonService"]

_ANSWERED_WITHIN = timedelta(days=3)  # later the class teacher goes by the paper
_LATE_LESSONS = 1  # who is late misses this lesson and at most so many more without an alert
_ABSENT = (
    AttendanceCode.ABSENT,
    AttendanceCode.ABSENT_EXCUSED,
    AttendanceCode.ABSENT_SICK,
    AttendanceCode.ABSENT_UNEXCUSED,
)


class ReasonService:
    """Takes reasons from guardians."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def question(
        self, family: Sequence[Identity], *, student_id: int, on: date, now: datetime
    ) -> AbsenceQuestion:
        """Return what an alert was about, to be asked why.

        Raises:
            NotAllowed: it is not a child of theirs.
            DayPassed: the alert is too old to be answered here.
            NotAbsent: nobody misses the child on that day.
        """
        who = guardian_of(family, student_id)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                profile = await load_profile(session)
                _require_recent(on, now=now, profile=profile)
                return await _question(
                    session, who, student_id, family=family, on=on, profile=profile
                )

    async def give(
        self,
        family: Sequence[Identity],
        *,
        student_id: int,
        on: date,
        kind: AbsenceKind,
        now: datetime,
    ) -> ReasonGiven:
        """Record why the child is absent on a day; errors as in ``question``.

        Lateness is for the lessons missed so far and the next one: then the child is missed again.
        """
        who = guardian_of(family, student_id)
        with acting(who.person_id, why="reason of absence"), bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                _require_recent(on, now=now, profile=profile)
                await repository.lock_student(session, student_id)
                asked = await _question(
                    session, who, student_id, family=family, on=on, profile=profile
                )
                number = max(one for one, _subject in asked.lessons)
                last = number + _LATE_LESSONS if kind is AbsenceKind.LATE else None
                return await _record(
                    session,
                    who,
                    student_id,
                    ReasonDays(on, on, None, last),
                    kind,
                    family=family,
                    profile=profile,
                    now=now,
                )

    async def read(self, family: Sequence[Identity], text: str, *, now: datetime) -> Announcement:
        """Read an announcement; nothing is recorded.

        Raises:
            NotAllowed: they are no guardian of a child they may see.
            ManyChildren: it does not say which of them is meant.
            UnreadAbsence: it cannot be read.
        """
        children: list[Child] = []
        today = now.date()
        for who in family:
            mine = [
                one
                for one in sorted(who.student_ids)
                if is_allowed(who, Action.REPORT_ABSENCE, student_id=one)
            ]
            if not mine:
                continue
            with bind_school(who.school_id):
                async with self._database.reading() as session:
                    profile = await load_profile(session)
                    today = now.astimezone(profile.timezone).date()
                    for student_id in mine:
                        children.append(  # noqa: PERF401  # awaits
                            await repository.child_of(
                                session,
                                student_id,
                                on=today,
                                profile=profile,
                                reader_id=who.person_id,
                                family=family,
                            )
                        )
        if not children:
            raise NotAllowed(action=Action.REPORT_ABSENCE)
        said = read_announcement(text, today=today)
        named = [one for one in children if _called(one) & set(said.words)]
        unknown = set(said.words) - {word for one in children for word in _called(one)} - _FILLERS
        if unknown:
            raise UnreadAbsence
        meant = named or children
        if len(meant) > 1 and text.strip():
            raise ManyChildren
        return Announcement(tuple(children), meant[0], said.days, today, said.kind)

    async def announce(
        self,
        family: Sequence[Identity],
        *,
        student_id: int,
        days: ReasonDays,
        kind: AbsenceKind,
        now: datetime,
    ) -> ReasonGiven:
        """Record an absence before it begins, or while it lasts.

        Raises:
            NotAllowed: it is not a child of theirs.
            DayPassed: the days are over.
            UnreadAbsence: the days cannot be.
        """
        who = guardian_of(family, student_id)
        with acting(who.person_id, why="absence announced"), bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                today = now.astimezone(profile.timezone).date()
                if days.starts_on < today:
                    raise DayPassed(on=days.starts_on)
                if not days.starts_on <= days.ends_on < days.starts_on + timedelta(days=MOST_DAYS):
                    raise UnreadAbsence
                await repository.lock_student(session, student_id)
                if kind is AbsenceKind.LATE and days.last_lesson is None:
                    days = ReasonDays(
                        days.starts_on, days.ends_on, days.first_lesson, 1 + _LATE_LESSONS
                    )
                return await _record(
                    session,
                    who,
                    student_id,
                    days,
                    kind,
                    family=family,
                    profile=profile,
                    now=now,
                )

    async def withdraw(
        self, family: Sequence[Identity], *, reason_id: int, now: datetime
    ) -> ReasonGiven:
        """Take an announcement back: from now on the child is missed again; twice is harmless.

        Raises:
            NotFound: there is no such announcement of a child of theirs.
            DayPassed: its days are over.
        """
        for who in family:
            with acting(who.person_id, why="absence withdrawn"), bind_school(who.school_id):
                async with self._database.transaction() as session:
                    row = await session.scalar(
                        select(AbsenceReason)
                        .where(
                            AbsenceReason.id == reason_id,
                            AbsenceReason.student_id.in_(who.student_ids),
                        )
                        .with_for_update()
                    )
                    if row is None or not is_allowed(
                        who, Action.REPORT_ABSENCE, student_id=row.student_id
                    ):
                        continue
                    profile = await load_profile(session)
                    today = now.astimezone(profile.timezone).date()
                    if row.ends_on < today:
                        raise DayPassed(on=row.ends_on)
                    was, row.is_withdrawn = row.is_withdrawn, True
                    child = await repository.child_of(
                        session,
                        row.student_id,
                        on=today,
                        profile=profile,
                        reader_id=who.person_id,
                        family=family,
                    )
                    return ReasonGiven(row.id, child, _days(row), today, is_repeat=was)
        raise NotFound


_FILLERS = frozenset({"весь", "день", "урок", "урока", "будет", "нет", "причине", "из", "дома"})


def _called(child: Child) -> set[str]:
    """Return the words by which a parent may mean a child."""
    return {plain_word(word) for word in (child.given_name, *child.alias.split()) if word}


def _require_recent(on: date, *, now: datetime, profile: SchoolProfile) -> None:
    today = now.astimezone(profile.timezone).date()
    if not today - _ANSWERED_WITHIN <= on <= today:
        raise DayPassed(on=on)


async def _question(
    session: AsyncSession,
    who: Identity,
    student_id: int,
    *,
    family: Sequence[Identity],
    on: date,
    profile: SchoolProfile,
) -> AbsenceQuestion:
    missed = await repository.missed_lessons(
        session, [student_id], first=on, last=on, codes=_ABSENT
    )
    if not missed:
        raise NotAbsent
    return AbsenceQuestion(
        await repository.child_of(
            session,
            student_id,
            on=on,
            profile=profile,
            reader_id=who.person_id,
            family=family,
        ),
        on,
        tuple((one.lesson.number, one.subject) for one in missed),
    )


async def _record(
    session: AsyncSession,
    who: Identity,
    student_id: int,
    days: ReasonDays,
    kind: AbsenceKind,
    *,
    family: Sequence[Identity],
    profile: SchoolProfile,
    now: datetime,
) -> ReasonGiven:
    today = now.astimezone(profile.timezone).date()
    child = await repository.child_of(
        session,
        student_id,
        on=today,
        profile=profile,
        reader_id=who.person_id,
        family=family,
    )
    known = await session.scalars(
        select(AbsenceReason).where(
            AbsenceReason.student_id == student_id,
            AbsenceReason.starts_on == days.starts_on,
            AbsenceReason.ends_on == days.ends_on,
            AbsenceReason.kind == kind,
            AbsenceReason.is_withdrawn.is_(False),
        )
    )
    for row in known:
        if _days(row) == days:
            return ReasonGiven(row.id, child, days, today, is_repeat=True)
    row = AbsenceReason(
        student_id=student_id,
        starts_on=days.starts_on,
        ends_on=days.ends_on,
        first_lesson=days.first_lesson,
        last_lesson=days.last_lesson,
        kind=kind,
        given_by=who.person_id,
        given_at=now,
        is_withdrawn=False,
    )
    session.add(row)
    await session.flush()
    missed = [
        one
        for one in await repository.missed_lessons(
            session,
            [student_id],
            first=days.starts_on,
            last=days.ends_on,
            codes=[AttendanceCode.ABSENT],
            is_locked=True,
        )
        if days.covers(one.row.lesson_on, one.lesson.number)
    ]
    if kind is not AbsenceKind.LATE:
        for one in missed:
            one.row.code = AttendanceCode.ABSENT_EXCUSED
            one.row.revision += 1
        await session.flush()
        await tell_other_guardians(
            session, missed, except_id=who.person_id, profile=profile, now=now
        )
    await tell_call_over(session, student_id, on=today, profile=profile, now=now)
    return ReasonGiven(row.id, child, days, today)


def _days(row: AbsenceReason) -> ReasonDays:
    return ReasonDays(row.starts_on, row.ends_on, row.first_lesson, row.last_lesson)
