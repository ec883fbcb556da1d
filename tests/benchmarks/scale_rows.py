"""Fills an empty database with the schools of a ``Scale``, mostly by ``INSERT … SELECT``.

``python -m tests.benchmarks.scale_rows URL --schools 100 --classes 3`` does it to a database that
has the schema. Foreign keys are not looked at and larger indexes are built at the end, as loading
a copy would; the statements are the same on both databases.
"""

import asyncio
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from datetime import time as clock_time
from fractions import Fraction
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    MetaData,
    Select,
    Table,
    and_,
    case,
    event,
    insert,
    literal,
    select,
    text,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import create_async_engine

from services import models
from services.database import Base, UtcDateTime
from services.summaries.codec import facts_to_json
from services.summaries.facts import FortnightFacts, SubjectLine
from services.vocabulary import (
    AccessMode,
    Assessment,
    AttendanceCode,
    ConsentAction,
    ConsentPurpose,
    EntryState,
    FinalKind,
    GroupKind,
    PeriodKind,
    PersonKind,
    Role,
    WeekParity,
)
from tests.benchmarks.many_families import CHAT_OFFSET
from tests.benchmarks.runs import opened
from tests.benchmarks.scale import (
    LESSONS_A_DAY,
    NOW,
    QUARTERS,
    STUDENTS_A_CLASS,
    SUBJECTS,
    Scale,
    Slot,
    quarter_days,
)

__all__ = ["fill"]

_TEMPORARY = MetaData()
_SLOT = Table(
    "bench_slot", _TEMPORARY,
    Column("place", Integer, primary_key=True), Column("lesson_on", Date), Column("year", Integer),
    Column("number", Integer), Column("subject", Integer), Column("day", Integer),
    Column("starts_at", UtcDateTime), Column("ends_at", UtcDateTime),
    Column("recorded_at", UtcDateTime), Column("due_on", Date), Column("due_number", Integer),
)  # fmt: skip
_SERIES = Table("bench_series", _TEMPORARY, Column("n", Integer, primary_key=True))
_MOST_MARKS = 12  # at one lesson
_ROWS = 500
# Weeks of the current year that ended with a summary, up to NOW.
_SUMMARIES = [date(2026, 9, 18) + timedelta(days=14 * n) for n in range(5)]
_AHEAD = ("works", "of", "the", "weeks", "ahead")


def fill(url: str, scale: Scale) -> float:
    """Fill the database at *url*, which has the schema and no rows; return the seconds it took."""
    began = time.perf_counter()
    asyncio.run(_fill(url, scale))
    return time.perf_counter() - began


async def _fill(url: str, scale: Scale) -> None:
    engine = create_async_engine(url)
    is_sqlite = engine.dialect.name == "sqlite"

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: DBAPIConnection, _record: Any) -> None:
        cursor = connection.cursor()
        if is_sqlite:
            for pragma in ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-200000"):
                cursor.execute(f"PRAGMA {pragma}")
        else:
            cursor.execute("SET session_replication_role = replica")
        cursor.close()

    async with engine.begin() as connection:
        await connection.run_sync(_write, scale)
    if not is_sqlite:  # autovacuum would have come by
        async with engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("VACUUM ANALYZE"))
    await engine.dispose()
    async with opened(url) as database:
        await database.refresh_statistics()


def _write(connection: Connection, scale: Scale) -> None:
    slots = scale.slots()
    _TEMPORARY.create_all(connection)
    _rows(connection, _SLOT, [_slot_row(one) for one in slots])
    _rows(connection, _SERIES, [{"n": n} for n in range(STUDENTS_A_CLASS)])
    with _without_indexes(connection):
        _rows(connection, models.Bot, _bots(scale))
        for school_id in range(1, scale.schools + 1):
            _write_school(connection, scale, school_id)
            for class_id in scale.class_ids(school_id):
                _Taught(connection, scale, school_id, class_id, len(slots)).write()
    _TEMPORARY.drop_all(connection)
    if connection.dialect.name == "postgresql":
        for table in Base.metadata.sorted_tables:
            if "id" in table.c:
                connection.execute(
                    text(
                        f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'),"  # noqa: S608  # our own names
                        f" coalesce((SELECT max(id) FROM {table.name}), 0) + 1, false)"
                    )
                )


@contextmanager
def _without_indexes(connection: Connection) -> Iterator[None]:
    """Build the indexes of the large tables afterwards, which is quicker by far."""
    large = (models.Mark, models.Lesson, models.Attendance, models.Homework, models.PeriodMark)
    indexes = [index for one in large for index in _table(one).indexes]
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)


def _slot_row(slot: Slot) -> dict[str, Any]:
    return {
        "place": slot.place, "lesson_on": slot.on, "year": slot.year, "number": slot.number,
        "subject": slot.index % len(SUBJECTS), "day": slot.place // LESSONS_A_DAY,
        "starts_at": slot.starts_at, "ends_at": slot.starts_at + timedelta(minutes=40),
        "recorded_at": slot.recorded_at,
        "due_on": slot.due_on, "due_number": slot.due_number,
    }  # fmt: skip


def _bots(scale: Scale) -> list[dict[str, Any]]:
    return [
        {"id": n, "telegram_bot_id": 4241 + n, "username": f"bot{n}"}
        for n in range(1, scale.bots + 1)
    ]


# --- what a school has whatever its size --------------------------------------------------------


def _write_school(connection: Connection, scale: Scale, school_id: int) -> None:
    name = f"Школа № {school_id}"
    of_school = {"school_id": school_id}
    _rows(
        connection,
        models.School,
        [{"id": school_id, "name": name, "short_name": name, "timezone": "UTC",
          "created_at": NOW}],
    )  # fmt: skip
    settings = {"name": name, "content_mode": "full", "timezone": "UTC"}
    settings["quiet_hours"] = "нет"  # a benchmark may run at night
    _rows(
        connection,
        models.SchoolSetting,
        [of_school | {"key": key, "value": value} for key, value in settings.items()],
    )
    first = (school_id - 1) * scale.years + 1
    _rows(
        connection,
        models.AcademicYear,
        [
            of_school | {"id": first + n, "name": f"{year}/{year + 1}",
                         "starts_on": date(year, 9, 1), "ends_on": date(year + 1, 5, 26)}
            for n, year in _years(scale)
        ],
    )  # fmt: skip
    _rows(
        connection,
        models.GradingPeriod,
        [
            of_school | {"id": (first + n - 1) * 4 + quarter + 1, "academic_year_id": first + n,
                         "name": f"{quarter + 1} четверть", "kind": PeriodKind.QUARTER,
                         "grades": [], "starts_on": quarter_days(year, quarter)[0],
                         "ends_on": quarter_days(year, quarter)[1]}
            for n, year in _years(scale) for quarter in range(len(QUARTERS))
        ],
    )  # fmt: skip
    _rows(
        connection,
        models.Holiday,
        [
            of_school | {"name": "Каникулы", "grades": [],
                         "starts_on": quarter_days(year, quarter)[1] + timedelta(days=1),
                         "ends_on": quarter_days(year, quarter + 1)[0] - timedelta(days=1)}
            for _n, year in _years(scale) for quarter in range(len(QUARTERS) - 1)
        ],
    )  # fmt: skip
    _rows(
        connection,
        models.ClassPeriod,
        [
            of_school | {"number": number, "bell_set": "", "weekdays": [], "grades": [],
                         "starts_at": clock_time(7 + number, 30),
                         "ends_at": clock_time(8 + number, 10)}
            for number in range(1, LESSONS_A_DAY + 1)
        ],
    )  # fmt: skip
    _rows(
        connection,
        models.Subject,
        [
            of_school | {"id": scale.subject_id(school_id, n), "name": name, "short_name": "",
                         "assessment": Assessment.MARKS, "has_homework": True}
            for n, name in enumerate(SUBJECTS)
        ],
    )  # fmt: skip
    _write_staff(connection, scale, school_id)
    _write_classes(connection, scale, school_id)


def _write_staff(connection: Connection, scale: Scale, school_id: int) -> None:
    first = scale.first_teacher + (school_id - 1) * scale.staff
    ids = range(first, first + scale.staff)
    _rows(
        connection,
        models.Person,
        [
            {"school_id": school_id, "id": n, "kind": PersonKind.STAFF,
             "family_name": f"Гусева{n}", "given_name": "Екатерина", "patronymic": "Денисовна"}
            for n in ids
        ],
    )  # fmt: skip
    _rows(
        connection,
        models.RoleAssignment,
        [{"school_id": school_id, "person_id": n, "role": Role.TEACHER} for n in ids],
    )
    _link(connection, scale, school_id, [(n, n) for n in ids])


def _write_classes(connection: Connection, scale: Scale, school_id: int) -> None:
    ids = scale.class_ids(school_id)
    names = {
        class_id: (f"{2 + n % 10}{'АБВГДЕЖИКЛМНПРСТУФХЦЧШЭЮЯ'[n // 10 % 25]}{n // 250 or ''}", n)
        for n, class_id in enumerate(ids)
    }
    _rows(
        connection,
        models.SchoolClass,
        [
            {"school_id": school_id, "id": class_id, "name": name, "grade_level": 2 + n % 10,
             "homeroom_teacher_id": scale.teacher_id(school_id, class_id, 0), "shift": 1,
             "bell_set": ""}
            for class_id, (name, n) in names.items()
        ],
    )  # fmt: skip
    _rows(
        connection,
        models.StudyGroup,
        [
            {"school_id": school_id, "id": class_id, "name": name, "school_class_id": class_id,
             "kind": GroupKind.WHOLE_CLASS, "subject_id": None}
            for class_id, (name, _n) in names.items()
        ],
    )  # fmt: skip
    students = range((school_id - 1) * scale.students + 1, school_id * scale.students + 1)
    first_class = ids[0]
    guardian_of = dict(zip(students, scale.guardians(school_id), strict=True))
    people = [
        {"school_id": school_id, "id": n, "kind": PersonKind.STUDENT,
         "family_name": f"Кузнецова{n % 997}", "given_name": "Мария", "patronymic": "Олеговна",
         "birth_date": date(2013, 5, 5)}
        for n in students
    ] + [
        {"school_id": school_id, "id": n, "kind": PersonKind.GUARDIAN,
         "family_name": f"Кузнецова{n % 997}", "given_name": "Ольга", "patronymic": "Петровна",
         "birth_date": None}
        for n in guardian_of.values()
    ]  # fmt: skip
    _rows(connection, models.Person, people)
    _rows(
        connection,
        models.Enrollment,
        [
            {"school_id": school_id, "student_id": student,
             "school_class_id": first_class + n // STUDENTS_A_CLASS,
             "starts_on": date(scale.first_year, 9, 1)}
            for n, student in enumerate(students)
        ],
    )  # fmt: skip
    _rows(
        connection,
        models.Guardianship,
        [
            {"school_id": school_id, "guardian_id": guardian, "student_id": student,
             "relation": "мать", "application_number": str(student),
             "access": AccessMode.ELECTRONIC, "access_reason": ""}
            for student, guardian in guardian_of.items()
        ],
    )  # fmt: skip
    _rows(
        connection,
        models.Consent,
        [
            {"school_id": school_id, "person_id": guardian, "student_id": student,
             "purpose": ConsentPurpose.DELIVERY, "action": ConsentAction.GIVEN,
             "account_hash": "", "application_number": "", "acted_at": NOW}
            for student, guardian in guardian_of.items()
        ],
    )  # fmt: skip
    _link(connection, scale, school_id, [(n, n) for n in guardian_of.values()])


def _link(
    connection: Connection, scale: Scale, school_id: int, whom: Sequence[tuple[int, int]]
) -> None:
    """Give people chats: (account, person)."""
    _rows(
        connection,
        models.Account,
        [
            {"id": account, "bot_id": scale.bot_id(school_id), "language": "ru",
             "telegram_user_id": CHAT_OFFSET + account, "chat_id": CHAT_OFFSET + account,
             "is_reachable": True, "created_at": NOW}
            for account, _person in whom
        ],
    )  # fmt: skip
    _rows(
        connection,
        models.AccountLink,
        [
            {"school_id": school_id, "account_id": account, "person_id": person,
             "verified_by": "phone", "linked_at": NOW, "end_reason": ""}
            for account, person in whom
        ],
    )  # fmt: skip


# --- what years of lessons have left of one class ----------------------------------------------


class _Taught:
    """Writes what was recorded of one class, each table in one statement."""

    def __init__(
        self, connection: Connection, scale: Scale, school_id: int, class_id: int, places: int
    ) -> None:
        self._connection = connection
        self._scale = scale
        self._school_id = school_id
        self._class_id = class_id
        self._places = places
        self._lesson_id = literal((class_id - 1) * places + 1) + _SLOT.c.place
        self._first_student = (class_id - 1) * STUDENTS_A_CLASS + 1
        first = scale.subject_id(school_id, 0)
        # Classes have their subjects at different hours of the week.
        self._subject = (_SLOT.c.subject + class_id) % len(SUBJECTS)
        self._subject_id = self._subject + first
        each = scale.teachers_a_subject
        self._teacher_id = self._subject * each + scale.teacher_id(school_id, class_id, 0)

    def write(self) -> None:
        """Write the timetable, the lessons of all years, and what was recorded at them."""
        self._timetable()
        self._lessons()
        self._marks()
        self._attendance()
        self._homework()
        self._individual_homework()
        self._changes()
        self._period_marks()
        self._debts()
        self._works()
        self._summaries()

    def _timetable(self) -> None:
        subjects = range(len(SUBJECTS))
        teachers = {
            one: self._scale.teacher_id(self._school_id, self._class_id, one) for one in subjects
        }
        _rows(
            self._connection,
            models.TeachingAssignment,
            [
                {"school_id": self._school_id, "teacher_id": teachers[one], "hours_per_week": 2,
                 "study_group_id": self._class_id,
                 "subject_id": self._scale.subject_id(self._school_id, one)}
                for one in subjects
            ],
        )  # fmt: skip
        rows = []
        for index in range(5 * LESSONS_A_DAY):
            one = (index % len(SUBJECTS) + self._class_id) % len(SUBJECTS)
            rows.append(
                {"school_id": self._school_id, "study_group_id": self._class_id,
                 "weekday": 1 + index // LESSONS_A_DAY, "number": 1 + index % LESSONS_A_DAY,
                 "subject_id": self._scale.subject_id(self._school_id, one),
                 "teacher_id": teachers[one], "room": "214", "parity": WeekParity.EVERY}
            )  # fmt: skip
        _rows(self._connection, models.TimetableEntry, rows)

    def _lessons(self) -> None:
        self._insert(
            models.Lesson,
            {
                "id": self._lesson_id,
                "study_group_id": literal(self._class_id),
                "subject_id": self._subject_id,
                "teacher_id": self._teacher_id,
                "lesson_on": _SLOT.c.lesson_on,
                "number": _SLOT.c.number,
                "starts_at": _SLOT.c.starts_at,
                "ends_at": _SLOT.c.ends_at,
                "topic": literal("Степень с натуральным показателем. Решение задач"),
                "attendance_at": _SLOT.c.recorded_at,
            },
            ordered=_SLOT.c.place,
        )

    def _marks(self) -> None:
        tenths = self._scale.marks_tenths
        # Seven and thirty have no divisor in common: so many different students at a lesson.
        student = (_SLOT.c.place * 11 + _SERIES.c.n * 7) % STUDENTS_A_CLASS
        dice = (_SLOT.c.place * 37 + _SERIES.c.n * 53 + self._class_id) % 100
        how_many = tenths // 10 + case((_SLOT.c.place % 10 < tenths % 10, 1), else_=0)
        is_control = _SLOT.c.place % 24 == 0
        self._insert(
            models.Mark,
            {
                "id": (self._lesson_id - 1) * _MOST_MARKS + _SERIES.c.n + 1,
                "lesson_id": self._lesson_id,
                "student_id": student + self._first_student,
                "subject_id": self._subject_id,
                "lesson_on": _SLOT.c.lesson_on,
                "value": case((dice < 5, 2), (dice < 25, 3), (dice < 65, 4), else_=5),
                "work_kind": case((is_control, "control"), else_="lesson"),
                "weight_tenths": case((is_control, 20), else_=10),
                "part": literal(1),
                "comment": case((dice == 7, "Молодец, так держать"), else_=""),
                "is_withdrawn": literal(False),  # noqa: FBT003  # SQLAlchemy's literal
                "revision": literal(1),
                "author_id": self._teacher_id,
                "recorded_at": _SLOT.c.recorded_at,
            },
            series=_SERIES.c.n < how_many,
            ordered=_SLOT.c.place,
        )

    def _attendance(self) -> None:
        n = _SERIES.c.n
        is_absent = (_SLOT.c.day * 13 + n * 7 + self._class_id) % 27 == 0
        is_late = (_SLOT.c.place * 11 + n * 3) % 97 == 0
        why = (_SLOT.c.day + n) % 4
        self._insert(
            models.Attendance,
            {
                "lesson_id": self._lesson_id,
                "student_id": n + self._first_student,
                "lesson_on": _SLOT.c.lesson_on,
                "code": case(
                    (~is_absent, literal(AttendanceCode.TARDY.value)),
                    (why == 0, AttendanceCode.ABSENT_SICK.value),
                    (why == 1, AttendanceCode.ABSENT_EXCUSED.value),
                    (why == 2, AttendanceCode.ABSENT.value),
                    else_=AttendanceCode.ABSENT_UNEXCUSED.value,
                ),
                "minutes_late": case((is_absent, None), else_=5),
                "revision": literal(1),
                "author_id": self._teacher_id,
                "recorded_at": _SLOT.c.recorded_at,
            },
            series=is_absent | is_late,
            ordered=_SLOT.c.place,
        )

    def _homework(self) -> None:
        self._insert(
            models.Homework,
            {
                "lesson_id": self._lesson_id,
                "study_group_id": literal(self._class_id),
                "subject_id": self._subject_id,
                "lesson_on": _SLOT.c.lesson_on,
                "text": literal("§ 14, № 214, 216 (а, в); повторить определения"),
                "is_none": literal(False),  # noqa: FBT003
                "due_on": _SLOT.c.due_on,
                "due_number": _SLOT.c.due_number,
                "minutes": literal(20),
                "is_withdrawn": literal(False),  # noqa: FBT003
                "revision": literal(1),
                "author_id": self._teacher_id,
                "recorded_at": _SLOT.c.recorded_at,
            },
            where=_SLOT.c.place % 5 != 0,
            ordered=_SLOT.c.place,
        )

    def _individual_homework(self) -> None:
        """Set something to three students alone, once in ten days."""
        self._insert(
            models.Homework,
            {
                "lesson_id": self._lesson_id,
                "study_group_id": literal(self._class_id),
                "subject_id": self._subject_id,
                "lesson_on": _SLOT.c.lesson_on,
                "addressee_id": _SERIES.c.n + self._first_student,
                "text": literal("Карточка № 7"),
                "is_none": literal(False),  # noqa: FBT003
                "due_on": _SLOT.c.due_on,
                "due_number": _SLOT.c.due_number,
                "is_withdrawn": literal(False),  # noqa: FBT003
                "revision": literal(1),
                "author_id": self._teacher_id,
                "recorded_at": _SLOT.c.recorded_at,
            },
            series=(_SLOT.c.place % 60 == 3) & (_SERIES.c.n % 10 == _SLOT.c.place // 60 % 10),
        )

    def _changes(self) -> None:
        """Let another teacher give every thirtieth lesson: one a week."""
        self._connection.execute(
            insert(_table(models.ChangeEntry)).values(
                id=self._class_id,
                school_id=self._school_id,
                author_id=self._scale.teacher_id(self._school_id, self._class_id, 0),
                state=EntryState.SAVED,
                source="",
                resolved={},
                created_at=NOW,
                saved_at=NOW,
            )
        )
        here = {
            "number": _SLOT.c.number,
            "group_id": literal(self._class_id),
            "subject_id": self._subject_id,
        }
        self._insert(
            models.LessonChange,
            {
                "entry_id": literal(self._class_id),
                "lesson_on": _SLOT.c.lesson_on,
                "number": here["number"],
                "study_group_id": here["group_id"],
                "subject_id": here["subject_id"],
                "teacher_id": self._teacher_id,
                "room": literal("214"),
                "new_on": _SLOT.c.lesson_on,
                "new_number": here["number"],
                "new_group_id": here["group_id"],
                "new_subject_id": here["subject_id"],
                "new_teacher_id": literal(
                    self._scale.teacher_id(self._school_id, self._class_id, 3)
                ),
                "new_room": literal("118"),
                "reason": literal(""),
                "needs_confirmation": literal(False),  # noqa: FBT003
                "is_withdrawn": literal(False),  # noqa: FBT003
                "author_id": self._teacher_id,
                "recorded_at": _SLOT.c.recorded_at,
                "told_from": _SLOT.c.recorded_at,
            },
            where=_SLOT.c.place % 30 == self._class_id % 30,
        )

    def _period_marks(self) -> None:
        """Write every quarter that is over and every year that is, from the slots of a week."""
        scale, first_year = self._scale, (self._school_id - 1) * self._scale.years + 1
        subject = _SLOT.c.place  # the first twelve slots serve as numbers
        for year, begins in _years(scale):
            is_over = year < scale.years - 1
            for quarter in [*range(4 if is_over else 1), *([None] if is_over else [])]:
                last = quarter_days(begins, 3 if quarter is None else quarter)[1]
                kind = FinalKind.YEAR if quarter is None else FinalKind.PERIOD
                period_id = None if quarter is None else (first_year + year - 1) * 4 + quarter + 1
                self._insert(
                    models.PeriodMark,
                    {
                        "student_id": _SERIES.c.n + self._first_student,
                        "subject_id": subject + scale.subject_id(self._school_id, 0),
                        "academic_year_id": literal(first_year + year),
                        "grading_period_id": literal(period_id, Integer),
                        "kind": literal(kind.value),
                        "value": 3 + (_SERIES.c.n + subject + year) % 3,
                        "result_on": literal(last, Date),
                        "is_withdrawn": literal(False),  # noqa: FBT003
                        "revision": literal(1),
                        "author_id": subject * scale.teachers_a_subject
                        + scale.teacher_id(self._school_id, self._class_id, 0),
                        "recorded_at": literal(NOW, UtcDateTime),
                    },
                    series=literal(True),  # noqa: FBT003
                    where=_SLOT.c.place < len(SUBJECTS),
                )

    def _debts(self) -> None:
        """Let every third student owe a work of the last two weeks."""
        self._insert(
            models.Debt,
            {
                "student_id": _SERIES.c.n + self._first_student,
                "subject_id": self._subject_id,
                "lesson_id": self._lesson_id,
                "lesson_on": _SLOT.c.lesson_on,
                "work_kind": literal("control"),
                "due_on": literal(NOW.date() + timedelta(days=7), Date),
                "author_id": self._teacher_id,
                "recorded_at": _SLOT.c.recorded_at,
                "told_from": _SLOT.c.recorded_at,
                "is_withdrawn": literal(False),  # noqa: FBT003
                "revision": literal(1),
            },
            series=(_SERIES.c.n % 3 == 0) & (_SERIES.c.n == self._places - 1 - _SLOT.c.place),
        )

    def _works(self) -> None:
        rows = []
        for n in range(len(_AHEAD)):
            on = NOW.date() + timedelta(days=2 + 7 * (n // 2) + n % 2)
            index = on.weekday() * LESSONS_A_DAY + n
            one = (index % len(SUBJECTS) + self._class_id) % len(SUBJECTS)
            rows.append(
                {"school_id": self._school_id, "study_group_id": self._class_id,
                 "subject_id": self._scale.subject_id(self._school_id, one), "work_on": on,
                 "number": 1 + n, "title": "Контрольная работа", "state": EntryState.SAVED,
                 "author_id": self._scale.teacher_id(self._school_id, self._class_id, one),
                 "created_at": NOW, "override_note": ""}
            )  # fmt: skip
        _rows(self._connection, models.ControlWork, rows)

    def _summaries(self) -> None:
        for ends_on in _SUMMARIES:
            facts = _summary(self._scale, self._school_id, ends_on)
            json = _table(models.Summary).c.facts.type
            self._connection.execute(
                insert(_table(models.Summary)).from_select(
                    ["school_id", "student_id", "school_class_id", "ends_on", "facts", "made_at",
                     "sentence"],
                    select(
                        literal(self._school_id), _SERIES.c.n + self._first_student,
                        literal(self._class_id), literal(ends_on, Date), literal(facts, json),
                        literal(NOW, UtcDateTime), literal("Активно работает на уроках."),
                    ),
                )
            )  # fmt: skip

    def _insert(
        self,
        entity: type[Base],
        columns: Mapping[str, Any],
        *,
        series: ColumnElement[bool] | None = None,
        where: ColumnElement[bool] | None = None,
        ordered: ColumnElement[Any] | None = None,
    ) -> None:
        """Insert one row a slot, or with *series* one for each number it is true of."""
        query: Select[Any] = select(
            literal(self._school_id).label("school_id"),
            *(value.label(name) for name, value in columns.items()),
        ).select_from(_SLOT if series is None else _SLOT.join(_SERIES, series))
        if where is not None:
            query = query.where(and_(where))
        if ordered is not None:
            query = query.order_by(ordered)
        self._connection.execute(
            insert(_table(entity)).from_select(
                ["school_id", *columns], query, include_defaults=False
            )
        )


def _summary(scale: Scale, school_id: int, ends_on: date) -> dict[str, Any]:
    return facts_to_json(
        FortnightFacts(
            starts_on=ends_on - timedelta(days=13), ends_on=ends_on, is_marked=True, lessons=60,
            excused=3, late=1, average=Fraction(17, 4), average_before=Fraction(4),
            subjects=tuple(
                SubjectLine(
                    scale.subject_id(school_id, n), name, marks=(4, 5), average=Fraction(9, 2),
                    count_before=3, average_before=Fraction(13, 3), standing=Fraction(17, 4),
                    outcome=4,
                )
                for n, name in enumerate(SUBJECTS)
            ),
        )
    )  # fmt: skip


def _years(scale: Scale) -> list[tuple[int, int]]:
    return [(n, scale.first_year + n) for n in range(scale.years)]


def _table(entity: type[Base] | Table) -> Table:
    """The table itself: statements on entities ask which school is bound."""
    return entity if isinstance(entity, Table) else Base.metadata.tables[entity.__tablename__]


def _rows(
    connection: Connection, entity: type[Base] | Table, rows: Sequence[Mapping[str, Any]]
) -> None:
    for start in range(0, len(rows), _ROWS):
        connection.execute(insert(_table(entity)), rows[start : start + _ROWS])


def main() -> None:
    """Fill a database that has the schema."""
    parser = ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--schools", type=int, default=1)
    parser.add_argument("--classes", type=int, default=34)
    parser.add_argument("--marks-tenths", type=int, default=87)
    parser.add_argument("--bots", type=int, default=1)
    given = vars(parser.parse_args())
    url = given.pop("url")
    scale = Scale(**given)
    print(f"{fill(url, scale):.0f} s for {scale}: {scale.people} people")


if __name__ == "__main__":
    main()
