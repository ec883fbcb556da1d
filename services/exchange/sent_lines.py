"""A table of lines sent through a chat, such as a dispatcher's list of substitutions, as text.

One line of the table is one line of text: what stands in its cells, with spaces between them. A
first line without a figure is its heading. Fetched before a transaction opens, kept nowhere.
"""

import asyncio
import io
import re
import zipfile

from services.errors import BadInput
from services.exchange.errors import NotAWorkbook
from services.exchange.reading.csv_grid import csv_grids
from services.exchange.reading.encoding import Undecodable, decode
from services.exchange.reading.spreadsheet import require_honest_size, workbook_sheets
from services.exchange.sent import FileTooLarge, SentFile, SentFiles
from services.i18n import current_language, use_locale
from services.preparation import prepared

__all__ = ["NotLines", "SentLines", "lines_of_file"]

_LARGEST = 1_000_000  # a list of a day's changes has some kilobytes
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_FIGURE = re.compile(r"\d")


class NotLines(BadInput):
    """A file holds no lines that can be read. Facts: none."""


class SentLines:
    """Reads lists of lines that people sent."""

    def __init__(self, files: SentFiles) -> None:
        """Fetch from *files*."""
        self._files = files

    async def read(self, sent: SentFile) -> str:
        """Return the lines.

        Raises:
            FileTooLarge: it is no list of lines.
            NotLines: it is neither text nor a workbook that can be read.
            FileNotFetched: it has to be sent again.
            NotPrepared: it has to be fetched first.
        """
        if sent.size > _LARGEST:
            raise FileTooLarge
        language = current_language()

        async def work() -> str:
            data = await self._files.fetch(sent.file_id, largest=_LARGEST)
            with use_locale(language):
                return await asyncio.to_thread(lines_of_file, data)

        return await prepared(("lines", sent.file_id), work)


def lines_of_file(data: bytes) -> str:
    """Return the lines of a text, a CSV table, or the first sheet of a workbook.

    Raises:
        NotLines: it is neither.
    """
    try:
        rows = _rows(data)
    except (NotAWorkbook, Undecodable) as error:
        raise NotLines from error
    lines = [" ".join(_as_typed(cell) for cell in row if cell) for row in rows]
    filled = [line for line in lines if line]
    if filled and not _FIGURE.search(filled[0]):
        del filled[0]
    return "\n".join(filled)


def _as_typed(cell: str) -> str:
    """Return a cell as somebody would type it: a workbook's dates are days of our calendar."""
    match = _ISO_DATE.fullmatch(cell)
    return cell if match is None else f"{match[3]}.{match[2]}.{match[1]}"


def _rows(data: bytes) -> list[tuple[str, ...]]:
    """Return rows of cells.

    Raises:
        NotAWorkbook, Undecodable: as they say.
    """
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            require_honest_size(archive)
        sheet = next(iter(workbook_sheets(data)), None)
        return list(sheet.readings[0].rows) if sheet is not None else []
    text = decode(data)
    if ";" not in text and "\t" not in text:
        return [(line.strip(),) for line in text.splitlines()]
    return list(max(csv_grids(text), key=lambda grid: max(map(len, grid.rows), default=0)).rows)
