"""The demo school in a folder of its own, to be spoiled; sentences are read in English."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.i18n import use_locale
from tests.unit.exchange.spoiled import Folder

DEMO_SCHOOL = Path(__file__).parents[3] / "bot" / "sandbox" / "demo_school"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Read sentences as they are written in the code."""
    with use_locale("en"):
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Give the demo school's files in a folder of their own."""
    path = tmp_path / "school"
    shutil.copytree(DEMO_SCHOOL, path)
    return Folder(path)
