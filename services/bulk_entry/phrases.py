"""Words of a phrase as people shorten them: «рус. яз.», «к/р», «самост. работу» are compared here.

It knows nothing of subjects or marks; ``subjects``, ``kinds`` and the code reader use it.
"""

import re
from collections.abc import Iterator

from services.bulk_entry.tokens import Cursor, fold

__all__ = ["are_forms", "begins", "plain_words", "spans"]

_ENDING = re.compile(r"[аеиоуыэюяймгхь]{0,3}")
_SHORTEST_STEM = 4
_SHORTEST_BEGINNING = 3


def spans(cursor: Cursor, most: int) -> Iterator[tuple[str, int]]:
    """Phrases of up to *most* words beginning here, longest first, each with its count of tokens.

    A full stop behind a shortened word is swallowed, so are a hyphen and brackets between words
    («Труд (технология)»); «/» between glued words stays.
    """
    found: list[tuple[str, int]] = []
    phrase = ""
    ahead = 0
    for _ in range(most):
        bracket = cursor.at_sign("(", ahead) if phrase else False
        lead = 1 if phrase and cursor.at_sign("-(", ahead) else 0
        token = cursor.peek(ahead + lead)
        if token is None or not token.is_word:
            break
        joint = "" if not phrase or phrase.endswith("/") else " "
        phrase += joint + token.key
        ahead += lead + 1
        if bracket and cursor.at_sign(")", ahead):
            ahead += 1
        found.append((phrase, ahead))
        sign = cursor.peek(ahead)
        if sign is None or not sign.is_glued:
            continue
        if sign.is_sign("."):
            ahead += 1
            found[-1] = (phrase, ahead)
        elif sign.is_sign("/"):
            phrase += "/"
            ahead += 1
    yield from reversed(found)


def plain_words(phrase: str) -> tuple[str, ...]:
    """The folded words of a name from the school's lists, without brackets and stops."""
    words = re.sub(r"[^\w\s/'-]", " ", fold(phrase)).split()
    return tuple(word for word in words if word != "-")


def are_forms(typed: str, known: tuple[str, ...]) -> bool:
    """Whether the typed phrase is the known one in another case: «алгебре», «за контрольную»."""
    words = typed.split(" ")
    return len(words) == len(known) and all(map(_is_form, words, known))


def begins(typed: str, known: tuple[str, ...], *, shortest: int = _SHORTEST_BEGINNING) -> bool:
    """Whether each typed word begins the known word in its place: «рус яз», «самост»."""
    words = typed.split(" ")
    return len(words) <= len(known) and all(
        len(word) >= shortest and whole.startswith(word)
        for word, whole in zip(words, known, strict=False)
    )


def _is_form(word: str, whole: str) -> bool:
    if word == whole:
        return True
    shared = 0
    while shared < min(len(word), len(whole)) and word[shared] == whole[shared]:
        shared += 1
    return (
        shared >= _SHORTEST_STEM
        and _ENDING.fullmatch(word[shared:]) is not None
        and _ENDING.fullmatch(whole[shared:]) is not None
    )
