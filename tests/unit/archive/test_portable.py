"""The portable copy: what goes in comes out, and one changed byte shows."""

from datetime import UTC, date, datetime

import pytest

from services.archive.places import CopyProblem, copy_name, old_copies, problem_of
from services.archive.portable import (
    DamagedCopy,
    Head,
    NotACopy,
    decoded,
    opened_copy,
    verify_copy,
    writing,
)

HEAD = Head("0002", datetime(2026, 11, 24, 4, tzinfo=UTC), "1.0", "ab", ("Школа 12",))
ROWS = [(1, "Пётр «;»\n", None), (2, "", date(2026, 11, 24))]


@pytest.fixture
def copy(tmp_path):
    """Give a small copy on the disk."""
    path = tmp_path / "small.backup"
    with writing(path) as writer:
        writer.head(HEAD)
        writer.table("empty", ["id"])
        writer.table("person", ["id", "name", "born"])
        writer.rows(ROWS)
    return path


def test_a_copy_reads_as_it_was_written(copy):
    """Head, tables and rows come back; the file is its owner's alone."""
    with opened_copy(copy) as (head, tables):
        found = {name: (columns, list(rows)) for name, columns, rows in tables}

    assert HEAD == head
    assert {
        "empty": (["id"], []),
        "person": (["id", "name", "born"], [[1, "Пётр «;»\n", None], [2, "", "2026-11-24"]]),
    } == found
    assert {"empty": 0, "person": 2} == verify_copy(copy).counts
    assert 0o600 == copy.stat().st_mode & 0o777


def test_one_flipped_byte_is_found_wherever_it_is(copy):
    """Every byte of the file is covered, the digest's own too."""
    good = copy.read_bytes()
    missed = []
    for place in range(len(good)):
        copy.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        try:
            verify_copy(copy)
        except (DamagedCopy, NotACopy):
            continue
        missed.append(place)

    assert [] == missed


@pytest.mark.parametrize("left", [0, 5, 18, 40, -1])
def test_a_file_that_was_cut_off_is_found(copy, left):
    """A copy without its end is no copy."""
    copy.write_bytes(copy.read_bytes()[:left])

    with pytest.raises((DamagedCopy, NotACopy)):
        verify_copy(copy)


def test_a_copy_that_fails_leaves_nothing(tmp_path):
    """What broke in the middle is not there to be mistaken for a copy."""

    def fail() -> None:
        with writing(tmp_path / "x.backup") as writer:
            writer.head(HEAD)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (None, datetime, None),
        ("2026-11-24", date, date(2026, 11, 24)),
        ("AAE=", bytes, b"\x00\x01"),
        ({"a": 1}, None, {"a": 1}),
        ("2026-11-24", str, "2026-11-24"),
        (7, int, 7),
    ],
)
def test_values_are_read_by_the_type_of_their_column(value, kind, expected):
    """A text that looks like a date stays a text."""
    assert expected == decoded(value, kind)


def test_old_copies_are_those_beyond_the_newest(tmp_path):
    """The newest stay; other files are left alone."""
    names = [copy_name(datetime(2026, 11, day, tzinfo=UTC)) for day in (1, 2, 3)]
    for name in (*names, "other.txt"):
        (tmp_path / name).write_text("")

    assert [names[0]] == [file.name for file in old_copies(tmp_path, keep=2)]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OSError(28, "No space left on device"), CopyProblem.FULL),
        (OSError(122, "Disk quota exceeded"), CopyProblem.FULL),
        (OSError(30, "Read-only file system"), CopyProblem.READ_ONLY),
        (FileNotFoundError(2, "No such file"), CopyProblem.MISSING),
        (PermissionError(13, "Permission denied"), CopyProblem.REFUSED),
        (OSError(5, "Input/output error"), CopyProblem.REFUSED),
    ],
)
def test_an_error_of_the_system_has_a_meaning(error, expected):
    """Full, locked, gone and refused are told apart: each has another way out."""
    assert expected is problem_of(error)
