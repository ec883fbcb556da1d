"""A workbook says what the folder of CSV files says, however its cells are typed."""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from services.exchange.reading import files
from services.exchange.reading.spreadsheet import cell_text
from services.exchange.workbook import Workbook, read_sent_workbook, read_workbook
from tests.unit.exchange.books import TITLES, Cell, demo_tables, typed, write_book
from tests.unit.exchange.conftest import DEMO_SCHOOL


def _problems(workbook: Workbook) -> list[str]:
    return [finding.line() for finding in workbook.findings.problems]


def _without_places(workbook: Workbook) -> list[list[object]]:
    return [
        [
            replace(row, place=replace(row.place, file="", headings={}))
            for row in getattr(workbook.tables, name).rows
        ]
        for name in TITLES
    ]


@pytest.fixture
def demo() -> dict[str, list[list[Cell]]]:
    """Give the demo school's tables with cells as a spreadsheet takes them."""
    return {
        title: [list(rows[0]), *([typed(cell) for cell in row] for row in rows[1:])]
        for title, rows in demo_tables().items()
    }


def test_a_workbook_of_typed_cells_reads_like_the_folder(demo, tmp_path):
    """Dates, times, phones, lesson numbers and shifts mean the same as their texts."""
    workbook = read_workbook(write_book(tmp_path / "school.xlsx", demo))

    assert [] == _problems(workbook)
    assert _without_places(read_workbook(DEMO_SCHOOL)) == _without_places(workbook)


def test_sheets_in_english_and_any_case_and_order(demo, tmp_path):
    """What a sheet is called in the other language, and how loudly, makes no difference."""
    names = {title: name.upper() for name, title in TITLES.items()}
    sheets = {names[title]: rows for title, rows in reversed(demo.items())}

    workbook = read_workbook(write_book(tmp_path / "school.xlsx", sheets))

    assert _without_places(read_workbook(DEMO_SCHOOL)) == _without_places(workbook)


def test_an_error_names_sheet_row_and_column(demo, tmp_path):
    """The place is said as the person sees it in the spreadsheet."""
    demo["Ученики"][4][4] = "вчера"

    workbook = read_workbook(write_book(tmp_path / "school.xlsx", demo))

    expected = (
        "Ученики, row 5, column “дата рождения”: expected: a date such as 01.09.2026 or"
        " 2026-09-01; found: “вчера”."
    )
    assert [expected] == _problems(workbook)


def test_hidden_sheets_are_not_read_and_strange_ones_are_named(demo, tmp_path):
    """Drafts somebody has hidden say nothing; a sheet nobody knows is skipped with a notice."""
    sheets = {**demo, "Меню столовой": [["блюдо"]], "Ученики старые": [["id"]], "Лист1": []}

    workbook = read_workbook(
        write_book(tmp_path / "school.xlsx", sheets, hidden=["Ученики старые"])
    )

    assert ([], ["these tables are skipped: Меню столовой."]) == (
        _problems(workbook),
        [finding.line() for finding in workbook.findings.notices],
    )


def test_missing_sheets_are_named(demo, tmp_path):
    """The four that are needed are said by their names."""
    del demo["Ученики"], demo["Школа"]

    assert ["Ученики: the sheet is missing.", "Школа: the sheet is missing."] == _problems(
        read_workbook(write_book(tmp_path / "school.xlsx", demo))
    )


def test_a_merged_cell_speaks_for_all_its_rows(demo, tmp_path):
    """A class written once beside all its students is the class of each."""
    students = demo["Ученики"]
    column = students[0].index("класс")
    last = max(index for index, row in enumerate(students) if row[column] == "1А")

    workbook = read_workbook(
        write_book(tmp_path / "school.xlsx", demo, merged={"Ученики": [(1, column, last, column)]})
    )

    assert _without_places(read_workbook(DEMO_SCHOOL)) == _without_places(workbook)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (7.0, "7"),
        (0.5, "0.5"),
        (79990008728.0, "79990008728"),
        (0.1 + 0.2, "0.3"),
        (True, "да"),
        (date(2026, 9, 1), "2026-09-01"),
        (datetime(2026, 9, 1), "2026-09-01"),  # noqa: DTZ001  # spreadsheets know no zones
        (datetime(1899, 12, 30, 8, 30), "08:30"),  # noqa: DTZ001
        (time(8, 29, 59, 999999), "08:30"),
        (timedelta(hours=8, minutes=30), "08:30"),
        (None, ""),
        ("  Ёлкина\u00a0 ", "Ёлкина"),
    ],
)
def test_a_typed_cell_is_the_text_a_person_would_have_typed(value, expected):
    """Numbers lose their empty fraction, dates are ISO, times are of the clock."""
    assert expected == cell_text(value)


_OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        (
            "school.xls",
            _OLE,
            "this is a workbook of the old kind (.xls); open it and save it as .xlsx.",
        ),
        (
            "school.xlsx",
            _OLE + "EncryptedPackage".encode("utf-16-le"),
            "the workbook has a password; save it without one.",
        ),
        (
            "school.xls",
            "\ufeff<html><table><tr><td>ФИО</td></tr></table></html>".encode(),
            (
                "this is a web page under the name of a workbook; open it in a spreadsheet"
                " program and save it as .xlsx."
            ),
        ),
        ("school.xlsx", b"", "the file is empty."),
        (
            "school.xlsx",
            b"PK\x03\x04 broken",
            "the workbook is damaged; open it, save it anew as .xlsx and send that.",
        ),
        (
            "students.csv",
            b"id;name",
            "this is one table; expected a workbook, or a folder of CSV files.",
        ),
        (
            "photo.jpg",
            b"\xff\xd8\xff",
            "expected a workbook (.xlsx), a folder of CSV files, or CSV files in a .zip.",
        ),
    ],
)
def test_what_only_looks_like_a_workbook_is_one_sentence(name, data, expected):
    """The sentence says what the file is and what to do with it."""
    assert [f"{name}: {expected}"] == _problems(read_sent_workbook(data, name))


def _packed(contents: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    return stream.getvalue()


def test_a_file_that_unpacks_to_far_more_is_not_opened(monkeypatch):
    """A bomb is recognised by its table of contents, before anything is unpacked."""
    data = _packed({"xl/workbook.xml": bytes(151_000_000)})

    assert ["bomb.xlsx: the file unpacks to far more than a school's lists; not opened."] == (
        _problems(read_sent_workbook(data, "bomb.xlsx"))
    )


def test_a_large_file_is_not_even_opened(tmp_path, monkeypatch):
    """Twenty megabytes are no list of a school."""
    monkeypatch.setattr(files, "LARGEST_FILE", 10)
    path = tmp_path / "school.xlsx"
    path.write_bytes(bytes(11))

    assert ["school.xlsx: the file is larger than 20 MB; that is no list of a school."] == (
        _problems(read_workbook(path))
    )


def test_csv_files_in_a_zip_are_a_folder():
    """Packed files are read like the folder they came from."""
    data = _packed(
        {f"school/{path.name}": path.read_bytes() for path in DEMO_SCHOOL.glob("*.csv")}
    )

    workbook = read_sent_workbook(data, "school.zip")

    assert [] == _problems(workbook)
    assert _without_places(read_workbook(DEMO_SCHOOL)) == _without_places(workbook)


def test_a_workbook_of_something_else_names_what_is_expected(tmp_path):
    """A workbook without any sheet of a school says which sheets a school has."""
    workbook = read_workbook(write_book(tmp_path / "menu.xlsx", {"Меню": [["суп"]]}))

    (problem,) = [line for line in _problems(workbook) if line.startswith("menu.xlsx")]
    assert problem.startswith("menu.xlsx: no sheet of the school is here; expected Школа,")
    assert problem.endswith("found Меню.")


def test_a_consent_text_is_read_from_beside_the_workbook(demo, tmp_path: Path):
    """The file named in «Школа» lies in the same folder."""
    (tmp_path / "consent.txt").write_text("Я согласен", encoding="utf-8")
    demo["Школа"].append(["текст согласия", "consent.txt"])

    workbook = read_workbook(write_book(tmp_path / "school.xlsx", demo))

    assert [] == _problems(workbook)
    assert "Я согласен" in [setting.value for setting in workbook.settings]
