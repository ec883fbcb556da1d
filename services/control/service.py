"""/control: what is late in the journal, for the deputy head and the director.

Source: S0 7.1, 7.3 and S3 3 (the journal is controlled); the deadlines and their clauses are in
``services/regulation/deadlines``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.access.identity import Identity
from services.access.policy import Action, require
from services.control import repository
from services.control.reading import (
    LatePeriod,
    ThinMarks,
    duties_between,
    late_periods,
    thin_marks,
)
from services.control.week import (
    Breach,
    Tally,
    TallyRow,
    breaches_of,
    judged,
    ranked,
    tally_by,
    tally_of,
    week_of,
)
from services.database import Database, bind_school
from services.regulation.deadlines import DutySort
from services.regulation.repository import load_profile
from services.roster.names import PersonName, names_of

__all__ = ["ControlService", "WeekReport"]


@dataclass(frozen=True, slots=True)
class WeekReport:
    """A week of the journal. Period marks that are late stand whichever week it is of."""

    first: date
    last: date
    today: date
    tally: Tally
    by_sort: Mapping[DutySort, Tally]
    breaches: tuple[Breach, ...]
    by_teacher: tuple[TallyRow, ...]
    by_class: tuple[TallyRow, ...]
    thin: tuple[ThinMarks, ...]
    late_periods: tuple[LatePeriod, ...]
    teachers: Mapping[int, PersonName]
    classes: Mapping[int, str]

    @property
    def is_present(self) -> bool:
        """Whether it is the week of today."""
        return self.first <= self.today <= self.last


class ControlService:
    """Reads what is late."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def week(self, who: Identity, *, now: datetime, on: date | None = None) -> WeekReport:
        """Return the week of a day (of today when none is named).

        Raises:
            NotAllowed: they control nothing.
        """
        require(who, Action.SEE_CONTROL)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                profile = await load_profile(session)
                today = now.astimezone(profile.timezone).date()
                first, last = week_of(min(on or today, today))
                owed = await duties_between(session, profile, first=first, last=min(last, today))
                duties = judged(owed, now=now)
                by_sort = tally_by(duties, lambda one: [one.sort])
                is_present = first <= today <= last
                thin = await thin_marks(session, profile, today=today) if is_present else ()
                late = await late_periods(session, today=min(today, last + timedelta(days=1)))
                people = (
                    {one.lesson.teacher_id for one in owed}
                    | {one.teacher_id for one in thin}
                    | {one.teacher_id for one in late}
                )
                return WeekReport(
                    first=first,
                    last=last,
                    today=today,
                    tally=tally_of(duties),
                    by_sort={sort: by_sort.get(sort, Tally()) for sort in DutySort},
                    breaches=breaches_of(duties),
                    by_teacher=ranked(tally_by(duties, lambda one: [one.lesson.teacher_id])),
                    by_class=ranked(tally_by(duties, lambda one: one.lesson.group.class_ids)),
                    thin=thin,
                    late_periods=late,
                    teachers=await names_of(session, people),
                    classes=await repository.class_names(session),
                )
