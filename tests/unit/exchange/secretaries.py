"""Thirty files as school offices really send them, made with invented names.

Each is a small school; what differs is how it was typed, saved or printed by another program.
"""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.unit.exchange.books import Cell, write_book

__all__ = ["GOOD", "REFUSED", "Sent"]

Rows = list[list[Cell]]
Make = Callable[[Path], Path]

_SCHOOL: Rows = [
    ["параметр", "значение"],
    ["название", "МБОУ «Лесная школа»"],
    ["учебный год", "2026/2027"],
]
_STAFF: Rows = [
    ["id", "фамилия", "имя", "отчество", "телефон", "роли"],
    ["T1", "Орлова", "Вера", "Ильинична", "8 912 000-00-01", "учитель, завуч"],
    ["T2", "Зимин", "Олег", "Петрович", "8 912 000-00-02", "учитель"],
]
_CLASSES: Rows = [["класс", "классный руководитель"], ["5А", "T1"], ["7Б", "T2"]]
_STUDENTS: Rows = [
    ["id", "фамилия", "имя", "отчество", "дата рождения", "класс"],
    ["1", "Белов", "Артём", "Ильич", date(2015, 5, 4), "5А"],
    ["2", "Ёлкина", "Дарья", "", date(2013, 1, 31), "7Б"],
]


@dataclass(frozen=True, slots=True)
class Sent:
    """A file: how it is made, and what it says (students with classes; guardians)."""

    make: Make
    students: tuple[str, ...] = ("Белов Артём Ильич 5А", "Ёлкина Дарья 7Б")
    guardians: tuple[str, ...] = ()
    refusal: str = ""  # without it the file is read


def _book(changes: Mapping[str, Rows | None] | None = None, **options: object) -> Make:
    sheets = {
        "Школа": _SCHOOL,
        "Сотрудники": _STAFF,
        "Классы": _CLASSES,
        "Ученики": _STUDENTS,
        **(changes or {}),
    }
    kept = {title: rows for title, rows in sheets.items() if rows is not None}
    return lambda place: write_book(place / "Школа.xlsx", kept, **options)  # type: ignore[arg-type]  # merged, hidden


def _students(*rows: Sequence[Cell]) -> Make:
    return _book({"Ученики": [list(row) for row in rows]})


def _csv(
    students: str, *, encoding: str = "utf-8", name: str = "students.csv", classes: str = ""
) -> Make:
    def make(place: Path) -> Path:
        folder = place / "lists"
        folder.mkdir()
        for title, rows in (("school", _SCHOOL), ("staff", _STAFF), ("classes", _CLASSES)):
            text = "\r\n".join(";".join(str(cell) for cell in row) for row in rows)
            (folder / f"{title}.csv").write_text(text, encoding="utf-8-sig")
        if classes:
            (folder / "classes.csv").write_text(classes, encoding="utf-8-sig")
        (folder / name).write_bytes(students.encode(encoding))
        return folder

    return make


def _packed(place: Path) -> Path:
    folder = _csv("Фамилия;Имя;Класс\r\nБелов;Артём;5А\r\n")(place)
    path = place / "Школа.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in folder.iterdir():
            archive.write(file, f"Списки/{file.name}")
    return path


def _bytes(name: str, data: bytes) -> Make:
    def make(place: Path) -> Path:
        (place / name).write_bytes(data)
        return place / name

    return make


def _cut(place: Path) -> Path:
    whole = _book()(place).read_bytes()
    return _bytes("Школа.xlsx", whole[: len(whole) // 2])(place)


def _old_book_in_a_zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("Школа.xls", b"\xd0\xcf\x11\xe0")
    return stream.getvalue()


GOOD: Mapping[str, Sent] = {
    "typed in a spreadsheet": Sent(_book()),
    "titles above, total and signature below": Sent(
        _students(
            ["МБОУ «Лесная школа»"],
            ["Список обучающихся на 01.09.2026"],
            [],
            ["№ п/п", "ФИО обучающегося", "Дата рождения", "Пол", "Класс", "№ личного дела"],
            [1, "Белов Артём Ильич", "04.05.2015", "м", '5 "А"', "Б-12"],
            [2, "Ёлкина Дарья", "31.01.13", "ж", "7б", "Е-3"],
            ["Всего: 2"],
            ["Директор", None, None, None, "Сосна П. П."],
        )
    ),
    "export of a diary, 1251": Sent(
        _csv(
            "№;Фамилия;Имя;Отчество;Пол;Дата рождения;Класс;Логин;Код\r\n"
            "1;Белов;Артём;Ильич;М;04.05.2015;5А;belov15;Z1\r\n"
            "2;Ёлкина;Дарья;;Ж;31.01.2013;7Б;elkina;Z2\r\n",
            encoding="windows-1251",
        )
    ),
    "unicode text with tabs": Sent(
        _csv(
            "Фамилия\tИмя\tОтчество\tКласс\r\nБелов\tАртём\tИльич\t5А\r\nЁлкина\tДарья\t\t7Б\r\n",
            encoding="utf-16",
        )
    ),
    "sep declared, commas": Sent(
        _csv('sep=,\r\nФИО,Класс\r\n"Белов Артём Ильич",5А\r\n"Ёлкина Дарья",7Б\r\n')
    ),
    "latin letters in classes": Sent(
        _csv(
            "Фамилия;Имя;Отчество;Класс\r\nБелов;Артём;Ильич;5A\r\nЁлкина;Дарья;;7 Б кл.\r\n",
            classes="класс\r\n5-A\r\n7Б класс\r\n",
        )
    ),
    "grade and letter apart": Sent(
        _students(
            ["Параллель", "Литера", "Фамилия ученика", "Имя ученика", "Отчество ученика"],
            [5, "А", "Белов", "Артём", "Ильич"],
            [7, "Б", "Ёлкина", "Дарья", None],
        )
    ),
    "capitals, spaces, no-break spaces": Sent(
        _students(
            ["Фамилия ", "ИМЯ", "Отчество", "Класс"],
            ["БЕЛОВ", " АРТЁМ", "ИЛЬИЧ", "5\u00a0А"],
            ["Ёлкина  ", "Дарья\u00a0", "—", "7Б "],
        )
    ),
    "a sheet for each class": Sent(
        _book(
            {
                "Ученики": None,
                "5А": [["№", "ФИО", "Д.р."], [1, "Белов Артём Ильич", date(2015, 5, 4)]],
                "7Б": [["№", "ФИО", "Д.р."], [1, "Ёлкина Дарья", date(2013, 1, 31)]],
            }
        )
    ),
    "one list with headlines of classes": Sent(
        _students(
            ["№", "Фамилия, имя, отчество", "Дата рождения"],
            [1, 2, 3],
            ["5А класс"],
            [1, "Белов Артём Ильич", "2015-05-04"],
            ["Итого:", 1],
            ["Список класса 7Б"],
            ["№", "Фамилия, имя, отчество", "Дата рождения"],
            [1, "Ёлкина Дарья", 41305],
        )
    ),
    "class written once, cells merged": Sent(
        _book(
            {
                "Ученики": [
                    ["Класс", "ФИО"],
                    ["5А", "Белов Артём Ильич"],
                    [None, "Громов Лев Олегович"],
                    ["7Б", "Ёлкина Дарья"],
                ]
            },
            merged={"Ученики": [(1, 0, 2, 0)]},
        ),
        students=("Белов Артём Ильич 5А", "Громов Лев Олегович 5А", "Ёлкина Дарья 7Б"),
    ),
    "health and addresses beside": Sent(
        _students(
            ["ФИО", "Класс", "СНИЛС", "Адрес", "Группа здоровья", "Домашний телефон", "Льготы"],
            ["Белов Артём Ильич", "5А", "112-233-445 95", "ул. Лесная, 1", "II", "2-22-33", "да"],
            ["Ёлкина Дарья", "7Б", "998-877-665 44", "ул. Лесная, 2", "I", "3-33-44", "нет"],
        )
    ),
    "one wide sheet": Sent(
        _students(
            ["ФИО", "Класс", "Мать ФИО", "Мать телефон", "Отец ФИО", "Отец телефон"],
            ["Белов Артём Ильич", "5А", "Белова Анна Юрьевна", 89120000011.0, "-", "-"],
            [
                "Ёлкина Дарья",
                "7Б",
                "Белова Анна Юрьевна",
                "+7 (912) 000-00-11",
                "Ёлкин Ким Львович",
                "нет",
            ],
        ),
        guardians=(
            "Белова Анна Юрьевна мать +79120000011",
            "Белова Анна Юрьевна мать +79120000011",
            "Ёлкин Ким Львович отец",
        ),
    ),
    "two rows of headings": Sent(
        _book(
            {
                "Ученики": [
                    ["ФИО ученика", "Класс", "Мать", None, "Отец", None],
                    [None, None, "ФИО", "телефон", "ФИО", "телефон"],
                    ["Белов Артём Ильич", "5А", "Белова Анна Юрьевна", "89120000011", None, None],
                    ["Ёлкина Дарья", "7Б", None, None, "Ёлкин Ким Львович", "9120000012"],
                ]
            },
            merged={"Ученики": [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5)]},
        ),
        guardians=(
            "Белова Анна Юрьевна мать +79120000011",
            "Ёлкин Ким Львович отец +79120000012",
        ),
    ),
    "parents in one cell": Sent(
        _students(
            ["ФИО", "Класс", "Родители"],
            [
                "Белов Артём Ильич",
                "5А",
                "мать Белова Анна Юрьевна 8-912-000-00-11, отец Белов Илья Ильич 89120000013",
            ],
            ["Ёлкина Дарья", "7Б", "Ёлкина Ия Львовна (бабушка), тел. 8 912 000 00 12"],
        ),
        guardians=(
            "Белова Анна Юрьевна мать +79120000011",
            "Белов Илья Ильич отец +79120000013",
            "Ёлкина Ия Львовна бабушка +79120000012",
        ),
    ),
    "a list of parents by the children's names": Sent(
        _book(
            {
                "Ученики": [["ФИО", "Класс"], ["Белов Артём Ильич", "5А"], ["Ёлкина Дарья", "7Б"]],
                "Родители": [
                    ["Фамилия родителя", "Имя родителя", "Телефон", "ФИО ребёнка"],
                    ["Белова", "Анна", "8 (912) 000-00-11 (мама)", "Белов Артём"],
                ],
            }
        ),
        guardians=("Белова Анна +79120000011",),
    ),
    "village school, grades without letters": Sent(
        _book(
            {
                "Классы": [["Класс"], [5], [7]],
                "Ученики": [["ФИО", "Класс"], ["Белов Артём Ильич", 5], ["Ёлкина Дарья", 7]],
            }
        ),
        students=("Белов Артём Ильич 5", "Ёлкина Дарья 7"),
    ),
    "class teachers by name, roles as posts": Sent(
        _book(
            {
                "Сотрудники": [
                    ["№", "ФИО педагога", "Должность", "Контактный телефон"],
                    [1, "Орлова Вера Ильинична", "Заместитель директора по УВР", "89120000001"],
                    [2, "Зимин Олег Петрович", "Учитель физики", "нет"],
                ],
                "Классы": [
                    ["Класс", "Классный руководитель"],
                    ["5А", "Орлова В. И."],
                    ["7Б", "Зимин Олег Петрович"],
                ],
            }
        )
    ),
    "names of sheets with years": Sent(
        _book({"Ученики": None, "Список учеников 2026-2027": _STUDENTS, "Столовая": [["суп"]]})
    ),
    "csv files in a zip": Sent(_packed, students=("Белов Артём 5А",)),
}

REFUSED: Mapping[str, Sent] = {
    "a web page called xls": Sent(
        _bytes("Список.xls", "<html><table><tr><td>ФИО</td></tr></table></html>".encode()),
        refusal=(
            "Список.xls: this is a web page under the name of a workbook; open it in a spreadsheet"
            " program and save it as .xlsx."
        ),
    ),
    "half of a workbook": Sent(
        _cut,
        refusal="Школа.xlsx: the workbook is damaged; open it, save it anew as .xlsx",
    ),
    "an old workbook in a zip": Sent(
        _bytes("Школа.zip", _old_book_in_a_zip()),
        refusal="Школа.zip: there is no file of the school here; expected school.csv,",
    ),
    "a birth date that is none": Sent(
        _students(["ФИО", "Дата рождения", "Класс"], ["Белов Артём", "31.02.2015", "5А"]),
        refusal="Ученики, row 2, column “Дата рождения”: expected: a date such as 01.09.2026",
    ),
    "an American date": Sent(
        _csv("ФИО;Дата рождения;Класс\r\nБелов Артём;5/4/2015;5А\r\n"),
        refusal="students.csv, row 2, column “Дата рождения”: expected: a date such as 01.09.2026",
    ),
    "namesakes without birth dates": Sent(
        _students(["ФИО", "Класс"], ["Белов Артём", "5А"], ["Белов Артём", "7Б"]),
        refusal="Ученики, row 2, column “ФИО”: “Белов Артём” is in row 3 too; without a birth",
    ),
    "a class nobody has": Sent(
        _students(["ФИО", "Класс"], ["Белов Артём", "6А"]),
        refusal="Ученики, row 2, column “Класс”: “6А” is not in Классы.",
    ),
    "a parent of one of two namesakes": Sent(
        _book(
            {
                "Ученики": [
                    ["ФИО", "Дата рождения", "Класс"],
                    ["Белов Артём", "04.05.2015", "5А"],
                    ["Белов Артём", "04.05.2013", "7Б"],
                ],
                "Родители": [["ФИО", "Ученик"], ["Белова Анна", "Белов Артём"]],
            }
        ),
        refusal="Родители, row 2, column “Ученик”: “Белов Артём” may be one of 2 people",
    ),
    "no list of students": Sent(
        _book({"Ученики": None}), refusal="Ученики: the sheet is missing."
    ),
    "a phone of nine digits": Sent(
        _students(["ФИО", "Класс", "Телефон"], ["Белов Артём", "5А", "912 345-67-8"]),
        refusal="Ученики, row 2, column “Телефон”: expected: one phone number such as",
    ),
}
