"""Reads the HTML of a rich message into a tree of the tags Telegram has."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from bot.sandbox.errors import TelegramRefusal, bad_request

__all__ = ["INLINE", "TEXT_BLOCKS", "Node", "read_tree", "rich_refusal"]

DEEPEST_NESTING = 16

INLINE = {
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
    "sub": "subscript",
    "sup": "superscript",
    "mark": "marked",
    "code": "code",
    "a": "url",
}
TEXT_BLOCKS = {"p": "paragraph", "footer": "footer", "pre": "pre"} | {
    f"h{size}": "heading" for size in range(1, 7)
}
_CONTAINERS = frozenset(
    {"blockquote", "details", "summary", "ul", "ol", "li", "table", "caption", "tr", "th", "td"}
    | {"thead", "tbody", "tfoot", "tg-button-row", "tg-button"}
)
_VOID = frozenset({"br", "hr"})
_KNOWN = frozenset({*INLINE, *TEXT_BLOCKS, *_CONTAINERS, *_VOID})


@dataclass(slots=True)
class Node:
    """A tag with its attributes and all that is inside it."""

    tag: str
    attributes: dict[str, str]
    children: list["Node | str"] = field(default_factory=list)


class _TreeBuilder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _KNOWN:
            raise rich_refusal(f'unsupported tag "{tag}"')
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in _VOID:
            self._open.append(node)
            if len(self._open) > DEEPEST_NESTING + 1:
                raise rich_refusal("too deep nesting")

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if len(self._open) == 1 or self._open[-1].tag != tag:
            raise rich_refusal(f'unexpected end tag "{tag}"')
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    def finish(self) -> Node:
        self.close()
        if len(self._open) > 1:
            raise rich_refusal(
                f'can\'t find end tag corresponding to start tag "{self._open[-1].tag}"'
            )
        return self.root


def rich_refusal(reason: str) -> TelegramRefusal:
    """Return the refusal of a rich message."""
    return bad_request(f"can't parse rich message: {reason}")


def read_tree(html: str) -> list[Node | str]:
    """Return what stands at the top level of *html*.

    Raises:
        TelegramRefusal: an unknown tag, one that is not closed, or nesting deeper than 16.
    """
    builder = _TreeBuilder()
    builder.feed(html)
    return builder.finish().children
