"""The tables of the school's workbook and their rows, typed; empty cells have become defaults.

``given`` names the columns that were in the file at all: what was not asked about stays as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from fractions import Fraction

from services.vocabulary import AccessMode, Assessment, PeriodKind, Role, WeekParity

__all__ = [
    "BellRow",
    "ClassRow",
    "ClubRow",
    "EventRow",
    "ExemptionRow",
    "GroupRow",
    "GuardianRow",
    "HolidayRow",
    "LoadRow",
    "PeriodRow",
    "PersonRow",
    "RightRow",
    "RowPlace",
    "SettingRow",
    "Sheet",
    "SheetRow",
    "StaffRow",
    "StudentRow",
    "SubjectRow",
    "TimetableRow",
    "TopicRow",
    "WorkKindRow",
    "WorkingDayRow",
]


class Sheet(StrEnum):
    """The tables, by the names of their CSV files."""

    SCHOOL = "school"
    PERIODS = "periods"
    HOLIDAYS = "holidays"
    BELLS = "bells"
    STAFF = "staff"
    SUBJECTS = "subjects"
    CLASSES = "classes"
    STUDENTS = "students"
    GUARDIANS = "guardians"
    GROUPS = "groups"
    LOAD = "load"
    TIMETABLE = "timetable"
    INDIVIDUAL_PLANS = "individual_plans"
    CLUBS = "clubs"
    WORK_KINDS = "work_kinds"
    TOPICS = "topics"
    EVENTS = "events"
    WORKING_DAYS = "working_days"
    RIGHTS = "rights"


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where a row stands: file, row as a spreadsheet counts it, headings by column key."""

    file: str
    row: int
    headings: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One understood row of a table."""

    place: RowPlace
    given: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRow(SheetRow):
    """«Школа»: one setting, as written."""

    key: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRow(SheetRow):
    """«Периоды»."""

    name: str
    kind: PeriodKind
    grades: tuple[int, ...]
    subject: str
    starts_on: date
    ends_on: date
    marks_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayRow(SheetRow):
    """«Каникулы»."""

    name: str
    starts_on: date
    ends_on: date
    grades: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BellRow(SheetRow):
    """«Звонки»."""

    bell_set: str
    number: int
    starts_at: time
    ends_at: time
    weekdays: tuple[int, ...]
    grades: tuple[int, ...]
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectRow(SheetRow):
    """«Предметы»."""

    name: str
    short_name: str
    assessment: Assessment
    unmarked_until: date | None
    has_homework: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow(SheetRow):
    """«Классы»."""

    name: str
    homeroom_teacher: str
    shift: int
    bell_set: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow(SheetRow):
    """What the three lists of people have in common; the phone is in its normal form.

    Without an id of the school's own (*has_id* is false) ``external_id`` is a name of the row that
    holds inside this workbook only.
    """

    external_id: str
    has_id: bool = True
    family_name: str
    given_name: str
    patronymic: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRow(PersonRow):
    """«Сотрудники»."""

    roles: frozenset[Role]


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentRow(PersonRow):
    """«Ученики»; parents stand here in a school with one wide sheet, each as full name, phone."""

    birth_date: date | None
    class_name: str
    starts_on: date | None
    ends_on: date | None
    mother_name: str = ""
    mother_phone: str = ""
    father_name: str = ""
    father_phone: str = ""
    parent_name: str = ""
    parent_phone: str = ""
    second_parent_name: str = ""
    second_parent_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianRow(PersonRow):
    """«Родители»: one guardian of one child."""

    student: str
    relation: str
    application_number: str
    application_date: date | None
    access: AccessMode
    access_reason: str
    access_from: date | None
    access_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow(SheetRow):
    """«Группы»: one student in one group."""

    group: str
    subject: str
    student: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadRow(SheetRow):
    """«Нагрузка»; several classes are taught together."""

    teacher: str
    classes: tuple[str, ...]
    group: str
    subject: str
    hours: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class TimetableRow(SheetRow):
    """«Расписание»: one lesson of the week."""

    classes: tuple[str, ...]
    group: str
    weekday: int
    number: int
    subject: str
    teacher: str
    room: str
    valid_from: date | None
    valid_to: date | None
    parity: WeekParity


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionRow(SheetRow):
    """«ИУП»: a subject that a student does not study."""

    student: str
    subject: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClubRow(SheetRow):
    """«Кружки»; without participants all students of the classes."""

    teacher: str
    classes: tuple[str, ...]
    group: str
    subject: str
    hours: Fraction
    participants: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkKindRow(SheetRow):
    """«Виды работ»."""

    name: str
    sign: str
    weight: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow(SheetRow):
    """«КТП»: one lesson of a thematic plan."""

    subject: str
    classes: tuple[str, ...]
    number: int
    topic: str
    hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow(SheetRow):
    """«События»; without classes it is of the whole school."""

    on_date: date
    classes: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDayRow(SheetRow):
    """«Рабочие дни»."""

    on_date: date
    is_working: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RightRow(SheetRow):
    """«Права», as written."""

    role: str
    action: str
    is_allowed: bool
