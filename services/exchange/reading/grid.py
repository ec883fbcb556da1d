"""A table before it is understood: rows of cleaned cell texts, counted as a spreadsheet counts."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from services.exchange.sheets import Sheet

__all__ = ["Grid", "Source", "clean_cell"]

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
# An apostrophe before a sign is a spreadsheet's (and our own) mark of plain text.
_TEXT_MARK = re.compile(r"'(?=[=+\-@])")


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells; the first row is row 1. *is_cut*: the last one never ends."""

    rows: tuple[tuple[str, ...], ...]
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A file or sheet that holds one table of the school.

    It may be readable in several ways (by delimiter); the one whose heading is recognised best
    is taken. *defaults* stand for columns it does not have: a sheet named «7Б» is of that class.
    """

    name: str
    sheet: Sheet
    readings: tuple[Grid, ...]
    defaults: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)  # headings, as findings call them


def clean_cell(text: str) -> str:
    """Return a cell's text as it is meant: one line, single spaces, composed letters."""
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    printable = "".join(
        " " if unicodedata.category(char) in {"Cc", "Cs"} else char for char in composed
    )
    line = " ".join(printable.split())
    return line[1:] if _TEXT_MARK.match(line) else line
