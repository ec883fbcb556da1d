"""What the optional sheets say: individual plans, kinds of work, topics, events, working days."""

from dataclasses import dataclass, replace
from typing import Any

from services.exchange.merging.replacing import replace_rows
from services.exchange.merging.state import Merge
from services.exchange.names import fold
from services.exchange.reading.rows import Table
from services.exchange.repository import stored_rows
from services.exchange.sheets import (
    EventRow,
    ExemptionRow,
    SheetRow,
    TopicRow,
    WorkingDayRow,
    WorkKindRow,
)
from services.models import (
    PlannedTopic,
    SchoolEvent,
    SchoolWorkKind,
    SubjectExemption,
    WorkingDay,
)

__all__ = ["merge_optional"]

_TENTHS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfClass(SheetRow):
    """A row of several classes, for one of them."""

    row: TopicRow | EventRow
    class_id: int | None


async def merge_optional(merge: Merge) -> None:
    """Store the optional sheets that were given; the others keep what they said before."""
    await _individual_plans(merge)
    await _work_kinds(merge)
    await _topics(merge)
    await _events(merge)
    await _working_days(merge)
    await merge.session.flush()


async def _individual_plans(merge: Merge) -> None:
    def values(row: ExemptionRow) -> dict[str, Any]:
        return {
            "student_id": merge.students[row.student].id,
            "subject_id": merge.subjects[fold(row.subject)].id,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
        }

    await replace_rows(
        merge,
        merge.tables.individual_plans,
        await stored_rows(merge.session, SubjectExemption),
        SubjectExemption,
        values,
        (
            lambda row: (merge.students[row.student].id, merge.subjects[fold(row.subject)].id),
            lambda row: (row.student_id, row.subject_id),
        ),
    )


async def _work_kinds(merge: Merge) -> None:
    def values(row: WorkKindRow) -> dict[str, Any]:
        return {
            "name": row.name,
            "sign": row.sign,
            "weight_tenths": int(row.weight * _TENTHS),
        }

    await replace_rows(
        merge,
        merge.tables.work_kinds,
        await stored_rows(merge.session, SchoolWorkKind),
        SchoolWorkKind,
        values,
        (lambda row: fold(row.name), lambda row: fold(row.name)),
    )


async def _topics(merge: Merge) -> None:
    def key(one: _OfClass) -> tuple[int, int | None, int]:
        row: Any = one.row
        return merge.subjects[fold(row.subject)].id, one.class_id, row.number

    def values(one: _OfClass) -> dict[str, Any]:
        row: Any = one.row
        subject_id, class_id, number = key(one)
        return {
            "subject_id": subject_id,
            "school_class_id": class_id,
            "number": number,
            "topic": row.topic,
            "hours": row.hours,
        }

    await replace_rows(
        merge,
        _by_class(merge, merge.tables.topics),
        await stored_rows(merge.session, PlannedTopic),
        PlannedTopic,
        values,
        (key, lambda row: (row.subject_id, row.school_class_id, row.number)),
    )


async def _events(merge: Merge) -> None:
    """Replace the events of this school year; those of earlier ones stay."""

    def values(one: _OfClass) -> dict[str, Any]:
        row: Any = one.row
        return {"on_date": row.on_date, "school_class_id": one.class_id, "name": row.name}

    def key(one: _OfClass) -> tuple[Any, ...]:
        row: Any = one.row
        return row.on_date, one.class_id, fold(row.name)

    stored = [
        row
        for row in await stored_rows(merge.session, SchoolEvent)
        if row.on_date >= merge.first_day
    ]
    await replace_rows(
        merge,
        _by_class(merge, merge.tables.events),
        stored,
        SchoolEvent,
        values,
        (key, lambda row: (row.on_date, row.school_class_id, fold(row.name))),
        (lambda one: key(one)[1:], lambda row: (row.school_class_id, fold(row.name))),
    )


async def _working_days(merge: Merge) -> None:
    def values(row: WorkingDayRow) -> dict[str, Any]:
        return {"on_date": row.on_date, "is_working": row.is_working}

    await replace_rows(
        merge,
        merge.tables.working_days,
        await stored_rows(merge.session, WorkingDay),
        WorkingDay,
        values,
        (lambda row: row.on_date, lambda row: row.on_date),
    )


def _by_class(merge: Merge, table: Table[Any]) -> Table[Any]:
    """Return a table with one row for each class that a row names; without one, for all."""
    rows = tuple(
        _OfClass(
            place=row.place,
            given=row.given,
            row=row,
            class_id=merge.classes[name].id if name else None,
        )
        for row in table.rows
        for name in (row.classes or ("",))
    )
    return replace(table, rows=rows)
