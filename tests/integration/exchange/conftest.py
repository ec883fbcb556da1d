"""An empty recorded database of each kind, and the demo school's files to import into it."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from services.audit import AuditRecorder
from services.database import Database
from services.i18n import use_locale
from tests.fakes import FakeClock
from tests.integration.exchange.importing import KEYS, Importing
from tests.unit.exchange.conftest import DEMO_SCHOOL
from tests.unit.exchange.spoiled import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Give the demo school's files in a folder of their own."""
    path = tmp_path / "school"
    shutil.copytree(DEMO_SCHOOL, path)
    return Folder(path)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Read sentences as they are written in the code."""
    with use_locale("en"):
        yield


@pytest.fixture
async def importing(
    database_url: str, clock: FakeClock, folder: Folder
) -> AsyncIterator[Importing]:
    """Give a database without a school and what imports the folder into it."""
    opened = Database(database_url, hooks=[AuditRecorder(KEYS, clock)])
    yield Importing(opened, clock, folder)
    await opened.close()


@pytest.fixture
async def imported(importing: Importing) -> Importing:
    """Give the same with the demo school imported."""
    await importing.run()
    return importing
