"""The portable copy: one file that either database can be put back from; no SQL here.

A line that names the format, then gzip of JSON lines (a head; for each table its name and its
rows; an end with the counts), then the SHA-256 of everything before: one changed byte shows.
"""

import gzip
import hashlib
import io
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from pathlib import Path
from typing import IO, Any

from services.errors import DiaryError

__all__ = [
    "DamagedCopy",
    "Head",
    "NotACopy",
    "PortableWriter",
    "Tables",
    "decoded",
    "is_portable",
    "opened_copy",
    "rows_of",
    "verify_copy",
    "writing",
]

MAGIC = b"PEREMENA-BACKUP 1\n"
_DIGEST_BYTES = 32
_BLOCK = 1 << 20
_ONLY_OWNER = 0o600
_QUICK = 6  # gzip: a stronger level takes twice the time for 4 % less


class NotACopy(DiaryError):
    """The file is no portable copy. Facts: path."""


class DamagedCopy(DiaryError):
    """The file was changed or cut off since it was made. Facts: path."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a copy says of itself."""

    schema: str  # revision of the database
    made_at: datetime
    program: str
    key_fingerprint: str  # which SECRET_KEY its hashes were made with
    schools: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """A copy that was read to its end: its head, and how many rows each table has."""

    head: Head
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """How many rows there are in all."""
        return sum(self.counts.values())


class _Hashing(io.RawIOBase):
    """Writes through and remembers the digest."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.digest.update(data)
        return self._file.write(data)


class PortableWriter:
    """Takes tables and rows one after the other."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._counts: dict[str, int] = {}
        self._table = ""

    def head(self, head: Head) -> None:
        """Begin; first of all."""
        self._line(
            {
                "schema": head.schema,
                "made_at": head.made_at.isoformat(),
                "program": head.program,
                "key": head.key_fingerprint,
                "schools": list(head.schools),
            }
        )

    def table(self, name: str, columns: Sequence[str]) -> None:
        """Begin a table; its rows follow in the order of *columns*."""
        self._table = name
        self._counts[name] = 0
        self._line({"table": name, "columns": list(columns)})

    def rows(self, rows: Sequence[Sequence[Any]]) -> None:
        """Add rows to the table begun last."""
        for row in rows:
            self._line([_encoded(value) for value in row])
        self._counts[self._table] += len(rows)

    def end(self) -> None:
        """Finish; a copy without its end is damaged."""
        self._line({"end": self._counts})

    @property
    def counts(self) -> dict[str, int]:
        """How many rows each table has got."""
        return dict(self._counts)

    def _line(self, content: Any) -> None:
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        self._stream.write(text.encode() + b"\n")


@contextmanager
def writing(path: Path) -> Iterator[PortableWriter]:
    """Write a copy to *path*: there when the block ends well, and nothing of it otherwise."""
    draft = path.with_name(f".{path.name}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _ONLY_OWNER)
    try:
        with os.fdopen(descriptor, "wb") as file:
            hashing = _Hashing(file)
            hashing.write(MAGIC)
            with gzip.GzipFile(
                fileobj=hashing, mode="wb", filename="", mtime=0, compresslevel=_QUICK
            ) as packed:
                writer = PortableWriter(packed)  # type: ignore[arg-type]  # writes bytes
                yield writer
                writer.end()
            file.write(hashing.digest.digest())
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def is_portable(path: Path) -> bool:
    """Whether a file begins as a portable copy does."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def verify_copy(path: Path) -> Tables:
    """Read a copy to its end and return what is in it.

    Raises:
        NotACopy: it is another kind of file.
        DamagedCopy: a byte was changed, or the end is missing.
    """
    with opened_copy(path) as (head, lines):
        counts: dict[str, int] = {}
        try:
            for table, _columns, rows in lines:
                counts[table] = sum(1 for _ in rows)
        except _Cut:
            raise DamagedCopy(path=path) from None
    return Tables(head, counts)


class _Cut(ValueError):
    """The lines end too early or do not fit their own counts."""


_Lines = Iterator[tuple[str, list[str], Iterator[list[Any]]]]


@contextmanager
def opened_copy(path: Path) -> Iterator[tuple[Head, _Lines]]:
    """Check a copy's digest, then give its head and its tables with their rows, in order.

    Raises:
        NotACopy, DamagedCopy: as in ``verify_copy``.
    """
    if not is_portable(path):
        raise NotACopy(path=path)
    length = path.stat().st_size - _DIGEST_BYTES
    with path.open("rb") as file:
        if length < len(MAGIC) or _digest(file, length) != file.read(_DIGEST_BYTES):
            raise DamagedCopy(path=path)
        file.seek(len(MAGIC))
        with gzip.GzipFile(fileobj=_Limited(file, length - len(MAGIC)), mode="rb") as lines:
            try:
                head = _head(json.loads(lines.readline()))
            except (ValueError, KeyError, EOFError):
                raise DamagedCopy(path=path) from None
            yield head, _tables(lines)


class _Limited(io.RawIOBase):
    """A file that ends before its digest."""

    def __init__(self, file: IO[bytes], length: int) -> None:
        self._file = file
        self._left = length

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._file.read(min(len(buffer), self._left))
        buffer[: len(data)] = data
        self._left -= len(data)
        return len(data)


def _digest(file: IO[bytes], length: int) -> bytes:
    digest, left = hashlib.sha256(), length
    while left > 0:
        block = file.read(min(_BLOCK, left))
        if not block:
            break
        digest.update(block)
        left -= len(block)
    return digest.digest()


def _head(content: dict[str, Any]) -> Head:
    return Head(
        schema=content["schema"],
        made_at=datetime.fromisoformat(content["made_at"]),
        program=content["program"],
        key_fingerprint=content["key"],
        schools=tuple(content["schools"]),
    )


def _tables(lines: gzip.GzipFile) -> _Lines:
    """Give table after table; the rows of one are read before the next is asked for."""
    content = _next(lines)
    while "end" not in content:
        counted = _Counted(lines)
        yield content["table"], content["columns"], counted.rows()
        for _ in counted.rows():
            pass  # what the reader left
        content = counted.following
    if lines.readline():
        raise _Cut


class _Counted:
    """The rows of one table, up to the line that is none."""

    def __init__(self, lines: gzip.GzipFile) -> None:
        self._lines = lines
        self.following: dict[str, Any] = {}

    def rows(self) -> Iterator[list[Any]]:
        """Give the rows that are left."""
        while not self.following:
            content = _next(self._lines)
            if isinstance(content, dict):
                self.following = content
                return
            yield content


def _next(lines: gzip.GzipFile) -> Any:
    line = lines.readline()
    if not line.endswith(b"\n"):
        raise _Cut
    return json.loads(line)


def rows_of(columns: Sequence[str], rows: Iterator[list[Any]]) -> Iterator[dict[str, Any]]:
    """Give rows as mappings."""
    for row in rows:
        yield dict(zip(columns, row, strict=True))


def _encoded(value: Any) -> Any:
    """Return what JSON holds; the column's type says how to read it again."""
    match value:
        case Enum():
            return value.value
        case datetime() | date() | time():
            return value.isoformat()
        case bytes():
            return b64encode(value).decode()
        case _:
            return value


def decoded(value: Any, kind: type[Any] | None) -> Any:
    """Return a stored value as the Python type a column takes; JSON columns name no type."""
    if value is None or kind is None:
        return value
    if kind is bytes:
        return b64decode(value)
    if kind in (datetime, date, time):
        return kind.fromisoformat(value)
    return value
