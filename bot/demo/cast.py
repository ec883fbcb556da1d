"""Who plays in the demo, chosen from a school's own lists; pure.

A class with a lesson going on, its teacher, its class teacher, two families, and the office.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.exchange.sheets import (
    ClassRow,
    GuardianRow,
    StaffRow,
    StudentRow,
    TimetableRow,
)
from services.exchange.workbook import Workbook
from services.regulation.profile import SettingKey
from services.vocabulary import AccessMode, Role

__all__ = ["Cast", "Family", "choose_cast", "demo_moment", "zone_of"]

# A Tuesday deep in the year, ten minutes into the first lesson of most schools: marks and absences
# entered now are news, and the whole day lies ahead.
_MONTH, _DAY = 11, 24
_TIME = time(8, 40)
_TUESDAY = 2
_FAMILIES = 2
_DEFAULT_ZONE = "Europe/Moscow"
_DEFAULT_YEAR = 2026
_FIRST_MARKED_GRADE = 2
_MIDDLE_GRADE = 7  # many subjects, and parents who still look


@dataclass(frozen=True, slots=True)
class Family:
    """A guardian with a telephone, the child it is about, and the other guardian, if any."""

    guardian: GuardianRow
    student: StudentRow
    other: GuardianRow | None = None


@dataclass(frozen=True, slots=True)
class Cast:
    """The people on the page; a school may lack some of them."""

    class_name: str
    subject: str
    teacher: StaffRow | None
    homeroom_teacher: StaffRow | None
    families: tuple[Family, ...]
    deputy_head: StaffRow | None = None
    dispatcher: StaffRow | None = None
    secretary: StaffRow | None = None
    administrator: StaffRow | None = None


def zone_of(workbook: Workbook) -> ZoneInfo:
    """Return the school's time zone."""
    return ZoneInfo(_setting(workbook, SettingKey.TIMEZONE) or _DEFAULT_ZONE)


def demo_moment(workbook: Workbook, local: datetime | None) -> datetime:
    """Return the moment the demo begins: *local* school time, else a lesson of its school year."""
    if local is not None and local.tzinfo is not None:
        return local
    if local is None:
        year = _setting(workbook, SettingKey.ACADEMIC_YEAR)[:4]
        on = date(int(year) if year.isdigit() else _DEFAULT_YEAR, _MONTH, _DAY)
        on += timedelta(days=(_TUESDAY - on.isoweekday()) % 7)
        local = datetime.combine(on, _TIME)  # the zone is set below
    return local.replace(tzinfo=zone_of(workbook))


def choose_cast(workbook: Workbook, moment: datetime) -> Cast:
    """Return who plays when the demo begins at *moment*."""
    tables = workbook.tables
    local = moment.astimezone(zone_of(workbook))
    best = max(
        (_cast_of(workbook, one, local) for one in tables.classes.rows),
        key=_interest,
        default=None,
    )
    return best or Cast("", "", None, None, ())


def _cast_of(workbook: Workbook, school_class: ClassRow, local: datetime) -> Cast:
    tables = workbook.tables
    staff = {row.external_id: row for row in tables.staff.rows}
    students = [one for one in tables.students.rows if one.class_name == school_class.name]
    lesson = _lesson(workbook, school_class, local)
    return Cast(
        class_name=school_class.name,
        subject=lesson.subject if lesson else "",
        teacher=staff.get(lesson.teacher) if lesson else None,
        homeroom_teacher=staff.get(school_class.homeroom_teacher),
        families=tuple(_families(students, tables.guardians.rows)),
        deputy_head=_first(tables.staff.rows, Role.DEPUTY_HEAD),
        dispatcher=_first(tables.staff.rows, Role.DISPATCHER),
        secretary=_first(tables.staff.rows, Role.SECRETARY),
        administrator=_first(tables.staff.rows, Role.ADMINISTRATOR),
    )


def _first(staff: Iterable[StaffRow], role: Role) -> StaffRow | None:
    return next((row for row in staff if role in row.roles), None)


def _interest(cast: Cast) -> tuple[int, bool, int]:
    """Prefer two families, then a lesson going on, then the middle of the school."""
    grade = int("".join(one for one in cast.class_name if one.isdigit()) or 0)
    is_marked = grade >= _FIRST_MARKED_GRADE
    has_lesson = cast.teacher is not None and is_marked
    return (len(cast.families), has_lesson, -abs(grade - _MIDDLE_GRADE))


def _families(students: Sequence[StudentRow], guardians: Iterable[GuardianRow]) -> list[Family]:
    by_id = {one.external_id: one for one in students if one.external_id}
    found: dict[str, Family] = {}
    phones: set[str] = set()
    for row in guardians:
        student = by_id.get(row.student)
        is_reached = bool(row.phone) and row.access is AccessMode.ELECTRONIC
        if student is None or not is_reached or row.phone in phones:
            continue
        known = found.get(row.student)
        if known is None:
            found[row.student] = Family(row, student)
        elif known.other is None:
            found[row.student] = replace(known, other=row)
        phones.add(row.phone)
    # Whose family name alone says who is meant comes first, so that the first try just works;
    # then a child with two guardians, who shows what each of them hears.
    stems = Counter(_stem(one) for one in students)
    return sorted(
        found.values(),
        key=lambda family: (stems[_stem(family.student)], family.other is None),
    )[:_FAMILIES]


def _stem(student: StudentRow) -> str:
    """Return what «Иванов» and «Иванова» have in common."""
    return student.family_name.removesuffix("а")


def _lesson(workbook: Workbook, school_class: ClassRow, local: datetime) -> TimetableRow | None:
    """Return the lesson going on in a class, else any lesson of it; whole class before groups."""
    on, at = local.date(), local.time()
    lessons = [row for row in workbook.tables.timetable.rows if school_class.name in row.classes]
    numbers = {
        row.number
        for row in workbook.tables.bells.rows
        if row.bell_set == school_class.bell_set and row.starts_at <= at < row.ends_at
    }
    going_on = [
        row
        for row in lessons
        if row.weekday == on.isoweekday() and row.number in numbers and _is_valid(row, on)
    ]
    return next(iter(sorted(going_on or lessons, key=lambda row: bool(row.group))), None)


def _is_valid(row: TimetableRow, on: date) -> bool:
    return (row.valid_from is None or row.valid_from <= on) and (
        row.valid_to is None or on <= row.valid_to
    )


def _setting(workbook: Workbook, key: SettingKey) -> str:
    return next((one.value for one in workbook.settings if one.key is key), "")
