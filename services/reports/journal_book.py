"""The journal of a subject and period as a spreadsheet, laid out for copying into another.

Two sheets, as state journals have them: marks with a column for each lesson, and the lessons with
topic and homework. Every cell is text: a spreadsheet makes dates of «5/4» otherwise.
"""

import asyncio
import io
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from services.access.identity import Identity
from services.bulk_entry.codes import canon
from services.database import Database
from services.i18n import current_language, use_locale
from services.i18n import gettext as _
from services.journal_pages.facts import JournalCell, JournalPage
from services.journal_pages.service import JournalKey, JournalPageService
from services.regulation.mark_names import short_mark
from services.reports.printing import FONT, print_on_a4
from services.reports.words import date_text, number_text, period_text, short_date_text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

__all__ = ["JournalBook", "JournalBookService", "book_bytes", "plain_cell"]

# What people wrote is text: no formula runs and no address opens when the file is opened.
_AS_TEXT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_format_properties": FONT,
}

_COLUMNS_ACROSS = 30  # on a page beside the names, and still to be read

_FORBIDDEN = str.maketrans("", "", '\\/:*?"<>|')


@dataclass(frozen=True, slots=True)
class JournalBook:
    """A finished file."""

    file_name: str
    title: str
    content: bytes


class JournalBookService:
    """Makes the spreadsheets."""

    def __init__(self, database: Database) -> None:
        self._pages = JournalPageService(database)

    async def book(self, who: Identity, key: JournalKey, *, now: datetime) -> JournalBook:
        """Return the journal of a period as a file.

        Raises:
            NotFound: there is no such group or subject.
            NotYourLesson: it is not theirs to see.
        """
        page = await self._pages.whole(who, key, now=now)
        period = period_text(page.period) if page.period else ""
        title = " · ".join(filter(None, (page.journal.group, page.journal.subject, period)))
        language = current_language()
        content = await asyncio.to_thread(_in_language, language, page)
        name = " ".join(title.translate(_FORBIDDEN).split())
        return JournalBook(f"{name}.xlsx", title, content)


def plain_cell(cell: JournalCell) -> str:
    """Return a cell as a state journal takes it: figures and letters, no weights."""
    figures: list[str] = []
    for mark in cell.marks:
        if mark.part > 1 and figures:
            figures[-1] = f"{figures[-1]}/{short_mark(mark.value)}"
        else:
            figures.append(short_mark(mark.value))
    if cell.code is not None:
        figures.append(canon(cell.code))
    return " ".join(figures)


def book_bytes(page: JournalPage) -> bytes:
    """Return the page as a workbook of two sheets."""
    import xlsxwriter  # heavy, and wanted by this file alone

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, _AS_TEXT)
    styles = {
        "bold": book.add_format({"bold": True, "border": 1}),
        "left": book.add_format({"border": 1, "valign": "top"}),
        "middle": book.add_format({"align": "center", "border": 1}),
        "wrapped": book.add_format({"text_wrap": True, "valign": "top", "border": 1}),
    }
    _marks(book.add_worksheet(_("Marks")), page, styles)
    _lessons(book.add_worksheet(_("Lessons")), page, styles)
    book.close()
    return stream.getvalue()


def _in_language(language: str, page: JournalPage) -> bytes:
    """Make the book in another thread, which knows no language of its own."""
    with use_locale(language):
        return book_bytes(page)


def _marks(sheet: "Worksheet", page: JournalPage, styles: dict[str, Any]) -> None:
    sheet.write_string(0, 0, "№", styles["bold"])
    sheet.write_string(0, 1, _("Student"), styles["bold"])
    for place, column in enumerate(page.columns, start=2):
        sheet.write_string(0, place, short_date_text(column.on), styles["bold"])
        sheet.write_string(1, place, str(column.number), styles["middle"])
    last = len(page.columns) + 2
    sheet.write_string(0, last, _("Average"), styles["bold"])
    sheet.write_string(1, 0, "", styles["bold"])
    sheet.write_string(1, 1, _("Lesson number"), styles["left"])
    sheet.write_string(1, last, "", styles["bold"])
    for line, row in enumerate(page.rows, start=2):
        sheet.write_string(line, 0, str(row.number), styles["left"])
        sheet.write_string(line, 1, f"{row.family_name} {row.given_name}", styles["left"])
        for place, cell in enumerate(row.cells, start=2):
            sheet.write_string(line, place, plain_cell(cell), styles["middle"])
        average = number_text(row.average, places=2) if row.average is not None else ""
        sheet.write_string(line, last, average, styles["middle"])
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, 28)
    sheet.set_column(2, last - 1, 6)
    sheet.set_column(last, last, 9)
    sheet.freeze_panes(2, 2)
    sheet.repeat_columns(0, 1)
    across = -(-len(page.columns) // _COLUMNS_ACROSS)
    print_on_a4(sheet, heading=(0, 1), is_wide=True, across=max(across, 1))


def _lessons(sheet: "Worksheet", page: JournalPage, styles: dict[str, Any]) -> None:
    headings = (_("Date"), _("Lesson number"), _("Topic"), _("Homework"))
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, styles["bold"])
    for line, column in enumerate(page.columns, start=1):
        sheet.write_string(line, 0, date_text(column.on), styles["left"])
        sheet.write_string(line, 1, str(column.number), styles["left"])
        sheet.write_string(line, 2, column.topic, styles["wrapped"])
        sheet.write_string(line, 3, column.homework, styles["wrapped"])
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 14)
    sheet.set_column(2, 3, 50)
    sheet.freeze_panes(1, 0)
    print_on_a4(sheet, heading=(0, 0), is_wide=True)
