"""From a recognised table to typed rows; every cell that does not fit becomes a problem."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from services.exchange.findings import Finding, Findings, shown
from services.exchange.reading.grid import Source
from services.exchange.reading.headings import Heading, find_heading
from services.exchange.reading.table_specs import FULL_NAME, Column, TableSpec
from services.exchange.sheets import RowPlace, SheetRow
from services.i18n import gettext as _

__all__ = ["Table", "read_table"]

R_co = TypeVar("R_co", bound=SheetRow, covariant=True)

_TOTALS = ("всего", "итого", "total")
_PARTS_OF_NAME = ("family_name", "given_name", "patronymic")


@dataclass(frozen=True, slots=True)
class Table(Generic[R_co]):
    """The rows of a table. *damaged* holds what could be read of the rows that have problems, so
    that other tables' references to them are not reported on top.
    """

    file: str
    rows: tuple[R_co, ...]
    damaged: tuple[Mapping[str, Any], ...] = ()
    is_given: bool = True
    is_understood: bool = True

    def values(self, key: str) -> set[Any]:
        """Return what stands in a column, in sound and damaged rows alike."""
        return {getattr(row, key) for row in self.rows} | {
            row[key] for row in self.damaged if key in row
        }


def read_table(source: Source, spec: TableSpec[R_co], findings: Findings) -> Table[R_co]:
    """Read a table; problems and notices go to *findings*."""
    heading = find_heading(source, spec, findings)
    if heading is None:
        return Table(source.name, (), is_understood=False)
    rows: list[R_co] = []
    damaged: list[Mapping[str, Any]] = []
    given = _given(heading)
    texts = _texts(heading)
    for number, cells in enumerate(heading.grid.rows[heading.row :], start=heading.row + 1):
        if not any(cells) or _is_total(cells):
            continue
        place = RowPlace(source.name, number, texts)
        values, problems = _values(cells, heading, spec, place)
        if any(cells[len(heading.grid.rows[heading.row - 1]) :]):
            problems.append(
                Finding(
                    _(
                        "the row has more cells than the headings; a text with the separator in it"
                        " must stand in quotation marks."
                    ),
                    place.file,
                    number,
                )
            )
        findings.problems += problems
        if problems:
            damaged.append(values)
        else:
            rows.append(spec.row(place=place, given=given, **values))
    return Table(source.name, tuple(rows), tuple(damaged))


def _is_total(cells: tuple[str, ...]) -> bool:
    filled = [cell for cell in cells if cell]
    return len(filled) == 1 and filled[0].casefold().startswith(_TOTALS)


def _given(heading: Heading) -> frozenset[str]:
    keys = set(heading.columns)
    if FULL_NAME in keys:
        keys.update(_PARTS_OF_NAME)
    return frozenset(keys)


def _texts(heading: Heading) -> Mapping[str, str]:
    whole = heading.texts.get(FULL_NAME)
    parts = dict.fromkeys(_PARTS_OF_NAME, whole) if whole is not None else {}
    return {**{key: text for key, text in parts.items() if text}, **heading.texts}


def _values(
    cells: tuple[str, ...], heading: Heading, spec: TableSpec[Any], place: RowPlace
) -> tuple[dict[str, Any], list[Finding]]:
    texts = _cell_texts(cells, heading)
    values: dict[str, Any] = {}
    problems: list[Finding] = []
    for column in spec.columns:
        if column.key == FULL_NAME:
            continue
        cell = texts.get(column.key, "")
        try:
            values[column.key] = _value(cell, column)
        except ValueError:
            problems.append(_problem(cell, column, place))
    return values, problems


def _cell_texts(cells: tuple[str, ...], heading: Heading) -> dict[str, str]:
    texts = {key: cells[index] for key, index in heading.columns.items() if index < len(cells)}
    whole = texts.pop(FULL_NAME, "")
    if whole:
        # A patronymic may be of two words (оглы, кызы); surnames of two have a hyphen.
        parts = dict(zip(_PARTS_OF_NAME, whole.split(maxsplit=2), strict=False))
        texts = {**parts, **{key: text for key, text in texts.items() if text}}
    return texts


def _value(cell: str, column: Column) -> Any:
    if cell:
        return column.kind.read(cell)
    if column.is_needed:
        raise ValueError(cell)
    return column.empty


def _problem(cell: str, column: Column, place: RowPlace) -> Finding:
    expected = column.kind.expected()
    if column.key in _PARTS_OF_NAME and FULL_NAME in place.headings:
        expected = _("family name, given name and, if there is one, patronymic")
    sentence = (
        _("expected: {expected}; found: “{found}”.").format(expected=expected, found=shown(cell))
        if cell
        else _("the cell is empty; expected: {expected}.").format(expected=expected)
    )
    return Finding(
        sentence, place.file, place.row, place.headings.get(column.key, column.headings[0])
    )
