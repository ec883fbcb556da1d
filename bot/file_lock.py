"""One process per SQLite file: two copies would answer everybody twice."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.problems import CommandFailed
from services.i18n import gettext as _

__all__ = ["only_process"]


@contextmanager
def only_process(database_file: Path) -> Iterator[None]:
    """Hold the database file for the time of the block; the system lets go when the process dies.

    Raises:
        CommandFailed: another process holds it.
    """
    lock = database_file.with_name(f"{database_file.name}.lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandFailed(
                _("Peremena is already running on {file}: stop that copy first.").format(
                    file=database_file
                )
            ) from None
        yield
    finally:
        os.close(descriptor)
