"""Every table of the workbook, declared once: columns, their names, what their cells hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Generic, TypeVar

from services.exchange.reading import cells
from services.exchange.reading.cells import CellKind
from services.exchange.reading.words import (
    ACCESS,
    ASSESSMENT,
    PARITY,
    PERIOD_KIND,
    ROLES,
)
from services.exchange.sheets import (
    BellRow,
    ClassRow,
    GroupRow,
    GuardianRow,
    HolidayRow,
    LoadRow,
    PeriodRow,
    SettingRow,
    Sheet,
    SheetRow,
    StaffRow,
    StudentRow,
    SubjectRow,
    TimetableRow,
)
from services.vocabulary import AccessMode, Assessment, WeekParity

__all__ = ["FULL_NAME", "TABLES", "Column", "TableSpec"]

R_co = TypeVar("R_co", bound=SheetRow, covariant=True)

FULL_NAME = "full_name"  # «ФИО» may stand for the three columns of the name

_TEXT = cells.text(120)
_NAME = cells.text(80)
_SHORT = cells.text(60)
_ID = cells.text(64)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, its headings (the first one is named in sentences), its cells.

    An empty cell means *empty*; where *is_needed*, the column must exist and no cell be empty.
    """

    key: str
    headings: tuple[str, ...]
    kind: CellKind
    is_needed: bool = False
    empty: Any = None


@dataclass(frozen=True, slots=True)
class TableSpec(Generic[R_co]):
    """A table: its sheet, other names of the file, its columns, the type of its rows."""

    sheet: Sheet
    titles: tuple[str, ...]
    columns: tuple[Column, ...]
    row: Callable[..., R_co]
    is_required: bool = False


def _needed(key: str, *headings: str, kind: CellKind = _TEXT) -> Column:
    return Column(key, headings, kind, is_needed=True)


def _optional(key: str, *headings: str, kind: CellKind = _TEXT, empty: Any = None) -> Column:
    return Column(key, headings, kind, empty=empty)


def _dates(starts: str, ends: str) -> tuple[Column, Column]:
    return (
        _optional(starts, "с", "from", "дата с", kind=cells.a_date),
        _optional(ends, "по", "to", "дата по", kind=cells.a_date),
    )


def _names(*full_name: str) -> tuple[Column, ...]:
    return (
        _needed("external_id", "id", "ид", "код", "личное дело", "№ л/д", kind=_ID),
        _needed("family_name", "фамилия", "family name", "surname", "last name", "ф", kind=_NAME),
        _needed("given_name", "имя", "given name", "first name", "name", "и", kind=_NAME),
        _optional(
            "patronymic", "отчество", "patronymic", "middle name", "о", kind=_NAME, empty=""
        ),
        _optional(FULL_NAME, "фио", "ф и о", "full name", *full_name, kind=cells.text(242)),
        _optional("phone", "телефон", "phone", "тел", "мобильный", kind=cells.a_phone, empty=""),
    )


_GRADES = _optional("grades", "классы", "grades", "класс", kind=cells.grades, empty=())
_STUDENT = _needed("student", "ученик", "student", "id ученика", "student id", kind=_ID)
_SUBJECT = _needed("subject", "предмет", "subject")
_GROUP = _optional("group", "группа", "group", kind=_NAME, empty="")
_TEACHER = _needed("teacher", "учитель", "teacher", "id учителя", "teacher id", kind=_ID)
_LESSON = _needed(
    "number", "урок", "lesson", "номер урока", "№ урока", kind=cells.whole_number(0, 15)
)
_CLASSES = _needed("classes", "класс", "class", "классы", "classes", kind=cells.classes)

_SPECS: tuple[TableSpec[Any], ...] = (
    TableSpec(
        Sheet.SCHOOL,
        ("школа",),
        (
            _needed("key", "параметр", "key", "настройка"),
            _optional("value", "значение", "value", kind=cells.text(2000), empty=""),
        ),
        SettingRow,
        is_required=True,
    ),
    TableSpec(
        Sheet.SUBJECTS,
        ("предметы",),
        (
            _needed("name", "предмет", "subject", "название"),
            _optional("short_name", "краткое", "short", kind=cells.text(40), empty=""),
            _optional(
                "assessment", "оценивание", "assessment", kind=ASSESSMENT, empty=Assessment.MARKS
            ),
            _optional("unmarked_until", "без отметок до", "unmarked until", kind=cells.a_date),
            _optional("has_homework", "дз", "homework", kind=cells.yes_no, empty=True),
        ),
        SubjectRow,
    ),
    TableSpec(
        Sheet.PERIODS,
        ("периоды",),
        (
            _needed("name", "период", "period", "название", kind=_SHORT),
            _needed("kind", "вид", "kind", kind=PERIOD_KIND),
            _GRADES,
            _optional("subject", "предмет", "subject", empty=""),
            _needed("starts_on", "начало", "start", kind=cells.a_date),
            _needed("ends_on", "конец", "end", kind=cells.a_date),
            _optional("marks_until", "отметки до", "marks until", kind=cells.a_date),
        ),
        PeriodRow,
    ),
    TableSpec(
        Sheet.HOLIDAYS,
        ("каникулы",),
        (
            _needed("name", "название", "name"),
            _needed("starts_on", "начало", "start", kind=cells.a_date),
            _needed("ends_on", "конец", "end", kind=cells.a_date),
            _GRADES,
        ),
        HolidayRow,
    ),
    TableSpec(
        Sheet.BELLS,
        ("звонки",),
        (
            _optional("bell_set", "набор", "set", "набор звонков", kind=_SHORT, empty=""),
            _LESSON,
            _needed("starts_at", "начало", "start", kind=cells.a_time),
            _needed("ends_at", "конец", "end", kind=cells.a_time),
            _optional("weekdays", "дни", "days", kind=cells.weekdays, empty=()),
            _GRADES,
            *_dates("valid_from", "valid_to"),
        ),
        BellRow,
    ),
    TableSpec(
        Sheet.STAFF,
        ("сотрудники",),
        (
            *_names("сотрудник", "учитель"),
            _optional("roles", "роли", "roles", "роль", "role", kind=ROLES, empty=frozenset()),
        ),
        StaffRow,
        is_required=True,
    ),
    TableSpec(
        Sheet.CLASSES,
        ("классы",),
        (
            _needed("name", "класс", "class", kind=cells.a_class),
            _optional(
                "homeroom_teacher",
                "классный руководитель",
                "homeroom teacher",
                "кл рук",
                kind=_ID,
                empty="",
            ),
            _optional("shift", "смена", "shift", kind=cells.whole_number(1, 2), empty=1),
            _optional("bell_set", "набор звонков", "bell set", kind=_SHORT, empty=""),
        ),
        ClassRow,
        is_required=True,
    ),
    TableSpec(
        Sheet.STUDENTS,
        ("ученики",),
        (
            *_names("ученик", "обучающийся", "учащийся", "student"),
            _optional(
                "birth_date",
                "дата рождения",
                "birth date",
                "др",
                "д р",
                "дата рожд",
                kind=cells.a_date,
            ),
            _needed("class_name", "класс", "class", kind=cells.a_class),
            *_dates("starts_on", "ends_on"),
        ),
        StudentRow,
        is_required=True,
    ),
    TableSpec(
        Sheet.GUARDIANS,
        ("родители",),
        (
            *_names("родитель", "законный представитель", "guardian"),
            _STUDENT,
            _optional("relation", "кем приходится", "relation", kind=_SHORT, empty=""),
            _optional(
                "application_number",
                "заявление",
                "application",
                "номер заявления",
                kind=_SHORT,
                empty="",
            ),
            _optional("application_date", "дата заявления", "application date", kind=cells.a_date),
            _optional("access", "доступ", "access", kind=ACCESS, empty=AccessMode.ELECTRONIC),
            _optional("access_reason", "основание", "reason", kind=cells.text(300), empty=""),
            *_dates("access_from", "access_to"),
        ),
        GuardianRow,
    ),
    TableSpec(
        Sheet.GROUPS,
        ("группы",),
        (
            _needed("group", "группа", "group", kind=_NAME),
            _SUBJECT,
            _STUDENT,
            *_dates("starts_on", "ends_on"),
        ),
        GroupRow,
    ),
    TableSpec(
        Sheet.LOAD,
        ("нагрузка",),
        (
            _TEACHER,
            _CLASSES,
            _GROUP,
            _SUBJECT,
            _optional(
                "hours",
                "часов в неделю",
                "hours",
                "часы",
                "часов",
                "hours per week",
                kind=cells.hours,
                empty=Fraction(0),
            ),
        ),
        LoadRow,
    ),
    TableSpec(
        Sheet.TIMETABLE,
        ("расписание",),
        (
            _CLASSES,
            _GROUP,
            _needed("weekday", "день", "day", "день недели", kind=cells.a_weekday),
            _LESSON,
            _SUBJECT,
            _TEACHER,
            _optional("room", "кабинет", "room", "каб", kind=cells.text(40), empty=""),
            *_dates("valid_from", "valid_to"),
            _optional("parity", "неделя", "week", kind=PARITY, empty=WeekParity.EVERY),
        ),
        TimetableRow,
    ),
)

TABLES: Mapping[Sheet, TableSpec[Any]] = {spec.sheet: spec for spec in _SPECS}
