"""What a row must obey by itself, and what looks so odd that a person should look again."""

import unicodedata
from collections.abc import Iterator

from services.exchange.checks.common import at
from services.exchange.findings import Finding, shown
from services.exchange.reading.tables import Tables
from services.exchange.sheets import PersonRow, SheetRow
from services.i18n import gettext as _

__all__ = ["oddities", "rules"]

_RANGES = (
    ("starts_on", "ends_on"),
    ("starts_at", "ends_at"),
    ("valid_from", "valid_to"),
    ("access_from", "access_to"),
    ("starts_on", "marks_until"),
)
_NAMES = ("family_name", "given_name", "patronymic")
_USUAL_IN_NAMES = " -.'’ʼ`‐()"


def rules(tables: Tables) -> Iterator[Finding]:
    """Give a problem for everything that ends before it begins."""
    for row in _every_row(tables):
        for first, last in _RANGES:
            start, end = getattr(row, first, None), getattr(row, last, None)
            if start is not None and end is not None and end < start:
                yield at(row, last, _("the end is before the beginning."))


def oddities(tables: Tables) -> Iterator[Finding]:
    """Give a notice for every name with signs that names do not have; it is stored as written."""
    people: tuple[PersonRow, ...] = (
        *tables.staff.rows,
        *tables.students.rows,
        *tables.guardians.rows,
    )
    for row in people:
        for column in _NAMES:
            name: str = getattr(row, column)
            odd = [char for char in name if not _is_usual(char)]
            if odd:
                yield at(
                    row,
                    column,
                    _("unusual characters in a name: “{name}”; stored as written.").format(
                        name=shown(name)
                    ),
                )


def _is_usual(char: str) -> bool:
    return char in _USUAL_IN_NAMES or unicodedata.category(char)[0] in "LM"


def _every_row(tables: Tables) -> Iterator[SheetRow]:
    yield from tables.periods.rows
    yield from tables.holidays.rows
    yield from tables.bells.rows
    yield from tables.students.rows
    yield from tables.guardians.rows
    yield from tables.groups.rows
    yield from tables.timetable.rows
    yield from tables.individual_plans.rows
