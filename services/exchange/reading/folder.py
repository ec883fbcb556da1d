"""A folder of CSV files as the tables of the workbook: one file each, by its name."""

from collections.abc import Iterator
from pathlib import Path

from services.exchange.findings import Finding, Findings, shown
from services.exchange.oneroster.files import is_oneroster
from services.exchange.oneroster.reading import oneroster_sources
from services.exchange.reading.csv_grid import csv_grids
from services.exchange.reading.encoding import Undecodable, decode
from services.exchange.reading.naming import Named, Sources, sheet_of, sources_of
from services.exchange.reading.table_specs import TABLES
from services.exchange.sheets import Sheet
from services.i18n import gettext as _

__all__ = ["FileReader", "csv_sources", "read_folder"]

_EXTENSION = ".csv"
_LARGEST_BYTES = 20_000_000


def read_folder(folder: Path, findings: Findings) -> Sources:
    """Return the tables that the CSV files of a folder hold; reasons go to *findings*.

    Raises:
        OSError: the folder or a file of it cannot be read.
    """
    files = {path.name: path for path in sorted(folder.iterdir()) if path.is_file()}
    large = {name for name, path in files.items() if path.stat().st_size > _LARGEST_BYTES}
    contents = {
        name: None if name in large else path.read_bytes()
        for name, path in files.items()
        if path.suffix.casefold() == _EXTENSION
    }
    return csv_sources(contents, folder.name, findings)


def csv_sources(contents: dict[str, bytes | None], place: str, findings: Findings) -> Sources:
    """Return the tables that CSV files hold, by their names; None: larger than it may be."""
    if is_oneroster(contents):
        return oneroster_sources(contents, findings)
    damaged: set[Sheet | None] = set()
    named = list(_named(contents, damaged, findings))
    sources = sources_of(named, findings)
    if not sources and not damaged - {None}:
        findings.problems.append(
            Finding(
                _("there is no file of the school here; expected {files}.").format(
                    files=shown(f"{sheet}{_EXTENSION}" for sheet in TABLES)
                ),
                place,
            )
        )
        return sources
    for spec in TABLES.values():
        if spec.is_required and spec.sheet not in sources and spec.sheet not in damaged:
            findings.problems.append(
                Finding(_("the file is missing."), f"{spec.sheet}{_EXTENSION}")
            )
    return sources


def _named(
    contents: dict[str, bytes | None], damaged: set[Sheet | None], findings: Findings
) -> Iterator[Named]:
    for name, data in contents.items():
        title = name.rpartition(".")[0]
        row: int | None = None
        if data is None:
            problem = _("the file is larger than 20 MB; that is no list of a school.")
        else:
            try:
                yield Named(name, title, csv_grids(decode(data)))
                continue
            except Undecodable as error:
                row = error.row
                problem = _("this is no text in UTF-8, UTF-16 or windows-1251, or it is damaged.")
        damaged.add(sheet_of(title))
        findings.problems.append(Finding(problem, name, row))


class FileReader:
    """Reads text files that the workbook names, from beside it and from nowhere else."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def __call__(self, name: str) -> str:
        """Return the text of a file.

        Raises:
            FileNotFoundError: there is no such file, or the name leads out of the folder.
            Undecodable: its encoding is not known.
        """
        if self._folder is None:
            raise FileNotFoundError(name)
        try:
            path = (self._folder / name).resolve()
            is_ours = path.is_relative_to(self._folder.resolve()) and path.is_file()
            is_text = is_ours and path.stat().st_size <= _LARGEST_BYTES
        except (OSError, ValueError):  # no name at all: the text itself was put into the cell
            is_text = False
        if not is_text:
            raise FileNotFoundError(name)
        return decode(path.read_bytes())
