"""Which demos open the school with its months of life."""

import sqlite3
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from bot.demo.prepared import copy_database, homes, is_in_time, place_to_keep


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        (None, True),
        ("2026-11-24T08:40", True),
        ("2026-11-27T17:59", True),
        ("2026-11-24T08:31", False),  # the months would lie ahead
        ("2026-09-14T07:50", False),
    ],
)
def test_only_a_demo_after_the_months_has_them_behind_it(local: str | None, *, expected: bool):
    """``--now`` in September begins with empty lists, as the school's first day did."""
    moment = None if local is None else datetime.fromisoformat(local)

    assert expected is is_in_time(moment)


def test_the_school_is_kept_where_one_may_write(tmp_path: Path) -> None:
    """Beside the program if that can be; in a folder nobody may write to, somewhere else."""
    file = tmp_path / "file"
    file.write_text("nothing can be made below a file")
    shut, free, last = file / "demo", tmp_path / "own" / "demo", tmp_path / "last"

    assert free == place_to_keep([free, shut], otherwise=last)
    assert free == place_to_keep([shut, free], otherwise=last)
    assert last == place_to_keep([shut], otherwise=last)


def test_beside_the_program_comes_first() -> None:
    """A checkout with its own environment keeps it there, and leaves nothing behind."""
    assert Path(sys.prefix) / "demo-school" == next(iter(homes()))


def test_what_stands_in_the_log_is_copied_too(tmp_path: Path) -> None:
    """The last hour of the months may not have reached the database's own file yet."""
    kept, copy = tmp_path / "kept.db", tmp_path / "copy.db"
    with closing(sqlite3.connect(kept)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE teacher (name TEXT)")
        writer.execute("INSERT INTO teacher VALUES ('Ирина')")
        writer.commit()

        copy_database(kept, copy)

    with closing(sqlite3.connect(copy)) as opened:
        assert [("Ирина",)] == opened.execute("SELECT name FROM teacher").fetchall()
