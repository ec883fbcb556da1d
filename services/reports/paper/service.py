"""Use cases of the week on paper: make the sheets, list them, tick them off."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.audience import delivery_permissions
from services.access.identity import Identity
from services.access.policy import Action, is_allowed, require
from services.audit.acting import acting
from services.clock import Clock
from services.database import Database, bind_school
from services.diary.facts import FamilyAttendance
from services.errors import OutOfDate
from services.models import PaperSheet, Person, SchoolClass
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.reports.paper import repository
from services.reports.paper.facts import (
    ClassPaper,
    NoClassOfOwn,
    PaperEntry,
    PaperList,
    WeekPage,
)
from services.reports.paper.pages import weeks_of
from services.reports.paper.rules import (
    GuardianStanding,
    PaperReason,
    monday_of,
    paper_reason,
    week_to_print,
)
from services.roster.membership import class_id_of
from services.roster.names import PersonName, names_of

__all__ = ["PaperService", "make_sheets"]

_LONGEST_LOOK_BACK = timedelta(weeks=8)
_Pile = list[tuple[Person, PaperSheet]]


class PaperService:
    """Sees to it that a family no chat reaches reads the week all the same."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def make(self, *, school_id: int, week: date | None = None) -> tuple[ClassPaper, ...]:
        """Make the sheets of a week for every class that needs any; by default of this week.

        Made again they are the same sheets with today's content; ticks stay.
        """
        now = self._clock.now()
        with acting(None, why="weekly sheets"), bind_school(school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                week_on = monday_of(week or now.astimezone(profile.timezone).date())
                piles = [
                    await _class_paper(session, one, week_on, profile=profile, now=now)
                    for one in await repository.classes(session)
                ]
        return tuple(one for one in piles if one.pages)

    async def sheets(
        self, who: Identity, *, class_id: int, week_on: date, now: datetime
    ) -> ClassPaper:
        """Make the sheets of one class, to be printed.

        Raises:
            NotAllowed: the class is not theirs.
            OutOfDate: there is no such class, or the week is none of the last two months.
        """
        require(who, Action.HAND_OUT_PAPER, class_id=class_id)
        with acting(who.person_id, why="weekly sheets"), bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                week_on = _checked(week_on, profile, now=now)
                school_class = await _the_class(session, class_id)
                return await _class_paper(session, school_class, week_on, profile=profile, now=now)

    async def open(
        self,
        who: Identity,
        *,
        now: datetime,
        class_id: int | None = None,
        week_on: date | None = None,
    ) -> PaperList:
        """Return whose sheets a class has in a week; without a class their own first one.

        Raises:
            NotAllowed, OutOfDate: as in ``sheets``.
            NoClassOfOwn: none is named and none is theirs.
        """
        require_any(who)
        with acting(who.person_id, why="weekly sheets"), bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                theirs = [
                    one
                    for one in await repository.classes(session)
                    if is_allowed(who, Action.HAND_OUT_PAPER, class_id=one.id)
                ]
                chosen = _chosen(who, theirs, class_id)
                today = now.astimezone(profile.timezone).date()
                week = _checked(week_on or week_to_print(today), profile, now=now)
                pile = await make_sheets(session, chosen, week, now=now)
                return PaperList(
                    class_id=chosen.id,
                    class_name=chosen.name,
                    week_on=week,
                    newest_on=monday_of(today),
                    zone=profile.timezone,
                    entries=tuple(
                        PaperEntry(row.id, _name(person), PaperReason(row.reason), row.handed_at)
                        for person, row in pile
                    ),
                    classes=tuple((one.id, one.name) for one in theirs),
                )

    async def tick(
        self, who: Identity, *, sheet_id: int, is_handed: bool, now: datetime
    ) -> PaperList:
        """Note that a sheet was handed over, or take the note back; a second press is harmless.

        Raises:
            OutOfDate: there is no such sheet any more.
            NotAllowed: the child is of another class.
        """
        with acting(who.person_id, why="sheet handed over"), bind_school(who.school_id):
            async with self._database.transaction() as session:
                row = await repository.find_sheet(session, sheet_id)
                if row is None:
                    raise OutOfDate
                ends_on = row.week_on + timedelta(days=6)
                class_id = await class_id_of(session, row.student_id, on=ends_on)
                require(who, Action.HAND_OUT_PAPER, class_id=class_id)
                if (row.handed_at is not None) is not is_handed:
                    row.handed_at = now if is_handed else None
                    row.handed_by = who.person_id if is_handed else None
                week_on = row.week_on
        return await self.open(who, now=now, class_id=class_id, week_on=week_on)


def require_any(who: Identity) -> None:
    """Return when there may be a class *who* hands out sheets in.

    Raises:
        NotAllowed: there is none, whatever the class.
    """
    if not any(
        is_allowed(who, Action.HAND_OUT_PAPER, class_id=one)
        for one in (*who.homeroom_class_ids, None)
    ):
        require(who, Action.HAND_OUT_PAPER)


def _chosen(who: Identity, theirs: Sequence[SchoolClass], class_id: int | None) -> SchoolClass:
    if class_id is not None:
        require(who, Action.HAND_OUT_PAPER, class_id=class_id)
        found = next((one for one in theirs if one.id == class_id), None)
        if found is None:
            raise OutOfDate
        return found
    own = [one for one in theirs if one.id in who.homeroom_class_ids]
    if not own and not theirs:
        raise NoClassOfOwn
    return (own or list(theirs))[0]


def _checked(week_on: date, profile: SchoolProfile, *, now: datetime) -> date:
    today = now.astimezone(profile.timezone).date()
    monday = monday_of(week_on)
    if not monday_of(today) - _LONGEST_LOOK_BACK <= monday <= monday_of(today):
        raise OutOfDate
    return monday


async def _the_class(session: AsyncSession, class_id: int) -> SchoolClass:
    found = await repository.classes(session, [class_id])
    if not found:
        raise OutOfDate
    return found[0]


async def _class_paper(
    session: AsyncSession,
    school_class: SchoolClass,
    week_on: date,
    *,
    profile: SchoolProfile,
    now: datetime,
) -> ClassPaper:
    pile = await make_sheets(session, school_class, week_on, now=now)
    weeks = await weeks_of(
        session, [person for person, _ in pile], week_on=week_on, profile=profile, now=now
    )
    teacher_id = school_class.homeroom_teacher_id
    names = await names_of(session, [teacher_id] if teacher_id is not None else [])
    return ClassPaper(
        school_name=profile.name or profile.short_name,
        class_id=school_class.id,
        class_name=school_class.name,
        homeroom_teacher=names.get(teacher_id) if teacher_id is not None else None,
        week_on=week_on,
        made_at=now,
        zone=profile.timezone,
        pages=tuple(
            WeekPage(
                sheet_id=row.id,
                student_id=person.id,
                student=_name(person),
                class_name=school_class.name,
                reason=PaperReason(row.reason),
                week_on=week_on,
                days=weeks[person.id].days,
                homework=weeks[person.id].homework,
                finals=weeks[person.id].finals,
                changes=weeks[person.id].changes,
                missed=weeks[person.id].missed,
                missed_unexcused=weeks[person.id].count(FamilyAttendance.UNEXCUSED),
                tardy=weeks[person.id].count(FamilyAttendance.TARDY),
            )
            for person, row in pile
        ),
    )


async def make_sheets(
    session: AsyncSession, school_class: SchoolClass, week_on: date, *, now: datetime
) -> _Pile:
    """Return whose sheets a class has, made where they are missing; what was made stays."""
    students = await repository.students_of_class(session, school_class.id, week_on=week_on)
    reasons = await _reasons(session, [one.id for one in students], now=now)
    made = await repository.sheets_of_week(session, [one.id for one in students], week_on=week_on)
    pile: _Pile = []
    for person in students:
        row, reason = made.get(person.id), reasons[person.id]
        if row is None and reason is not None:
            row = PaperSheet(student_id=person.id, week_on=week_on, reason=reason, made_at=now)
            session.add(row)
        if row is not None:
            pile.append((person, row))
    await session.flush()
    return pile


async def _reasons(
    session: AsyncSession, student_ids: Collection[int], *, now: datetime
) -> Mapping[int, PaperReason | None]:
    guardians = await repository.guardians_of(session, student_ids)
    pairs = [(one, student_id) for student_id, family in guardians.items() for one in family]
    permissions = await delivery_permissions(session, pairs, now=now)
    silent = await repository.silent_people(session, {one for one, _ in pairs}, now=now)
    return {
        student_id: paper_reason(
            [
                GuardianStanding(
                    permissions[one, student_id].verdict,
                    is_reachable=permissions[one, student_id].is_reachable,
                    is_silent=one in silent,
                )
                for one in family
            ]
        )
        for student_id, family in guardians.items()
    }


def _name(person: Person) -> PersonName:
    return PersonName(person.family_name, person.given_name, person.patronymic)
