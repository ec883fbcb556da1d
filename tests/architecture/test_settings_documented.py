"""The settings table, the example file and the code name the same settings and defaults."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings

ROOT = Path(__file__).parents[2]


def _defaults() -> dict[str, str]:
    shown = {}
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else str(field.default)
        shown[name.upper()] = default.lower() if isinstance(field.default, bool) else default
    return shown


def _in_example() -> dict[str, str]:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return dict(re.findall(r"^#?([A-Z_]+)=(.*)$", text, flags=re.MULTILINE))


def _in_table(document: str) -> dict[str, str]:
    text = (ROOT / document).read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.*?) \|", text, flags=re.MULTILINE)
    return {name: default.strip("`").replace("–", "") for name, default in rows}


def test_example_file_names_every_setting_with_its_default():
    """Whoever copies .env.example unchanged gets exactly the defaults."""
    assert _defaults() == _in_example()


@pytest.mark.parametrize("document", ["README.md", "README.ru.md"])
def test_readme_lists_every_setting_with_its_default(document):
    """The settings table of each README is complete and true."""
    assert _defaults() == _in_table(document)
