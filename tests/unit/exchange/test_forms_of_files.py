"""The same school, however its files were saved: encodings, separators, headings, file names."""

import pytest

from services.exchange.reading.encoding import Undecodable, decode
from services.exchange.workbook import read_workbook
from services.regulation.profile import SettingKey
from tests.unit.exchange.spoiled import Folder


def _read(folder: Folder) -> list[tuple[str, ...]]:
    workbook = read_workbook(folder.path)
    assert [] == [finding.line() for finding in workbook.findings.problems]
    return [
        (row.external_id, row.family_name, row.given_name, row.patronymic, row.class_name)
        for row in workbook.tables.students.rows
    ]


STUDENTS = (
    "id;фамилия;имя;отчество;класс",
    "U1;Ёлкина;Алёна;Сергеевна;7А",
    "U2;Щукин;Йон;;5А",
)
READ = [("U1", "Ёлкина", "Алёна", "Сергеевна", "7А"), ("U2", "Щукин", "Йон", "", "5А")]


@pytest.fixture
def small(folder: Folder) -> Folder:
    """Give the demo school with two students and nothing that refers to others."""
    for name in ("guardians.csv", "groups.csv", "load.csv", "timetable.csv"):
        folder.remove(name)
    folder.rewrite("students.csv", *STUDENTS)
    return folder


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1251"]
)
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_every_encoding_reads_the_same(small, encoding, line_end):
    """UTF-8 with and without its mark, UTF-16 and windows-1251, any ends of lines."""
    small.write("students.csv", line_end.join(STUDENTS), encoding=encoding)

    assert READ == _read(small)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("declaration", ["", "sep={separator}\r\n"])
def test_every_separator_reads_the_same(small, separator, declaration):
    """Semicolon, comma and tab, declared in the first line or not."""
    text = "\r\n".join(STUDENTS).replace(";", separator)
    small.write("students.csv", declaration.format(separator=separator) + text)

    assert READ == _read(small)


def test_addresses_with_commas_do_not_make_the_comma_a_separator(folder):
    """The separator is the one with which the headings are understood."""
    workbook = read_workbook(folder.path)

    values = {setting.key: setting.value for setting in workbook.settings}
    assert values[SettingKey.ADDRESS] == "г. Примерск, ул. Школьная, д. 1"


@pytest.mark.parametrize(
    ("heading", "rows"),
    [
        ("ID;ФАМИЛИЯ;ИМЯ;ОТЧЕСТВО;КЛАСС", STUDENTS[1:]),
        ("id;family_name;given_name;patronymic;class", STUDENTS[1:]),
        ("Id ; Family name; Given Name;Patronymic ;Class:", STUDENTS[1:]),
        ("№ л/д;Фамилия;Имя;Отчество;Класс", STUDENTS[1:]),
        (
            "класс;отчество;имя;фамилия;ид",
            ("7А;Сергеевна;Алёна;Ёлкина;U1", "5А;;Йон;Щукин;U2"),
        ),
        ("id;ФИО;класс", ("U1;Ёлкина Алёна Сергеевна;7А", "U2;Щукин Йон;5А")),
        ("id;Ф.И.О.;класс", ("U1;Ёлкина Алёна Сергеевна;7А", "U2;Щукин  Йон;5А")),
        ("id;ученик;класс", ("U1;Ёлкина Алёна Сергеевна;7А", "U2;Щукин Йон;5А")),
    ],
)
def test_headings_in_any_language_case_and_order(small, heading, rows):
    """What counts is what a heading means; ФИО stands for the three columns of the name."""
    small.rewrite("students.csv", heading, *rows)

    assert READ == _read(small)


def test_titles_above_the_headings_and_totals_below_are_passed_over(small):
    """Lists printed from other programs have lines around the table; rows count as in the file."""
    small.rewrite(
        "students.csv",
        "ЧОУ «Средняя школа «Перемена»",
        "Список учеников на 01.09.2026",
        "",
        *STUDENTS,
        "",
        "Всего: 2",
    )

    workbook = read_workbook(small.path)

    assert READ == _read(small)
    assert [5, 6] == [row.place.row for row in workbook.tables.students.rows]


def test_a_file_without_headings_is_a_problem(small):
    """Without headings nothing is guessed from the order of columns."""
    small.rewrite("students.csv", "U1;Ёлкина;Алёна;Сергеевна;7А")

    assert [
        "students.csv: no row of headings found; expected the columns фамилия, имя, класс."
    ] == [finding.line() for finding in read_workbook(small.path).findings.problems]


def test_headings_below_the_fifteenth_row_are_not_looked_for(small):
    """The search ends somewhere: a table in the middle of a letter is no list."""
    small.rewrite("students.csv", *["текст"] * 15, *STUDENTS)

    assert 1 == len(read_workbook(small.path).findings.problems)


@pytest.mark.parametrize("name", ["Ученики.csv", "УЧЕНИКИ.CSV", "Students.CSV"])
def test_files_may_bear_the_names_of_the_sheets(small, name):
    """Russian or English, in any case."""
    small.remove("students.csv")
    small.rewrite(name, *STUDENTS)

    assert READ == _read(small)


def test_a_file_that_is_no_table_is_skipped_with_a_notice(small):
    """A stray file disturbs nothing and is named."""
    small.rewrite("buffet.csv", "блюдо;цена")

    assert ["these tables are skipped: buffet.csv."] == [
        finding.line() for finding in read_workbook(small.path).findings.notices
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("  Ёлкина\u00a0 ", "Ёлкина"),
        ("Е\u0308лкина", "Ёлкина"),
        ("Ёл\u200bкина", "Ёлкина"),
        ("'=Ёлкина", "=Ёлкина"),
        ('"Ёлкина\r\n(Ким)"', "Ёлкина (Ким)"),
        ("Ёлкина\x07", "Ёлкина"),
    ],
    ids=["spaces", "decomposed", "invisible", "text mark", "two lines", "control"],
)
def test_cells_are_cleaned(small, cell, expected):
    """What cannot be seen makes no difference."""
    small.replace("students.csv", "U1;Ёлкина;", f"U1;{cell};")

    assert expected == _read(small)[0][1]


@pytest.mark.parametrize(
    ("data", "row"),
    [
        (b"\xff\xfea", None),
        ("имя\nПётр\n".encode() + b"\xd0\n", 3),
        (b"name\n\x98", 2),
        (b"\xef\xbb\xbfname\n\xff", 2),
    ],
    ids=["half of a UTF-16 sign", "damaged UTF-8", "no windows-1251", "damaged after the mark"],
)
def test_bytes_that_are_no_text_say_where(data, row):
    """Damage is told with its row, as far as rows can be counted."""
    with pytest.raises(Undecodable) as refusal:
        decode(data)

    assert row == refusal.value.row
