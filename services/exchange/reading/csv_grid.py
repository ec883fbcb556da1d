"""CSV text as grids, one for each delimiter it might be written with."""

import csv
import io

from services.exchange.reading.grid import Grid, clean_cell

__all__ = ["DELIMITERS", "csv_grids"]

DELIMITERS = (";", "\t", ",")
_DECLARATION = "sep="  # the first line of some spreadsheets' files
_LONGEST_CELL = 1_000_000
_END = "end of the file"


def csv_grids(text: str) -> tuple[Grid, ...]:
    """Return every way to read a CSV text, the usual delimiter first."""
    declared, body = _declared_delimiter(text)
    if declared:
        grid = _grid(body, declared)
        # The declaration is a row of the file: row numbers go on counting it.
        return (Grid(((), *grid.rows), is_cut=grid.is_cut),)
    return tuple(_grid(text, delimiter) for delimiter in DELIMITERS)


def _declared_delimiter(text: str) -> tuple[str, str]:
    first, newline, rest = text.partition("\n")
    line = first.strip("\r").casefold()
    if newline and line.startswith(_DECLARATION) and line[len(_DECLARATION) :] in DELIMITERS:
        return line[len(_DECLARATION) :], rest
    return "", text


def _grid(text: str, delimiter: str) -> Grid:
    csv.field_size_limit(_LONGEST_CELL)
    # The reader does not tell when the file ends inside a cell; a last line of ours does.
    guarded = io.StringIO(f"{text}\r\n{_END}", newline="")
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(guarded, delimiter=delimiter))
    except csv.Error:  # a cell of a million characters: an unclosed one, too
        rows.append([])
    is_cut = rows[-1] != [_END]
    return Grid(tuple(tuple(clean_cell(cell) for cell in row) for row in rows[:-1]), is_cut=is_cut)
