"""How near one typed word is to each student of a class: exact in some case form, a guess, or not.

The index of a class list is built once and kept; a word is looked at once per line.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from services.bulk_entry.diminutives import full_names
from services.bulk_entry.forms import (
    Gender,
    family_forms,
    gender_of,
    given_forms,
    patronymic_forms,
)
from services.bulk_entry.tokens import fold

__all__ = [
    "EXACT",
    "GUESS",
    "IndexedName",
    "Levels",
    "RosterIndex",
    "RosterName",
    "index_of",
    "plain",
]

EXACT = 0
GUESS = 1
# Three letters are the shortest beginning that means somebody («Куз.»); of slips in shorter words
# than four letters half the class would be a guess.
_SHORTEST_BEGINNING = 3
_SHORTEST_SLIP = 4
# A year of a class's lines holds some hundreds of spellings; the index lives as long as the list.
_MOST_WORDS_KEPT = 1024
# Endings of the same surname in the two genders.
_PAIRS = (
    ("ский", "ская"),
    ("цкий", "цкая"),
    ("ий", "яя"),
    ("ый", "ая"),
    ("ий", "ая"),
    ("ой", "ая"),
    ("ов", "ова"),
    ("ев", "ева"),
    ("ин", "ина"),
    ("ын", "ына"),
)


@dataclass(frozen=True, slots=True)
class RosterName:
    """A student as the class list has it; ``number`` is the place in the list."""

    student_id: int
    family: str
    given: str
    patronymic: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class IndexedName:
    """A student with every form the name may take; forms have no hyphens."""

    name: RosterName
    family: frozenset[str]
    given: frozenset[str]
    patronymic: frozenset[str]
    nominative: str
    other_gender: frozenset[str]  # of «Иванов»: the forms of «Иванова»
    halves: frozenset[str]  # of «Тер-Саркисянц»: the forms of «Саркисянц»

    def has_initials(self, initials: tuple[str, ...]) -> bool:
        """Whether given name and patronymic begin with these letters, as far as they are said."""
        firsts = (fold(self.name.given)[:1], fold(self.name.patronymic)[:1])
        return len(initials) <= len(firsts) and all(
            said == first for said, first in zip(initials, firsts, strict=False)
        )


Levels = Mapping[int, int]  # place in the list → EXACT or GUESS; who is missing is not meant


@dataclass(frozen=True, slots=True)
class WordLevels:
    """Whom one word may mean as family name, as given name and as patronymic."""

    family: Levels
    given: Levels
    patronymic: Levels


class RosterIndex:
    """A class list ready for comparing."""

    def __init__(self, roster: tuple[RosterName, ...]) -> None:
        self.names = tuple(map(_indexed, roster))
        self._words: dict[str, WordLevels] = {}

    def levels(self, word: str) -> WordLevels:
        """Whom the folded word may mean."""
        key = plain(word)
        if len(self._words) >= _MOST_WORDS_KEPT:
            self._words.clear()
        if key not in self._words:
            self._words[key] = WordLevels(
                family=self._graded(key, lambda name: name.family, _is_family_guess),
                given=self._graded(key, lambda name: name.given, _is_given_guess),
                patronymic=self._graded(key, lambda name: name.patronymic, None),
            )
        return self._words[key]

    def counterparts(self, place: int) -> tuple[int, ...]:
        """Students whose family name is the same in the other gender: Иванов and Иванова."""
        mine = self.names[place]
        return tuple(
            other
            for other, name in enumerate(self.names)
            if other != place and name.nominative in mine.other_gender
        )

    def _graded(
        self,
        word: str,
        forms: Callable[[IndexedName], frozenset[str]],
        is_guess: Callable[[str, IndexedName], bool] | None,
    ) -> Levels:
        exact = {place: EXACT for place, name in enumerate(self.names) if word in forms(name)}
        if exact or is_guess is None:
            return exact
        return {place: GUESS for place, name in enumerate(self.names) if is_guess(word, name)}


@lru_cache(maxsize=64)
def index_of(roster: tuple[RosterName, ...]) -> RosterIndex:
    """The index of this class list; the same list gives the same index."""
    return RosterIndex(roster)


def plain(word: str) -> str:
    """A folded word without hyphen and apostrophe: «Тер-Саркисянц» and «Терсаркисянц» are one."""
    return word.replace("-", "").replace("'", "")


def _indexed(name: RosterName) -> IndexedName:
    genders = gender_of(name.family, name.given, name.patronymic)
    family = fold(name.family)
    return IndexedName(
        name=name,
        family=_plain_forms(family_forms(name.family, genders)),
        given=_plain_forms(given_forms(name.given, genders)),
        patronymic=_plain_forms(patronymic_forms(name.patronymic, genders))
        if name.patronymic
        else frozenset(),
        nominative=plain(family),
        other_gender=_plain_forms(_other_gender(family)),
        halves=_plain_forms(
            form
            for half in (family.split("-") if "-" in family else ())
            for form in family_forms(half, genders)
        ),
    )


def _plain_forms(forms: Iterable[str]) -> frozenset[str]:
    return frozenset(plain(form) for form in forms)


def _other_gender(family: str) -> Iterable[str]:
    for male, female in _PAIRS:
        if family.endswith(male):
            yield from family_forms(family.removesuffix(male) + female, (Gender.FEMALE,))
        if family.endswith(female):
            yield from family_forms(family.removesuffix(female) + male, (Gender.MALE,))


def _is_family_guess(word: str, name: IndexedName) -> bool:
    return (
        word in name.other_gender
        or word in name.halves
        or (len(word) >= _SHORTEST_BEGINNING and name.nominative.startswith(word))
        or _is_slip(word, name.family)
    )


def _is_given_guess(word: str, name: IndexedName) -> bool:
    given = fold(name.name.given)
    return (
        given in full_names(word)
        or (len(word) >= _SHORTEST_BEGINNING and given.startswith(word))
        or _is_slip(word, name.given)
    )


def _is_slip(word: str, forms: frozenset[str]) -> bool:
    """One letter wrong, missing, too many, or two neighbours swapped."""
    if len(word) < _SHORTEST_SLIP:
        return False
    return any(
        abs(len(word) - len(form)) <= 1
        and len(form) >= _SHORTEST_SLIP
        and OSA.distance(word, form, score_cutoff=1) <= 1
        for form in forms
    )
