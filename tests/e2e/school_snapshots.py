"""The database of an imported school, copied where it would be imported again.

Importing and issuing codes are two starts of the program; fifty tests begin with them.
"""

import atexit
import itertools
import shutil
import tempfile
from collections.abc import Hashable
from pathlib import Path

import asyncpg
from sqlalchemy import URL, make_url

from tests.databases import in_memory

__all__ = ["keep", "restore"]

_FILES = ("invites.csv",)
_numbers = itertools.count()
_kept: dict[tuple[Hashable, str], tuple[str, Path]] = {}  # of this process: database and files


async def keep(database_url: str, folder: Path, *, key: Hashable) -> None:
    """Keep a copy of what was imported; nobody may have the database open."""
    url = make_url(database_url)
    place = tempfile.TemporaryDirectory(prefix="school", dir=in_memory())
    atexit.register(place.cleanup)
    files = Path(place.name)
    for name in _FILES:
        shutil.copyfile(folder / name, files / name)
    if url.get_backend_name() == "sqlite":
        copy = str(files / "school.db")
        shutil.copyfile(str(url.database), copy)
    else:
        copy = f"imported{next(_numbers)}"
        await _execute(url, f"CREATE DATABASE {copy} TEMPLATE {url.database}")
    _kept[key, _place(url)] = copy, files


async def restore(database_url: str, folder: Path, *, key: Hashable) -> bool:
    """Put the copy where an empty database is; False when there is none yet."""
    url = make_url(database_url)
    found = _kept.get((key, _place(url)))
    if found is None:
        return False
    copy, files = found
    for name in _FILES:
        shutil.copyfile(files / name, folder / name)
    if url.get_backend_name() == "sqlite":
        shutil.copyfile(copy, str(url.database))
    else:
        await _execute(url, f"DROP DATABASE {url.database}")
        await _execute(url, f"CREATE DATABASE {url.database} TEMPLATE {copy}")
    return True


def _place(url: URL) -> str:
    """Return what a copy belongs to: the kind of database, and its server."""
    return f"{url.get_backend_name()} {url.query.get('host', '')}"


async def _execute(url: URL, statement: str) -> None:
    connection = await asyncpg.connect(
        user="postgres", database="postgres", host=url.query["host"]
    )
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
