"""/class: the class today, at a glance: who is missing, whom to call, which families are in touch.

Source: S3 1 (daily check of attendance; weekly watch of the families' activity).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.absences.letters import MISSED
from services.absences.repository import missed_lessons
from services.access.identity import Identity
from services.database import Database, bind_school
from services.homeroom import repository
from services.homeroom.facts import ClassFacts, PupilName
from services.homeroom.families import FamilyReach
from services.homeroom.reaching import families_of_pupils
from services.homeroom.reading import ClassNow, class_now
from services.homeroom.reasons import classes_led
from services.regulation.repository import load_profile
from services.vocabulary import AttendanceCode

__all__ = ["ClassOverview", "ClassService", "MissingToday", "OpenCall"]


_AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class MissingToday:
    """A student not in school today: which lessons, and whether the reason is known."""

    pupil: PupilName
    numbers: tuple[int, ...]
    is_unknown: bool


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A family to be called; *is_tried*: somebody did, and nobody answered."""

    call_id: int
    pupil: PupilName
    is_tried: bool


@dataclass(frozen=True, slots=True)
class ClassOverview:
    """A class at a moment."""

    school_class: ClassFacts
    others: tuple[ClassFacts, ...]
    today: date
    students: int
    missing: tuple[MissingToday, ...]
    calls: tuple[OpenCall, ...]
    families: Mapping[FamilyReach, tuple[PupilName, ...]]
    events: tuple[tuple[date, str], ...] = ()  # of the coming fortnight


class ClassService:
    """Reads a class for whoever leads it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def overview(
        self, who: Identity, *, now: datetime, class_id: int | None = None
    ) -> ClassOverview:
        """Return a class (the first one led, when none is named).

        Raises:
            NoClass: they lead no class.
            NotAllowed: the class is not theirs.
        """
        led = classes_led(who, class_id)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                today = now.astimezone((await load_profile(session)).timezone).date()
                rows = await repository.class_rows(session, led)
                shown = led[0] if class_id is not None else rows[0].id
                found = await class_now(session, shown, on=today)
                return ClassOverview(
                    school_class=found.facts,
                    others=tuple(ClassFacts(row.id, row.name) for row in rows if row.id != shown),
                    today=today,
                    students=len(found.listed),
                    missing=await _missing(session, found, today=today),
                    calls=await _calls(session, found, today=today),
                    families=await families_of_pupils(session, found.pupils, now=now),
                    events=await repository.events_between(
                        session, shown, first=today, last=today + _AHEAD
                    ),
                )


async def _missing(
    session: AsyncSession, found: ClassNow, *, today: date
) -> tuple[MissingToday, ...]:
    lessons: defaultdict[int, list[tuple[int, AttendanceCode]]] = defaultdict(list)
    for one in await missed_lessons(session, found.roster, first=today, last=today, codes=MISSED):
        lessons[one.row.student_id].append((one.lesson.number, one.row.code))
    return tuple(
        MissingToday(
            pupil,
            tuple(sorted(number for number, _code in missed)),
            is_unknown=any(code is AttendanceCode.ABSENT for _number, code in missed),
        )
        for pupil in found.pupils
        if (missed := lessons.get(pupil.student_id))
    )


async def _calls(session: AsyncSession, found: ClassNow, *, today: date) -> tuple[OpenCall, ...]:
    names = {one.student_id: one for one in found.pupils}
    return tuple(
        OpenCall(row.id, names[row.student_id], is_tried=row.called_at is not None)
        for row in await repository.open_calls(session, found.roster, on=today)
    )
