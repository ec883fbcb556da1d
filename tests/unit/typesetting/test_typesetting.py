"""Tests of pages and pictures made from templates."""

from pathlib import Path

import pytest

from services.typesetting import typeset_pdf, typeset_png

_PAGE = """\
#set page(width: 60mm, height: auto, margin: 4mm)
#let data = json(bytes(sys.inputs.data))
#data.name
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """Give a template that shows one name."""
    path = tmp_path / "page.typ"
    path.write_text(_PAGE, encoding="utf-8")
    return path


async def test_a_page_is_a_pdf(page):
    """A filled template is a PDF file."""
    made = await typeset_pdf(page, {"name": "Ёлкина Мария"})

    assert made.startswith(b"%PDF-")


async def test_a_picture_is_a_png(page):
    """A filled template is a PNG picture."""
    made = await typeset_png(page, {"name": "Ёлкина Мария"})

    assert made.startswith(b"\x89PNG")


async def test_data_is_text_and_never_code(page):
    """A name that looks like typst code is printed, not run."""
    made = await typeset_pdf(page, {"name": '#panic("run") $x'})

    assert made.startswith(b"%PDF-")
