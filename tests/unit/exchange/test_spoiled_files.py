"""Every way to spoil the school's files has its exact sentence, with file, row and column."""

import pytest

from services.exchange.workbook import read_workbook
from tests.unit.exchange.spoiled import Folder


def _problems(folder: Folder) -> list[str]:
    return [finding.line() for finding in read_workbook(folder.path).findings.problems]


def _notices(folder: Folder) -> list[str]:
    return [finding.line() for finding in read_workbook(folder.path).findings.notices]


def test_the_demo_school_has_nothing_to_complain_of(folder):
    """The files that come with the program are read without a word."""
    assert ([], []) == (_problems(folder), _notices(folder))


DATE = "expected: a date such as 01.09.2026 or 2026-09-01"


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (
            "students.csv",
            "22.11.2019",
            "32.11.2019",
            f"row 2, column “дата рождения”: {DATE}; found: “32.11.2019”.",
        ),
        (
            "students.csv",
            "22.11.2019",
            "2019-13-01",
            f"row 2, column “дата рождения”: {DATE}; found: “2019-13-01”.",
        ),
        (
            "students.csv",
            "12.02.2019;1А",
            "12.02.2019;9Я",
            "row 3, column “класс”: “9Я” is not in classes.csv.",
        ),
        (
            "students.csv",
            "12.02.2019;1А",
            "12.02.2019;первый",
            "row 3, column “класс”: expected: a class such as 7Б or 5; found: “первый”.",
        ),
        (
            "students.csv",
            "12.02.2019;1А",
            "12.02.2019;",
            "row 3, column “класс”: the cell is empty; expected: a class such as 7Б or 5.",
        ),
        (
            "students.csv",
            ";дата рождения;класс;",
            ";дата рождения;группа здоровья;",
            (
                "row 1: the column “класс” is missing; found are id, фамилия, имя, отчество,"
                " дата рождения, телефон, с, по."
            ),
        ),
        (
            "students.csv",
            "U0001;Попова;Алёна;",
            f"U0001;{'Я' * 81};Алёна;",
            (
                "row 2, column “фамилия”: expected: a text of at most 80 characters;"
                f" found: “{'Я' * 59}…”."
            ),
        ),
        (
            "students.csv",
            "U0001;Попова;Алёна;",
            "U0001;;Алёна;",
            (
                "row 2, column “фамилия”: the cell is empty; expected: a text of at most"
                " 80 characters."
            ),
        ),
        (
            "students.csv",
            "12.02.2019;1А;;01.09.2026;",
            "12.02.2019;1А;;01.09.2026;31.08.2026",
            "row 3, column “по”: the end is before the beginning.",
        ),
        (
            "guardians.csv",
            ";U0001;",
            ";U9999;",
            "row 2, column “ученик”: “U9999” is not in students.csv.",
        ),
        (
            "guardians.csv",
            "+79990008728",
            "222-33-4",
            (
                "row 2, column “телефон”: expected: one phone number such as +7 912 345-67-89;"
                " found: “222-33-4”."
            ),
        ),
        (
            "guardians.csv",
            "Денисовна;+79990003350;U0005",
            "Денисовна;+79990003351;U0005",
            (
                "row 7, column “телефон”: “+79990003351”, but row 5 about the same person has"
                " “+79990003350”."
            ),
        ),
        (
            "guardians.csv",
            "U0001;мать;101;02.09.2026;электронный",
            "U0001;мать;101;02.09.2026;иногда",
            (
                "row 2, column “доступ”: expected: a way of access: electronic, paper or"
                " suspended; found: “иногда”."
            ),
        ),
        (
            "guardians.csv",
            "P0002;Степанова;Елена;Павловна;+79990007497;U0002",
            "P0001;Попова;Екатерина;Юрьевна;+79990008728;U0001",
            "row 3, column “ученик”: “U0001” stands in row 2 already.",
        ),
        (
            "staff.csv",
            "директор",
            "директриса",
            (
                "row 3, column “роли”: expected: roles, separated by commas: administrator,"
                " director, deputy head, secretary, dispatcher, teacher, social pedagogue,"
                " psychologist; found: “директриса”."
            ),
        ),
        (
            "classes.csv",
            "T003",
            "T999",
            "row 3, column “классный руководитель”: “T999” is not in staff.csv.",
        ),
        (
            "classes.csv",
            "1 класс",
            "вторая",
            "row 2, column “набор звонков”: “вторая” is not in bells.csv.",
        ),
        (
            "classes.csv",
            "5А;T003;1;",
            "5А;T003;3;",
            "row 3, column “смена”: expected: a whole number from 1 to 2; found: “3”.",
        ),
        (
            "bells.csv",
            ";2;09:20;10:00;",
            ";2;10:20;10:00;",
            "row 3, column “конец”: the end is before the beginning.",
        ),
        (
            "bells.csv",
            ";2;09:20;10:00;",
            ";2;9:70;10:00;",
            "row 3, column “начало”: expected: a time such as 08:30; found: “9:70”.",
        ),
        (
            "subjects.csv",
            "Физика;Физ.;отметки",
            "Физика;Физ.;звёздочки",
            (
                "row 16, column “оценивание”: expected: a way of assessment: marks, pass/fail or"
                " none; found: “звёздочки”."
            ),
        ),
        (
            "periods.csv",
            "4 четверть;четверть;1-9",
            "4 четверть;четверть;9-1",
            "row 5, column “классы”: expected: grades such as 1-9 or 10,11; found: “9-1”.",
        ),
        (
            "load.csv",
            "T001;1А;;Музыка;1",
            "T001;1А;;Пение;1",
            "row 7, column “предмет”: “Пение” is not in subjects.csv.",
        ),
        (
            "load.csv",
            "T001;1А;;Музыка;1",
            "T001;1А;;Музыка;много",
            (
                "row 7, column “часов в неделю”: expected: hours a week, such as 2 or 0,5;"
                " found: “много”."
            ),
        ),
        (
            "timetable.csv",
            "10А;;пн;1;",
            "10А;;день;1;",
            (
                "row 2, column “день”: expected: a day of the week: Mon … Sun, or 1 … 7;"
                " found: “день”."
            ),
        ),
        (
            "timetable.csv",
            "10А;;пн;1;",
            "10А;10А англ. 9;пн;1;",
            "row 2, column “группа”: “10А англ. 9” is not in groups.csv.",
        ),
        (
            "school.csv",
            "Asia/Yekaterinburg",
            "Екатеринбург",
            (
                "row 8, column “значение”: expected for “часовой пояс”: a time zone such as"
                " Europe/Moscow; found: “Екатеринбург”."
            ),
        ),
        (
            "school.csv",
            "2026/2027",
            "2026/2028",
            (
                "row 9, column “значение”: expected for “учебный год”: a school year such as"
                " 2026/2027; found: “2026/2028”."
            ),
        ),
        (
            "school.csv",
            "порог отметок;2.5",
            "порог отметок;2.7",
            (
                "row 11, column “значение”: expected for “порог отметок”: 2.5, 2.6 or 2.65;"
                " found: “2.7”."
            ),
        ),
        (
            "school.csv",
            "ИНН;0000000000",
            "название;Другая",
            "row 5, column “параметр”: the same setting stands in row 2.",
        ),
        (
            "school.csv",
            "ИНН;0000000000",
            "текст согласия;consent.txt",
            "row 5, column “значение”: there is no file “consent.txt” beside the tables.",
        ),
        (
            "school.csv",
            "ИНН;0000000000",
            "текст согласия;../../../../etc/passwd",
            (
                "row 5, column “значение”: there is no file “../../../../etc/passwd” beside the"
                " tables."
            ),
        ),
    ],
)
def test_a_spoiled_cell_is_named_with_its_place(folder, name, old, new, expected):
    """One wrong cell is one sentence that says where it is and what was expected."""
    folder.replace(name, old, new)

    assert [f"{name}, {expected}"] == _problems(folder)


@pytest.mark.parametrize(
    ("name", "line", "expected"),
    [
        ("subjects.csv", "ФИЗИКА;;;", "row 25, column “предмет”: “ФИЗИКА” stands in row 16"),
        (
            "periods.csv",
            "1 четверть;четверть;1-9;01.09.2026;23.10.2026;",
            "row 8, column “период”: “1 четверть” stands in row 2",
        ),
        (
            "holidays.csv",
            "Осенние каникулы;24.10.2026;25.10.2026;",
            "row 7, column “название”: “Осенние каникулы” stands in row 2",
        ),
        ("bells.csv", ";1;08:00;08:40;", "row 14, column “урок”: “1” stands in row 2"),
        ("staff.csv", "T001;Иванов;Иван;;;", "row 20, column “id”: “T001” stands in row 5"),
        ("classes.csv", "5-a;;;", "row 6, column “класс”: “5А” stands in row 3"),
        (
            "students.csv",
            "U0001;Иванов;Иван;;;5А;;;",
            "row 34, column “id”: “U0001” stands in row 2",
        ),
        (
            "groups.csv",
            "5a АНГЛ. 1;Английский язык;U0009",
            "row 26, column “ученик”: “U0009” stands in row 2",
        ),
        (
            "load.csv",
            "T001;1А;;Музыка;2",
            "row 57, column “учитель”: “T001” stands in row 7",
        ),
    ],
)
def test_a_row_that_stands_twice_is_a_problem(folder, name, line, expected):
    """The same class, person, subject… in two rows is named in the later one."""
    folder.append(name, line)

    assert [f"{name}, {expected} already."] == _problems(folder)


@pytest.mark.parametrize("name", ["school.csv", "staff.csv", "classes.csv", "students.csv"])
def test_a_missing_required_file_is_named(folder, name):
    """Without one of the four needed files nothing is imported, and only that is said."""
    folder.remove(name)

    assert [f"{name}: the file is missing."] == _problems(folder)


@pytest.mark.parametrize(
    "name",
    [
        "periods.csv", "holidays.csv", "bells.csv", "subjects.csv", "guardians.csv", "groups.csv",
        "load.csv", "timetable.csv",
    ],
)  # fmt: skip
def test_every_other_file_may_be_missing(folder, name):
    """The other tables are optional, whatever refers to them."""
    folder.remove(name)

    assert [] == _problems(folder)


def test_an_empty_folder_is_one_sentence(tmp_path):
    """Where there is nothing of a school, the names that were expected are said."""
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")

    expected = (
        f"{tmp_path.name}: there is no file of the school here; expected school.csv,"
        " subjects.csv, periods.csv, holidays.csv, bells.csv, staff.csv, classes.csv,"
        " students.csv, guardians.csv, groups.csv, load.csv, timetable.csv, individual_plans.csv,"
        " clubs.csv, work_kinds.csv, topics.csv, events.csv, working_days.csv, rights.csv."
    )
    assert [expected] == _problems(Folder(tmp_path))


def test_a_missing_folder_and_a_file_are_one_sentence_each(tmp_path):
    """A path that is no folder is refused by its name."""
    (tmp_path / "school.xlsx").write_bytes(b"PK")

    assert (
        ["nowhere: there is no such file or folder."],
        ["school.xlsx: the workbook is damaged; open it, save it anew as .xlsx and send that."],
    ) == (_problems(Folder(tmp_path / "nowhere")), _problems(Folder(tmp_path / "school.xlsx")))


def test_bytes_of_no_known_encoding_are_a_problem_of_the_file(folder):
    """A damaged file is named with the row where it breaks; others are read on."""
    data = (folder.path / "students.csv").read_bytes()
    broken = data.replace("Алёна".encode(), b"\xd0\xff\x98\xd1")
    (folder.path / "students.csv").write_bytes(broken)

    assert [
        "students.csv, row 2: this is no text in UTF-8, UTF-16 or windows-1251, or it is damaged."
    ] == _problems(folder)


def test_an_unclosed_quotation_mark_is_a_problem_of_the_file(folder):
    """A mark that swallows the rest of the file is not taken for a short file."""
    folder.replace("students.csv", "U0003;Кузнецов", 'U0003;"Кузнецов')

    assert [
        "students.csv, row 4: a quotation mark opens a cell and is never closed."
    ] == _problems(folder)


def test_a_cell_that_never_ends_is_cut_there(folder):
    """A million characters in one cell are no list; nothing is read past them."""
    folder.replace("students.csv", "U0003;Кузнецов", f"U0003;{'Я' * 1_000_001}")

    assert [
        "students.csv, row 4: a quotation mark opens a cell and is never closed."
    ] == _problems(folder)


def test_a_huge_file_is_not_even_opened(folder):
    """Twenty megabytes are no list of a school."""
    with (folder.path / "students.csv").open("ab") as stream:
        stream.truncate(20_000_001)

    assert [
        "students.csv: the file is larger than 20 MB; that is no list of a school."
    ] == _problems(folder)


def test_half_a_name_is_a_problem_of_the_whole(folder):
    """«ФИО» needs a family name and a given name."""
    folder.rewrite("staff.csv", "id;ФИО", "S1;Титова")
    for name in ("classes.csv", "load.csv", "timetable.csv"):
        folder.remove(name)
    folder.rewrite("classes.csv", "класс", "1А", "5А", "7А", "10А")

    assert [
        (
            "staff.csv, row 2, column “ФИО”: the cell is empty; expected: family name, given name"
            " and, if there is one, patronymic."
        )
    ] == _problems(folder)


def test_a_row_longer_than_the_heading_is_a_problem(folder):
    """A separator inside a cell shifts the rest of the row: that is not read as it stands."""
    folder.replace("students.csv", "1А;;01.09.2026;\r\nU0002", "1А;;;01.09.2026;;x\r\nU0002")

    assert [
        (
            "students.csv, row 2: the row has more cells than the headings; a text with the"
            " separator in it must stand in quotation marks."
        )
    ] == _problems(folder)


def test_the_same_table_twice_is_a_problem(folder):
    """Two files of one table would leave it to chance which one counts."""
    folder.write("Ученики.csv", folder.text("students.csv"))

    assert ["Ученики.csv: holds the same table as students.csv; keep one of them."] == _problems(
        folder
    )


def test_all_problems_are_collected_and_causes_come_first(folder):
    """Whoever mends the files gets the whole list at once, in the order of the workbook."""
    folder.replace("students.csv", "12.02.2019;1А", "12.02.2019;9Я")
    folder.replace("students.csv", "22.11.2019", "вчера")
    folder.replace("guardians.csv", ";U0001;", ";U9999;")
    folder.replace("staff.csv", "директор", "главный")

    assert [
        ("staff.csv", 3),
        ("students.csv", 2),
        ("students.csv", 3),
        ("guardians.csv", 2),
    ] == [(finding.file, finding.row) for finding in read_workbook(folder.path).findings.problems]


def test_a_damaged_row_is_still_known_to_others(folder):
    """A student with a wrong birth date is no unknown student for the parents' table."""
    folder.replace("students.csv", "22.11.2019", "вчера")

    assert ["students.csv"] == [
        finding.file for finding in read_workbook(folder.path).findings.problems
    ]


@pytest.mark.parametrize("name", ["Попова🦋", "<b>Попова</b>", "Попова 2"])
def test_odd_signs_in_a_name_are_a_notice(folder, name):
    """A name that cannot be right is stored as written, and a person is asked to look."""
    folder.replace("students.csv", "U0001;Попова;", f"U0001;{name};")

    assert [] == _problems(folder)
    assert [
        (
            "students.csv, row 2, column “фамилия”: unusual characters in a name:"
            f" “{name}”; stored as written."
        )
    ] == _notices(folder)


@pytest.mark.parametrize(
    "name", ["О'Коннор", "Д’Артаньян", "Иванова-Петрова", "Нгуен Тхи", "Ёлкина (Ким)", "Müller"]
)
def test_real_names_pass_without_a_word(folder, name):
    """Apostrophes, hyphens, spaces and letters of other countries are usual."""
    folder.replace("students.csv", "U0001;Попова;", f"U0001;{name};")

    assert ([], []) == (_problems(folder), _notices(folder))


def test_extra_columns_are_skipped_and_sensitive_ones_never_read(folder):
    """Columns nobody asked for are named; of health and documents not one value is kept."""
    folder.rewrite(
        "staff.csv",
        "id;фамилия;имя;СНИЛС;логин;Группа здоровья;Адрес проживания;роли",
        "S1;Титова;Татьяна;112-233-445 95;titova;вторая;ул. Лесная;администратор",
    )
    for other in ("classes.csv", "load.csv", "timetable.csv"):
        folder.remove(other)
    folder.rewrite("classes.csv", "класс", "1А", "5А", "7А", "10А")

    workbook = read_workbook(folder.path)

    assert [
        "staff.csv: these columns are never read: СНИЛС, Группа здоровья, Адрес проживания.",
        "staff.csv: these columns are skipped: логин.",
    ] == [finding.line() for finding in workbook.findings.notices]
    assert "Лесная" not in repr(workbook)
    assert "112-233" not in repr(workbook)
