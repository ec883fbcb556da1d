"""/finals: the marks of a child's school year, as the family may see them now."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from services.access.identity import Identity
from services.database import Database, bind_school
from services.diary.readers import (
    child_facts,
    children_of,
    profile_for_reading,
    reader_of,
    student_on,
)
from services.diary.repository import subject_names
from services.finals import repository
from services.finals.facts import FinalsPage, FinalTerm, FinalValue, SubjectFinals
from services.finals.history import visible_values
from services.finals.periods import dated_term, names_of_periods
from services.models import PeriodMark
from services.timetable.repository import periods_of_year
from services.vocabulary import FinalKind

__all__ = ["FamilyFinalsService"]

_ORDER = tuple(FinalKind)


class FamilyFinalsService:
    """Reads marks of periods and years for families; asked again each time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self, family: Sequence[Identity], *, now: datetime, student_id: int | None = None
    ) -> FinalsPage:
        """Return the marks of this school year; without a child of the first one.

        Raises:
            NotAllowed: nobody in *family* may see that child.
            NoChildOpen: they may see no child at all now.
            DetailsAtSchool: the school's messages name nobody.
        """
        who, child_id = reader_of(family, student_id)
        children = await children_of(self._database, family, now=now)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                profile = await profile_for_reading(session, who, child_id)
                today = now.astimezone(profile.timezone).date()
                child = child_facts(await student_on(session, child_id, on=today), profile)
                year = await repository.year_of(session, on=today)
                if year is None:
                    return FinalsPage(child, children, "", ())
                rows = await repository.year_marks(session, [child_id], year_id=year.id)
                seen = await visible_values(session, rows, now=now)
                names = names_of_periods(await periods_of_year(session, year.id))
                subjects = await subject_names(session, {row.subject_id for row in rows})
                found: dict[int, list[tuple[FinalTerm, FinalValue]]] = defaultdict(list)
                starts = {period_id: name.number for period_id, name in names.items()}
                for row in sorted(rows, key=lambda row: _place(row, starts)):
                    if row.id in seen:
                        found[row.subject_id].append((dated_term(row, names), seen[row.id]))
                return FinalsPage(
                    child,
                    children,
                    year.name,
                    tuple(
                        sorted(
                            (SubjectFinals(subjects[one], tuple(m)) for one, m in found.items()),
                            key=lambda one: one.subject,
                        )
                    ),
                )


def _place(row: PeriodMark, numbers: dict[int, int]) -> tuple[int, int, date]:
    return _ORDER.index(row.kind), numbers.get(row.grading_period_id or 0, 0), row.result_on
