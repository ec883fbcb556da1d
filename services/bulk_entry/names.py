"""Whom a name in a journal line means: one student, several, a guess to confirm, or nobody.

Right or asked, never silently wrong: namesakes and pairs like Иванов and Иванова are always asked
(product 3, domain D.3), slips of one letter, beginnings and short forms are guesses.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.bulk_entry.model import NamePart, NameRef, Span
from services.bulk_entry.roster_index import (
    EXACT,
    GUESS,
    Levels,
    RosterIndex,
    RosterName,
    index_of,
    plain,
)
from services.bulk_entry.tokens import fold

__all__ = ["MatchKind", "PersonMatch", "RefMatch", "RosterName", "match"]

_MOST_PARTS = 5  # family name in two words, given name, patronymic, and one to spare
_INITIALS = 2


class MatchKind(StrEnum):
    """How sure it is who is meant."""

    EXACT = "exact"
    SEVERAL = "several"  # each of them fits as it stands: ask which
    GUESS = "guess"  # nobody fits as it stands: ask whether it is this one, or which of these
    NONE = "none"


# What a reading costs: one person who fits beats two guesses, a guess beats an unknown word.
_COST = {MatchKind.EXACT: 0, MatchKind.SEVERAL: 4, MatchKind.GUESS: 6, MatchKind.NONE: 40}
_COST_OF_PERSON = 1


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """One person of a line: the words that say so and the students who may be meant."""

    kind: MatchKind
    student_ids: tuple[int, ...]
    parts: tuple[NamePart, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class RefMatch:
    """One reference of a line; several people where words without commas name several."""

    ref: NameRef
    people: tuple[PersonMatch, ...]


def match(names: Sequence[NameRef], roster: Sequence[RosterName]) -> tuple[RefMatch, ...]:
    """Find in the class list whom each reference means, in the order given."""
    index = index_of(tuple(roster))
    return tuple(RefMatch(ref, _people(ref, index)) for ref in names)


def _people(ref: NameRef, index: RosterIndex) -> tuple[PersonMatch, ...]:
    if ref.number is not None:
        found = [name.name.student_id for name in index.names if name.name.number == ref.number]
        return (_person(found, MatchKind.EXACT, ref.parts, ref.span),)
    return _cheapest(ref.parts, index)


def _cheapest(parts: tuple[NamePart, ...], index: RosterIndex) -> tuple[PersonMatch, ...]:
    """Cut the words into people so that as much as possible fits as it stands."""
    best: list[tuple[int, tuple[PersonMatch, ...]]] = [(0, ())]
    for end in range(1, len(parts) + 1):
        choices: list[tuple[int, tuple[PersonMatch, ...]]] = []
        for start in range(max(0, end - _MOST_PARTS), end):
            person = _identify(parts[start:end], index)
            cost, before = best[start]
            added = _COST[person.kind] * (end - start if person.kind is MatchKind.NONE else 1)
            choices.append((cost + added + _COST_OF_PERSON, (*before, person)))
        best.append(min(choices, key=lambda choice: choice[0]))
    return best[-1][1]


def _identify(parts: tuple[NamePart, ...], index: RosterIndex) -> PersonMatch:
    """Whom these words mean, taken together as one person."""
    words = tuple(part.key for part in parts if not part.is_initial)
    initials = tuple(part.key for part in parts if part.is_initial)
    span = Span(parts[0].span.start, parts[-1].span.end)
    levels = _levels(words, initials, index)
    exact = sorted(place for place, level in levels.items() if level == EXACT)
    if exact:
        together = _with_doubles(exact, words, initials, index)
        ids = [index.names[place].name.student_id for place in together]
        return _person(ids, MatchKind.EXACT, parts, span)
    ids = [index.names[place].name.student_id for place in sorted(levels)]
    return _person(ids, MatchKind.GUESS, parts, span)


def _person(
    ids: Sequence[int], kind: MatchKind, parts: tuple[NamePart, ...], span: Span
) -> PersonMatch:
    if not ids:
        kind = MatchKind.NONE
    elif len(ids) > 1 and kind is MatchKind.EXACT:
        kind = MatchKind.SEVERAL
    return PersonMatch(kind, tuple(ids), parts, span)


def _with_doubles(
    exact: list[int], words: tuple[str, ...], initials: tuple[str, ...], index: RosterIndex
) -> list[int]:
    """Who else a bare word may mean: Иванова beside «Иванов», Марина beside «Марина» of Марин.

    The pair is always asked; another case («Ивановой», «Ивановым») tells the two apart.
    """
    if len(words) > 1 or initials:
        return exact
    pairs = [
        other
        for place in exact
        if index.names[place].nominative == plain(words[0])
        for other in index.counterparts(place)
    ]
    called = [place for place, level in index.levels(words[0]).given.items() if level == EXACT]
    return sorted({*exact, *pairs, *called})


def _levels(
    words: tuple[str, ...], initials: tuple[str, ...], index: RosterIndex
) -> dict[int, int]:
    """Who fits, and whether as it stands; the best reading of each student counts."""
    found: dict[int, int] = {}
    for reading in _readings(words, initials, index):
        for place, level in reading.items():
            found[place] = min(level, found.get(place, GUESS))
    return found


def _readings(
    words: tuple[str, ...], initials: tuple[str, ...], index: RosterIndex
) -> Iterable[dict[int, int]]:
    if not words:
        return
    if len(words) > 1:
        yield from _joined(words, initials, index)
    seen = [index.levels(word) for word in words]
    first = seen[0]
    if len(words) == 1:
        yield _with_initials(dict(first.family), initials, index)
        yield _given_alone(dict(first.given), initials, index)
        return
    second = seen[1]
    if len(words) == 2:  # noqa: PLR2004  # family and given name in either order
        yield _with_patronymic(_both(first.family, second.given), initials, index)
        yield _with_patronymic(_both(first.given, second.family), initials, index)
        yield _guessed(_both(first.given, second.patronymic))
        if len(words[1]) == _INITIALS and not initials:
            yield _with_initials(dict(first.family), tuple(words[1]), index, is_strict=True)
    if len(words) == 3:  # noqa: PLR2004  # the full name
        third = seen[2]
        if not initials:
            yield _both(_both(first.family, second.given), third.patronymic)
            yield _both(_both(first.given, second.patronymic), third.family)


def _joined(
    words: tuple[str, ...], initials: tuple[str, ...], index: RosterIndex
) -> Iterable[dict[int, int]]:
    """«Тер Саркисянц Лев»: a hyphenated family name written in two words."""
    whole = words[0] + words[1]
    if any("-" in name.name.family for name in index.names) and index.levels(whole).family:
        exact = {
            place: level for place, level in index.levels(whole).family.items() if level == EXACT
        }
        if len(words) == 2:  # noqa: PLR2004  # nothing but the family name
            yield _with_initials(exact, initials, index)
        elif not initials:
            yield _both(exact, index.levels(words[2]).given)


def _both(first: Levels, second: Levels) -> dict[int, int]:
    """Who fits both words; a guess in one is a guess."""
    return {place: max(level, second[place]) for place, level in first.items() if place in second}


def _guessed(levels: Levels) -> dict[int, int]:
    return dict.fromkeys(levels, GUESS)


def _with_initials(
    levels: dict[int, int],
    initials: tuple[str, ...],
    index: RosterIndex,
    *,
    is_strict: bool = False,
) -> dict[int, int]:
    """Initials tell namesakes apart; where they fit nobody, everybody of that name is a guess."""
    fitting = {p: level for p, level in levels.items() if index.names[p].has_initials(initials)}
    if fitting or is_strict or len(initials) > _INITIALS:
        return fitting
    return _guessed(levels)


def _with_patronymic(
    levels: dict[int, int], initials: tuple[str, ...], index: RosterIndex
) -> dict[int, int]:
    """«Ковалёв Лев А.»: behind family and given name an initial is the patronymic's."""
    if not initials:
        return levels
    return {
        place: level
        for place, level in levels.items()
        if len(initials) == 1 and fold(index.names[place].name.patronymic)[:1] == initials[0]
    }


def _given_alone(
    levels: dict[int, int], initials: tuple[str, ...], index: RosterIndex
) -> dict[int, int]:
    """«Мария К.» is a student; «Мария» and «Маша» alone are a guess."""
    if not initials:
        return _guessed(levels)
    return {
        place: level
        for place, level in levels.items()
        if len(initials) == 1 and index.names[place].nominative[:1] == initials[0]
    }
