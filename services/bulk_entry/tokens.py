"""Text of a journal line cut into words, numbers and signs that remember their place.

Look-alikes of other alphabets, dashes, quotes, decomposed letters and emoji are made one here, so
that no other file of the package has to think of keyboards.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Cursor", "Token", "TokenKind", "cyrillic", "fold", "tokenise"]

# Latin letters that look like a Cyrillic one in capitals or small. «b» is missing on purpose: it
# looks like «В» and sounds like «Б», and standing alone is asked (domain B.4).
_LOOK_ALIKE = str.maketrans("aceohkmptxy", "асеонкмртху")
_LATIN = re.compile(r"[a-z]")
_DASHES = "‐‑‒–—―−"
_CHARACTERS = str.maketrans(
    dict.fromkeys(_DASHES, "-")
    | dict.fromkeys("«»„“”″", '"')
    | dict.fromkeys("’‘ʼ`´", "'")
    | dict.fromkeys("\\⁄∕", "/")
    | dict.fromkeys("→⇒⟶⟹➔➜➡⮕", ">")
    | dict.fromkeys("\r\u2028\u2029\u0085", "\n"),
)
# Joiners, variation selectors, the key-cap frame, soft hyphen, byte order and direction marks.
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe0e\ufe0f\u20e3\ufeff]"
)
_FIRST_PICTOGRAM = 0x2190
_LONGEST_NUMBER = 9
_PICTOGRAM_CATEGORIES = frozenset({"So", "Sk", "Cn", "Co", "Cs"})
_LETTER = r"[^\W\d_]"
_WORD = rf"{_LETTER}{{2,}}(?:['-]{_LETTER}{{2,}})+|{_LETTER}+(?:'{_LETTER}{{2,}})*"
_TOKEN = re.compile(rf"(?P<word>{_WORD})|(?P<number>[0-9]+)|(?P<newline>\n)|(?P<sign>\S)")
# «Петров-нет»: tails of hyphenated words that are codes of the journal, not half of a surname.
_CODE_TAILS = frozenset({"ну", "нп", "ув", "уп", "оп", "ос", "осв", "отс", "нет", "бол", "зач"})


class TokenKind(StrEnum):
    """What a token is made of."""

    WORD = "word"
    NUMBER = "number"
    NEWLINE = "newline"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text; ``key`` is its form for comparing, ``start`` and ``end`` its place."""

    kind: TokenKind
    key: str
    text: str
    start: int
    end: int
    is_glued: bool  # nothing stands between it and the token before

    @property
    def is_word(self) -> bool:
        """Whether it is made of letters."""
        return self.kind is TokenKind.WORD

    @property
    def is_number(self) -> bool:
        """Whether it is made of digits."""
        return self.kind is TokenKind.NUMBER

    @property
    def value(self) -> int:
        """The number it is; one too long to mean anything is merely large."""
        return int(self.key) if len(self.key) <= _LONGEST_NUMBER else 10**_LONGEST_NUMBER

    @property
    def is_letter(self) -> bool:
        """Whether it is one letter alone."""
        return self.is_word and len(self.key) == 1

    def is_sign(self, signs: str) -> bool:
        """Whether it is one of these signs."""
        return self.kind is TokenKind.SIGN and self.key in signs


def fold(text: str) -> str:
    """The form in which words are compared: small letters, «ё» as «е», one space, one hyphen."""
    composed = unicodedata.normalize("NFC", text).translate(_CHARACTERS)
    return " ".join(composed.lower().replace("ё", "е").split())


def cyrillic(word: str) -> str:
    """A folded word with Latin look-alikes made Cyrillic."""
    return word.translate(_LOOK_ALIKE)


def tokenise(text: str) -> tuple[Token, ...]:
    """Cut the text; places count in the text as it was sent."""
    plain, places, ends = _plain(text)
    tokens: list[Token] = []
    reached = -1
    for found in _TOKEN.finditer(plain):
        kind = TokenKind(found.lastgroup or "sign")
        for start, end in _parts(kind, found):
            original = text[places[start] : ends[end - 1]]
            key = _key(plain[start:end], original) if kind is TokenKind.WORD else plain[start:end]
            tokens.append(
                Token(kind, key, original, places[start], ends[end - 1], start == reached)
            )
            reached = end
    return tuple(tokens)


def _plain(text: str) -> tuple[str, list[int], list[int]]:
    """The text in small letters and plain signs, one character each, and where each came from."""
    letters: list[str] = []
    places: list[int] = []
    ends: list[int] = []
    for place, raw in enumerate(text.replace("\r\n", " \n")):
        if _INVISIBLE.match(raw):
            continue
        if unicodedata.combining(raw) and letters:
            whole = unicodedata.normalize("NFC", letters[-1] + raw)
            if len(whole) == 1:
                letters[-1] = whole
            ends[-1] = place + 1
            continue
        small = raw.translate(_CHARACTERS).lower()
        if len(small) != 1 or _is_pictogram(small):
            small = " "
        letters.append(small)
        places.append(place)
        ends.append(place + 1)
    return "".join(letters), places, ends


def _is_pictogram(letter: str) -> bool:
    return (
        ord(letter) >= _FIRST_PICTOGRAM and unicodedata.category(letter) in _PICTOGRAM_CATEGORIES
    )


def _parts(kind: TokenKind, found: re.Match[str]) -> tuple[tuple[int, int], ...]:
    head, _, tail = found.group().rpartition("-")
    if kind is TokenKind.WORD and head and tail in _CODE_TAILS:
        return (
            (found.start(), found.start() + len(head)),
            (found.end() - len(tail), found.end()),
        )
    return ((found.start(), found.end()),)


def _key(word: str, original: str) -> str:
    key = word.replace("ё", "е")
    if not _LATIN.search(key):
        return key
    candidate = cyrillic(key)
    if len(key) > 1 and "B" in original:
        candidate = candidate.replace("b", "в")
    return key if _LATIN.search(candidate) else candidate


class Cursor:
    """A reading place in tokens; it only moves when somebody took what stands there."""

    __slots__ = ("index", "tokens")

    def __init__(self, tokens: Sequence[Token], index: int = 0) -> None:
        self.tokens = tokens
        self.index = index

    def peek(self, ahead: int = 0) -> Token | None:
        """The token so many places ahead, or None behind the end."""
        place = self.index + ahead
        return self.tokens[place] if 0 <= place < len(self.tokens) else None

    def take(self) -> Token:
        """The token here; the place moves on."""
        token = self.tokens[self.index]
        self.index += 1
        return token

    def skip(self, count: int) -> None:
        """Move on by so many tokens."""
        self.index += count

    def at_sign(self, signs: str, ahead: int = 0) -> bool:
        """Whether one of these signs stands so many places ahead."""
        token = self.peek(ahead)
        return token is not None and token.is_sign(signs)

    def at_word(self, words: frozenset[str], ahead: int = 0) -> bool:
        """Whether one of these words stands so many places ahead."""
        token = self.peek(ahead)
        return token is not None and token.is_word and token.key in words

    def at_newline(self, ahead: int = 0) -> bool:
        """Whether a line ends so many places ahead."""
        token = self.peek(ahead)
        return token is not None and token.kind is TokenKind.NEWLINE
