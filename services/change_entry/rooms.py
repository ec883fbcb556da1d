"""Rooms as people write them: «214», «214а», «2-14», «А-214», «спортивный зал»."""

from services.bulk_entry.tokens import Cursor
from services.change_entry.words import NAMED_ROOMS

__all__ = ["bare_room_at", "room_name_at"]

_LAST_LESSON = 14


def room_name_at(cursor: Cursor) -> int:
    """How many tokens name a room behind the word «кабинет»; 0 where nothing follows."""
    if cursor.at_sign("№"):
        inner = room_name_at(Cursor(cursor.tokens, cursor.index + 1))
        return inner + 1 if inner else 0
    count = _numbered(cursor) or _named(cursor)
    if count:
        return count
    token = cursor.peek()
    return 1 if token is not None and token.is_word else 0


def bare_room_at(cursor: Cursor, *, takes_small_numbers: bool) -> int:
    """How many tokens name a room without that word; a small number might be a lesson."""
    token = cursor.peek()
    count = _numbered(cursor)
    if count and token is not None and token.is_number and count == 1:
        return count if takes_small_numbers or token.value > _LAST_LESSON else 0
    return count or _named(cursor)


def _numbered(cursor: Cursor) -> int:
    """A number with what is glued to it, if a number is in it at all."""
    ahead, has_number = 0, False
    while (token := cursor.peek(ahead)) is not None:
        is_part = token.is_number or token.is_letter or token.is_sign("-/")
        if not is_part or (ahead and not token.is_glued):
            break
        has_number = has_number or token.is_number
        ahead += 1
    return ahead if has_number else 0


def _named(cursor: Cursor) -> int:
    ahead = 0
    while cursor.at_word(NAMED_ROOMS, ahead):
        ahead += 1
    return ahead
