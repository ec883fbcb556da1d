"""Rows that say the same twice, and rows about one person that contradict each other."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace
from typing import TypeVar

from services.exchange.checks.common import at
from services.exchange.findings import Finding, shown
from services.exchange.names import fold
from services.exchange.reading.identities import full_name
from services.exchange.reading.rows import Table
from services.exchange.reading.tables import Tables
from services.exchange.sheets import GuardianRow, PersonRow, SheetRow
from services.i18n import gettext as _

__all__ = ["repeats"]

R = TypeVar("R", bound=SheetRow)
P = TypeVar("P", bound=PersonRow)

_OF_THE_PERSON = ("family_name", "given_name", "patronymic", "phone")


def repeats(tables: Tables) -> Iterator[Finding]:
    """Give a problem for every row whose key stands in an earlier row too."""
    yield from _twice(tables.subjects, "name", lambda row: fold(row.name))
    yield from _twice(
        tables.periods, "name", lambda row: (fold(row.name), row.grades, fold(row.subject))
    )
    yield from _twice(
        tables.bells,
        "number",
        lambda row: (
            fold(row.bell_set),
            row.number,
            row.weekdays,
            row.grades,
            row.valid_from,
            row.valid_to,
        ),
    )
    yield from _twice(tables.holidays, "name", lambda row: (fold(row.name), row.starts_on))
    yield from _same_person(tables.staff)
    yield from _twice(tables.classes, "name", lambda row: row.name)
    yield from _same_person(tables.students)
    yield from _twice(tables.guardians, "student", lambda row: (row.external_id, row.student))
    yield from _twice(
        tables.groups,
        "student",
        lambda row: (fold(row.group), fold(row.subject), row.student),
    )
    yield from _twice(
        tables.load,
        "teacher",
        lambda row: (row.teacher, row.classes, fold(row.group), fold(row.subject)),
    )
    yield from _twice(
        tables.individual_plans, "student", lambda row: (row.student, fold(row.subject))
    )
    yield from _twice(tables.clubs, "subject", lambda row: (fold(row.group), fold(row.subject)))
    yield from _twice(tables.work_kinds, "name", lambda row: fold(row.name))
    yield from _twice(
        tables.topics, "number", lambda row: (fold(row.subject), row.classes, row.number)
    )
    yield from _twice(
        tables.events, "name", lambda row: (row.on_date, row.classes, fold(row.name))
    )
    yield from _twice(tables.working_days, "on_date", lambda row: row.on_date)
    yield from _contradictions(tables.guardians)


def _twice(table: Table[R], column: str, key: Callable[[R], Hashable]) -> Iterator[Finding]:
    first: dict[Hashable, R] = {}
    for row in table.rows:
        before = first.setdefault(key(row), row)
        if before is not row:
            yield at(
                row,
                column,
                _("“{value}” stands in row {row} already.").format(
                    value=shown(str(getattr(row, column))), row=before.place.row
                ),
            )


def _same_person(table: Table[P]) -> Iterator[Finding]:
    yield from _twice(
        replace(table, rows=tuple(row for row in table.rows if row.has_id)),
        "external_id",
        lambda row: row.external_id,
    )
    first: dict[str, P] = {}
    for row in table.rows:
        before = first.setdefault(row.external_id, row)
        if before is not row and not row.has_id:
            yield at(
                row,
                "family_name",
                _(
                    "“{name}” stands in row {row} already. If these are two people, give each an"
                    " id; else take one row away."
                ).format(name=shown(full_name(row)), row=before.place.row),
            )


def _contradictions(table: Table[GuardianRow]) -> Iterator[Finding]:
    """A guardian of several children has a row for each: name and phone, where given, agree."""
    first: dict[str, GuardianRow] = {}
    for row in (row for row in table.rows if row.has_id):
        before = first.setdefault(row.external_id, row)
        for column in _OF_THE_PERSON:
            value, earlier = getattr(row, column), getattr(before, column)
            if value != earlier and value and earlier:
                yield at(
                    row,
                    column,
                    _("“{value}”, but row {row} about the same person has “{earlier}”.").format(
                        value=shown(value), row=before.place.row, earlier=shown(earlier)
                    ),
                )
