"""The truth about marks of periods and years: new, changed, gone, or just as the family knows."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.finals.facts import FinalTerm, FinalValue
from services.finals.history import value_of
from services.finals.periods import dated_term, names_of_periods
from services.finals.repository import marks_by_id
from services.models import PeriodMark
from services.news import repository
from services.news.facts import FinalNews, News
from services.news.repository import StudentRow
from services.news.sources import NOTHING_NEW, Moment
from services.outbox.ports import Look, Looked
from services.timetable.repository import periods_of_year

__all__ = ["FinalSource"]


class FinalSource:
    """Marks of periods and years as they stand now."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds."""
        looks = [look for group in groups for look in group]
        marks = await marks_by_id(session, {look.fact.id for look in looks})
        pupils = await repository.students(
            session, {look.student_id for look in looks if look.student_id}, on=moment.today
        )
        periods = [
            row
            for year_id in {mark.academic_year_id for mark, _ in marks.values()}
            for row in await periods_of_year(session, year_id)
        ]
        names = names_of_periods(periods)
        found: dict[int, Looked[News]] = {}
        for look in looks:
            row, subject = marks.get(look.fact.id, (None, ""))
            pupil = pupils.get(look.student_id or 0)
            if row is None or pupil is None:
                found[look.notice_id] = NOTHING_NEW
                continue
            found[look.notice_id] = _look_at(look, row, subject, pupil, dated_term(row, names))
        return found


def _look_at(
    look: Look, row: PeriodMark, subject: str, pupil: StudentRow, term: FinalTerm
) -> Looked[News]:
    value = value_of(row)
    told = None if look.told is None else _told_value(look.told.value)
    if value == told:
        return NOTHING_NEW
    return Looked(
        news=FinalNews(child=pupil.name, subject=subject, term=term, value=value, told=told),
        revision=max(look.revision, row.revision),
        value={"is_withdrawn": True} if value is None else {"value": value.mark},
    )


def _told_value(value: Mapping[str, Any]) -> FinalValue | None:
    return None if value.get("is_withdrawn") else FinalValue(value["value"])
