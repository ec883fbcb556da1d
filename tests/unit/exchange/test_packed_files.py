"""Packed files that lie about themselves: refused in a sentence, not unpacked into memory."""

import io
import struct
import zipfile

import pytest

from services.exchange.workbook import read_sent_workbook

TABLE = "фамилия;имя;класс\n".encode() * 2000


def packed(name="students.csv", content=TABLE, *, count=1, method=zipfile.ZIP_DEFLATED):
    """Return a packed file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for number in range(count):
            archive.writestr(name if count == 1 else f"{number}{name}", content)
    return made.getvalue()


def _smaller_than_it_is(data):
    """Let both headings of the only part promise ten bytes."""
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(signature) + offset
        data = data[:at] + struct.pack("<I", 10) + data[at + 4 :]
    return data


def _flagged(data):
    """Let the part say that it has a password."""
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(signature) + offset
        data = data[:at] + struct.pack("<H", 1) + data[at + 2 :]
    return data


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (packed(content=bytes(151_000_000)), "unpacks to far more than a school's lists"),
        (packed(content=b"1", count=2001), "unpacks to far more than a school's lists"),
        (_smaller_than_it_is(packed()), "the workbook is damaged"),
        (_smaller_than_it_is(packed("xl/workbook.xml")), "the workbook is damaged"),
        (_flagged(packed()), "has a password"),
        (packed()[:-40], "the workbook is damaged"),
        (packed("notes.txt"), "there is no file of the school here"),
        (packed("xl/workbook.xml", b"<no/>"), "the workbook is damaged"),
        (b"\x89PNG\r\n\x1a\n", "expected a workbook"),
        (b"", "the file is empty"),
        (b"<html><table></table></html>", "this is a web page under the name of a workbook"),
    ],
    ids=lambda case: case if isinstance(case, str) else str(len(case)),
)
def test_what_is_no_workbook_is_one_sentence(data, expected):
    """A bomb, a lie, a password, half a file, another kind of file: what it is and the way out."""
    problems = read_sent_workbook(data, "sent.zip").findings.problems

    assert 1 == len(problems)
    assert problems[0].line().startswith("sent.zip: ")
    assert expected in problems[0].text
