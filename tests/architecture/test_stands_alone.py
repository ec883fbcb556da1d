"""The repository names no machine, no package registry and nothing outside itself."""

import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

FOLDERS = (".ci", "bot", "docs", "handlers", "locales", "migrations", "services", "tests")
MADE_HERE = {".coverage", ".env", ".git"}  # of a work tree ".git" is a file
# Each pattern is written so that it does not match its own line.
STRANGERS = re.compile(
    r"(^|[^\w.-])/(?:wor[k]|roo[t]|hom[e]|far[m])/"
    r"|\.\./share[d]"
    r"|py[p]i\.org|pythonhoste[d]|registr[y]\.npmjs|deb\.debia[n]"
)


def _own_files() -> list[Path]:
    inside = [file for folder in FOLDERS for file in (ROOT / folder).rglob("*") if file.is_file()]
    beside = [file for file in ROOT.iterdir() if file.is_file() and file.name not in MADE_HERE]
    return [file for file in (*inside, *beside) if "__pycache__" not in file.parts]


def test_no_file_names_a_machine_or_a_registry():
    """A clone works on any machine, with any package index."""
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in _own_files()
        for number, line in enumerate(
            file.read_text("utf-8", errors="ignore").split("\n"), start=1
        )
        if STRANGERS.search(line)
    ]

    assert [] == found


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_lock_files_hold_hashes_and_no_addresses(lock):
    """What is installed is what was checked, wherever it is downloaded from."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    pinned = re.findall(r"^[\w.-]+==", text, flags=re.MULTILINE)
    hashed = re.findall(r"^[\w.-]+==.*\\\n    --hash=sha256:", text, flags=re.MULTILINE)

    assert "://" not in text
    assert len(pinned) == len(hashed) > 0


def test_development_lock_repeats_the_other_one():
    """The tests run on the very versions that a school gets."""
    pins = [
        set(re.findall(r"^([\w.-]+==\S+)", (ROOT / lock).read_text("utf-8"), flags=re.MULTILINE))
        for lock in ("requirements.lock", "requirements-dev.lock")
    ]

    assert set() == pins[0] - pins[1]
