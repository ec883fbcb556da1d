"""A folder of CSV files as the tables of the workbook: one file each, by its name."""

from collections.abc import Mapping
from pathlib import Path

from services.exchange.findings import Finding, Findings, shown
from services.exchange.reading.csv_grid import csv_grids
from services.exchange.reading.encoding import Undecodable, decode
from services.exchange.reading.grid import Source
from services.exchange.reading.headings import normal_heading
from services.exchange.reading.table_specs import TABLES
from services.exchange.sheets import Sheet
from services.i18n import gettext as _

__all__ = ["read_folder", "read_text_file"]

_EXTENSION = ".csv"
_LARGEST_BYTES = 20_000_000


def read_folder(folder: Path, findings: Findings) -> dict[Sheet, Source]:
    """Return the tables that the CSV files of a folder hold; reasons go to *findings*.

    Raises:
        OSError: the folder or a file of it cannot be read.
    """
    by_name = _names()
    sources: dict[Sheet, Source] = {}
    damaged: set[Sheet] = set()
    skipped = []
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.suffix.casefold() != _EXTENSION:
            continue
        sheet = by_name.get(normal_heading(path.stem))
        if sheet is None:
            skipped.append(path.name)
        elif sheet in sources:
            findings.problems.append(
                Finding(
                    _("holds the same table as {other}; keep one of them.").format(
                        other=sources[sheet].name
                    ),
                    path.name,
                )
            )
        elif (source := _source(path, sheet, findings)) is not None:
            sources[sheet] = source
        else:
            damaged.add(sheet)
    if skipped:
        findings.notices.append(
            Finding(_("these files are skipped: {files}.").format(files=shown(skipped)))
        )
    if not sources and not damaged:
        findings.problems.append(
            Finding(
                _("there is no file of the school here; expected {files}.").format(
                    files=shown(f"{sheet}{_EXTENSION}" for sheet in TABLES)
                ),
                folder.name,
            )
        )
        return sources
    _tell_missing(sources, damaged, findings)
    return sources


def read_text_file(folder: Path, name: str) -> str:
    """Return the text of a file inside *folder*.

    Raises:
        FileNotFoundError: there is no such file, or the name leads out of the folder.
        Undecodable: its encoding is not known.
    """
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise FileNotFoundError(name)
    return decode(path.read_bytes())


def _names() -> Mapping[str, Sheet]:
    return {
        normal_heading(name): spec.sheet
        for spec in TABLES.values()
        for name in (spec.sheet.value, *spec.titles)
    }


def _source(path: Path, sheet: Sheet, findings: Findings) -> Source | None:
    problem: str
    row: int | None = None
    if path.stat().st_size > _LARGEST_BYTES:
        problem = _("the file is larger than 20 MB; that is no list of a school.")
    else:
        try:
            return Source(path.name, sheet, csv_grids(decode(path.read_bytes())))
        except Undecodable as error:
            row = error.row
            problem = _("this is no text in UTF-8, UTF-16 or windows-1251, or it is damaged.")
    findings.problems.append(Finding(problem, path.name, row))
    return None


def _tell_missing(
    sources: Mapping[Sheet, Source], damaged: set[Sheet], findings: Findings
) -> None:
    for spec in TABLES.values():
        if spec.is_required and spec.sheet not in sources and spec.sheet not in damaged:
            findings.problems.append(
                Finding(_("the file is missing."), f"{spec.sheet}{_EXTENSION}")
            )
