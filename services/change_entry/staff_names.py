"""Which member of staff a name in a line means: a case form, initials, name and patronymic."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from services.bulk_entry.forms import is_form_of
from services.bulk_entry.tokens import Cursor, Token, fold
from services.change_entry.model import StaffWord

__all__ = ["FoundStaff", "near_staff", "staff_at", "staff_hint"]

_NEAR = 80  # rapidfuzz ratio: «смирнва» against «смирнова» is 93
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class FoundStaff:
    """The people a name may mean, and how many tokens say it."""

    people: tuple[StaffWord, ...]
    count: int
    is_exact: bool  # a family name as it stands in the list, not a case form


def staff_at(cursor: Cursor, staff: Sequence[StaffWord]) -> FoundStaff | None:
    """The staff named here, or None. Namesakes are told apart by the initials beside the name."""
    before, ahead = _initials(cursor, 0)
    word = cursor.peek(ahead)
    if word is None or not word.is_word or len(word.key) < _SHORTEST:
        return None
    by_name = _by_given_name(cursor, ahead, staff) if not before else None
    exact = tuple(one for one in staff if fold(one.family_name) == word.key)
    people = exact or tuple(one for one in staff if is_form_of(word.key, one.family_name))
    if not people:
        return by_name
    after, end = _initials(cursor, ahead + 1, people)
    after_words, end = _full_names(cursor, end, people) if not after else ((), end)
    people = _fitting(people, before or after, after_words)
    return FoundStaff(people, end, bool(exact)) if people else None


def near_staff(word: str, staff: Iterable[StaffWord]) -> tuple[str, ...]:
    """Family names a slip of the hand away, for a hint."""
    return tuple(
        dict.fromkeys(
            one.family_name for one in staff if fuzz.ratio(word, fold(one.family_name)) >= _NEAR
        )
    )


def staff_hint(person: StaffWord) -> str:
    """A name that means this person alone: with initials."""
    initials = "".join(f"{part[:1]}." for part in (person.given_name, person.patronymic) if part)
    return f"{person.family_name} {initials}".strip()


def _initials(
    cursor: Cursor, ahead: int, people: Sequence[StaffWord] = ()
) -> tuple[tuple[str, ...], int]:
    """«О. В.», «О.В.», «О В»: one or two letters standing alone, and where they end.

    A small letter without a stop is an initial only if it is one of *people*'s: «в» may be
    «в 214».
    """
    letters: list[str] = []
    while len(letters) < 2:  # noqa: PLR2004  # given name and patronymic
        token = cursor.peek(ahead)
        if token is None or not token.is_letter:
            break
        stop = cursor.peek(ahead + 1)
        has_stop = stop is not None and stop.is_sign(".") and stop.is_glued
        is_theirs = any(fold(_names(one)[len(letters)]).startswith(token.key) for one in people)
        if not (has_stop or is_theirs or (people and token.text.isupper())):
            break
        letters.append(token.key)
        ahead += 2 if has_stop else 1
    return tuple(letters), ahead


def _full_names(
    cursor: Cursor, ahead: int, people: Sequence[StaffWord]
) -> tuple[tuple[str, ...], int]:
    """«Смирнова Ольга Викторовна»: the words behind a family name that are names of somebody."""
    words: list[str] = []
    while len(words) < 2:  # noqa: PLR2004  # (same)
        token = cursor.peek(ahead)
        if token is None or not token.is_word:
            break
        if not any(_is_name(token, name) for one in people for name in _names(one)):
            break
        words.append(token.key)
        ahead += 1
    return tuple(words), ahead


def _by_given_name(cursor: Cursor, ahead: int, staff: Sequence[StaffWord]) -> FoundStaff | None:
    """«Ольга Викторовна»: how colleagues call each other."""
    given, patronymic = cursor.peek(ahead), cursor.peek(ahead + 1)
    if given is None or patronymic is None:
        return None
    people = tuple(
        one
        for one in staff
        if one.patronymic
        and _is_name(given, one.given_name)
        and _is_name(patronymic, one.patronymic)
    )
    return FoundStaff(people, ahead + 2, is_exact=True) if people else None


def _fitting(
    people: tuple[StaffWord, ...], initials: Sequence[str], words: Sequence[str]
) -> tuple[StaffWord, ...]:
    said = initials or words
    return tuple(
        one
        for one in people
        if all(
            fold(name).startswith(letter)
            for letter, name in zip(said, (one.given_name, one.patronymic), strict=False)
        )
    )


def _names(person: StaffWord) -> tuple[str, str]:
    return person.given_name, person.patronymic


def _is_name(token: Token, name: str) -> bool:
    return token.is_word and bool(name) and token.key == fold(name)
