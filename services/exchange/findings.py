"""What the importer says about a place in a file: a problem (nothing is stored) or a notice."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from services.i18n import gettext as _
from services.i18n import ngettext

__all__ = ["MADE_KEY", "Finding", "Findings", "lines_of_each_kind", "notice_lines", "shown"]

_SHOWN_LENGTH = 60
_SHOWN_NOTICES = 5  # of one column: a few places show what it is about
_SHOWN_ROWS = 5  # enough to find the others by sorting or filtering the column
MADE_KEY = "\x1f"  # begins a key made of a name; no cell has it: clean_cell takes it away


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about a file, about a row or cell of it; *also* are more rows it holds for."""

    text: str
    file: str = ""
    row: int | None = None
    column: str = ""
    also: tuple[int, ...] = ()

    def line(self) -> str:
        """Return the finding as one line for a person: place, then sentence."""
        place = [self.file] if self.file else []
        if self.row is not None and not self.also:
            place.append(_("row {row}").format(row=self.row))
        if self.column:
            place.append(_("column “{column}”").format(column=self.column))
        if self.row is not None and self.also:
            place.append(_in_rows((self.row, *self.also)))
        return f"{', '.join(place)}: {self.text}" if place else self.text


class Findings:
    """Problems and notices as they are found; a place may have several."""

    def __init__(self) -> None:
        self.files: list[str] = []  # in the order of the workbook: causes before consequences
        self.problems: list[Finding] = []
        self.notices: list[Finding] = []

    def copy(self) -> "Findings":
        """Return the same findings, to be added to."""
        copy = Findings()
        copy.files += self.files
        copy.problems += self.problems
        copy.notices += self.notices
        return copy

    def sort(self) -> None:
        """Bring all into the order of the places, and say nothing twice."""
        for found in (self.problems, self.notices):
            found[:] = sorted(dict.fromkeys(found), key=self._order)

    def _order(self, finding: Finding) -> tuple[int, str, int]:
        number = self.files.index(finding.file) if finding.file in self.files else -1
        return number, finding.file, finding.row or 0

    @property
    def problem_count(self) -> int:
        """How many rows (a heading or a whole file counts as one) have a problem."""
        return len({(finding.file, finding.row) for finding in self.problems})


def notice_lines(notices: Sequence[Finding], *, most: int) -> Iterator[str]:
    """Return notices as lines, the same sentence about a column as one; *most* as for problems.

    A problem is a row that somebody has to mend, so each is said by itself
    (:func:`lines_of_each_kind`). A notice is read once, however many rows it is about, and of
    sentences that differ only in what they name a few are enough.
    """
    rows: dict[Finding, list[int]] = {}
    for notice in notices:
        of_column = rows.setdefault(replace(notice, row=None), [])
        if notice.row is not None:
            of_column.append(notice.row)
    together = [
        replace(notice, row=numbers[0], also=tuple(numbers[1:])) if numbers else notice
        for notice, numbers in rows.items()
    ]
    return lines_of_each_kind(together, most=most, of_each=_SHOWN_NOTICES)


def lines_of_each_kind(
    findings: Sequence[Finding], *, most: int, of_each: int | None = None
) -> Iterator[str]:
    """Return *most* findings as lines, some of each kind, and how many more of which there are.

    A kind is a column of a file: a thousand rooms taken twice do not hide that nine teachers are
    in two places, which stands further down. *of_each* is the most of one kind, room or not.
    """
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        kinds.setdefault((finding.file, finding.column), []).append(finding)
    told = dict(list(kinds.items())[:most])
    room, share = most, {}
    for number, kind in enumerate(sorted(told, key=lambda kind: len(told[kind]))):
        wanted = len(told[kind]) if of_each is None else min(len(told[kind]), of_each)
        share[kind] = min(wanted, room // (len(told) - number))
        room -= share[kind]
    for (file, column), found in told.items():
        yield from (finding.line() for finding in found[: share[file, column]])
        more = _places(found[share[file, column] :])
        if more > 0:
            yield Finding(_and_more(more), file, column=column).line()
    untold = _places(findings) - sum(_places(found) for found in told.values())
    if untold > 0:
        yield _and_more(untold)


def _places(findings: Sequence[Finding]) -> int:
    return sum(1 + len(finding.also) for finding in findings)


def _in_rows(rows: Sequence[int]) -> str:
    numbers = [str(row) for row in rows[:_SHOWN_ROWS]]
    if len(rows) > _SHOWN_ROWS:
        numbers.append("…")
    return ngettext("in {count} row ({rows})", "in {count} rows ({rows})", len(rows)).format(
        count=len(rows), rows=", ".join(numbers)
    )


def _and_more(count: int) -> str:
    return ngettext("… and {count} more.", "… and {count} more.", count).format(count=count)


def shown(values: str | Iterable[str]) -> str:
    """Return texts of cells as they are quoted in a sentence: in order, each cut to one line."""
    texts = [values] if isinstance(values, str) else values
    return ", ".join(_cut(" ".join(_as_written(text).split())) for text in texts)


def _as_written(text: str) -> str:
    if text.startswith(MADE_KEY):
        return text.removeprefix(MADE_KEY).partition("|")[0].title()
    return text


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN_LENGTH else f"{text[: _SHOWN_LENGTH - 1]}…"
