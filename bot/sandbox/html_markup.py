"""HTML parse mode, read as strictly as Telegram reads it: what is refused there is refused here.

The grammar and the words of the refusals follow the published source of Telegram's own library.
Offsets in refusals are bytes of UTF-8, offsets of entities are UTF-16 code units.
"""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.utf16 import utf16_length

__all__ = ["parse_html"]

_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "blockquote": "blockquote",
}
_TAGS = frozenset({*_STYLES, "a", "code", "pre", "tg-emoji"})
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SPACES = " \t\r\n\0\v"
# The longest reference Telegram still reads is nine characters: "&#1114110".
_LONGEST_REFERENCE = 10
_HIGHEST_CODE = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)
_END = "\0"


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    text_position: int


class _Parser:
    """One pass over the markup; *position* never goes back."""

    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._position = 0
        self._text: list[str] = []
        self._offset = 0
        self._open: list[_Open] = []
        self._entities: list[dict[str, Any]] = []

    def parse(self) -> tuple[str, list[dict[str, Any]]]:
        while self._position < len(self._markup):
            if self._markup[self._position] == "<":
                if self._at(1) == "/":
                    self._end_tag()
                else:
                    self._start_tag()
            else:
                self._append(self._character())
        if self._open:
            raise _unparsable(
                f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"'
            )
        for entity in self._entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        # The outer of two entities that begin together comes first.
        self._entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self._text), self._entities

    def _at(self, ahead: int = 0) -> str:
        where = self._position + ahead
        return self._markup[where] if where < len(self._markup) else _END

    def _bytes_before(self, position: int) -> int:
        return len(self._markup[:position].encode())

    def _append(self, character: str) -> None:
        self._text.append(character)
        self._offset += utf16_length(character)

    def _character(self) -> str:
        if self._at() == "&" and (decoded := self._reference()) is not None:
            return decoded
        self._position += 1
        return self._markup[self._position - 1]

    def _reference(self) -> str | None:
        """Read a character reference; leave the position alone when it is none."""
        end = self._position + 1
        if self._at(1) == "#":
            base, end = (16, end + 2) if self._at(2) == "x" else (10, end + 1)
            digits = "0123456789abcdefABCDEF" if base == 16 else "0123456789"  # noqa: PLR2004
            start = end
            while end < len(self._markup) and self._markup[end] in digits:
                end += 1
            code = int(self._markup[start:end] or "0", base)
            too_long = end - self._position >= _LONGEST_REFERENCE
            if code == 0 or code >= _HIGHEST_CODE or too_long:
                return None
            if code in _SURROGATES:
                raise _unparsable(
                    "Text contains invalid Unicode characters after decoding HTML entities, "
                    "check for unmatched surrogate code units"
                )
            decoded = chr(code)
        else:
            while end < len(self._markup) and self._markup[end].isascii():
                if not self._markup[end].isalpha():
                    break
                end += 1
            named = _NAMED.get(self._markup[self._position + 1 : end])
            if named is None:
                return None
            decoded = named
        self._position = end + (1 if self._markup[end : end + 1] == ";" else 0)
        return decoded

    def _skip_spaces(self) -> None:
        while self._at() in _SPACES and self._position < len(self._markup):
            self._position += 1

    def _word(self, stops: str) -> str:
        start = self._position
        while self._position < len(self._markup) and self._at() not in _SPACES + stops:
            self._position += 1
        return self._markup[start : self._position]

    def _start_tag(self) -> None:
        begin = self._position
        where = f"at byte offset {self._bytes_before(begin)}"
        self._position += 1
        tag = self._word(">").lower()
        if self._position >= len(self._markup):
            raise _unparsable(f"Unclosed start tag {where}")
        if tag not in _TAGS:
            raise _unparsable(f'Unsupported start tag "{tag}" {where}')
        argument = self._attributes(tag, where)
        if tag == "span" and argument != "spoiler":
            raise _unparsable(f'Tag "span" must have class "tg-spoiler" {where}')
        self._position += 1
        self._open.append(_Open(tag, argument, self._offset, len(self._text)))

    def _attributes(self, tag: str, where: str) -> str:
        """Read up to the closing bracket and return the one argument that *tag* has."""
        argument = ""
        while self._at() != ">":
            self._skip_spaces()
            if self._at() == ">":
                break
            name = self._word("=>")
            if not name:
                raise _unparsable(f'Empty attribute name in the tag "{tag}" {where}')
            self._skip_spaces()
            if self._position >= len(self._markup):
                raise _unparsable(f'Unclosed start tag "{tag}" {where}')
            value: str | None = None
            if self._at() == "=":
                self._position += 1
                value = self._value(tag, where)
            elif (tag, name) != ("blockquote", "expandable"):
                what = f'in declaration of an attribute of the tag "{tag}" {where}'
                raise _unparsable(f"Expected equal sign {what}")
            argument = _argument(tag, name, value) or argument
        return argument

    def _value(self, tag: str, where: str) -> str:
        self._skip_spaces()
        if self._position >= len(self._markup):
            raise _unparsable(f'Unclosed start tag "{tag}" {where}')
        quote = self._at()
        if quote not in "'\"":
            begin = self._position
            while (self._at().isascii() and self._at().isalnum()) or self._at() in ".-":
                self._position += 1
            if self._at() not in _SPACES + ">":
                raise _unparsable(
                    f"Unexpected end of name token at byte offset {self._bytes_before(begin)}"
                )
            value = self._markup[begin : self._position].lower()
        else:
            self._position += 1
            characters: list[str] = []
            while self._position < len(self._markup) and self._at() != quote:
                characters.append(self._character())
            self._position += 1
            value = "".join(characters)
        if self._position >= len(self._markup):
            raise _unparsable(f"Unclosed start tag {where}")
        return value

    def _end_tag(self) -> None:
        begin = self._bytes_before(self._position)
        if not self._open:
            raise _unparsable(f"Unexpected end tag at byte offset {begin}")
        self._position += 2
        name = self._word(">").lower()
        self._skip_spaces()
        if self._at() != ">":
            raise _unparsable(f"Unclosed end tag at byte offset {begin}")
        self._position += 1
        opened = self._open.pop()
        if name and name != opened.tag:
            raise _unparsable(
                f"Unmatched end tag at byte offset {begin}, "
                f'expected "</{opened.tag}>", found "</{name}>"'
            )
        if self._offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity: dict[str, Any] = {"offset": opened.offset, "length": self._offset - opened.offset}
        match opened.tag:
            case "a":
                link = _link(opened.argument or "".join(self._text[opened.text_position :]))
                if link is None:
                    return
                entity |= link
            case "tg-emoji":
                if not opened.argument.isdigit() or int(opened.argument) == 0:
                    raise _unparsable("Invalid custom emoji identifier specified")
                entity |= {"type": "custom_emoji", "custom_emoji_id": opened.argument}
            case "pre" | "code":
                if self._is_one_with_the_last(opened, entity):
                    return
                entity["type"] = opened.tag
                if opened.argument:
                    entity["language"] = opened.argument
            case "blockquote" if opened.argument:
                entity["type"] = "expandable_blockquote"
            case tag:
                entity["type"] = _STYLES[tag]
        self._entities.append(entity)

    def _is_one_with_the_last(self, opened: _Open, entity: dict[str, Any]) -> bool:
        """Join <pre> and <code class="language-…"> around the same words into one entity."""
        last = self._entities[-1] if self._entities else None
        if last is None or any(last[name] != entity[name] for name in ("offset", "length")):
            return False
        if opened.tag == "pre" and last["type"] == "code" and "language" in last:
            last["type"] = "pre"
            return True
        if opened.tag == "code" and last["type"] == "pre" and opened.argument:
            last["language"] = opened.argument
            return True
        return False


def _argument(tag: str, name: str, value: str | None) -> str | None:
    """Return what an attribute means; every other attribute is read and forgotten."""
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value
        case ("blockquote", "expandable"):
            return "1"
        case ("code", "class") if value is not None and value.startswith("language-"):
            return value.removeprefix("language-")
        case ("span", "class") if value is not None and value.startswith("tg-"):
            return value.removeprefix("tg-")
    return None


def _link(url: str) -> dict[str, Any] | None:
    """Return the entity of a link, or None where Telegram drops the link and keeps the text."""
    if url.startswith("tg://user?id="):
        user_id = url.removeprefix("tg://user?id=")
        return {"type": "text_mention", "user_id": int(user_id)} if user_id.isdigit() else None
    scheme, separator, rest = url.partition("://")
    if separator and scheme in {"http", "https", "tg", "ton", "tonsite"} and rest:
        return {"type": "text_link", "url": url}
    if not separator and "." in url and " " not in url and not url.startswith("."):
        return {"type": "text_link", "url": f"http://{url}"}
    return None


def _unparsable(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")


def parse_html(markup: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the plain text of *markup* and its entities, as Telegram would store them.

    Raises:
        TelegramRefusal: the markup has a tag Telegram does not know, or does not close one.
    """
    return _Parser(markup).parse()
