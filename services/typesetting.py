"""Pages and pictures: a typst template of the project and data in, PDF or PNG bytes out.

Knows no school and no sentence: labels come with the data, already in the reader's language.
Fonts are the ones inside typst's wheel (Libertinus covers the letters of Russia's languages),
so a page looks the same on every machine.
"""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

__all__ = ["typeset_pdf", "typeset_png"]


async def typeset_pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """Return the PDF of *template* filled with *data*, made in a thread.

    The template reads the data with `#let data = json(bytes(sys.inputs.data))`: a name in it
    is text and never typst code. *data* holds what JSON holds.
    """
    return await asyncio.to_thread(_typeset, template, data, "pdf", None)


async def typeset_png(template: Path, data: Mapping[str, Any], *, ppi: int = 144) -> bytes:
    """Return the first page of *template* as a picture of *ppi* dots an inch; see typeset_pdf."""
    return await asyncio.to_thread(_typeset, template, data, "png", ppi)


def _typeset(
    template: Path, data: Mapping[str, Any], kind: Literal["pdf", "png"], ppi: int | None
) -> bytes:
    import typst  # 81 MB of wheel: only when a page is asked for

    made: bytes | list[bytes] = typst.compile(
        template,
        format=kind,
        ppi=ppi,
        ignore_system_fonts=True,
        # Pages are to be printed. With tags for readers of screens the summary sheets of a school
        # (200 pages of tables) were 15 MB instead of one.
        pdf_tags=False,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    # Several pages come as a list when they are pictures; the first one is the picture.
    return made[0] if isinstance(made, list) else made
