"""The register of attendance in figures: a class's month, and who misses too much of the school's.

Source: S0 row 9 and S3 1 (the class teacher's register, daily); S3 3 (attendance, weekly);
120-FZ (systematic absence), whose share is in ``services/regulation/attendance``.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.access.policy import Action, require
from services.database import Database, bind_school
from services.homeroom import repository
from services.homeroom.facts import ClassFacts, MonthFigures, PupilFigures, PupilName
from services.homeroom.reading import class_now
from services.homeroom.reasons import classes_led
from services.journal.attendance_figures import (
    AttendanceFigures,
    count_attendance,
    is_systematic,
)
from services.journal.attendance_rules import ABSENCES
from services.regulation.repository import load_profile
from services.roster.individual_plans import individual_plans
from services.roster.membership import class_ids_of, group_ids_of_students
from services.roster.names import names_of
from services.timetable.changes import DayPlan
from services.timetable.day_range import plans_between
from services.vocabulary import AttendanceCode

__all__ = ["FiguresService"]

_Letter = tuple[date, AttendanceCode]


class FiguresService:
    """Counts missed lessons for those who see to them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def month(
        self,
        who: Identity,
        *,
        now: datetime,
        class_id: int | None = None,
        month: date | None = None,
    ) -> MonthFigures:
        """Return a class's month (the day named lies in it; today's by default).

        Raises:
            NoClass: they lead no class.
            NotAllowed: the class is not theirs.
        """
        led = classes_led(who, class_id)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                today = now.astimezone((await load_profile(session)).timezone).date()
                first, last = _month(month or today)
                rows = await repository.class_rows(session, led)
                shown = led[0] if class_id is not None else rows[0].id
                found = await class_now(session, shown, on=min(max(today, first), last))
                letters = await repository.letters_in(
                    session, found.roster, first=first, last=last
                )
                pupils = await _figures(
                    session,
                    {one.student_id: one for one in found.pupils},
                    letters,
                    first=first,
                    last=min(last, today),
                    now=now,
                )
                return MonthFigures(
                    school_class=found.facts,
                    others=tuple(ClassFacts(row.id, row.name) for row in rows if row.id != shown),
                    first=first,
                    last=last,
                    today=today,
                    pupils=pupils,
                    students=len(found.listed),
                    total=count_attendance((on, code) for _student, on, code in letters),
                )

    async def systematic(
        self, who: Identity, *, now: datetime, month: date | None = None
    ) -> tuple[date, tuple[PupilFigures, ...]]:
        """Return a month's first day, and who of the school misses three tenths of it or more.

        Raises:
            NotAllowed: the school's attendance is not theirs to see.
        """
        require(who, Action.SEE_SYSTEMATIC_ABSENCE)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                today = now.astimezone((await load_profile(session)).timezone).date()
                first, last = _month(month or today)
                letters = await repository.absentees_of_school(
                    session, first=first, last=last, codes=ABSENCES
                )
                ids = {student_id for student_id, _on, _code in letters}
                names = await names_of(session, ids)
                found = await _figures(
                    session,
                    {one: PupilName(one, name) for one, name in names.items()},
                    letters,
                    first=first,
                    last=min(last, today),
                    now=now,
                )
        systematic = [one for one in found if one.is_systematic]
        return first, tuple(
            sorted(systematic, key=lambda one: (-one.figures.missed, one.pupil.name.family_name))
        )


def _month(on: date) -> tuple[date, date]:
    first = on.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


async def _figures(
    session: AsyncSession,
    pupils: Mapping[int, PupilName],
    letters: Iterable[tuple[int, date, AttendanceCode]],
    *,
    first: date,
    last: date,
    now: datetime,
) -> tuple[PupilFigures, ...]:
    """Return whoever has a letter, in the order of *pupils*, with the lessons held for them."""
    of_pupil: defaultdict[int, list[_Letter]] = defaultdict(list)
    for student_id, on, code in letters:
        of_pupil[student_id].append((on, code))
    held = await _held(session, of_pupil, first=first, last=last, now=now)
    classes = await class_ids_of(session, of_pupil, on=last)
    names = {
        row.id: row.name for row in await repository.class_rows(session, set(classes.values()))
    }
    found = []
    for student_id, pupil in pupils.items():
        if student_id not in of_pupil:
            continue
        figures: AttendanceFigures = count_attendance(of_pupil[student_id])
        count = held.get(student_id, 0)
        found.append(
            PupilFigures(
                pupil=pupil,
                class_name=names.get(classes.get(student_id, 0), ""),
                figures=figures,
                held=count,
                is_systematic=is_systematic(missed=figures.missed, held=count),
            )
        )
    return tuple(found)


async def _held(
    session: AsyncSession,
    student_ids: Collection[int],
    *,
    first: date,
    last: date,
    now: datetime,
) -> dict[int, int]:
    """Return how many lessons each student had so far, since they joined the class."""
    if last < first or not student_ids:
        return {}
    days = _days_of_groups((await plans_between(session, first=first, last=last)).values(), now)
    groups = await group_ids_of_students(session, student_ids, on=last)
    plans = await individual_plans(session, student_ids)
    since = await repository.enrolled_from(session, student_ids, on=last)
    return {
        student_id: sum(
            on >= since.get(student_id, first) and plans.studies(student_id, subject_id, on=on)
            for group in of_student
            for on, subject_id in days[group]
        )
        for student_id, of_student in groups.items()
    }


def _days_of_groups(
    plans: Iterable[DayPlan], now: datetime
) -> defaultdict[int, list[tuple[date, int]]]:
    """The days and subjects of each group's lessons that are over and could be missed."""
    days: defaultdict[int, list[tuple[date, int]]] = defaultdict(list)
    for plan in plans:
        for lesson in plan.lessons:
            is_over = lesson.ends_at <= now
            if is_over and lesson.counts_absences and not lesson.group.is_club:
                days[lesson.group.group_id].append((lesson.on, lesson.subject.subject_id))
    return days
