"""Looking into an archive whose passphrase is at hand: every file in it, byte by byte."""

import hashlib
import io
import zipfile
from pathlib import Path

from services.archive.manifest import ArchiveDamaged, Manifest
from services.archive.sealing import CannotOpen, NoArchiveKey, seal_of

__all__ = ["open_archive"]


def open_archive(path: Path, manifest: Manifest, passphrase_file: Path | None) -> bool:
    """Open an archive and compare what is in it; False when it cannot be opened from here.

    An archive made to the director's key is the director's to open; so is one whose passphrase
    is another than that of the file.

    Raises:
        ArchiveDamaged: it opens, and what is in it is not what the manifest says.
    """
    if manifest.sealed_by != "age-passphrase" or passphrase_file is None:
        return False
    try:
        packed = seal_of(None, passphrase_file).open(path.read_bytes())
    except (CannotOpen, NoArchiveKey):
        return False
    with zipfile.ZipFile(io.BytesIO(packed)) as files:
        found = {name: hashlib.sha256(files.read(name)).hexdigest() for name in files.namelist()}
    if found != dict(manifest.contents):
        raise ArchiveDamaged(path=path)
    return True
