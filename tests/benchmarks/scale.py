"""Schools with years behind them: how large, which ids they have, and what day it is there.

The rows themselves are written by ``scale_rows``, by the database out of series: a million marks
take seconds. Left out: the audit chain (its entries are made in the process, one by one) and
what families were told of those years.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

__all__ = ["LESSONS_A_DAY", "NOW", "QUARTERS", "STUDENTS_A_CLASS", "SUBJECTS", "Scale", "Slot"]

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)  # a Tuesday, in the third lesson; schools in UTC
STUDENTS_A_CLASS, LESSONS_A_DAY = 30, 6
SUBJECTS = (
    "Русский язык", "Литература", "Алгебра", "Геометрия", "Физика", "История", "География",
    "Биология", "Английский язык", "Информатика", "Технология", "Физическая культура",
)  # fmt: skip
_WEEKLY = 5 * LESSONS_A_DAY
# Month and day; from the first of September on, later months are of the year after.
QUARTERS = (((9, 1), (10, 23)), ((11, 2), (12, 30)), ((1, 11), (3, 20)), ((3, 29), (5, 26)))
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """One of the lessons every class has had, by its place from the first one on."""

    place: int
    on: date
    year: int  # 0: the first of the school years
    number: int
    index: int  # in the week; says which subject it is
    due_on: date | None  # the next lesson of the same subject, if there was one
    due_number: int | None

    @property
    def starts_at(self) -> datetime:
        """When it began."""
        return datetime.combine(self.on, time(7 + self.number, 30), tzinfo=UTC)

    @property
    def recorded_at(self) -> datetime:
        """When the teacher had filled it in."""
        return self.starts_at + timedelta(minutes=40)


@dataclass(frozen=True, slots=True)
class Scale:
    """So many schools of so many classes of thirty, with years of lessons; ids from 1 on.

    ``marks_tenths``: marks given at a lesson of a class, on average, times ten.
    """

    schools: int
    classes: int
    marks_tenths: int = 87
    years: int = 4
    bots: int = 1

    @property
    def students(self) -> int:
        """Students of one school; each has one guardian with a chat of their own."""
        return self.classes * STUDENTS_A_CLASS

    @property
    def teachers_a_subject(self) -> int:
        """Teachers of one subject at one school; each has some eight classes."""
        return 1 + (self.classes - 1) // 8

    @property
    def staff(self) -> int:
        """Teachers of one school."""
        return self.teachers_a_subject * len(SUBJECTS)

    @property
    def people(self) -> int:
        """People of all schools."""
        return self.schools * (2 * self.students + self.staff)

    @property
    def first_guardian(self) -> int:
        """The id of the first guardian; that of student n is n - 1 behind it."""
        return self.schools * self.students + 1

    @property
    def first_teacher(self) -> int:
        """The id of the first member of staff."""
        return 2 * self.schools * self.students + 1

    @property
    def first_year(self) -> int:
        """The year in which the first school year begins."""
        return NOW.year - self.years + 1

    def class_ids(self, school_id: int) -> range:
        """Return the classes of a school; a class and its study group have the same id."""
        return range((school_id - 1) * self.classes + 1, school_id * self.classes + 1)

    def guardians(self, school_id: int) -> range:
        """Return the guardians of a school; the ids of their accounts are the same."""
        first = self.first_guardian + (school_id - 1) * self.students
        return range(first, first + self.students)

    def bot_id(self, school_id: int) -> int:
        """Return whose bot a school has."""
        return 1 + (school_id - 1) % self.bots

    def subject_id(self, school_id: int, subject: int) -> int:
        """Return the id of a subject by its place."""
        return (school_id - 1) * len(SUBJECTS) + subject + 1

    def teacher_id(self, school_id: int, class_id: int, subject: int) -> int:
        """Return who teaches a subject to a class."""
        first = self.first_teacher + (school_id - 1) * self.staff
        each = self.teachers_a_subject
        return first + subject * each + class_id % each

    def slots(self) -> list[Slot]:
        """Return the lessons of a class, up to the last one that was recorded."""
        found: list[Slot] = []
        for year in range(self.years):
            for on in _school_days(self.first_year + year):
                for number in range(1, LESSONS_A_DAY + 1):
                    index = on.weekday() * LESSONS_A_DAY + number - 1
                    found.append(Slot(len(found), on, year, number, index, None, None))
        following: dict[int, Slot] = {}
        due: list[Slot] = []
        for one in reversed(found):
            after = following.get(one.index % len(SUBJECTS))
            following[one.index % len(SUBJECTS)] = one
            if one.recorded_at <= NOW:
                due.append(
                    Slot(
                        one.place, one.on, one.year, one.number, one.index,
                        after.on if after else None, after.number if after else None,
                    )
                )  # fmt: skip
        return due[::-1]


def quarter_days(year: int, quarter: int) -> tuple[date, date]:
    """Return the first and the last day of a quarter of the school year that begins in *year*."""
    first, last = (
        date(year if month >= 9 else year + 1, month, day) for month, day in QUARTERS[quarter]
    )
    return first, last


def _school_days(year: int) -> list[date]:
    days = []
    for quarter in range(len(QUARTERS)):
        on, last = quarter_days(year, quarter)
        while on <= last:
            if on.isoweekday() <= 5:
                days.append(on)
            on += _DAY
    return days
