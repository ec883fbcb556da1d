"""The empty workbook: headings, a grey example in each sheet that the importer passes over, notes
and drop-downs. It is made of the same declarations the importer reads with.
"""

import io
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from services.exchange.reading.columns import PARTS, Column, TableSpec
from services.exchange.reading.settings import setting_names
from services.exchange.reading.table_specs import TABLES
from services.exchange.sheets import Sheet
from services.i18n import gettext as _
from services.i18n import use_locale
from services.regulation.profile import SettingKey

__all__ = ["template_xlsx"]

_LAST_ROW = 1500  # as far down as drop-downs and formats reach
_WIDTH, _WIDE = 18, 46
_GUIDE = 100
_LINE_HEIGHT = 15.0
_BOLD = 1.2  # letters of a heading are broader than the digits widths are counted in
_A4 = 9
_PARENT_COLUMNS = ("parent_name", "parent_phone", "second_parent_name", "second_parent_phone")

# The order in which a school fills them; the sheet «Школа» is made apart.
_ORDER = (
    Sheet.STAFF, Sheet.CLASSES, Sheet.STUDENTS, Sheet.GUARDIANS, Sheet.SUBJECTS, Sheet.PERIODS,
    Sheet.HOLIDAYS, Sheet.BELLS, Sheet.GROUPS, Sheet.LOAD, Sheet.TIMETABLE,
    Sheet.INDIVIDUAL_PLANS, Sheet.CLUBS, Sheet.WORK_KINDS, Sheet.TOPICS, Sheet.EVENTS,
    Sheet.WORKING_DAYS, Sheet.RIGHTS,
)  # fmt: skip

# The first cell of an example begins with «Пример»: such a row is never imported.
_EXAMPLES: Mapping[Sheet, Sequence[str]] = {
    Sheet.STAFF: ("Пример: T001", "Орлова", "Вера", "Ильинична", "+7 912 000-00-01", "учитель"),
    Sheet.CLASSES: ("Пример: 5А", "T001", "1"),
    Sheet.STUDENTS: ("Пример: U001", "Белов", "Артём", "Ильич", "", "04.05.2015", "5А"),
    Sheet.GUARDIANS: (
        "Пример: P001", "Белова", "Анна", "Юрьевна", "+7 912 000-00-11", "U001", "мать", "15",
        "02.09.2026", "электронный",
    ),
    Sheet.SUBJECTS: ("Пример: Алгебра", "Алг.", "отметки", "", "да"),
    Sheet.PERIODS: (
        "Пример: 1 четверть", "четверть", "1-9", "", "01.09.2026", "23.10.2026", "22.10.2026",
    ),
    Sheet.HOLIDAYS: ("Пример: Осенние каникулы", "24.10.2026", "01.11.2026"),
    Sheet.BELLS: ("Пример: основной", "1", "08:30", "09:10"),
    Sheet.GROUPS: ("Пример: 5А англ. 1", "Английский язык", "U001"),
    Sheet.LOAD: ("Пример: T001", "5А", "", "Математика", "5"),
    Sheet.TIMETABLE: ("Пример: 5А", "", "пн", "1", "Математика", "T001", "204"),
    Sheet.INDIVIDUAL_PLANS: ("Пример: U001", "Физическая культура"),
    Sheet.CLUBS: ("Пример: T001", "5А", "Шахматы 5А", "Шахматы", "1", "U001, U002"),
    Sheet.WORK_KINDS: ("Пример: Контрольная работа", "кр", "2"),
    Sheet.TOPICS: ("Пример: Математика", "5А", "1", "Натуральные числа", "1"),
    Sheet.EVENTS: ("Пример: 05.10.2026", "5А", "Экскурсия в музей"),
    Sheet.WORKING_DAYS: ("Пример: 31.10.2026", "да"),
    Sheet.RIGHTS: ("Пример: секретарь", "invite_staff", "нет"),
}  # fmt: skip

_CHOICES: Mapping[str, Sequence[str]] = {
    "assessment": ("отметки", "зачёт", "без"),
    "has_homework": ("да", "нет"),
    "kind": ("четверть", "триместр", "полугодие"),
    "shift": ("1", "2"),
    "access": ("электронный", "на бумаге", "приостановлен"),
    "weekday": ("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
    "parity": ("чет", "нечет"),
    "is_working": ("да", "нет"),
    "is_allowed": ("да", "нет"),
}
_SETTING_CHOICES: Mapping[SettingKey, Sequence[str]] = {
    SettingKey.FOUNDER: ("частный", "муниципальный", "государственный"),
    SettingKey.DAYS_PER_WEEK: ("5", "6"),
    SettingKey.MARK_THRESHOLD: ("2.5", "2.6", "2.65"),
    SettingKey.CONTENT_MODE: ("full", "alias", "signal"),
    SettingKey.ABSENCE_WAITS_TEN_MINUTES: ("да", "нет"),
    SettingKey.PAPER_CONSENT: ("да", "нет"),
    SettingKey.HOMEWORK_IN_FIRST_GRADE: ("да", "нет"),
}


def template_xlsx() -> bytes:
    """Return the workbook; what is written in it is Russian, as the sheets are."""
    from xlsxwriter import Workbook as Writer  # only this command waits for it

    stream = io.BytesIO()
    with use_locale("ru"):
        book = Writer(stream, {"in_memory": True})
        formats = {
            "heading": book.add_format({"bold": True, "bg_color": "#DDE8F5", "border": 1}),
            "needed": book.add_format({"bold": True, "bg_color": "#F9DDC0", "border": 1}),
            "example": book.add_format({"italic": True, "font_color": "#808080"}),
            # Text keeps «1-9», phones and leading zeros as they are typed.
            "text": book.add_format({"num_format": "@"}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        _guide(book.add_worksheet("Как заполнять"), formats)
        _settings(book.add_worksheet("Школа"), formats)
        for sheet in _ORDER:
            spec = TABLES[sheet]
            title = spec.titles[0]
            name = title.upper() if title in _ABBREVIATIONS else title.capitalize()
            _table(book.add_worksheet(name), spec, formats)
        book.close()
    return stream.getvalue()


_ABBREVIATIONS = {"иуп", "ктп"}


def _guide(page: Any, formats: Mapping[str, Any]) -> None:
    lines = (
        _("Fill the sheets “Школа”, “Сотрудники”, “Классы”, “Ученики”; the others are optional."),
        _("Columns with an orange heading must be filled; a note on each heading says with what."),
        _("Grey rows that begin with “Пример” are examples and are not imported."),
        _(
            "The id is the school's own key (number of the personal file, say). Without ids people"
            " are known by full name and birth date, adults by full name and phone."
        ),
        _("Dates are written like 01.09.2026, classes like 7Б, times like 08:30."),
        _("Health, documents and addresses do not belong here: such columns are never read."),
        _("Try first: peremena import FILE.xlsx --dry-run. Importing again changes what differs."),
    )
    _print_on_a4(page)
    page.set_column(0, 0, _GUIDE, formats["wrap"])
    for number, line in enumerate(lines):
        # Not every program grows a row by itself; then the next one is written over its end.
        page.set_row(number, len(wrap(line, int(_GUIDE / _BOLD))) * _LINE_HEIGHT)
        page.write_string(number, 0, line)


def _print_on_a4(page: Any) -> None:
    page.set_paper(_A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _settings(page: Any, formats: Mapping[str, Any]) -> None:
    for column, (heading, width) in enumerate(
        (("параметр", 32), ("значение", _WIDE), ("пояснение", 60))
    ):
        page.write_string(0, column, heading, formats["heading"])
        page.set_column(column, column, width, formats["text"])
    for row, (name, key, expected) in enumerate(setting_names(), start=1):
        page.write_string(row, 0, name)
        page.write_string(row, 2, expected, formats["example"])
        if key in _SETTING_CHOICES:
            _drop_down(page, row, row, 1, _SETTING_CHOICES[key])
    page.freeze_panes(1, 0)
    _print_on_a4(page)


def _table(page: Any, spec: TableSpec[Any], formats: Mapping[str, Any]) -> None:
    columns = [
        column
        for column in spec.columns
        if column.key not in PARTS and column.key not in _PARENT_COLUMNS
    ]
    example = _EXAMPLES[spec.sheet]
    for index, column in enumerate(columns):
        heading = formats["needed" if column.is_needed else "heading"]
        page.write_string(0, index, column.headings[0], heading)
        page.write_comment(0, index, _note(column))
        width = max(_WIDTH, round(len(column.headings[0]) * _BOLD) + 1)
        page.set_column(index, index, width, formats["text"])
        if index < len(example) and example[index]:
            page.write_string(1, index, example[index], formats["example"])
        if column.key in _CHOICES:
            _drop_down(page, 2, _LAST_ROW, index, _CHOICES[column.key])
    page.freeze_panes(1, 0)
    _print_on_a4(page)


def _note(column: Column) -> str:
    must = _("must be filled") if column.is_needed else _("may be empty")
    return f"{column.kind.expected()} ({must})"


def _drop_down(page: Any, first: int, last: int, column: int, words: Sequence[str]) -> None:
    page.data_validation(first, column, last, column, {"validate": "list", "source": list(words)})
