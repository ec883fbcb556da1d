"""Finding the row of headings, and which column is which. What must never be read is dropped here:
columns of health, documents, addresses leave this module as names only.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.exchange.findings import Finding, Findings, shown
from services.exchange.reading.columns import FULL_NAME, TableSpec
from services.exchange.reading.grid import Grid, Source
from services.exchange.reading.wording import normal_heading
from services.exchange.sheets import SheetRow
from services.i18n import gettext as _

__all__ = ["Heading", "best_heading", "contexts", "find_heading"]

_SEARCHED_ROWS = 15  # exports put school, year and class above the headings
_NAME_PARTS = frozenset({"family_name", "given_name"})

# 152-FZ art. 5 part 5, art. 10: not needed for the journal, so not even looked at. A phone is
# looked at where a table has a column for it, and nowhere else.
_NEVER_READ = re.compile(
    "снилс|паспорт|свидетельств|документ|адрес|прописк|регистрац|проживан|здоров|медицин|диагноз"
    "|инвалид|овз|льгот|полис|прививк|аллерг|национальн|гражданств|религи|вероисповед"
    "|место работы|многодет|малоимущ|социальн|семейное положение|заболеван|логопед|пмпк"
    "|snils|passport|certificate|document|address|residence|health|medical|diagnos|disab|allerg"
    "|nationality|citizenship|insurance|religion"
)
_PHONE = re.compile(r"телефон|мобильн|сотов|\bтел\b|phone|mobile")
# Columns for people, of which a person need not be told that nothing reads them.
_FOR_PEOPLE = re.compile(r"(№|n|no|№ п п|п п|номер п п|пояснение|подсказка|примечания?|note|hint)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A recognised heading: the grid it was found in, its last row, and column numbers by key."""

    grid: Grid
    row: int
    columns: Mapping[str, int]
    texts: Mapping[str, str]
    cells: tuple[str, ...]


def find_heading(source: Source, spec: TableSpec[SheetRow], findings: Findings) -> Heading | None:
    """Return the heading of a table; None, with the reason noted, if there is none."""
    best = best_heading(source, spec)
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
    missing = list(_missing(best, spec, source))
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


def best_heading(source: Source, spec: TableSpec[SheetRow]) -> Heading | None:
    """Return the row, or two rows, that read most like the headings of the table."""
    names = _Names(spec)
    # Of equals the first one counts: one row before two, the usual delimiter, the uppermost row.
    candidates = [
        reading(grid, number, names)
        for height, reading in enumerate((_one_row, _two_rows), start=1)
        for grid in source.readings
        for number in range(1, min(len(grid.rows), _SEARCHED_ROWS + 1 - height) + 1)
    ]
    return max(candidates, key=lambda heading: len(heading.columns), default=None)


class _Names:
    """Which column a heading means, and how surely: the smaller the rank the surer."""

    def __init__(self, spec: TableSpec[SheetRow]) -> None:
        self._keys: dict[str, tuple[int, str]] = {}
        for column in spec.columns:
            for rank, heading in enumerate((*column.headings, column.key)):
                self._keys.setdefault(normal_heading(heading), (rank, column.key))
        self._subject = spec.subject

    def find(self, heading: str) -> tuple[int, str] | None:
        """Return rank and key of a heading in its normal form."""
        if _NEVER_READ.search(heading):
            return None
        return self._keys.get(heading) or self._keys.get(self._subject.sub("", heading).strip())


def _one_row(grid: Grid, number: int, names: _Names) -> Heading:
    row = grid.rows[number - 1]
    return _understood(grid, number, row, [[cell] for cell in row], names)


def _two_rows(grid: Grid, number: int, names: _Names) -> Heading:
    """Read a row of headings with the row below as its second half."""
    row = grid.rows[number - 1]
    below = grid.rows[number] if number < len(grid.rows) else ()
    width = max(len(row), len(below))
    upper = [*row, *[""] * (width - len(row))]
    lower = [*below, *[""] * (width - len(below))]
    readings = list(_stacked(upper, lower))
    cells = tuple(reading[0] for reading in readings)
    return _understood(grid, number + 1, cells, readings, names)


def _stacked(upper: list[str], lower: list[str]) -> Iterator[list[str]]:
    """Give what each column is called by two rows: «Мать» above «ФИО», or by one of them."""
    above = ""
    for over, under in zip(upper, lower, strict=True):
        above = over or (above if under else "")
        together = f"{above} {under}".strip() if above != under else above
        yield [together] if over and not under else [together, under]


def _understood(
    grid: Grid, number: int, row: tuple[str, ...], readings: list[list[str]], names: _Names
) -> Heading:
    columns: dict[str, int] = {}
    texts: dict[str, str] = {}
    ranks: dict[str, int] = {}
    for index, cells in enumerate(readings):
        for cell in cells:
            found = names.find(normal_heading(cell))
            if found is None:
                continue
            rank, key = found
            if key not in columns or rank < ranks[key]:
                columns[key], texts[key], ranks[key] = index, cell, rank
            break
    return Heading(grid, number, columns, texts, row)


def _missing(heading: Heading, spec: TableSpec[SheetRow], source: Source) -> Iterator[str]:
    known = {*heading.columns, *source.defaults}
    for column in spec.columns:
        is_there = (
            column.key in known
            or (column.key in _NAME_PARTS and FULL_NAME in known)
            or (bool(column.parts) and known.issuperset(column.parts))
            or (column.key == spec.context_key and bool(contexts(heading, spec)))
        )
        if column.is_needed and not is_there:
            yield column.headings[0]


def contexts(heading: Heading, spec: TableSpec[SheetRow]) -> Mapping[int, str]:
    """Return the rows that say something for all rows below them: «Список класса 7Б»."""
    if spec.context is None or spec.context_key in heading.columns:
        return {}
    found = {}
    for number, row in enumerate(heading.grid.rows, start=1):
        texts = {cell for cell in row if cell}
        if len(texts) == 1 and number != heading.row:
            value = spec.context(texts.pop())
            if value is not None:
                found[number] = value
    return found


def _tell_about_the_rest(heading: Heading, source: Source, findings: Findings) -> None:
    taken = set(heading.columns.values())
    others = [
        cell
        for index, cell in enumerate(heading.cells)
        if cell and index not in taken and not _FOR_PEOPLE.fullmatch(normal_heading(cell))
    ]
    never_read = [cell for cell in others if _is_never_read(cell)]
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


def _is_never_read(cell: str) -> bool:
    heading = normal_heading(cell)
    return bool(_NEVER_READ.search(heading) or _PHONE.search(heading))
