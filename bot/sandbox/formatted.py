"""From what a bot or a person writes to what Telegram stores: trimmed text and its entities."""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.errors import bad_request, unsupported
from bot.sandbox.html_markup import parse_html
from bot.sandbox.utf16 import utf16_length

__all__ = ["Formatted", "format_outgoing", "format_typed"]

# What clients and server mark by themselves, tried in this order; the first match wins a place.
_DETECTED = (
    ("email", re.compile(r"(?<![\w.@/+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,}(?!\w)")),
    (
        "url",
        re.compile(
            r"(?<![\w@./])(?:https?://[^\s<>\"«»]+|(?:www\.|t\.me/)[^\s<>\"«»]+"
            r"|[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|ru|su|рф|me|io|dev|edu|info)\b(?:/[^\s<>\"«»]*)?)",
            re.IGNORECASE,
        ),
    ),
    ("bot_command", re.compile(r"(?<![\w/>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?!\w|/)")),
    ("mention", re.compile(r"(?<![\w/@])@[a-zA-Z][a-zA-Z0-9_]{3,31}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w/#])#(?=\w*[^\W\d])\w{1,256}")),
    ("phone_number", re.compile(r"(?<![\w+])\+\d{10,15}(?!\w)")),
)
_TRAILING_PUNCTUATION = ".,:;!?)»\"'…"
_OPAQUE = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji"})
# Control characters that Telegram turns into spaces; it removes carriage returns.
_CONTROL = {code: " " for code in range(32) if chr(code) not in "\n\r"} | {ord("\r"): None}


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text as it is stored, with offsets in UTF-16 code units."""

    text: str
    entities: tuple[dict[str, Any], ...] = field(default=())

    @property
    def length(self) -> int:
        """The length Telegram's limits are about."""
        return utf16_length(self.text)


def format_typed(text: str) -> Formatted:
    """Return what a person's typed text becomes: no markup, only what is detected in it."""
    return _finish(text, [])


def format_outgoing(
    text: str, *, parse_mode: str | None, entities: list[dict[str, Any]] | None
) -> Formatted:
    """Return what a bot's text becomes; a parse mode wins over given entities.

    Raises:
        TelegramRefusal: the markup is wrong, or the entities lie outside the text.
    """
    if parse_mode:
        match parse_mode.lower():
            case "html":
                return _finish(*parse_html(text))
            case "markdown" | "markdownv2":
                raise unsupported(f"parse_mode {parse_mode}")
            case _:
                raise bad_request("unsupported parse_mode")
    given = [_checked(entity, utf16_length(text)) for entity in entities or []]
    return _finish(text, given)


def _checked(entity: dict[str, Any], length: int) -> dict[str, Any]:
    begin, size = entity["offset"], entity["length"]
    if begin < 0 or size <= 0 or begin + size > length:
        raise bad_request("can't parse entities: entity lies outside of the text")
    if entity["type"] == "text_mention":
        return {
            "type": "text_mention",
            "offset": begin,
            "length": size,
            "user_id": entity["user"]["id"],
        }
    return dict(entity)


def _finish(text: str, entities: list[dict[str, Any]]) -> Formatted:
    cleaned = text.translate(_CONTROL)
    if "\r" in text:
        entities = [_without_returns(entity, text) for entity in entities]
    first = min((entity["offset"] for entity in entities), default=len(cleaned))
    leading = 0
    while leading < min(first, len(cleaned)) and cleaned[leading] in " \n":
        leading += 1
    trimmed = cleaned[leading:].rstrip()
    length = utf16_length(trimmed)
    kept: list[dict[str, Any]] = []
    for entity in entities:
        begin = entity["offset"] - leading
        end = min(begin + entity["length"], length)
        if end > begin:
            kept.append({**entity, "offset": begin, "length": end - begin})
    kept.extend(_detect(trimmed, kept))
    kept.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return Formatted(text=trimmed, entities=tuple(kept))


def _without_returns(entity: dict[str, Any], text: str) -> dict[str, Any]:
    """Move *entity* as if the carriage returns before and in it had never been there."""
    units = text.encode("utf-16-le")

    def returns_before(offset: int) -> int:
        return units[: 2 * offset].decode("utf-16-le", errors="ignore").count("\r")

    begin, end = entity["offset"], entity["offset"] + entity["length"]
    return {
        **entity,
        "offset": begin - returns_before(begin),
        "length": (end - returns_before(end)) - (begin - returns_before(begin)),
    }


def _detect(text: str, entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    taken = [
        range(entity["offset"], entity["offset"] + entity["length"])
        for entity in entities
        if entity["type"] in _OPAQUE
    ]
    found: list[dict[str, Any]] = []
    for kind, pattern in _DETECTED:
        for match in pattern.finditer(text):
            words = match.group()
            if kind == "url":
                words = words.rstrip(_TRAILING_PUNCTUATION)
            offset, length = utf16_length(text[: match.start()]), utf16_length(words)
            place = range(offset, offset + length)
            if any(place.start < other.stop and other.start < place.stop for other in taken):
                continue
            taken.append(place)
            found.append({"type": kind, "offset": offset, "length": length})
    return found
