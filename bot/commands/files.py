"""Writing a document of the office to the disk: whole or not at all, readable by its owner."""

import os
from pathlib import Path

from bot.problems import UsageProblem
from services.i18n import gettext as _

__all__ = ["require_ending", "write_file"]

_ONLY_OWNER = 0o600  # these files are full of names


def write_file(path: Path, content: bytes) -> None:
    """Store *content* under *path*; a crash leaves the old file or the new one."""
    draft = path.with_name(f".{path.name}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _ONLY_OWNER)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def require_ending(path: Path, endings: tuple[str, ...]) -> str:
    """Return the ending of a file's name, in small letters.

    Raises:
        UsageProblem: it is none of *endings*.
    """
    ending = path.suffix.casefold()
    if ending not in endings:
        raise UsageProblem(
            _("Name a file that ends in {endings}.").format(endings=_(" or ").join(endings))
        )
    return ending
