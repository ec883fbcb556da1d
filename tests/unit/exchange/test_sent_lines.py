"""A dispatcher's list of changes as a file: each row is a line as somebody would type it."""

import io

import pytest
import xlsxwriter

from services.exchange.sent_lines import NotLines, lines_of_file

EXPECTED = "24.11.2026 7Б 3 Биология Смирнова 214\n24.11.2026 7Б 6 отмена"


def workbook():
    """Return a workbook with a heading, an empty row and two changes."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        rows = (
            ("дата", "класс", "урок", "предмет", "учитель", "каб"),
            ("",),
            ("2026-11-24", "7Б", 3, "Биология", "Смирнова", 214),
            ("2026-11-24", "7Б", 6, "отмена"),
        )
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        EXPECTED.encode(),
        b"\xef\xbb\xbf" + EXPECTED.replace("\n", "\r\n").encode(),
        EXPECTED.encode("windows-1251"),
        ("дата;класс;урок\r\n" + EXPECTED.replace(" ", ";")).encode(),
        workbook(),
    ],
)
def test_rows_are_lines(data):
    """A heading and empty rows are left out, whatever the kind of file."""
    assert EXPECTED == lines_of_file(data)


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00", b"\x89PNG\r\n\x1a\n\x98\x00\x81", workbook()[:900]]
)
def test_what_is_no_list_is_refused(data):
    """A picture, a broken workbook."""
    with pytest.raises(NotLines):
        lines_of_file(data)
