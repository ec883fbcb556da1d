"""Which table a file or a sheet holds, by its name; a sheet named «7Б» lists that class."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from services.exchange.findings import Finding, Findings, shown
from services.exchange.names import parse_class_name
from services.exchange.reading.grid import Grid, Source
from services.exchange.reading.headings import best_heading
from services.exchange.reading.table_specs import TABLES
from services.exchange.reading.wording import normal_heading
from services.exchange.sheets import Sheet
from services.i18n import gettext as _

__all__ = ["Named", "Sources", "sheet_of", "sources_of"]

Sources = dict[Sheet, list[Source]]

# «Ученики (2)», «Ученики 2026-2027», «Копия Ученики», «Ученики на 01.09»
_ADDED = re.compile(r"\b(?:копия|copy|на|of|учебный|год|уч|г|\d+)\b")
_COLUMNS_OF_A_CLASS_LIST = 2
_NO_TABLES = frozenset(
    {"как заполнять", "списки", "справка", "help", "lists"}
)  # the template's own


@dataclass(frozen=True, slots=True)
class Named:
    """A file or sheet before it is known what it holds: names, and ways to read it."""

    name: str  # as findings call it
    title: str  # without extension
    readings: tuple[Grid, ...]
    defaults: Mapping[str, str] = field(default_factory=dict)


def sheet_of(title: str) -> Sheet | None:
    """Return the table of exactly that name, in either language and any case."""
    return _TITLES.get(normal_heading(title))


def sources_of(named: Iterable[Named], findings: Findings) -> Sources:
    """Return what holds which table; what holds none is named in a notice."""
    sources: Sources = {}
    rest = []
    for one in named:
        sheet = sheet_of(one.title)
        if sheet is None:
            rest.append(one)
        elif sheet in sources:
            findings.problems.append(
                Finding(
                    _("holds the same table as {other}; keep one of them.").format(
                        other=sources[sheet][0].name
                    ),
                    one.name,
                )
            )
        else:
            sources[sheet] = [Source(one.name, sheet, one.readings)]
    rest = _nearly_named(rest, sources)
    if Sheet.STUDENTS not in sources:
        rest = _class_lists(rest, sources)
    skipped = [one.name for one in rest if not _is_no_table(one)]
    if skipped:
        findings.notices.append(
            Finding(_("these tables are skipped: {names}.").format(names=shown(skipped)))
        )
    return sources


_TITLES: Mapping[str, Sheet] = {
    normal_heading(name): spec.sheet
    for spec in TABLES.values()
    for name in (spec.sheet.value, *spec.titles)
}


def _nearly_named(rest: list[Named], sources: Sources) -> list[Named]:
    """Take tables whose names have a number, a year or «копия» added, where they are missing."""
    left = []
    for one in rest:
        sheet = sheet_of(_ADDED.sub(" ", normal_heading(one.title)))
        if sheet is None or sheet in sources:
            left.append(one)
        else:
            sources[sheet] = [Source(one.name, sheet, one.readings)]
    return left


def _class_lists(rest: list[Named], sources: Sources) -> list[Named]:
    """Take lists of single classes as the list of students."""
    left, lists = [], []
    spec = TABLES[Sheet.STUDENTS]
    for one in rest:
        found = parse_class_name(one.title)
        source = Source(
            one.name, Sheet.STUDENTS, one.readings, {"class_name": found.name} if found else {}
        )
        heading = best_heading(source, spec) if found else None
        if heading is None or len(heading.columns) < _COLUMNS_OF_A_CLASS_LIST:
            left.append(one)
        else:
            lists.append(source)
    if lists:
        sources[Sheet.STUDENTS] = lists
    return left


def _is_no_table(one: Named) -> bool:
    is_empty = not any(any(row) for grid in one.readings for row in grid.rows)
    return is_empty or normal_heading(one.title) in _NO_TABLES
