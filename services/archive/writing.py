"""Writing a document to the disk: whole or not at all, readable by its owner alone."""

import os
from pathlib import Path

__all__ = ["write_file"]

_ONLY_OWNER = 0o600  # these files are full of names


def write_file(path: Path, content: bytes) -> None:
    """Store *content* under *path*; a crash leaves the old file or the new one.

    Raises:
        OSError: there is no such folder, no right to write there, or no room; nothing is left.
    """
    draft = path.with_name(f".{path.name}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _ONLY_OWNER)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
