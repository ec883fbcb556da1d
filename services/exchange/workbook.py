"""The school's workbook, read and checked by itself; what the database says to it comes later."""

from dataclasses import dataclass
from pathlib import Path

from services.exchange.checks.clashes import clashes, taught_all_the_same, without_load
from services.exchange.checks.references import references
from services.exchange.checks.repeats import repeats
from services.exchange.checks.rules import oddities, rules
from services.exchange.findings import Finding, Findings
from services.exchange.reading.files import read_file, read_packed
from services.exchange.reading.folder import FileReader, read_folder
from services.exchange.reading.identities import identified
from services.exchange.reading.naming import Sources
from services.exchange.reading.settings import Setting, read_settings
from services.exchange.reading.tables import Tables, read_tables
from services.exchange.reading.wide import with_parents
from services.i18n import gettext as _

__all__ = ["Workbook", "read_sent_workbook", "read_workbook"]


@dataclass(frozen=True, slots=True)
class Workbook:
    """Tables and settings; with a problem among the findings nothing of it may be stored."""

    tables: Tables
    settings: tuple[Setting, ...]
    findings: Findings


def read_workbook(path: Path) -> Workbook:
    """Read and check a workbook, or a folder of CSV files; what is wrong is in the findings.

    The sentences are in the current language. No database is needed.

    Raises:
        OSError: the file, the folder or a file of it cannot be read.
    """
    findings = Findings()
    if not path.exists():
        findings.problems.append(Finding(_("there is no such file or folder."), path.name))
        return Workbook(Tables(), (), findings)
    if path.is_dir():
        return _checked(read_folder(path, findings), FileReader(path), findings)
    return _checked(read_file(path, findings), FileReader(path.parent), findings)


def read_sent_workbook(data: bytes, name: str) -> Workbook:
    """Read and check a workbook that came as bytes, with no other files beside it."""
    findings = Findings()
    return _checked(read_packed(data, name, findings), FileReader(None), findings)


def _checked(sources: Sources, read_text: FileReader, findings: Findings) -> Workbook:
    tables = read_tables(sources, findings)
    settings = read_settings(tables.school, read_text, findings)
    tables = with_parents(identified(tables, findings), findings)
    for check in (repeats, references, rules):
        findings.problems += check(tables)
    for look in (oddities, clashes, taught_all_the_same, without_load):
        findings.notices += look(tables)
    findings.sort()
    return Workbook(tables, settings, findings)
