"""The list of a class at the start of a year: its class teacher looks at it, once.

Sources: S0 enrol rows 1, 4 (lists by 6 September); S3 1 and 3 (the class teacher checks number and
names, the deputy head that it was done). A mistake goes to the office as a request; the list
itself comes from the school's workbook.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.audit.acting import acting
from services.database import Database, bind_school
from services.errors import OutOfDate
from services.homeroom.facts import ClassFacts, PupilName
from services.homeroom.reading import class_now
from services.homeroom.reasons import classes_led
from services.joining.corrections import CorrectionAsked, hand_in
from services.models import AcademicYear, ClassListCheck, SchoolClass, StudyGroup
from services.regulation.deadlines import CLASS_LISTS_BY
from services.regulation.repository import load_profile
from services.roster.membership import group_ids_of_students
from services.roster.names import PersonName, names_of
from services.vocabulary import GroupKind

__all__ = [
    "ClassListPage",
    "ClassListService",
    "ListCheck",
    "ListedPupil",
    "UncheckedClass",
    "lists_due_on",
    "unchecked_classes",
]


@dataclass(frozen=True, slots=True)
class ListedPupil:
    """A student of the list with the groups that are less than the class."""

    pupil: PupilName
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListCheck:
    """Who looked at the list, when. *has_changed*: it is not the same any more."""

    checked_by: PersonName
    checked_at: datetime
    students: int
    has_changed: bool


@dataclass(frozen=True, slots=True)
class ClassListPage:
    """A class list with what its class teacher said of it this year."""

    school_class: ClassFacts
    pupils: tuple[ListedPupil, ...]
    digest: str
    due_on: date
    check: ListCheck | None
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class UncheckedClass:
    """A class whose list nobody has looked at this year."""

    school_class: ClassFacts
    teacher_id: int | None


def lists_due_on(year_on: date) -> date:
    """Return the day by which the lists of a school year are looked at."""
    month, day = CLASS_LISTS_BY
    return max(date(year_on.year, month, day), year_on)


class ClassListService:
    """Shows a class teacher the list, and keeps «Список верен»."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, who: Identity, class_id: int, *, now: datetime) -> ClassListPage:
        """Return the list of a class one leads.

        Raises:
            NotAllowed: they do not lead it.
            OutOfDate: it is no school year.
        """
        classes_led(who, class_id)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                return (await _page(session, class_id, now=now))[1]

    async def confirm(
        self, who: Identity, class_id: int, digest: str, *, now: datetime
    ) -> ClassListPage:
        """Record that the list is right, as it was shown; a second press changes nothing.

        Raises:
            NotAllowed: they do not lead the class.
            OutOfDate: the list has changed since it was shown, or it is no school year.
        """
        classes_led(who, class_id)
        with acting(who.person_id, why="class list checked"), bind_school(who.school_id):
            async with self._database.transaction() as session:
                year_on, page = await _page(session, class_id, now=now)
                if not digest or not page.digest.startswith(digest):
                    raise OutOfDate
                row = await _check_of(session, class_id, year_on, is_locked=True)
                if row is not None and row.digest == page.digest:
                    return page
                if row is None:
                    row = ClassListCheck(class_id=class_id, year_on=year_on)
                    session.add(row)
                row.students, row.digest = len(page.pupils), page.digest
                row.checked_by, row.checked_at = who.person_id, now
                await session.flush()
                return (await _page(session, class_id, now=now))[1]

    async def report_mistake(
        self, who: Identity, class_id: int, text: str, *, now: datetime
    ) -> CorrectionAsked:
        """Hand what is wrong with the list to the office, which mends the workbook.

        Raises:
            NotAllowed: they do not lead the class.
            CorrectionUnclear: there are no words, or too many.
        """
        classes_led(who, class_id)
        with acting(who.person_id, why="correction"), bind_school(who.school_id):
            async with self._database.transaction() as session:
                row = await session.get_one(SchoolClass, class_id)
                return await hand_in(session, who, text, about=row.name, now=now)


async def unchecked_classes(
    session: AsyncSession, *, today: date
) -> tuple[date, tuple[UncheckedClass, ...]] | None:
    """Return since when lists are to be looked at, and which were not; None out of a year."""
    year_on = await _year_on(session, today)
    if year_on is None:
        return None
    checked = select(ClassListCheck.class_id).where(ClassListCheck.year_on == year_on)
    rows = await session.scalars(
        select(SchoolClass)
        .where(SchoolClass.id.not_in(checked))
        .order_by(SchoolClass.grade_level, SchoolClass.name)
    )
    return year_on, tuple(
        UncheckedClass(ClassFacts(row.id, row.name), row.homeroom_teacher_id) for row in rows
    )


async def _page(
    session: AsyncSession, class_id: int, *, now: datetime
) -> tuple[date, ClassListPage]:
    zone = (await load_profile(session)).timezone
    today = now.astimezone(zone).date()
    year_on = await _year_on(session, today)
    if year_on is None:
        raise OutOfDate
    # In the holidays before the year the list of its first day is what is to be looked at.
    found = await class_now(session, class_id, on=max(today, year_on))
    groups = await _parts(session, found.roster, on=max(today, year_on))
    pupils = tuple(ListedPupil(one, groups.get(one.student_id, ())) for one in found.pupils)
    digest = _digest(pupils)
    row = await _check_of(session, class_id, year_on)
    check = None
    if row is not None:
        names = await names_of(session, {row.checked_by})
        check = ListCheck(
            names[row.checked_by], row.checked_at, row.students, row.digest != digest
        )
    return year_on, ClassListPage(found.facts, pupils, digest, lists_due_on(year_on), check, zone)


def _digest(pupils: Sequence[ListedPupil]) -> str:
    said = "\n".join(f"{one.pupil.student_id}:{','.join(one.groups)}" for one in pupils)
    return hashlib.sha256(said.encode()).hexdigest()


async def _parts(
    session: AsyncSession, student_ids: Sequence[int], *, on: date
) -> Mapping[int, tuple[str, ...]]:
    """Return the names of each student's groups that are less than a class."""
    of_students = await group_ids_of_students(session, student_ids, on=on)
    rows = await session.execute(
        select(StudyGroup.id, StudyGroup.name).where(
            StudyGroup.id.in_({one for groups in of_students.values() for one in groups}),
            StudyGroup.kind != GroupKind.WHOLE_CLASS,
        )
    )
    names = {row.id: row.name for row in rows}
    return {
        student_id: tuple(sorted(names[one] for one in groups if one in names))
        for student_id, groups in of_students.items()
    }


async def _year_on(session: AsyncSession, today: date) -> date | None:
    """Return the first day of the school year of a day; in August of the one ahead."""
    return await session.scalar(
        select(AcademicYear.starts_on)
        .where(AcademicYear.ends_on >= today)
        .order_by(AcademicYear.starts_on)
        .limit(1)
    )


async def _check_of(
    session: AsyncSession, class_id: int, year_on: date, *, is_locked: bool = False
) -> ClassListCheck | None:
    found = select(ClassListCheck).where(
        ClassListCheck.class_id == class_id, ClassListCheck.year_on == year_on
    )
    return await session.scalar(found.with_for_update() if is_locked else found)
