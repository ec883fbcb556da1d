"""Work in a child process."""

import os
import signal
import sys
from pathlib import Path

import pytest

from bot.apart import begin_apart
from bot.problems import CommandFailed


def _write(path: str) -> None:
    import wave  # noqa: F401  # something this process has no use for

    Path(path).write_text("done", encoding="utf-8")


def _interrupt_and_write(path: str) -> None:
    os.kill(os.getpid(), signal.SIGINT)
    Path(path).write_text("done", encoding="utf-8")


def _fail(sentence: str) -> None:
    raise CommandFailed(sentence)


def _die(_argument: str) -> None:
    sys.exit(3)


def test_the_work_is_done_and_leaves_nothing_behind(tmp_path: Path):
    """Its effect stays, what it imported does not."""
    file = tmp_path / "note"
    begin_apart(_write, str(file))()

    assert file.read_text(encoding="utf-8") == "done"
    assert "wave" not in sys.modules


def test_ctrl_c_does_not_stop_it_halfway(tmp_path: Path):
    """A terminal sends it to both: the parent says so, the child finishes and says nothing."""
    file = tmp_path / "note"
    begin_apart(_interrupt_and_write, str(file))()

    assert file.read_text(encoding="utf-8") == "done"


def test_its_refusal_comes_over():
    """The sentence for the person at the terminal is the same as from here."""
    with pytest.raises(CommandFailed, match=r"^The database is away\.$"):
        begin_apart(_fail, "The database is away.")()


def test_its_death_is_noticed():
    """A child that ends without a word has not done its work."""
    with pytest.raises(CommandFailed):
        begin_apart(_die, "")()
