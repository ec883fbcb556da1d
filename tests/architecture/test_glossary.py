"""The glossary is law: each code name stands in the file it is said to be in."""

import re

import pytest

from tests.architecture.source import ROOT


def _rows() -> list[tuple[str, str]]:
    text = (ROOT / "docs" / "GLOSSARY.md").read_text(encoding="utf-8")
    cells = [line.split("|")[3:5] for line in text.splitlines() if line.startswith("| ")][1:]
    return [
        (name.split(".")[-1], path)
        for code, where in cells
        for name in re.findall(r"`([^`]+)`", code)
        for path in re.findall(r"`([^`]+)`", where)
    ]


@pytest.mark.parametrize(("name", "path"), _rows())
def test_a_word_of_the_glossary_is_a_word_of_the_code(name, path):
    """Who looks a Russian word up finds its class or member where the table says."""
    source = (ROOT / path).read_text(encoding="utf-8")

    assert re.search(rf"^(class {name}\b|    {name} = )", source, flags=re.MULTILINE)
