"""Rich messages written in HTML: tables, fold-outs, headings, lists, buttons inside the text.

A basic reading: it makes the blocks a bot gets back and the page shows, and refuses what is not
in the list of tags or exceeds the sizes; Markdown and ready-made blocks are not read.
"""

import re
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.rich_tree import INLINE, TEXT_BLOCKS, Node, read_tree, rich_refusal
from bot.sandbox.utf16 import utf16_length

__all__ = ["RichContent", "parse_rich_html"]

LONGEST_TEXT = 32_768
MOST_BLOCKS = 500
MOST_COLUMNS = 20
MOST_BUTTONS_IN_ROW = 8

_BUTTON_FIELDS = {"callback_data": "data", "url": "url", "copy_text": "data", "disabled": ""}
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class RichContent:
    """A rich message: as it was written, as blocks, as plain words, and its buttons."""

    html: str
    blocks: list[dict[str, Any]]
    plain: str
    button_rows: list[list[dict[str, Any]]]


class _Converter:
    """Turns the tree into blocks and counts them."""

    def __init__(self) -> None:
        self.count = 0
        self.lines: list[str] = []
        self.button_rows: list[list[dict[str, Any]]] = []

    def blocks(self, nodes: list[Node | str]) -> list[dict[str, Any]]:
        result: list[dict[str, Any]] = []
        loose: list[Node | str] = []
        for node in nodes:
            if isinstance(node, str) or node.tag in INLINE or node.tag == "br":
                loose.append(node)
                continue
            self._flush(loose, result)
            result.append(self._block(node))
        self._flush(loose, result)
        return result

    def _flush(self, loose: list[Node | str], result: list[dict[str, Any]]) -> None:
        if _plain(loose).strip():
            result.append(self._text_block({"type": "paragraph"}, list(loose)))
        loose.clear()

    def _text_block(
        self, block: dict[str, Any], nodes: list[Node | str], *, verbatim: bool = False
    ) -> dict[str, Any]:
        self._count()
        self.lines.append(_plain(nodes, verbatim=verbatim).strip())
        return {**block, "text": _rich_text(nodes, verbatim=verbatim)}

    def _count(self) -> None:
        self.count += 1
        if self.count > MOST_BLOCKS:
            raise rich_refusal("too many blocks")

    def _block(self, node: Node) -> dict[str, Any]:
        if node.tag in TEXT_BLOCKS:
            block: dict[str, Any] = {"type": TEXT_BLOCKS[node.tag]}
            if block["type"] == "heading":
                block["size"] = int(node.tag[1])
            return self._text_block(block, node.children, verbatim=node.tag == "pre")
        match node.tag:
            case "hr":
                self._count()
                return {"type": "divider"}
            case "blockquote" if "expandable" in node.attributes:
                return self._text_block({"type": "expandable_blockquote"}, node.children)
            case "blockquote":
                self._count()
                return {"type": "blockquote", "blocks": self.blocks(node.children)}
            case "details":
                return self._details(node)
            case "ul" | "ol":
                return self._list(node)
            case "table":
                return self._table(node)
            case "tg-button-row":
                return self._buttons(node)
        raise rich_refusal(f'unexpected tag "{node.tag}"')

    def _details(self, node: Node) -> dict[str, Any]:
        self._count()
        summary = [child for child in _elements(node) if child.tag == "summary"]
        if len(summary) != 1:
            raise rich_refusal("details must have one summary")
        self.lines.append(_plain(summary[0].children).strip())
        block: dict[str, Any] = {
            "type": "details",
            "summary": _rich_text(summary[0].children),
            "blocks": self.blocks([child for child in node.children if child is not summary[0]]),
        }
        if "open" in node.attributes:
            block["is_open"] = True
        return block

    def _list(self, node: Node) -> dict[str, Any]:
        self._count()
        items = []
        for number, item in enumerate(_elements(node, "li"), start=1):
            self._count()
            label = "•" if node.tag == "ul" else f"{number}."
            entry: dict[str, Any] = {"label": label, "blocks": self.blocks(item.children)}
            if node.tag == "ol":
                entry |= {"value": number, "type": "1"}
            items.append(entry)
        return {"type": "list", "items": items}

    def _table(self, node: Node) -> dict[str, Any]:
        self._count()
        block: dict[str, Any] = {"type": "table", "cells": []}
        for attribute in ("bordered", "striped", "compact"):
            if attribute in node.attributes:
                block[f"is_{attribute}"] = True
        rows: list[Node] = []
        for child in _elements(node):
            match child.tag:
                case "caption":
                    block["caption"] = _rich_text(child.children)
                    self.lines.append(_plain(child.children).strip())
                case "thead" | "tbody" | "tfoot":
                    rows.extend(_elements(child, "tr"))
                case "tr":
                    rows.append(child)
                case _:
                    raise rich_refusal(f'unexpected tag "{child.tag}"')
        for row in rows:
            self._count()
            cells = _elements(row, "td", "th")
            if sum(int(cell.attributes.get("colspan", "1")) for cell in cells) > MOST_COLUMNS:
                raise rich_refusal("too many table columns")
            block["cells"].append([_cell(cell) for cell in cells])
            self.lines.append(" ".join(_plain(cell.children).strip() for cell in cells))
        return block

    def _buttons(self, node: Node) -> dict[str, Any]:
        self._count()
        buttons = [_button(child) for child in _elements(node, "tg-button")]
        if not 1 <= len(buttons) <= MOST_BUTTONS_IN_ROW:
            raise rich_refusal("a button row must have 1-8 buttons")
        self.button_rows.append(buttons)
        block: dict[str, Any] = {"type": "buttons", "buttons": buttons}
        if "align" in node.attributes:
            block["align"] = node.attributes["align"]
        return block


def _elements(node: Node, *tags: str) -> list[Node]:
    found = [child for child in node.children if isinstance(child, Node)]
    for child in found:
        if tags and child.tag not in tags:
            raise rich_refusal(f'unexpected tag "{child.tag}" in "{node.tag}"')
    return found


def _cell(node: Node) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "align": node.attributes.get("align", "left"),
        "valign": node.attributes.get("valign", "top"),
        "text": _rich_text(node.children),
    }
    if node.tag == "th":
        cell["is_header"] = True
    for span in ("colspan", "rowspan"):
        if span in node.attributes:
            cell[span] = int(node.attributes[span])
    return cell


def _button(node: Node) -> dict[str, Any]:
    kind = node.attributes.get("type", "")
    if kind not in _BUTTON_FIELDS:
        raise rich_refusal(f'unsupported button type "{kind}"')
    value = node.attributes.get(_BUTTON_FIELDS[kind], "")
    button: dict[str, Any] = {"text": _plain(node.children).strip()}
    match kind:
        case "copy_text":
            button["copy_text"] = {"text": value}
        case "disabled":
            button["disabled"] = {}
        case _:
            button[kind] = value
    if "style" in node.attributes:
        button["style"] = node.attributes["style"]
    return button


def _rich_text(nodes: list[Node | str], *, verbatim: bool = False) -> object:
    parts: list[object] = []
    for node in nodes:
        if isinstance(node, str):
            parts.append(node if verbatim else _SPACES.sub(" ", node))
        elif node.tag == "br":
            parts.append("\n")
        elif node.tag in INLINE:
            part: dict[str, Any] = {
                "type": INLINE[node.tag],
                "text": _rich_text(node.children, verbatim=verbatim),
            }
            if node.tag == "a":
                part["url"] = node.attributes.get("href", "")
            parts.append(part)
        else:
            raise rich_refusal(f'unexpected tag "{node.tag}" in a text')
    return parts[0] if len(parts) == 1 else parts or ""


def _plain(nodes: list[Node | str], *, verbatim: bool = False) -> str:
    words = []
    for node in nodes:
        if isinstance(node, str):
            words.append(node if verbatim else _SPACES.sub(" ", node))
        else:
            words.append("\n" if node.tag == "br" else _plain(node.children, verbatim=verbatim))
    return "".join(words)


def parse_rich_html(html: str) -> RichContent:
    """Return the blocks of a rich message written in HTML.

    Raises:
        TelegramRefusal: an unknown or unclosed tag, nothing in it, or one of the sizes exceeded.
    """
    converter = _Converter()
    blocks = converter.blocks(read_tree(html))
    plain = "\n".join(line for line in converter.lines if line)
    if not blocks:
        raise bad_request("message text is empty")
    if utf16_length(plain) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return RichContent(html, blocks, plain, converter.button_rows)
