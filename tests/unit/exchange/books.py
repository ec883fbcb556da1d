"""Workbooks made for tests: the demo school as .xlsx with typed cells, and small ones by hand."""

import csv
import re
from collections.abc import Mapping, Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook as Writer

from tests.unit.exchange.conftest import DEMO_SCHOOL

__all__ = ["TITLES", "Cell", "demo_tables", "typed", "write_book"]

TITLES = {
    "school": "Школа",
    "subjects": "Предметы",
    "periods": "Периоды",
    "holidays": "Каникулы",
    "bells": "Звонки",
    "staff": "Сотрудники",
    "classes": "Классы",
    "students": "Ученики",
    "guardians": "Родители",
    "groups": "Группы",
    "load": "Нагрузка",
    "timetable": "Расписание",
}
_DATE = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})")
_TIME = re.compile(r"(\d\d):(\d\d)")

Cell = str | float | date | time | None


def demo_tables() -> dict[str, list[list[str]]]:
    """Return the demo school's tables by the names of their sheets."""
    return {title: _rows(DEMO_SCHOOL / f"{name}.csv") for name, title in TITLES.items()}


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream, delimiter=";"))


def typed(cell: str) -> Cell:
    """Return a text as a spreadsheet would have taken it when it was typed."""
    if match := _DATE.fullmatch(cell):
        day, month, year = (int(part) for part in match.groups())
        return date(year, month, day)
    if match := _TIME.fullmatch(cell):
        return time(int(match[1]), int(match[2]))
    if re.fullmatch(r"\+?(?:[1-9]\d*|0)(?:\.\d+)?", cell):
        return float(cell)
    return cell or None


def write_book(
    path: Path,
    sheets: Mapping[str, Sequence[Sequence[Cell]]],
    *,
    hidden: Sequence[str] = (),
    merged: Mapping[str, Sequence[tuple[int, int, int, int]]] | None = None,
) -> Path:
    """Write sheets with typed cells; *merged* cells say what their first one says."""
    book = Writer(str(path))
    formats: dict[type, Any] = {
        date: book.add_format({"num_format": "dd.mm.yyyy"}),
        time: book.add_format({"num_format": "hh:mm"}),
    }
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                elif isinstance(cell, date | time):
                    sheet.write_datetime(number, column, cell, formats[type(cell)])
                elif cell is not None:
                    sheet.write_number(number, column, cell)
        for top, left, bottom, right in (merged or {}).get(title, ()):
            text = rows[top][left]
            sheet.merge_range(top, left, bottom, right, "")
            sheet.write_string(top, left, str(text))
        if title in hidden:
            sheet.hide()
    book.close()
    return path
