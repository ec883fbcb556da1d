"""A workbook (.xlsx, .ods) as grids of cell texts: typed cells, merged cells, honest sizes."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from services.exchange.errors import NotAWorkbook
from services.exchange.reading.grid import Grid, clean_cell
from services.exchange.reading.naming import Named
from services.i18n import gettext as _

__all__ = [
    "LARGEST_UNPACKED",
    "cell_text",
    "damaged_sentence",
    "require_honest_size",
    "workbook_sheets",
]

# A school of three thousand students with all tables unpacks to some 30 MB.
LARGEST_UNPACKED = 150_000_000
_MOST_PARTS = 2_000
_MOST_CELLS = 3_000_000
_FIRST_YEARS = 1900  # a bare time is a moment of the day before the first
_SECONDS_OF_A_DAY = 24 * 3600
# What zipfile raises for bytes that are not as its directory says, by the way they are packed.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, RuntimeError,
    ValueError,
)  # fmt: skip


def require_honest_size(archive: zipfile.ZipFile) -> None:
    """Return when a packed file unpacks to something a school may have, and to what it says.

    Raises:
        NotAWorkbook: it would unpack to more, a bomb or not; or it is damaged or has a password.
    """
    parts = archive.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise NotAWorkbook(_("the file unpacks to far more than a school's lists; not opened."))
    if any(part.flag_bits & 1 for part in parts):
        raise NotAWorkbook(_("the file has a password; save it without one."))
    try:
        # Sizes are only what the file says of itself: reading stops there, and the sum is wrong.
        damaged = archive.testzip()
    except _DAMAGED:
        damaged = archive.filename or "?"
    if damaged is not None:
        raise NotAWorkbook(damaged_sentence())


def damaged_sentence() -> str:
    """Say that a packed file cannot be unpacked."""
    return _("the workbook is damaged; open it, save it anew as .xlsx and send that.")


def workbook_sheets(data: bytes) -> Iterator[Named]:
    """Give every visible sheet with cells as texts.

    Raises:
        NotAWorkbook: it cannot be opened, or is larger than any school.
    """
    # Imported when a workbook is read: commands that read none do not wait for it.
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum  # noqa: PLC0415

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible is SheetVisibleEnum.Visible
        ]
        for name in visible:
            sheet = book.get_sheet_by_name(name)
            yield Named(name.strip(), name, (Grid(tuple(_rows(sheet))),))
    except CalamineError as error:
        raise NotAWorkbook(damaged_sentence()) from error


def _rows(sheet: Any) -> list[tuple[str, ...]]:
    if sheet.total_height * max(sheet.total_width, 1) > _MOST_CELLS:
        raise NotAWorkbook(
            _("the sheet “{sheet}” has millions of cells; delete the empty rows below.").format(
                sheet=sheet.name
            )
        )
    rows = [[cell_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        _spread(rows, top, left, bottom, right)
    while rows and not any(rows[-1]):
        rows.pop()
    return [tuple(row) for row in rows]


def _spread(rows: list[list[str]], top: int, left: int, bottom: int, right: int) -> None:
    """Let every cell of a merged one say what it says."""
    if top >= len(rows) or left >= len(rows[top]):
        return
    text = rows[top][left]
    for row in rows[top : bottom + 1]:
        for index in range(left, min(right + 1, len(row))):
            row[index] = text


def cell_text(value: object) -> str:
    """Return a typed cell as a person would have typed it.

    Numbers lose their empty fraction (``7.0``), dates become ISO, times ``08:30``.
    """
    match value:
        case str():
            return clean_cell(value)
        case bool():
            return "да" if value else "нет"
        case float():
            return f"{value:.9f}".rstrip("0").rstrip(".")
        case datetime():
            if value.year <= _FIRST_YEARS:
                return _clock(
                    timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
                )
            return (
                value.isoformat(" ", "minutes") if value.time() != time() else _iso(value.date())
            )
        case date():
            return _iso(value)
        case time():
            return _clock(timedelta(hours=value.hour, minutes=value.minute, seconds=value.second))
        case timedelta():
            return _clock(value)
        case None:
            return ""
        case _:
            return str(value)


def _iso(day: date) -> str:
    return day.isoformat()


def _clock(since_midnight: timedelta) -> str:
    seconds = round(since_midnight.total_seconds()) % _SECONDS_OF_A_DAY
    minutes = (seconds + 30) // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"
