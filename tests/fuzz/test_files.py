"""What comes as a file: workbooks, packed tables, backups. It is read, or refused in sentences."""

import io
import tempfile
import zipfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from services.archive.portable import DamagedCopy, Head, NotACopy, verify_copy, writing
from services.exchange.reading.folder import FileReader
from services.exchange.workbook import read_sent_workbook
from tests.fuzz.test_typed import typed

TABLES = {
    "school": (
        "параметр;значение\nназвание;Школа\nчасовой пояс;Europe/Moscow\nучебный год;2026/2027\n"
    ),
    "classes": "класс;классный руководитель\n7Б;T1\n",
    "staff": (
        "id;фамилия;имя;отчество;телефон;роли\nT1;Орлова;Анна;;+79990000001;учитель, завуч\n"
    ),
    "students": ("id;фамилия;имя;дата рождения;класс;с\nU1;Ким;Лев;01.02.2013;7Б;01.09.2026\n"),
    "guardians": (
        "id;фамилия;имя;телефон;ученик;заявление;доступ;с;по\nP1;Ким;Ия;+79990000002;U1;1;;;\n"
    ),
    "periods": "период;вид;классы;начало;конец\n1 четверть;четверть;1-9;01.09.2026;23.10.2026\n",
    "timetable": "класс;группа;день;урок;предмет;учитель\n7Б;;пн;1;Алгебра;T1\n",
    "subjects": "предмет;оценивание\nАлгебра;отметки\n",
}
WORDS = (
    "7Б", "10", "1-9", "01.09.2026", "31.02.2026", "2026-09-01", "45000", "U1", "T1", "P1",
    "да", "нет", "+79990000001", "пн", "1", "0", "-1", "9" * 25, "1e400", "=1+1", "@x", '"',
    ";", "\t", ",", "четверть", "администратор", "\x00", "\u202e", "x" * 300,
    "../../etc/passwd", "Europe/Moscow", "7Б, 7А", "٣",
)  # fmt: skip


def _packed(tables: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in tables.items():
            archive.writestr(f"{name}.csv", content)
    return stream.getvalue()


def _refused_or_read(data: bytes) -> None:
    findings = read_sent_workbook(data, "school.zip").findings
    lines = [one.line() for one in (*findings.problems, *findings.notices)]

    assert all(line and "\n" not in line for line in lines)


@given(
    table=st.sampled_from(sorted(TABLES)),
    row=st.integers(0, 3),
    column=st.integers(0, 8),
    cell=typed(WORDS, most=3),
)
def test_cell_of_a_table(table, row, column, cell):
    """Any cell may hold anything: every finding is one line."""
    lines = TABLES[table].splitlines()
    cells = lines[row % len(lines)].split(";")
    cells[column % len(cells)] = cell
    lines[row % len(lines)] = ";".join(cells)
    changed = "\n".join(lines).encode("utf-8", "replace")

    _refused_or_read(
        _packed({name: text.encode() for name, text in TABLES.items()} | {table: changed})
    )


@given(
    table=st.sampled_from(sorted(TABLES)),
    at=st.integers(0, 4000),
    put=st.binary(max_size=6),
    cut=st.integers(0, 8),
    is_inside=st.booleans(),
)
def test_bytes_of_a_file(table, at, put, cut, is_inside):
    """Bytes changed inside a table or in what packs it: it is damaged, or read."""
    tables = {name: text.encode() for name, text in TABLES.items()}
    if is_inside:
        tables[table] = _changed(tables[table], at, put, cut)
        _refused_or_read(_packed(tables))
    else:
        _refused_or_read(_changed(_packed(tables), at, put, cut))


@given(at=st.integers(0, 3000), put=st.binary(max_size=4), cut=st.integers(0, 4))
def test_bytes_of_a_backup(at, put, cut):
    """Every change shows."""
    changed = _changed(_backup(), at, put, cut)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.backup"
        path.write_bytes(changed)
        try:
            verify_copy(path)
        except (NotACopy, DamagedCopy):
            return
    assert changed == _backup()


@given(name=typed(("..", "/", "consent.txt", "\\", "\x00", "x" * 300, "C:", "~", ".", "%2e")))
def test_name_of_a_file_beside_the_workbook(name):
    """A name that a workbook gives leads to nothing outside of its folder."""
    with tempfile.TemporaryDirectory() as folder:
        beside = Path(folder) / "lists"
        beside.mkdir()
        (beside / "consent.txt").write_text("inside", encoding="utf-8")
        (Path(folder) / "secret.key").write_text("outside", encoding="utf-8")
        try:
            assert FileReader(beside)(name) == "inside"
        except FileNotFoundError:
            return


@given(part=st.integers(0, 20), at=st.integers(0, 4000), put=st.binary(max_size=5),
       cut=st.integers(0, 40))  # fmt: skip
def test_bytes_inside_a_spreadsheet(part, at, put, cut):
    """Whatever stands in its parts, a spreadsheet is read or refused."""
    with zipfile.ZipFile(io.BytesIO(_spreadsheet())) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    name = sorted(contents)[part % len(contents)]
    contents[name] = _changed(contents[name], at, put, cut)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)

    _refused_or_read(stream.getvalue())


def _changed(data: bytes, at: int, put: bytes, cut: int) -> bytes:
    at %= len(data)
    return data[:at] + put + data[at + cut :]


@cache
def _spreadsheet() -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    for name, title in (("school", "Школа"), ("classes", "Классы"), ("students", "Ученики"),
                        ("staff", "Сотрудники")):  # fmt: skip
        sheet = book.add_worksheet(title)
        for row, line in enumerate(TABLES[name].splitlines()):
            sheet.write_row(row, 0, line.split(";"))
    sheet.merge_range("A5:C6", "merged")
    book.close()
    return stream.getvalue()


@cache
def _backup() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.backup"
        with writing(path) as copy:
            copy.head(Head("1", datetime(2026, 11, 24, tzinfo=UTC), "test", "f" * 16, ("Школа",)))
            copy.table("person", ["id", "family_name", "left_on"])
            copy.rows([(number, "Кузнецова", None) for number in range(200)])
        return path.read_bytes()
