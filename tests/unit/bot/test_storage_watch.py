"""A disk that fills up: the administrators hear before it is full, the log once when it is."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.storage_watch import StorageWatch, why_not_writable

LEAST = 500


class Disk:
    """A disk whose state the test sets."""

    def __init__(self) -> None:
        self.free, self.reason, self.told = 1000, "", 0

    async def tell(self, _folder: Path) -> None:
        """Count the alarms."""
        self.told += 1

    def watch(self) -> StorageWatch:
        """Return a watch of this disk."""
        return StorageWatch(
            Path("data"), least_free=LEAST, on_low=self.tell,
            reason_of=lambda _folder: self.reason, free_of=lambda _folder: self.free,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("free", "reason", "told", "is_writable"),
    [
        (1000, "", 0, True),
        (499, "", 1, True),
        (0, "no space left on device", 0, False),
        (1000, "read-only file system", 0, False),
    ],
    ids=["room", "filling up", "full", "read-only"],
)
async def test_what_is_seen(free, reason, told, is_writable):
    """Who can still be told is told; what cannot store is not ready."""
    disk = Disk()
    disk.free, disk.reason = free, reason
    watch = disk.watch()
    for _ in range(3):
        await watch.look()

    assert (told, is_writable) == (disk.told, watch.is_writable)


async def test_trouble_is_one_line_and_its_end_another():
    """However often one looks: no flood of lines on a disk that is full of them."""
    disk = Disk()
    watch = disk.watch()
    with capture_logs() as lines:
        for reason in ("", "no space left", "no space left", "no space left", "", ""):
            disk.reason = reason
            await watch.look()

    assert ["error", "info"] == [line["log_level"] for line in lines]
    assert lines[0]["event"].startswith("nothing can be stored")
    assert "data: no space left" == lines[0]["detail"]


def test_a_folder_that_takes_nothing_says_why(tmp_path):
    """In the system's own words; a folder that takes files says nothing."""
    assert "" == why_not_writable(tmp_path)
    assert "no such file or directory" == why_not_writable(tmp_path / "gone")
