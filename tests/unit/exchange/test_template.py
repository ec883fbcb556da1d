"""The template is what the importer reads: its examples are passed over, filled in it imports."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from bot.cli import main
from services.exchange.reading.settings import setting_names
from services.exchange.template import template_xlsx
from services.exchange.workbook import read_sent_workbook, read_workbook
from services.i18n import use_locale
from services.regulation.profile import InvalidSetting, SettingKey, check_setting
from tests.unit.exchange.books import Cell, write_book

_ROWS = {
    "Школа": {"название": "Лесная", "учебный год": "2026/2027"},
    "Сотрудники": {"фамилия": "Орлова", "имя": "Вера", "роли": "учитель"},
    "Классы": {"класс": "5А", "классный руководитель": "Орлова В."},
    "Ученики": {"фамилия": "Белов", "имя": "Артём", "класс": "5А", "дата рождения": "04.05.2015"},
    "Родители": {
        "фамилия": "Белова", "имя": "Анна", "ученик": "Белов Артём", "доступ": "на бумаге",
    },
    "Предметы": {"предмет": "Физика", "оценивание": "отметки", "дз": "да"},
    "Периоды": {
        "период": "1 четверть", "вид": "четверть", "классы": "1-9", "начало": "01.09.2026",
        "конец": "23.10.2026",
    },
    "Каникулы": {"название": "Осенние", "начало": "24.10.2026", "конец": "01.11.2026"},
    "Звонки": {"урок": "1", "начало": "08:30", "конец": "09:10"},
    "Группы": {
        "группа": "5А физ. 1", "предмет": "Физика", "ученик": "Белов Артём", "по": "31.12.2026",
    },
    "Нагрузка": {"учитель": "Орлова", "класс": "5А", "предмет": "Физика"},
    "Расписание": {
        "класс": "5А", "день": "пн", "урок": "1", "предмет": "Физика", "учитель": "Орлова",
    },
    "ИУП": {"ученик": "Белов Артём", "предмет": "Физика", "с": "01.01.2027"},
    "Кружки": {"учитель": "Орлова", "предмет": "Шахматы", "участники": "Белов Артём"},
    "Виды работ": {"вид": "Контрольная", "обозначение": "кр", "вес": "2"},
    "КТП": {"предмет": "Физика", "класс": "5А", "номер": "1", "тема": "Введение"},
    "События": {"дата": "05.10.2026", "название": "День учителя"},
    "Рабочие дни": {"дата": "31.10.2026", "рабочий": "да"},
}  # fmt: skip


def _sheets(data: bytes) -> dict[str, list[list[str]]]:
    from services.exchange.reading.spreadsheet import workbook_sheets

    return {
        sheet.title: [list(row) for row in sheet.readings[0].rows]
        for sheet in workbook_sheets(data)
    }


def test_the_filled_template_is_read_without_a_word(tmp_path):
    """Below the examples every sheet takes a row, and nothing of the examples is read."""
    sheets: dict[str, list[list[Cell]]] = {
        title: [list(row) for row in rows] for title, rows in _sheets(template_xlsx()).items()
    }
    for title, row in _ROWS.items():
        headings = sheets[title][0]
        if title == "Школа":
            for line in sheets[title][1:]:
                line[1] = row.get(str(line[0]))
        else:
            sheets[title].append([row.get(str(heading)) for heading in headings])

    workbook = read_workbook(write_book(tmp_path / "filled.xlsx", sheets))

    assert ([], []) == (
        [finding.line() for finding in workbook.findings.problems],
        [finding.line() for finding in workbook.findings.notices],
    )
    assert [1] * 11 == [
        len(getattr(workbook.tables, name).rows)
        for name in (
            "staff", "classes", "students", "guardians", "subjects", "periods", "holidays",
            "bells", "groups", "load", "timetable",
        )
    ]  # fmt: skip


def test_the_empty_template_asks_for_the_schools_name_first():
    """Examples alone are no school."""
    workbook = read_sent_workbook(template_xlsx(), "school.xlsx")

    assert ["Школа: the school's name (“название”) is missing."] == [
        finding.line() for finding in workbook.findings.problems
    ]
    assert () == workbook.tables.students.rows


def test_every_setting_is_in_the_sheet_of_the_school():
    """What can be set can be seen."""
    assert set(SettingKey) == {key for _name, key, _expected in setting_names()}


def test_a_number_is_asked_for_only_where_a_word_is_refused():
    """The address and the officer of the school are no whole numbers."""
    with use_locale("en"):
        numbers = [key for _name, key, expected in setting_names() if "whole number" in expected]

    assert numbers
    for key in numbers:
        with pytest.raises(InvalidSetting):
            check_setting(key, "слово")


def test_no_heading_is_cut_and_every_sheet_prints_on_pages_of_one_width():
    """«Классный руководитель» is longer than the usual column; sentences of the guide wrap."""
    with zipfile.ZipFile(io.BytesIO(template_xlsx())) as packed:
        sheets = [
            packed.read(name).decode()
            for name in packed.namelist()
            if name.startswith("xl/worksheets/sheet")
        ]
    classes = re.findall(r'<col [^>]*width="([0-9.]+)"', sheets[3])

    assert float(classes[1]) > len("классный руководитель")
    assert {True} == {'<pageSetup paperSize="9" fitToHeight="0"' in one for one in sheets}
    assert 'ht="30"' in sheets[0]


def test_the_command_writes_the_file_once(tmp_path, capsys, monkeypatch):
    """A workbook somebody may have filled is not written over."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")

    first = main(["template", "school.xlsx"])
    second = main(["template", "school.xlsx"])

    assert (0, 2) == (first, second)
    assert Path("school.xlsx").read_bytes().startswith(b"PK")
    assert "peremena template: school.xlsx is there already; name another one.\n" == (
        capsys.readouterr().err
    )


@pytest.mark.parametrize("name", ["school.xls", "school.csv", "school"])
def test_another_kind_of_file_is_refused(name, capsys, monkeypatch):
    """The template is a workbook."""
    monkeypatch.setenv("LANG", "en_GB.UTF-8")

    assert 2 == main(["template", name])
    assert "peremena template: Name a file that ends in .xlsx.\n" == capsys.readouterr().err
