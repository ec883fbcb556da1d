"""The files of the page: they name nothing outside, find each other, and speak both languages."""

import re
from pathlib import Path

import pytest

from bot.sandbox.page_api import (
    ASSETS,
)

SCRIPTS = sorted(ASSETS.glob("*.js"))
STYLES = sorted(ASSETS.glob("*.css"))


@pytest.mark.parametrize("path", sorted(ASSETS.iterdir()), ids=lambda path: path.name)
def test_no_file_names_another_place(path: Path) -> None:
    """No address but XML's own name for SVG, and no protocol-relative one."""
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    # A pattern of links to the bot itself and a link made of typed words are no resources.
    text = text.replace(r"https?:\/\/t\.me\/", "").replace("`https://${words}`", "")

    assert [] == re.findall(r"(?:https?:)?//[\w.-]+\.\w+", text)


def test_the_index_names_only_files_that_are_there() -> None:
    """Every style, script and picture of the page is one of its own; nothing stands inline."""
    index = (ASSETS / "index.html").read_text(encoding="utf-8")
    named = re.findall(r'(?:src|href)="([^"]+)"', index)

    assert named
    assert all((ASSETS / name.removeprefix("sandbox/")).is_file() for name in named)
    assert {path.name for path in STYLES} == {
        name.removeprefix("sandbox/") for name in named if name.endswith(".css")
    }
    assert [] == re.findall(r"<style|<script(?![^>]* src=)|\son\w+=|\sstyle=", index)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_import_their_neighbours(path: Path) -> None:
    """Every import is a file of the page; no text is ever read as HTML or as code."""
    text = path.read_text(encoding="utf-8")

    for name in re.findall(r'from "([^"]+)"', text):
        assert (ASSETS / name).is_file()
    assert [] == re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_use_their_neighbours(path: Path) -> None:
    """Every picture of a style is a file of the page."""
    for name in re.findall(r'url\("?([^")]+)"?\)', path.read_text(encoding="utf-8")):
        assert (ASSETS / name).is_file()


def test_both_languages_have_the_same_words() -> None:
    """Nothing is left untranslated, nothing unused, nothing missing."""
    text = (ASSETS / "texts.js").read_text(encoding="utf-8")
    russian, english = (
        set(re.findall(r"^    (\w+):", part, re.MULTILINE)) for part in text.split("  en: {")
    )
    elsewhere = "".join(
        path.read_text(encoding="utf-8")
        for path in (*SCRIPTS, ASSETS / "index.html")
        if path.name != "texts.js"
    )
    used = set(re.findall(r'\bt\(\s*"(\w+)"', elsewhere))
    used |= set(re.findall(r'data-(?:text|label)="(\w+)"', elsewhere))

    assert russian == english
    assert used <= russian
    assert all(f'"{key}"' in elsewhere for key in russian)
