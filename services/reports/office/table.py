"""A report as a value, whatever prints it: pages with a table, notes and lines to sign."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from services.reports.words import DASH, number_text

__all__ = ["Cell", "Column", "Page", "Report", "Row", "percent", "ratio"]

Cell = str | int | None
"""A number is counted with in a spreadsheet; everything else is text and stays as it is."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: *width* in characters; an upright caption saves width."""

    caption: str
    width: int = 10
    is_upright: bool = False
    is_left: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row; *is_total* is set apart."""

    cells: tuple[Cell, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One table with its heading; in a workbook a sheet, on paper a page or more."""

    name: str  # of the worksheet
    title: str
    lines: tuple[str, ...]  # below the title
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()  # who signs, each with a line
    is_wide: bool = False  # A4 across
    empty: str = ""  # said when there are no rows


@dataclass(frozen=True, slots=True)
class Report:
    """Pages of one report, in the order of printing."""

    title: str
    pages: tuple[Page, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to print."""
        return not any(page.rows for page in self.pages)


def percent(value: Fraction | None) -> str:
    """Return a percentage as the school writes it: «92,0»."""
    return number_text(value, places=1)


def ratio(value: Fraction | None) -> str:
    """Return an average or the degree of learning: «3,79»."""
    return number_text(value, places=2)


def cells(*values: Cell | Sequence[Cell]) -> tuple[Cell, ...]:
    """Return one row of cells from single ones and runs of them."""
    found: list[Cell] = []
    for value in values:
        if value is None or isinstance(value, str | int):
            found.append(value)
        else:
            found.extend(value)
    return tuple(found)


def text_of(cell: Cell) -> str:
    """Return a cell as it stands on paper."""
    return DASH if cell is None else str(cell)
