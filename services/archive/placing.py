"""Putting an archive in its places: sealed, with its signed manifest and the receipt beside it."""

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from services.archive.manifest import (
    ArchiveDamaged,
    Manifest,
    manifest_path,
    public_key_of,
    signed,
    verify_archive,
)
from services.archive.period import Contents
from services.archive.places import CopyProblem, Placed, problem_of
from services.archive.receipt import receipt_pdf
from services.archive.sealing import Seal
from services.archive.writing import write_file
from services.keys import Keys

__all__ = ["place_archive"]


async def place_archive(
    contents: Contents,
    folders: Sequence[Path],
    *,
    seal: Seal,
    keys: Keys,
    now: datetime,
    program: str,
) -> list[Placed]:
    """Write one archive into every folder that takes it, each read back.

    A folder is never made here: a missing one is a medium that is not connected.
    """
    moment = now.astimezone(UTC)
    name = f"peremena-archive-{moment:%Y%m%dT%H%M%SZ}.age"
    sealed = await asyncio.to_thread(seal.close, contents.packed)
    manifest = Manifest(
        school=contents.school,
        period=contents.period,
        made_at=moment.isoformat(timespec="seconds"),
        program=program,
        sealed_by=seal.kind,
        file=name,
        size=len(sealed),
        sha256=hashlib.sha256(sealed).hexdigest(),
        chain_seq=contents.chain_seq,
        chain_hash=contents.chain_hash,
        contents=contents.digests,
    )
    receipt = await receipt_pdf(
        manifest,
        public_key=public_key_of(keys),
        places=[str(folder) for folder in folders],
    )
    files = {
        name: sealed,
        manifest_path(Path(name)).name: signed(manifest, keys),
        f"{Path(name).stem}.receipt.pdf": receipt,
    }
    return [await asyncio.to_thread(_write, folder, name, files) for folder in folders]


def _write(folder: Path, name: str, files: dict[str, bytes]) -> Placed:
    if not folder.is_dir():
        return Placed(folder, None, CopyProblem.MISSING)
    try:
        for file_name, content in files.items():
            write_file(folder / file_name, content)
        verify_archive(folder / name)
    except OSError as error:
        return Placed(folder, None, problem_of(error))
    except ArchiveDamaged:
        return Placed(folder, None, CopyProblem.DAMAGED)
    return Placed(folder, folder / name)
