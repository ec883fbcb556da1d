"""Copies in several places: made once, copied to the others, each one read back."""

import asyncio
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from errno import EDQUOT, ENOSPC, EROFS
from pathlib import Path

from services.archive.copying import Progress, write_copy
from services.archive.portable import DamagedCopy, Tables, verify_copy
from services.database import Database
from services.keys import Keys

__all__ = [
    "ENDING",
    "CopyProblem",
    "Placed",
    "copies_in",
    "copy_into",
    "copy_name",
    "old_copies",
    "problem_of",
    "spread",
]

ENDING = ".backup"
_FORM = "peremena-%Y%m%dT%H%M%SZ"


class CopyProblem(StrEnum):
    """Why there is no copy in a place."""

    MISSING = "missing"  # the medium is not connected
    FULL = "full"
    READ_ONLY = "read_only"
    DAMAGED = "damaged"  # what was written reads otherwise
    REFUSED = "refused"  # by the system, for another reason


@dataclass(frozen=True, slots=True)
class Placed:
    """One place and what became of its copy."""

    folder: Path
    file: Path | None
    problem: CopyProblem | None = None


def copy_name(now: datetime) -> str:
    """Return the name of a copy made at a moment; names sort as their moments do."""
    return f"{now.astimezone(UTC):{_FORM}}{ENDING}"


async def copy_into(
    database: Database,
    folders: Sequence[Path],
    *,
    keys: Keys,
    now: datetime,
    program: str,
    on_table: Progress = lambda _name: None,
) -> tuple[list[Placed], Tables | None]:
    """Copy *database* into every folder that takes it; what is in the copies, if there is any.

    A folder is never made here: a missing one is a medium that is not connected.
    """
    placed: list[Placed] = []
    tables: Tables | None = None
    source: Path | None = None
    for folder in folders:
        file = folder / copy_name(now)
        is_there = await asyncio.to_thread(folder.is_dir)
        problem = None if is_there else CopyProblem.MISSING
        try:
            if problem is None and source is None:
                tables = await write_copy(
                    database, file, keys=keys, now=now, program=program, on_table=on_table
                )
            elif problem is None and source is not None:
                await asyncio.to_thread(spread, source, file)
            if problem is None:
                await asyncio.to_thread(verify_copy, file)
                source = source or file
        except OSError as error:
            problem = problem_of(error)
        except DamagedCopy:
            problem = CopyProblem.DAMAGED
        placed.append(Placed(folder, None if problem else file, problem))
    return placed, tables if source is not None else None


def spread(source: Path, target: Path) -> None:
    """Copy a file to another place: there as a whole, or not at all."""
    draft = target.with_name(f".{target.name}.part")
    try:
        shutil.copyfile(source, draft)
        draft.chmod(0o600)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def problem_of(error: OSError) -> CopyProblem:
    """Return what an error of the system means for a copy."""
    if error.errno in (ENOSPC, EDQUOT):
        return CopyProblem.FULL
    if error.errno == EROFS:
        return CopyProblem.READ_ONLY
    if isinstance(error, FileNotFoundError):
        return CopyProblem.MISSING
    return CopyProblem.REFUSED


def copies_in(folder: Path) -> dict[Path, datetime]:
    """Return the copies of a folder with the moment each was made, the newest first.

    What only looks like one, such as «peremena-… (copy).backup», is somebody else's file.
    """
    found: dict[Path, datetime] = {}
    for file in folder.glob(f"peremena-*{ENDING}"):
        with suppress(ValueError):
            found[file] = datetime.strptime(file.stem, _FORM).replace(tzinfo=UTC)
    return dict(sorted(found.items(), key=lambda item: item[1], reverse=True))


def old_copies(folder: Path, *, keep: int) -> list[Path]:
    """Return the copies of a folder that *keep* newer ones make needless."""
    return list(copies_in(folder))[keep:]
