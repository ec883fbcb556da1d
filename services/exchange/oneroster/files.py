"""The files of a OneRoster package as rows by column, each knowing its place in its file."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from services.exchange.findings import Finding, Findings, shown
from services.exchange.oneroster.words import FILES, MANIFEST, VERSIONS
from services.exchange.reading.csv_grid import csv_grids
from services.exchange.reading.encoding import Undecodable, decode
from services.i18n import gettext as _

__all__ = ["Package", "RosterFile", "RosterRow", "is_oneroster", "read_package"]

_OPTIONAL = ("roles.csv",)
_KEPT = ("users.csv", "courses.csv", "classes.csv", "orgs.csv", "academicSessions.csv")


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One row, by column; what is not there is empty."""

    file: str
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def list(self, column: str) -> list[str]:
        """Return the ids a cell names, separated by commas."""
        return [part.strip() for part in self[column].split(",") if part.strip()]

    def problem(self, text: str, column: str = "") -> Finding:
        """Return a finding about this row."""
        return Finding(text, self.file, self.number, column)


@dataclass(frozen=True, slots=True)
class RosterFile:
    """One file: how many rows it has, which columns, and the rows that count."""

    name: str
    height: int = 0
    columns: frozenset[str] = frozenset()
    rows: tuple[RosterRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """All files; *is_own*: Peremena wrote them, so ``identifier`` is the school's own key."""

    files: Mapping[str, RosterFile]
    is_own: bool

    def __getitem__(self, name: str) -> RosterFile:
        return self.files.get(name, RosterFile(name))

    def by_id(self, name: str) -> dict[str, RosterRow]:
        """Return the rows of a file by their id."""
        return {row["sourcedId"]: row for row in self[name].rows}


def is_oneroster(names: Iterable[str]) -> bool:
    """Whether a list of files is a OneRoster package: it has a manifest."""
    return any(name.casefold() == MANIFEST for name in names)


def read_package(
    contents: Mapping[str, bytes | None], findings: Findings, *, own_system: str
) -> Package:
    """Return a package; what is wrong with files, columns and ids goes to *findings*."""
    wanted = {name.casefold(): name for name in (MANIFEST, *FILES, *_OPTIONAL)}
    files: dict[str, RosterFile] = {}
    for given, data in contents.items():
        name = wanted.get(given.casefold())
        if name is not None:
            found = _read(name, data, findings)
            if found is not None:
                files[name] = found
    said = {row["propertyName"]: row for row in files.get(MANIFEST, RosterFile(MANIFEST)).rows}
    findings.problems += _manifest(said)
    for name, columns in FILES.items():
        if name not in files and not any(one.file == name for one in findings.problems):
            findings.problems.append(Finding(_("the file is missing."), name))
        elif name in files:
            findings.problems += _columns(files[name], columns)
            findings.problems += _repeats(files[name])
    systems = said.get("source.systemName")
    findings.files += [name for name in (MANIFEST, *FILES, *_OPTIONAL) if name in files]
    return Package(files, is_own=systems is not None and systems["value"] == own_system)


def _read(name: str, data: bytes | None, findings: Findings) -> RosterFile | None:
    if data is None:
        findings.problems.append(
            Finding(_("the file is larger than 20 MB; that is no list of a school."), name)
        )
        return None
    try:
        grids = csv_grids(decode(data))
    except Undecodable as error:
        sentence = _("this is no text in UTF-8, UTF-16 or windows-1251, or it is damaged.")
        findings.problems.append(Finding(sentence, name, error.row))
        return None
    grid = max(grids, key=lambda one: len(one.rows[0]) if one.rows else 0)
    if grid.is_cut:
        sentence = _("a quotation mark opens a cell and is never closed.")
        findings.problems.append(Finding(sentence, name, len(grid.rows) + 1))
        return None
    heading = grid.rows[0] if grid.rows else ()
    rows = [
        RosterRow(name, number, dict(zip(heading, cells, strict=False)))
        for number, cells in enumerate(grid.rows[1:], start=2)
        if any(cells)
    ]
    return RosterFile(
        name,
        len(grid.rows),
        frozenset(heading),
        tuple(row for row in rows if row["status"].casefold() != "tobedeleted"),
    )


def _manifest(said: Mapping[str, RosterRow]) -> Iterator[Finding]:
    version = said.get("oneroster.version")
    if version is not None and version["value"] not in VERSIONS:
        yield version.problem(
            _("expected: {expected}; found: “{found}”.").format(
                expected=_(" or ").join(VERSIONS), found=shown(version["value"])
            ),
            "value",
        )
    for name in FILES:
        mode = said.get(f"file.{name.removesuffix('.csv')}")
        if mode is not None and mode["value"].casefold() == "delta":
            yield mode.problem(
                _("a package of changes alone is not read; export everything (“bulk”)."), "value"
            )


def _columns(file: RosterFile, needed: tuple[str, ...]) -> Iterator[Finding]:
    for column in needed:
        if column not in file.columns:
            yield Finding(
                _("the column “{column}” is missing; found are {columns}.").format(
                    column=column, columns=shown(sorted(file.columns))
                ),
                file.name,
                1,
            )


def _repeats(file: RosterFile) -> Iterator[Finding]:
    if file.name not in _KEPT:
        return
    first: dict[str, int] = {}
    for row in file.rows:
        one = row["sourcedId"]
        if not one:
            yield row.problem(_("the cell is empty; every row needs an id."), "sourcedId")
        elif one in first:
            yield row.problem(
                _("“{id}” is in row {row} too.").format(id=shown(one), row=first[one]),
                "sourcedId",
            )
        else:
            first[one] = row.number
