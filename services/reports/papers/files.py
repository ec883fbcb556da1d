"""A paper as pages to print and as text to edit."""

from pathlib import Path
from typing import Any, assert_never

from services.reports.papers.blocks import (
    Blank,
    Block,
    Example,
    Heading,
    Paper,
    Points,
    Sign,
    Text,
)
from services.typesetting import typeset_pdf

__all__ = ["paper_pdf", "paper_text"]

_TEMPLATE = Path(__file__).parent.parent / "templates" / "office_paper.typ"
_LINE = "_" * 60


def paper_text(paper: Paper) -> bytes:
    """Return plain text that any editor opens, with its mark and lines as Windows has them."""
    parts = [paper.title.upper(), ""]
    for block in paper.blocks:
        parts += [*_text_of(block), ""]
    return "\r\n".join(parts).encode("utf-8-sig")


def _text_of(block: Block) -> list[str]:
    match block:
        case Heading(text):
            return [text]
        case Text(text):
            return [text]
        case Points(lines, is_numbered):
            marks = [f"{number}." if is_numbered else "–" for number in range(1, len(lines) + 1)]
            return [f"{mark} {line}" for mark, line in zip(marks, lines, strict=True)]
        case Example(lines, buttons):
            shown = "  ".join(f"[{caption}]" for caption in buttons)
            return [*(f"    {line}" for line in lines), *([f"    {shown}"] if shown else [])]
        case Blank(caption):
            return [_LINE, f"({caption})"]
        case Sign(who):
            return [f"{who}: ______________ / ______________________ / «___» __________ 20__ г."]
        case _:
            assert_never(block)


async def paper_pdf(paper: Paper) -> bytes:
    """Return pages of A4."""
    return await typeset_pdf(_TEMPLATE, _page(paper))


def _page(paper: Paper) -> dict[str, Any]:
    return {
        "title": paper.title,
        "leaflet": paper.is_leaflet,
        "blocks": [_data(block) for block in paper.blocks],
    }


def _data(block: Block) -> dict[str, Any]:
    match block:
        case Heading(text):
            return {"kind": "heading", "text": text}
        case Text(text, is_right):
            return {"kind": "right" if is_right else "text", "text": text}
        case Points(lines, is_numbered):
            return {"kind": "points", "lines": list(lines), "numbered": is_numbered}
        case Example(lines, buttons):
            return {"kind": "example", "lines": list(lines), "buttons": list(buttons)}
        case Blank(caption):
            return {"kind": "blank", "text": caption}
        case Sign(who):
            return {"kind": "sign", "text": who}
        case _:
            assert_never(block)
