"""Telegram's sizes, checked in this one place (aiogram checks none), and long texts made to fit.

Texts are measured as Telegram measures them: after their markup was read, in UTF-16 code units.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import replace

from services.outgoing import Button, OutgoingMessage

__all__ = [
    "LONGEST_CAPTION",
    "LONGEST_TEXT",
    "fault_of",
    "fits",
    "parts_of",
    "plain_text",
    "split_text",
    "text_length",
    "utf16_length",
]

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
MOST_ENTITIES = 100
_MOST_ENTITIES_OF_PIECE = 90  # tags open at a cut are opened again in the next piece
LONGEST_CALLBACK_DATA_BYTES = 64
LONGEST_COPIED_TEXT = 256
MOST_BUTTONS_IN_ROW = 8
MOST_BUTTONS = 100
# Of a rich message; rows of tables count as blocks.
LONGEST_RICH_TEXT = 32_768
MOST_BLOCKS = 500
MOST_COLUMNS = 20
_LAST_OF_ONE_UNIT = 0xFFFF

_TAG = re.compile(r"<(/?)([a-zA-Z-]+)[^>]*>")
_BLOCK = re.compile(r"<(?:p|h[1-6]|table|tr|details|ul|ol|li|blockquote|hr)[ >]")
_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd][ >]")
# A tag, a character reference or a character: what may not be cut.
_TOKEN = re.compile(r"<[^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|\w+);|.", re.DOTALL)


def utf16_length(text: str) -> int:
    """Return the length of plain *text* in UTF-16 code units; most emoji count two."""
    return len(text) + sum(1 for character in text if ord(character) > _LAST_OF_ONE_UNIT)


def plain_text(text: str) -> str:
    """Return the text a person reads of HTML *text*."""
    return html.unescape(_TAG.sub("", text))


def text_length(text: str) -> int:
    """Return how long HTML *text* is for Telegram."""
    return utf16_length(plain_text(text))


def fits(message: OutgoingMessage) -> bool:
    """Whether the message can leave as one: its rich form, where it has one, or its text."""
    if message.rich:
        return _fault_of_rich(message.rich) is None
    if _entity_count(message.text) > MOST_ENTITIES:
        return False
    limit = _limit(message)
    # No character counts more than two, and markup only adds to the text: most need no counting.
    return 2 * len(message.text) <= limit or text_length(message.text) <= limit


def fault_of(message: OutgoingMessage) -> str | None:
    """Return why Telegram would refuse the message for its sizes; None when it would not."""
    if message.rich:
        return _fault_of_rich(message.rich) or _fault_of_buttons(message.buttons)
    if not plain_text(message.text).strip() and message.attachment is None:
        return "empty"
    if _entity_count(message.text) > MOST_ENTITIES:
        return "too_many_entities"
    if not fits(message):
        return "too_long"
    return _fault_of_buttons(message.buttons)


def parts_of(message: OutgoingMessage) -> tuple[OutgoingMessage, ...]:
    """Return the message as several that fit, usually itself; buttons stand below the last.

    A text too long to stand below an attachment follows it; a rich form that is too large gives
    way to the text.
    """
    if fits(message):
        return (message,)
    if message.rich:
        return parts_of(replace(message, rich=""))
    bare = replace(message, buttons=(), keyboard=None, attachment=None)
    texts = [replace(bare, text=text) for text in split_text(message.text)]
    if texts:
        texts[-1] = replace(texts[-1], buttons=message.buttons, keyboard=message.keyboard)
    if message.attachment is not None:
        texts.insert(0, replace(bare, text="", attachment=message.attachment))
    return tuple(texts)


def split_text(text: str, limit: int = LONGEST_TEXT) -> tuple[str, ...]:
    """Cut HTML *text* into pieces of at most *limit*: at line ends, else at spaces, else anywhere.

    A piece of several lines has no more marked places than Telegram takes. No tag, character
    reference or character is cut; a tag open at a cut is closed there and opened again in the
    next piece.
    """
    pieces: list[str] = []
    current: list[str] = []
    length = entities = 0
    for line in _lines(text, limit):
        added, marked = text_length(line), _entity_count(line)
        is_full = length + 1 + added > limit or entities + marked > _MOST_ENTITIES_OF_PIECE
        if current and is_full:
            pieces.append("\n".join(current))
            current, length, entities = [], 0, 0
        length += added + (1 if current else 0)
        entities += marked
        current.append(line)
    pieces.append("\n".join(current))
    return tuple(piece for piece in _balanced(pieces) if plain_text(piece).strip())


def _fault_of_rich(rich: str) -> str | None:
    if text_length(rich) > LONGEST_RICH_TEXT:
        return "too_long"
    if len(_BLOCK.findall(rich)) > MOST_BLOCKS:
        return "too_many_blocks"
    if any(len(_CELL.findall(row)) > MOST_COLUMNS for row in _ROW.findall(rich)):
        return "too_many_columns"
    return None


def _entity_count(text: str) -> int:
    return sum(1 for tag in _TAG.finditer(text) if not tag[1])


def _limit(message: OutgoingMessage) -> int:
    return LONGEST_TEXT if message.attachment is None else LONGEST_CAPTION


def _fault_of_buttons(rows: tuple[tuple[Button, ...], ...]) -> str | None:
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        return "too_many_buttons"
    if any(len(row) > MOST_BUTTONS_IN_ROW for row in rows):
        return "too_wide_row"
    for button in (button for row in rows for button in row):
        if not button.caption.strip():
            return "empty_button"
        if button.copies:
            if utf16_length(button.copies) > LONGEST_COPIED_TEXT:
                return "button_data"
            continue
        size = len(button.data.encode())
        if not button.url and not 1 <= size <= LONGEST_CALLBACK_DATA_BYTES:
            return "button_data"
    return None


def _lines(text: str, limit: int) -> Iterator[str]:
    for line in text.split("\n"):
        if text_length(line) <= limit:
            yield line
        else:
            yield from _chunks(line, limit)


def _chunks(line: str, limit: int) -> Iterator[str]:
    """Cut one line that is too long, after a space where there is one."""
    chunk: list[str] = []
    length = 0
    for token in _TOKEN.findall(line):
        size = 0 if token.startswith("<") and len(token) > 1 else text_length(token)
        if length + size > limit:
            at = _after_last_space(chunk)
            yield "".join(chunk[:at]).rstrip(" ")
            chunk = chunk[at:]
            length = text_length("".join(chunk))
        chunk.append(token)
        length += size
    yield "".join(chunk)


def _after_last_space(tokens: list[str]) -> int:
    for index in range(len(tokens) - 1, 0, -1):
        if tokens[index] == " ":
            return index + 1
    return len(tokens)


def _balanced(pieces: list[str]) -> Iterator[str]:
    """Close what is open at the end of each piece, and open it again in the next one."""
    still_open: list[tuple[str, str]] = []
    for piece in pieces:
        opening = "".join(tag for _, tag in still_open)
        for tag in _TAG.finditer(piece):
            if not tag[1]:
                still_open.append((tag[2], tag[0]))
            elif still_open and still_open[-1][0] == tag[2]:
                still_open.pop()
        closing = "".join(f"</{name}>" for name, _ in reversed(still_open))
        yield opening + piece + closing
