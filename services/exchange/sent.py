"""A workbook sent through a chat: fetched and read before a transaction opens, kept nowhere."""

import asyncio
from dataclasses import dataclass
from typing import Protocol

from services.errors import DiaryError
from services.exchange.reading.files import LARGEST_FILE
from services.exchange.workbook import Workbook, read_sent_workbook
from services.i18n import current_language, use_locale
from services.preparation import prepared

__all__ = ["FileNotFetched", "FileTooLarge", "SentFile", "SentFiles", "SentWorkbooks"]


class FileTooLarge(DiaryError):
    """A file is larger than the lists of any school."""


class FileNotFetched(DiaryError):
    """The channel does not hand the file over, now or any more."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file the channel keeps, as the message told of it; *size* in bytes, 0 if not told."""

    file_id: str
    name: str
    size: int = 0


class SentFiles(Protocol):
    """Where files that people sent are kept."""

    async def fetch(self, file_id: str, *, largest: int) -> bytes:
        """Return what is in a file.

        Raises:
            FileTooLarge: more than *largest* bytes.
            FileNotFetched: it is not to be had.
        """
        ...


class SentWorkbooks:
    """Reads workbooks that people sent."""

    def __init__(self, files: SentFiles) -> None:
        """Fetch from *files*."""
        self._files = files

    async def read(self, sent: SentFile) -> Workbook:
        """Return the workbook, read as the command line reads it.

        Raises:
            FileTooLarge: it is no list of a school.
            FileNotFetched: it has to be sent again.
            NotPrepared: it has to be fetched first.
        """
        if sent.size > LARGEST_FILE:
            raise FileTooLarge
        language = current_language()

        async def work() -> Workbook:
            data = await self._files.fetch(sent.file_id, largest=LARGEST_FILE)
            with use_locale(language):
                return await asyncio.to_thread(read_sent_workbook, data, sent.name)

        return await prepared(("workbook", sent.file_id), work)
