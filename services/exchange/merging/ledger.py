"""What became of every row of the workbook, counted as the last line of an import says it."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from enum import IntEnum

from services.exchange.sheets import RowPlace, SheetRow

__all__ = ["Counts", "Ledger", "Outcome"]


class Outcome(IntEnum):
    """What a row did to the database; of several effects the greatest counts."""

    UNCHANGED = 0
    CHANGED = 1
    ADDED = 2


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows by what became of them; *left* are rows of the database that are no longer listed."""

    added: int = 0
    changed: int = 0
    left: int = 0
    unchanged: int = 0
    problems: int = 0

    def line(self) -> str:
        """Return the line that scripts rely on; it is the same in every language."""
        return (
            f"added {self.added}, changed {self.changed}, left {self.left}, "
            f"unchanged {self.unchanged}, problems {self.problems}"
        )


class Ledger:
    """Keeps one outcome for each row."""

    def __init__(self) -> None:
        self._outcomes: dict[tuple[str, int], Outcome] = {}
        self._left = 0
        self.unlisted = 0  # stored, no longer listed, and left alone
        self.missing: tuple[str, ...] = ()  # whom that is about, as lists name people
        self.leaving: tuple[str, ...] = ()  # who leaves with this import

    def note(self, row: SheetRow | RowPlace, outcome: Outcome) -> None:
        """Record what a row did; a greater outcome noted before stays."""
        place = row if isinstance(row, RowPlace) else row.place
        key = (place.file, place.row)
        self._outcomes[key] = max(outcome, self._outcomes.get(key, Outcome.UNCHANGED))

    def note_change(self, row: SheetRow | RowPlace, *, is_changed: bool) -> None:
        """Record that a row did or did not change something that was there."""
        self.note(row, Outcome.CHANGED if is_changed else Outcome.UNCHANGED)

    def note_left(self, count: int = 1) -> None:
        """Record that something of the database is no longer in the lists."""
        self._left += count

    @property
    def counts(self) -> Counts:
        """The rows counted so far."""
        return _counted(Counter(self._outcomes.values()), left=self._left)

    @property
    def by_file(self) -> tuple[tuple[str, Counts], ...]:
        """The rows counted by the file or sheet they stand in, in the order they came."""
        found: dict[str, Counter[Outcome]] = {}
        for (file, _row), outcome in self._outcomes.items():
            found.setdefault(file, Counter())[outcome] += 1
        return tuple((file, _counted(outcomes)) for file, outcomes in found.items())

    @property
    def fingerprint(self) -> str:
        """What every row did, as one short text: two plans with the same one do the same."""
        rows = sorted((file, row, int(what)) for (file, row), what in self._outcomes.items())
        told = repr((rows, self._left, self.unlisted)).encode()
        return hashlib.sha256(told).hexdigest()


def _counted(outcomes: Counter[Outcome], *, left: int = 0) -> Counts:
    return Counts(
        added=outcomes[Outcome.ADDED],
        changed=outcomes[Outcome.CHANGED],
        left=left,
        unchanged=outcomes[Outcome.UNCHANGED],
    )
