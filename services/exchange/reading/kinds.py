"""A kind of cell: how its text is read, what is expected of it, what stands for nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = ["DASHES", "CellKind"]

DASHES = frozenset({"-", "--", "–", "—", "н/д", "н.д."})


@dataclass(frozen=True, slots=True)
class CellKind:
    """A kind of cell: *read* raises ValueError, *expected* tells a person what would have done.

    *blanks* are what people write where nothing is to be written.
    """

    read: Callable[[str], Any]
    expected: Callable[[], str]
    blanks: frozenset[str] = DASHES

    def is_blank(self, cell: str) -> bool:
        """Whether the cell says that there is nothing to say."""
        return not cell or cell.casefold() in self.blanks
