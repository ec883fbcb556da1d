"""A folder of CSV files that a test may change before it is read."""

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Folder"]


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of a school."""

    path: Path

    def text(self, name: str) -> str:
        """Return the text of a file without its mark."""
        return (self.path / name).read_bytes().decode("utf-8-sig")

    def write(self, name: str, text: str, *, encoding: str = "utf-8-sig") -> None:
        """Write a file anew."""
        (self.path / name).write_bytes(text.encode(encoding))

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace one place of a file; it must be there once."""
        text = self.text(name)
        if text.count(old) != 1:
            raise LookupError(old)
        self.write(name, text.replace(old, new))

    def append(self, name: str, line: str) -> None:
        """Add a line at the end."""
        self.write(name, f"{self.text(name).rstrip()}\r\n{line}\r\n")

    def remove(self, name: str) -> None:
        """Take a file away."""
        (self.path / name).unlink()

    def rewrite(self, name: str, heading: str, *lines: str) -> None:
        """Write a file of some lines."""
        self.write(name, "\r\n".join((heading, *lines, "")))
