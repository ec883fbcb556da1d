"""From a recognised table to typed rows; every cell that does not fit becomes a problem."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from services.exchange.findings import Finding, Findings, shown
from services.exchange.reading.columns import FULL_NAME, GRADE, LETTER, PARTS, Column, TableSpec
from services.exchange.reading.grid import Source
from services.exchange.reading.headings import Heading, contexts, find_heading
from services.exchange.reading.passed_over import is_passed_over
from services.exchange.reading.phones import a_phone, is_local_number, phones_in
from services.exchange.sheets import RowPlace, SheetRow
from services.i18n import gettext as _

__all__ = ["Table", "read_table", "split_name"]

R_co = TypeVar("R_co", bound=SheetRow, covariant=True)

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


def read_table(
    sources: Sequence[Source], spec: TableSpec[R_co], findings: Findings
) -> Table[R_co]:
    """Read a table from all files or sheets that hold it; problems, notices go to *findings*."""
    read = [_read(source, spec, findings) for source in sources]
    return Table(
        sources[0].name,
        tuple(row for table in read for row in table.rows),
        tuple(row for table in read for row in table.damaged),
        is_understood=all(table.is_understood for table in read),
    )


def split_name(whole: str) -> dict[str, str]:
    """Return the parts of a full name by their keys, as many as there are."""
    # A patronymic may be of two words (оглы, кызы); surnames of two have a hyphen.
    return dict(zip(_PARTS_OF_NAME, whole.split(maxsplit=2), strict=False))


def _read(source: Source, spec: TableSpec[R_co], findings: Findings) -> Table[R_co]:
    heading = find_heading(source, spec, findings)
    if heading is None:
        return Table(source.name, (), is_understood=False)
    rows: list[R_co] = []
    damaged: list[Mapping[str, Any]] = []
    given = _given(heading, source)
    texts = {key: source.shown.get(text, text) for key, text in _texts(heading).items()}
    for number, cells, defaults in _rows(heading, source, spec):
        place = RowPlace(source.name, number, texts)
        values, problems = _values(cells, heading, spec, place, defaults)
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
        findings.notices += _phone_notices(cells, heading, spec, place)
        if problems:
            damaged.append(values)
        else:
            rows.append(spec.row(place=place, given=given, **values))
    return Table(source.name, tuple(rows), tuple(damaged))


def _rows(
    heading: Heading, source: Source, spec: TableSpec[Any]
) -> Iterator[tuple[int, tuple[str, ...], Mapping[str, str]]]:
    """Give the rows of data, each with what the rows above it say for all below."""
    said = contexts(heading, spec)
    defaults = dict(source.defaults)
    for number, cells in enumerate(heading.grid.rows, start=1):
        if number in said:
            defaults[spec.context_key] = said[number]
        elif number > heading.row and not is_passed_over(cells, heading, spec):
            yield number, cells, dict(defaults)


def _given(heading: Heading, source: Source) -> frozenset[str]:
    keys = {*heading.columns, *source.defaults}
    if FULL_NAME in keys:
        keys.update(_PARTS_OF_NAME)
    return frozenset(keys)


def _texts(heading: Heading) -> Mapping[str, str]:
    whole = heading.texts.get(FULL_NAME)
    parts = dict.fromkeys(_PARTS_OF_NAME, whole) if whole is not None else {}
    return {**{key: text for key, text in parts.items() if text}, **heading.texts}


def _values(
    cells: tuple[str, ...],
    heading: Heading,
    spec: TableSpec[Any],
    place: RowPlace,
    defaults: Mapping[str, str],
) -> tuple[dict[str, Any], list[Finding]]:
    texts = _cell_texts(cells, heading, spec)
    values: dict[str, Any] = {}
    problems: list[Finding] = []
    for column in spec.columns:
        if column.key in PARTS:
            continue
        cell = texts.get(column.key, "")
        if column.kind.is_blank(cell):
            cell = defaults.get(column.key, "")
        try:
            values[column.key] = _value(cell, column)
        except ValueError:
            problems.append(_problem(cell, column, place))
    return values, problems


def _cell_texts(cells: tuple[str, ...], heading: Heading, spec: TableSpec[Any]) -> dict[str, str]:
    texts = {key: cells[index] for key, index in heading.columns.items() if index < len(cells)}
    whole = texts.pop(FULL_NAME, "")
    if whole:
        texts = {**split_name(whole), **{key: text for key, text in texts.items() if text}}
    grade, letter = texts.pop(GRADE, ""), texts.pop(LETTER, "")
    if letter:
        for column in spec.columns:
            if column.parts:
                texts[column.key] = _class_of(texts.get(column.key, ""), grade, letter)
    elif grade:
        for column in spec.columns:
            if column.parts:
                texts[column.key] = texts.get(column.key, "") or grade
    return texts


def _class_of(whole: str, grade: str, letter: str) -> str:
    if whole.isdecimal() or not whole:
        return f"{whole or grade}{letter}"
    return whole


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


_ONE_PHONE = 15  # digits of the longest phone number
_NO_DIGIT = re.compile(r"\D")


def _phone_notices(
    cells: tuple[str, ...], heading: Heading, spec: TableSpec[Any], place: RowPlace
) -> Iterator[Finding]:
    """Give a notice for every cell of which only the first phone number is kept, or none."""
    for column in spec.columns:
        index = heading.columns.get(column.key, len(cells))
        if column.kind is not a_phone or index >= len(cells):
            continue
        is_long = len(_NO_DIGIT.sub("", cells[index])) > _ONE_PHONE
        if is_long and len(phones_in(cells[index])) > 1:
            sentence = _("there are several phone numbers; only the first one is kept.")
        elif is_local_number(cells[index]):
            sentence = _("a number without an area code is skipped: no chat account has one.")
        else:
            continue
        yield Finding(sentence, place.file, place.row, place.headings.get(column.key, ""))
