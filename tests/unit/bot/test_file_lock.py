"""Two copies of the program never work on one SQLite file."""

from pathlib import Path

import pytest

from bot.file_lock import only_process
from bot.problems import CommandFailed


def test_the_second_copy_says_so_in_one_line(tmp_path: Path):
    """It names the file and ends; the first goes on, and its end frees the file."""
    file = tmp_path / "data" / "peremena.db"
    with only_process(file):
        with pytest.raises(CommandFailed) as refused, only_process(file):
            pass
        sentence = str(refused.value)
    with only_process(file):
        pass

    assert str(file) in sentence
    assert "\n" not in sentence
