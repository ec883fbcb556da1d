"""A mark put right, as teachers write it: «3→4», «3->4», «было 3, стало 4», «с 3 на 4»."""

from dataclasses import dataclass

from services.bulk_entry.tokens import Cursor, Token

__all__ = ["Correction", "correction_at"]

_LEADS = frozenset(
    {
        *("было", "была", "стояла", "стояло", "исправить", "исправил", "исправила", "исправлена"),
        *("исправлено", "исправляю", "исправь", "изменить", "поменять", "заменить"),
    }
)
_FROM = frozenset({"с"})
_TO = frozenset({"на"})
_NOW = frozenset({"стало", "стала", "станет", "теперь", "надо", "нужно"})
_INSTEAD = frozenset({"вместо"})
_MOST_SHAFT = 3  # «-->»


@dataclass(frozen=True, slots=True)
class Correction:
    """The old figures, the new ones, and how many tokens say so."""

    was: tuple[Token, ...]
    becomes: tuple[Token, ...]
    count: int


def correction_at(cursor: Cursor) -> Correction | None:
    """What the tokens here put right; None where they are anything else.

    «3-4» is none: it may be a span of lessons or a double mark and is refused as before.
    """
    ahead = 1 if cursor.at_word(_LEADS) else 0
    ahead += 1 if cursor.at_word(_FROM, ahead) else 0
    first, ahead = _figures(cursor, ahead)
    if not first:
        return None
    is_backwards = cursor.at_word(_INSTEAD, ahead)
    behind = ahead + 1 if is_backwards else _behind_joint(cursor, ahead)
    second, end = _figures(cursor, behind)
    if behind == ahead or not second:
        return None
    return Correction(second, first, end) if is_backwards else Correction(first, second, end)


def _figures(cursor: Cursor, ahead: int) -> tuple[tuple[Token, ...], int]:
    """«3», or «3/4» of a double mark, and where it ends."""
    figure = cursor.peek(ahead)
    if figure is None or not figure.is_number:
        return (), ahead
    second = cursor.peek(ahead + 2)
    if cursor.at_sign("/", ahead + 1) and second is not None and second.is_number:
        return (figure, second), ahead + 3
    return (figure,), ahead + 1


def _behind_joint(cursor: Cursor, ahead: int) -> int:
    """Where «→», «->», «=>», «, стало» or «на» ends, or *ahead* itself."""
    if cursor.at_word(_TO, ahead):
        return ahead + 1
    comma = 1 if cursor.at_sign(",;-", ahead) else 0
    if cursor.at_word(_NOW, ahead + comma):
        return ahead + comma + 1
    shaft = 0
    while shaft < _MOST_SHAFT and cursor.at_sign("-=", ahead + shaft):
        shaft += 1
    return ahead + shaft + 1 if cursor.at_sign(">", ahead + shaft) else ahead
