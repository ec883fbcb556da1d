"""What tells people of one list apart who have the same name; pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from services.roster.names import PersonName

__all__ = ["UNLIKE", "Apart", "tell_apart"]


@dataclass(frozen=True, slots=True)
class Apart:
    """How a list tells somebody from the others on it.

    *needs_given_name*: another has the same family name and initial. *addition*: what stands
    behind the whole name where another has it too: «А.» of the patronymic, else «№ 10».
    """

    needs_given_name: bool = False
    addition: str = ""


UNLIKE = Apart()  # nobody else on the list reads like that


def tell_apart(names: Sequence[PersonName]) -> list[Apart]:
    """Return for each name of a list, counted from 1, what tells it from the others.

    >>> [one.addition for one in tell_apart([PersonName("Ким", "Ян"), PersonName("Ким", "Ян")])]
    ['№ 1', '№ 2']
    """
    short = Counter(map(_short, names))
    whole = Counter(map(_whole, names))
    initials = Counter((_whole(one), one.patronymic[:1]) for one in names)
    found = []
    for number, one in enumerate(names, start=1):
        addition = ""
        if whole[_whole(one)] > 1:
            is_told = bool(one.patronymic) and initials[_whole(one), one.patronymic[:1]] == 1
            addition = f"{one.patronymic[:1]}." if is_told else f"№ {number}"
        found.append(Apart(short[_short(one)] > 1, addition))
    return found


def _whole(name: PersonName) -> tuple[str, str]:
    return _plain(name.family_name), _plain(name.given_name)


def _short(name: PersonName) -> tuple[str, str]:
    return _plain(name.family_name), _plain(name.given_name)[:1]


def _plain(word: str) -> str:
    return word.casefold().replace("ё", "е")
