"""Which kind of work a word means: «кр», «к/р», «за контрольную», «самост.»."""

from functools import lru_cache

from services.bulk_entry.phrases import are_forms, begins, plain_words, spans
from services.bulk_entry.tokens import Cursor
from services.bulk_entry.wordlist import EntryVocabulary, WorkKind

__all__ = ["KindIndex", "index_of_kinds", "kind_name"]

_MOST_WORDS = 3
# A shorter beginning would swallow family names; abbreviations of the table are exempt.
_SHORTEST_BEGINNING = 5
_WORK = frozenset({"раб", "работа", "работу", "работы", "работе"})


class KindIndex:
    """The school's kinds of work, ready for comparing."""

    def __init__(self, kinds: tuple[WorkKind, ...]) -> None:
        exact: dict[str, list[str]] = {}
        for kind in kinds:
            spellings = (" ".join(plain_words(each)) for each in (kind.name, *kind.abbreviations))
            for spelling in dict.fromkeys(spellings):
                exact.setdefault(spelling, []).append(kind.key)
        self._exact = {spelling: tuple(keys) for spelling, keys in exact.items()}
        self._names = tuple((kind.key, plain_words(kind.name)) for kind in kinds)
        self._first_letters = frozenset(spelling[:1] for spelling in exact)

    def find(self, cursor: Cursor) -> tuple[tuple[str, ...], int] | None:
        """Keys of the kinds that may be meant here and how many tokens say so, or None."""
        token = cursor.peek()
        if token is None or token.key[:1] not in self._first_letters:
            return None
        stopped = _stopped(cursor)
        if stopped is not None and stopped[0] in self._exact:
            return self._exact[stopped[0]], stopped[1]
        for phrase, count in spans(cursor, _MOST_WORDS):
            found = self._spelled(phrase) or self._shortened(phrase)
            if found:
                return found, count
        return None

    def _spelled(self, phrase: str) -> tuple[str, ...]:
        head, _, noun = phrase.rpartition(" ")
        if phrase in self._exact:
            return self._exact[phrase]
        if noun in _WORK and head in self._exact:
            return self._exact[head]
        return tuple(key for key, parts in self._names if _is_case_of(phrase, parts))

    def _shortened(self, phrase: str) -> tuple[str, ...]:
        return tuple(
            key
            for key, parts in self._names
            if begins(phrase, parts, shortest=_SHORTEST_BEGINNING)
        )


@lru_cache(maxsize=32)
def index_of_kinds(kinds: tuple[WorkKind, ...]) -> KindIndex:
    """The index of these kinds; the same kinds give the same index."""
    return KindIndex(kinds)


def kind_name(key: str, words: EntryVocabulary) -> str:
    """What the school calls this kind of work; the key itself for one it no longer has."""
    return next((kind.name for kind in words.kinds if kind.key == key), key)


def _stopped(cursor: Cursor) -> tuple[str, int] | None:
    """«к.р.» as «к/р»: small letters only, capitals are initials."""
    first, stop, second = (cursor.peek(ahead) for ahead in range(3))
    if first is None or stop is None or second is None or not stop.is_sign("."):
        return None
    is_pair = first.is_letter and second.is_letter and stop.is_glued and second.is_glued
    if not is_pair or not (first.text + second.text).islower():
        return None
    last = cursor.peek(3)
    is_stop = last is not None and last.is_sign(".") and last.is_glued
    return f"{first.key}/{second.key}", 4 if is_stop else 3


def _is_case_of(phrase: str, parts: tuple[str, ...]) -> bool:
    """«контрольную работу» and, without its noun, «контрольную»."""
    return are_forms(phrase, parts) or (parts[1:] == ("работа",) and are_forms(phrase, parts[:1]))
