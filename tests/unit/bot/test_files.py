"""Folders that a command makes by itself."""

from pathlib import Path

import pytest

from bot.commands.files import make_last_folders


def test_only_the_last_part_of_a_path_is_made(tmp_path: Path) -> None:
    """A new folder beside others is what was meant; a whole path is a medium that is away."""
    there, new, away = tmp_path / "there", tmp_path / "new", tmp_path / "stick" / "school"
    there.mkdir()

    assert [there, new, away] == make_last_folders([there, new, there, away])
    assert [True, True, False] == [one.is_dir() for one in (there, new, away)]


@pytest.mark.parametrize("name", ["/mnt/peremena-stick", "/media/peremena-stick"])
def test_a_medium_that_is_not_connected_is_not_invented(name: str) -> None:
    """Below the places of media a missing folder is a missing medium."""
    make_last_folders([Path(name)])

    assert not Path(name).exists()
