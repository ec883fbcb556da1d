"""The school's workbook, read and checked by itself; what the database says to it comes later."""

from dataclasses import dataclass
from pathlib import Path

from services.exchange.checks.clashes import clashes, without_load
from services.exchange.checks.references import references
from services.exchange.checks.repeats import repeats
from services.exchange.checks.rules import oddities, rules
from services.exchange.findings import Finding, Findings
from services.exchange.reading.folder import read_folder
from services.exchange.reading.settings import Setting, read_settings
from services.exchange.reading.tables import Tables, read_tables
from services.i18n import gettext as _

__all__ = ["Workbook", "read_workbook"]


@dataclass(frozen=True, slots=True)
class Workbook:
    """Tables and settings; with a problem among the findings nothing of it may be stored."""

    tables: Tables
    settings: tuple[Setting, ...]
    findings: Findings


def read_workbook(path: Path) -> Workbook:
    """Read and check a folder of CSV files; what is wrong is in the findings.

    The sentences are in the current language. No database is needed.

    Raises:
        OSError: the folder or a file of it cannot be read.
    """
    findings = Findings()
    if not path.is_dir():
        findings.problems.append(Finding(_not_a_folder(path), path.name))
        return Workbook(Tables(), (), findings)
    tables = read_tables(read_folder(path, findings), findings)
    settings = read_settings(tables.school, path, findings)
    for check in (repeats, references, rules):
        findings.problems += check(tables)
    for look in (oddities, clashes, without_load):
        findings.notices += look(tables)
    findings.sort()
    return Workbook(tables, settings, findings)


def _not_a_folder(path: Path) -> str:
    if not path.exists():
        return _("there is no such folder.")
    return _("expected a folder of CSV files, one for each table.")
