"""Finding the stored row that a row of the file means, where rows have no key of their own."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from services.database import Base

__all__ = ["Pairing", "assign", "pair"]

R = TypeVar("R")
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Pairing(Generic[R, S]):
    """Rows with the stored row they mean, rows that are new, stored rows that nobody means."""

    matched: list[tuple[R, S]]
    new: list[R]
    gone: list[S]


def pair(
    rows: Iterable[R],
    stored: Iterable[S],
    *levels: tuple[Callable[[R], Hashable], Callable[[S], Hashable]],
) -> Pairing[R, S]:
    """Match rows and stored rows by the first pair of keys, what is left by the next, and so on.

    The first level is equality; the later ones say what makes a row a changed form of another.
    """
    matched: list[tuple[R, S]] = []
    new, gone = list(rows), list(stored)
    for key_of_row, key_of_stored in levels:
        by_key: dict[Hashable, list[S]] = defaultdict(list)
        for candidate in reversed(gone):
            by_key[key_of_stored(candidate)].append(candidate)
        unmatched, taken = [], set()
        for row in new:
            candidates = by_key.get(key_of_row(row))
            if candidates:
                candidate = candidates.pop()
                taken.add(id(candidate))
                matched.append((row, candidate))
            else:
                unmatched.append(row)
        new = unmatched
        gone = [candidate for candidate in gone if id(candidate) not in taken]
    return Pairing(matched, new, gone)


def assign(row: Base, values: Mapping[str, Any]) -> bool:
    """Set what differs and return whether anything did."""
    differing = {key: value for key, value in values.items() if getattr(row, key) != value}
    for key, value in differing.items():
        setattr(row, key, value)
    return bool(differing)
