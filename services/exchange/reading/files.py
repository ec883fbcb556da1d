"""One file with all tables: a workbook, or CSV files packed together. What only looks like one is
refused with the sentence that helps.
"""

import io
import struct
import zipfile
from pathlib import Path, PurePosixPath

from services.exchange.errors import NotAWorkbook
from services.exchange.findings import Finding, Findings, shown
from services.exchange.reading.folder import csv_sources
from services.exchange.reading.naming import Sources, sources_of
from services.exchange.reading.spreadsheet import (
    damaged_sentence,
    require_honest_size,
    workbook_sheets,
)
from services.exchange.reading.table_specs import TABLES
from services.i18n import gettext as _

__all__ = ["LARGEST_FILE", "read_file", "read_packed"]

LARGEST_FILE = 20_000_000
_OLD_FORMAT = bytes.fromhex("d0cf11e0a1b11ae1")  # the container of .xls, and of encrypted .xlsx
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HTML = (b"<html", b"<!doctype", b"<table", b"<meta", b"<?xml")
_CSV = ".csv"


def read_file(path: Path, findings: Findings) -> Sources:
    """Return the tables of a file; reasons go to *findings*.

    Raises:
        OSError: it cannot be read.
    """
    if path.stat().st_size > LARGEST_FILE:
        findings.problems.append(
            Finding(_("the file is larger than 20 MB; that is no list of a school."), path.name)
        )
        return {}
    return read_packed(path.read_bytes(), path.name, findings)


def read_packed(data: bytes, name: str, findings: Findings) -> Sources:
    """Return the tables of a file's bytes; reasons go to *findings*."""
    try:
        with _opened(data, name) as archive:
            require_honest_size(archive)
            parts = set(archive.namelist())
            if not _is_workbook(parts):
                return _packed_csv(archive, name, findings)
        named = list(workbook_sheets(data))
    except NotAWorkbook as refusal:
        findings.problems.append(Finding(refusal.sentence, name))
        return {}
    sources = sources_of(named, findings)
    if not sources:
        findings.problems.append(
            Finding(
                _("no sheet of the school is here; expected {sheets}, found {found}.").format(
                    sheets=shown(_title(spec.titles) for spec in TABLES.values()),
                    found=shown(one.name for one in named),
                ),
                name,
            )
        )
        return sources
    for spec in TABLES.values():
        if spec.is_required and spec.sheet not in sources:
            findings.problems.append(Finding(_("the sheet is missing."), _title(spec.titles)))
    return sources


def _title(titles: tuple[str, ...]) -> str:
    return titles[0].capitalize()


def _is_workbook(parts: set[str]) -> bool:
    return "xl/workbook.xml" in parts or "content.xml" in parts or "xl/workbook.bin" in parts


def _opened(data: bytes, name: str) -> zipfile.ZipFile:
    """Open what is packed.

    Raises:
        NotAWorkbook: it is something else.
    """
    if zipfile.is_zipfile(io.BytesIO(data)):
        try:
            return zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, struct.error) as error:
            raise NotAWorkbook(damaged_sentence()) from error
    raise NotAWorkbook(_what_it_is(data, name))


def _what_it_is(data: bytes, name: str) -> str:
    """Say what a file is that is no workbook, and what to do."""
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not data:
        return _("the file is empty.")
    if data.startswith(_OLD_FORMAT):
        if _ENCRYPTED in data:
            return _("the workbook has a password; save it without one.")
        return _("this is a workbook of the old kind (.xls); open it and save it as .xlsx.")
    if start.startswith(_HTML):
        return _(
            "this is a web page under the name of a workbook; open it in a spreadsheet program"
            " and save it as .xlsx."
        )
    if data.startswith(b"PK"):
        return damaged_sentence()
    if name.casefold().endswith((_CSV, ".txt")):
        return _("this is one table; expected a workbook, or a folder of CSV files.")
    return _("expected a workbook (.xlsx), a folder of CSV files, or CSV files in a .zip.")


def _packed_csv(archive: zipfile.ZipFile, name: str, findings: Findings) -> Sources:
    contents: dict[str, bytes | None] = {}
    for part in archive.infolist():
        inner = PurePosixPath(part.filename)
        if inner.suffix.casefold() == _CSV and not inner.name.startswith("._"):
            contents[inner.name] = archive.read(part)
    return csv_sources(contents, name, findings)
