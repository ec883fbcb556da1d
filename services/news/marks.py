"""The truth about marks: new, changed, gone, or just as the family knows it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.journal.averages import WeightedMark
from services.news import repository
from services.news.averages import average_of, period_of
from services.news.facts import MarkNews, MarkValue, News
from services.news.repository import CountedMark, MarkRow, PeriodRow, StudentRow
from services.news.sources import NOTHING_NEW, Moment
from services.outbox.ports import Look, Looked
from services.regulation.mark_names import is_figure

__all__ = ["MarkSource", "told_value_of"]


class MarkSource:
    """Marks in the journal now."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], moment: Moment
    ) -> Mapping[int, Looked[News]]:
        """Return what each look finds, with averages by the message it will stand in."""
        looks = [look for group in groups for look in group]
        marks = await repository.mark_rows(session, {look.fact.id for look in looks})
        pupils = await repository.students(
            session, {look.student_id for look in looks if look.student_id}, on=moment.today
        )
        known = await _known(session, marks, pupils)
        found: dict[int, Looked[News]] = {}
        for group in groups:
            found.update(_look_at(group, known))
        return found


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything read for some looks."""

    marks: Mapping[int, MarkRow]
    pupils: Mapping[int, StudentRow]
    periods: Sequence[PeriodRow]
    counted: Mapping[tuple[int, int], Sequence[CountedMark]]  # by student and subject


async def _known(
    session: AsyncSession, marks: Mapping[int, MarkRow], pupils: Mapping[int, StudentRow]
) -> _Known:
    days = [mark.on for mark in marks.values()]
    if not days:
        return _Known(marks, pupils, (), {})
    periods = await repository.periods_between(session, starts_on=min(days), ends_on=max(days))
    counted: dict[tuple[int, int], list[CountedMark]] = defaultdict(list)
    for mark in await repository.counted_marks(
        session,
        student_ids=set(pupils),
        subject_ids={mark.subject_id for mark in marks.values()},
        starts_on=min([*days, *(period.starts_on for period in periods)]),
        ends_on=max([*days, *(period.ends_on for period in periods)]),
    ):
        counted[mark.student_id, mark.subject_id].append(mark)
    return _Known(marks, pupils, periods, counted)


def _look_at(group: Sequence[Look], known: _Known) -> dict[int, Looked[News]]:
    """Look at the marks of one message; averages compare before and after all of it."""
    found: dict[int, Looked[News]] = {}
    news: dict[int, tuple[Look, MarkRow, MarkNews]] = {}
    for look in group:
        row = known.marks.get(look.fact.id)
        pupil = known.pupils.get(look.student_id or 0)
        one = None if row is None or pupil is None else _news(look, row, pupil)
        if row is None or one is None:
            found[look.notice_id] = NOTHING_NEW
        else:
            news[look.notice_id] = look, row, one
    for notice_id, (look, row, one) in news.items():
        averaged = _with_averages(one, row, list(news.values()), known)
        found[notice_id] = Looked(
            news=averaged, revision=max(look.revision, row.revision), value=_stored(one.mark)
        )
    return found


def _news(look: Look, row: MarkRow, pupil: StudentRow) -> MarkNews | None:
    mark = None if row.is_withdrawn else MarkValue(row.value, row.work_kind, row.weight_tenths)
    told = None if look.told is None else told_value_of(look.told.value)
    if mark == told:
        return None
    return MarkNews(
        child=pupil.name,
        subject=row.subject,
        on=row.on,
        lesson_id=row.lesson_id,
        part=row.part,
        mark=mark,
        told=told,
        mark_id=look.fact.id,
        comment=row.comment,
    )


def _stored(mark: MarkValue | None) -> dict[str, Any]:
    """Return what is remembered as told."""
    if mark is None:
        return {"is_withdrawn": True}
    return {
        "value": mark.value,
        "work_kind": mark.work_kind,
        "weight_tenths": mark.weight_tenths,
    }


def told_value_of(value: Mapping[str, Any]) -> MarkValue | None:
    """Return the mark a person was told of; None when they were told that it is gone."""
    if value.get("is_withdrawn"):
        return None
    return MarkValue(value["value"], value["work_kind"], value["weight_tenths"])


def _with_averages(
    one: MarkNews, row: MarkRow, told_together: list[tuple[Look, MarkRow, MarkNews]], known: _Known
) -> MarkNews:
    student_id = one.child.student_id
    period = period_of(
        known.periods,
        grade=known.pupils[student_id].grade,
        subject_id=row.subject_id,
        on=row.on,
    )
    if period is None:
        return one
    counted = [
        mark
        for mark in known.counted.get((student_id, row.subject_id), ())
        if _is_in(period, mark.on)
    ]
    changed = {
        other_row.mark_id: _weighted(other.told)
        for _, other_row, other in told_together
        if (other.child.student_id, other_row.subject_id) == (student_id, row.subject_id)
        and _is_in(period, other_row.on)
    }
    return replace(
        one,
        average_before=average_of(counted, changed=changed),
        average_after=average_of(counted),
    )


def _is_in(period: PeriodRow, on: date) -> bool:
    return period.starts_on <= on <= period.ends_on


def _weighted(mark: MarkValue | None) -> WeightedMark | None:
    if mark is None or not is_figure(mark.value):
        return None
    return WeightedMark(mark.value, mark.weight_tenths)
