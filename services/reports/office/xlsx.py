"""A report as a workbook: text stays text, A4 when printed, the heading on every page."""

import io
import re
from collections.abc import Mapping
from textwrap import wrap
from typing import Any

from services.reports.office.table import Cell, Page, Report
from services.reports.printing import FONT, print_on_a4

__all__ = ["report_xlsx"]

_SHEET_NAME = 31  # Excel's limit
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_UPRIGHT = 90
_FROZEN = 2  # number and name stay in sight
_TO_SIGN = "____________________ / ____________________ /"
_LINE_HEIGHT = 14.0  # points, of letters of ten
_LETTER_HEIGHT = 7.2  # of a caption that stands, in bold
_HIGHEST_HEADING = 300.0
_BOLD = 1.15  # letters of a caption are broader than the digits widths are counted in


def report_xlsx(report: Report) -> bytes:
    """Return the workbook; nothing in it is a formula, and «5/4» is no date."""
    import xlsxwriter  # only when a workbook is made

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
         "strings_to_numbers": False, "default_format_properties": FONT},
    )  # fmt: skip
    formats = {
        "title": book.add_format({"bold": True, "font_size": 13}),
        "line": book.add_format({"font_size": 10}),
        "note": book.add_format({"font_size": 9, "italic": True}),
        "head": book.add_format(
            {"bold": True, "border": 1, "text_wrap": True, "align": "center",
             "valign": "vcenter", "bg_color": "#EBEBEB"}
        ),
        "upright": book.add_format(
            {"bold": True, "border": 1, "rotation": _UPRIGHT, "align": "center",
             "valign": "bottom", "bg_color": "#EBEBEB"}
        ),
        "cell": book.add_format({"border": 1, "align": "center", "valign": "top",
                                 "text_wrap": True, "num_format": "@"}),
        "left": book.add_format({"border": 1, "align": "left", "valign": "top",
                                 "text_wrap": True, "num_format": "@"}),
        "number": book.add_format({"border": 1, "align": "center", "valign": "top"}),
        "total": book.add_format({"border": 1, "align": "center", "bold": True,
                                  "num_format": "@", "text_wrap": True}),
        "total_left": book.add_format({"border": 1, "align": "left", "bold": True,
                                       "num_format": "@", "text_wrap": True}),
        "total_number": book.add_format({"border": 1, "align": "center", "bold": True}),
    }  # fmt: skip
    used: set[str] = set()
    for page in report.pages:
        _write(book.add_worksheet(_sheet_name(page.name, used)), page, formats)
    if not report.pages:
        book.add_worksheet()
    book.set_properties({"title": report.title})
    book.close()
    return stream.getvalue()


def _write(sheet: Any, page: Page, formats: Mapping[str, Any]) -> None:
    sheet.write_string(0, 0, page.title, formats["title"])
    place = 1
    for line in page.lines:
        sheet.write_string(place, 0, line, formats["line"])
        place += 1
    place += 1
    _write_heading(sheet, page, formats, place)
    print_on_a4(sheet, heading=(place, place), is_wide=page.is_wide)
    place += 1
    widths = _widths(page)
    for row in page.rows:
        highest = max(map(_lines, row.cells, widths), default=1)
        if highest > 1:  # not every program grows a row by itself
            sheet.set_row(place, highest * _LINE_HEIGHT)
        for number, cell in enumerate(row.cells):
            style = formats[_style(cell, is_total=row.is_total, page=page, number=number)]
            if isinstance(cell, int):
                sheet.write_number(place, number, cell, style)
            else:
                sheet.write_string(place, number, cell or "", style)
        place += 1
    lines = [page.empty] if page.empty and not page.rows else []
    for line in (*lines, "", *page.notes):
        sheet.write_string(place, 0, line, formats["note"])
        place += 1
    for who in page.signatures:
        sheet.write_string(place + 1, 0, f"{who}  {_TO_SIGN}", formats["line"])
        place += 2


def _write_heading(sheet: Any, page: Page, formats: Mapping[str, Any], place: int) -> None:
    widths = _widths(page)
    for number, column in enumerate(page.columns):
        sheet.set_column(number, number, widths[number])
        style = formats["upright" if column.is_upright else "head"]
        sheet.write_string(place, number, column.caption, style)
    heights = [
        len(column.caption) * _LETTER_HEIGHT + _LINE_HEIGHT
        if column.is_upright
        else _lines(column.caption, width / _BOLD) * _LINE_HEIGHT
        for column, width in zip(page.columns, widths, strict=True)
    ]
    sheet.set_row(place, min(max(heights, default=_LINE_HEIGHT), _HIGHEST_HEADING))
    sheet.freeze_panes(place + 1, _FROZEN if len(page.columns) > _FROZEN else 0)


def _widths(page: Page) -> list[float]:
    """The columns in characters: never narrower than the longest word of a flat caption."""
    return [
        column.width
        if column.is_upright
        else max(column.width, max(map(len, column.caption.split()), default=0) * _BOLD + 1)
        for column in page.columns
    ]


def _lines(cell: Cell, width: float) -> int:
    """How many lines a cell takes in a column, rather one too many than half of one cut off."""
    if not isinstance(cell, str):
        return 1
    room = max(int(width), 1)
    return sum(max(len(wrap(line, room)), 1) for line in cell.split("\n")) if cell else 1


def _style(cell: Cell, *, is_total: bool, page: Page, number: int) -> str:
    kind = "number" if isinstance(cell, int) else "left" if page.columns[number].is_left else ""
    if not is_total:
        return kind or "cell"
    return f"total_{kind}".strip("_")


def _sheet_name(name: str, used: set[str]) -> str:
    clean = _FORBIDDEN.sub(" ", name).strip("' ") or "-"
    found, number = clean[:_SHEET_NAME], 1
    while found.casefold() in used:
        number += 1
        tail = f" ({number})"
        found = clean[: _SHEET_NAME - len(tail)] + tail
    used.add(found.casefold())
    return found
