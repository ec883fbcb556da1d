"""Finding the row of headings, and which column is which. What must never be read is dropped here:
columns of health, documents, addresses leave this module as names only.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.exchange.findings import Finding, Findings, shown
from services.exchange.reading.grid import Grid, Source
from services.exchange.reading.table_specs import FULL_NAME, TableSpec
from services.exchange.sheets import SheetRow
from services.i18n import gettext as _

__all__ = ["Heading", "find_heading", "normal_heading"]

_SEARCHED_ROWS = 15  # exports put school, year and class above the headings
_NAME_PARTS = frozenset({"family_name", "given_name"})

# 152-FZ art. 5 part 5, art. 10: not needed for the journal, so not even looked at.
_NEVER_READ = re.compile(
    "снилс|паспорт|свидетельств|документ|адрес|прописк|регистрац|проживан|здоров|медицин|диагноз"
    "|инвалид|овз|льгот|полис|прививк|аллерг|национальн|гражданств|религи|вероисповед"
    "|snils|passport|certificate|document|address|residence|health|medical|diagnos|disab|allerg"
    "|nationality|citizenship|insurance|religion"
)
_PUNCTUATION = re.compile(r"[\s._:*«»\"'()]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A recognised heading: the grid it was found in, its row, and column numbers by key."""

    grid: Grid
    row: int
    columns: Mapping[str, int]
    texts: Mapping[str, str]


def normal_heading(cell: str) -> str:
    """Return what spellings of a heading have in common."""
    return _PUNCTUATION.sub(" ", cell.casefold().replace("ё", "е")).strip()


def find_heading(source: Source, spec: TableSpec[SheetRow], findings: Findings) -> Heading | None:
    """Return the heading of a table; None, with the reason noted, if there is none."""
    candidates = [
        _understood(grid, number, spec)
        for grid in source.readings
        for number in range(1, min(len(grid.rows), _SEARCHED_ROWS) + 1)
    ]
    # Of equals the first one counts: the usual delimiter, the uppermost row.
    best = max(candidates, key=lambda heading: len(heading.columns), default=None)
    if best is None or not best.columns:
        headings = [column.headings[0] for column in spec.columns if column.is_needed]
        findings.problems.append(
            Finding(
                _("no row of headings found; expected the columns {columns}.").format(
                    columns=shown(headings)
                ),
                source.name,
            )
        )
        return None
    if best.grid.is_cut:
        findings.problems.append(
            Finding(
                _("a quotation mark opens a cell and is never closed."),
                source.name,
                len(best.grid.rows) + 1,
            )
        )
        return None
    missing = list(_missing(best, spec))
    for name in missing:
        findings.problems.append(
            Finding(
                _("the column “{column}” is missing; found are {columns}.").format(
                    column=name, columns=shown(best.texts.values())
                ),
                source.name,
                best.row,
            )
        )
    _tell_about_the_rest(best, source, findings)
    return None if missing else best


def _understood(grid: Grid, number: int, spec: TableSpec[SheetRow]) -> Heading:
    keys = {
        normal_heading(heading): column.key
        for column in reversed(spec.columns)
        for heading in (*column.headings, column.key)
    }
    columns: dict[str, int] = {}
    texts: dict[str, str] = {}
    for index, cell in enumerate(grid.rows[number - 1]):
        heading = normal_heading(cell)
        key = keys.get(heading)
        if key is not None and key not in columns and not _NEVER_READ.search(heading):
            columns[key], texts[key] = index, cell
    return Heading(grid, number, columns, texts)


def _missing(heading: Heading, spec: TableSpec[SheetRow]) -> Iterator[str]:
    for column in spec.columns:
        is_there = column.key in heading.columns or (
            column.key in _NAME_PARTS and FULL_NAME in heading.columns
        )
        if column.is_needed and not is_there:
            yield column.headings[0]


def _tell_about_the_rest(heading: Heading, source: Source, findings: Findings) -> None:
    taken = set(heading.columns.values())
    others = [
        cell
        for index, cell in enumerate(heading.grid.rows[heading.row - 1])
        if cell and index not in taken
    ]
    never_read = [cell for cell in others if _NEVER_READ.search(normal_heading(cell))]
    extra = [cell for cell in others if cell not in never_read]
    if never_read:
        findings.notices.append(
            Finding(
                _("these columns are never read: {columns}.").format(columns=shown(never_read)),
                source.name,
            )
        )
    if extra:
        findings.notices.append(
            Finding(
                _("these columns are skipped: {columns}.").format(columns=shown(extra)),
                source.name,
            )
        )
