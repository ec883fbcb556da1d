"""The demo school with its months of life: lived once, kept, and opened by copying.

It is lived anew when anything it is made of has changed. What is kept is a database and the chats
of the sandbox; each demo plays on a copy, so the next one is fresh again.
"""

import asyncio
import fcntl
import hashlib
import json
import secrets
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from tempfile import mkdtemp

from bot.commands.run import event_loop_factory
from bot.database_setup import upgrade
from bot.demo.cast import demo_moment, zone_of
from bot.demo.life.months import live_until_today
from bot.demo.scenes import demo_lists
from bot.demo.theatre import FIRST_DAY, Scene, theatre
from bot.sandbox.chats import Telegram
from bot.sandbox.memory import recall, remember
from bot.settings import Settings
from services.clock import MovableClock, SystemClock

__all__ = ["copy_database", "homes", "is_in_time", "place_to_keep", "prepared_scene"]

_FOLDER = "demo-school"
_ROOT = Path(__file__).parents[2]
_MADE_OF = ("bot/demo", "bot/sandbox", "migrations/versions", "services/models")
_DATABASE, _CHATS, _FACTS, _LOCK = "demo.db", "chats", "facts.json", "lock"
_BEFORE_SCHOOL = time(7, 0)
_PATIENCE_SECONDS = 60.0  # what is kept must be complete, however slow the machine is


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the files do not say by themselves."""

    secret: str
    school_id: int
    codes: dict[str, str]


def is_in_time(local: datetime | None) -> bool:
    """Whether a demo that begins at *local* begins after the months that were lived."""
    if local is None:
        return True
    workbook = demo_lists()
    return demo_moment(workbook, local) >= demo_moment(workbook, None)


def homes() -> Iterator[Path]:
    """Where the school may be kept: beside the program, or with whoever runs it."""
    yield Path(sys.prefix) / _FOLDER
    try:
        yield Path.home() / ".cache" / "peremena" / _FOLDER
    except RuntimeError:  # somebody without a home
        return


def place_to_keep(places: Iterable[Path], *, otherwise: Path) -> Path:
    """Return the first of *places* that can be written to, else *otherwise*.

    A program installed by somebody else, or into a container that may not be written to, still
    has its demo; in *otherwise*, which goes with the demo, the school is lived each time anew.
    """
    for place in places:
        try:
            place.mkdir(parents=True, exist_ok=True)
            (place / _LOCK).open("w").close()
        except OSError:
            continue
        return place
    return otherwise


def prepared_scene(
    settings: Settings,
    database_file: Path,
    *,
    local: datetime | None = None,
    kept_in: Path,
    progress: Callable[[str], None],
) -> Scene:
    """Copy the database of the school to *database_file* and set the scene on it.

    The school is lived first where nobody has yet; *progress* is told the month it is in.
    """
    kept_in.mkdir(parents=True, exist_ok=True)
    kept = kept_in / _digest()
    with _alone(kept_in / _LOCK):
        if not (kept / _FACTS).exists():
            _live(settings, kept, progress=progress)
    copy_database(kept / _DATABASE, database_file)
    facts = _Facts(**json.loads((kept / _FACTS).read_text(encoding="utf-8")))
    workbook = demo_lists()
    clock = MovableClock(SystemClock(), start=demo_moment(workbook, local))
    telegram = Telegram(clock)
    recall(telegram, kept / _CHATS)
    return Scene(
        workbook=workbook,
        moment=demo_moment(workbook, None),
        clock=clock,
        secret=facts.secret,
        telegram=telegram,
        school_id=facts.school_id,
        codes=facts.codes,
        has_life=True,
    )


def copy_database(kept: Path, copy: Path) -> None:
    """Copy a database whole, with what still stands in its write-ahead log."""
    with closing(sqlite3.connect(kept)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _live(settings: Settings, kept: Path, *, progress: Callable[[str], None]) -> None:
    """Live the months in a place of their own, and move it where it is kept when all is done."""
    for older in kept.parent.iterdir():
        if older.is_dir():
            shutil.rmtree(older)  # of an older version of the program
    place = Path(mkdtemp(prefix="lived-", dir=kept.parent))
    own = settings.model_copy(
        update={
            "database_url": f"sqlite+aiosqlite:///{place / _DATABASE}",
            "data_dir": place / "data",
        }
    )
    own.data_dir.mkdir()
    upgrade(own.database_url)
    workbook = demo_lists()
    begin = datetime.combine(FIRST_DAY, _BEFORE_SCHOOL, zone_of(workbook))
    clock = MovableClock(SystemClock(), start=begin)
    scene = Scene(
        workbook=workbook,
        moment=demo_moment(workbook, None),
        clock=clock,
        secret=secrets.token_urlsafe(48),
        telegram=Telegram(clock),
        has_life=True,
    )
    with asyncio.Runner(loop_factory=event_loop_factory()) as runner:
        school_id = runner.run(_lived(own, scene, progress=progress))
    remember(scene.telegram, place / _CHATS)
    facts = {"secret": scene.secret, "school_id": school_id, "codes": scene.codes}
    (place / _FACTS).write_text(json.dumps(facts), encoding="utf-8")
    place.rename(kept)


async def _lived(settings: Settings, scene: Scene, *, progress: Callable[[str], None]) -> int:
    async with theatre(settings, scene, patience_seconds=_PATIENCE_SECONDS) as opened:
        await live_until_today(opened, zone_of(scene.workbook), progress=progress)
        return opened.school_id


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Wait until no other process lives the months."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _digest() -> str:
    found = hashlib.sha256(sys.version.encode())
    for path in sorted(_sources()):
        found.update(path.relative_to(_ROOT).as_posix().encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    for folder in _MADE_OF:
        for path in (_ROOT / folder).rglob("*"):
            if path.suffix in {".py", ".csv"}:
                yield path
