"""What the optional sheets say: individual plans, kinds of work, topics, events, working days."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from services.access.policy import Action, can_change
from services.exchange.checks.common import at
from services.exchange.merging.replacing import replace_rows
from services.exchange.merging.state import Merge
from services.exchange.names import fold
from services.exchange.reading.rows import Table
from services.exchange.reading.words import role_of
from services.exchange.repository import stored_rows
from services.exchange.sheets import (
    EventRow,
    ExemptionRow,
    RightRow,
    SheetRow,
    TopicRow,
    WorkingDayRow,
    WorkKindRow,
)
from services.i18n import gettext as _
from services.models import (
    PlannedTopic,
    RightChange,
    SchoolEvent,
    SchoolWorkKind,
    SubjectExemption,
    WorkingDay,
)
from services.vocabulary import Role

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
    await _rights(merge)
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


async def _rights(merge: Merge) -> None:
    """Store what the school changes of the table of rights, within the bounds of the policy."""
    rows = []
    for row in merge.tables.rights.rows:
        role, action = role_of(row.role), _action(row.action)
        if role is None:
            _refuse(merge, row, "role", _("there is no such role; roles are {words}."), Role)
        elif action is None:
            _refuse(
                merge, row, "action", _("there is no such action; actions are {words}."), Action
            )
        elif not can_change(role, action, is_allowed=row.is_allowed):
            sentence = _("this right is fixed for this role and cannot be changed.")
            merge.findings.problems.append(at(row, "is_allowed", sentence))
        else:
            rows.append(replace(row, role=role.value, action=action.value))

    def values(row: RightRow) -> dict[str, Any]:
        return {"role": row.role, "action": row.action, "is_allowed": row.is_allowed}

    await replace_rows(
        merge,
        replace(merge.tables.rights, rows=tuple(rows)),
        await stored_rows(merge.session, RightChange),
        RightChange,
        values,
        (lambda row: (row.role, row.action), lambda row: (row.role, row.action)),
    )


def _action(word: str) -> Action | None:
    key = "_".join(word.casefold().split())
    return Action(key) if key in set(Action) else None


def _refuse(merge: Merge, row: RightRow, column: str, sentence: str, words: Iterable[str]) -> None:
    listed = ", ".join(words)
    merge.findings.problems.append(at(row, column, sentence.format(words=listed)))


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
