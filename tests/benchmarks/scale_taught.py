"""What years of lessons have left of one class, each table in one statement."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Integer,
    Select,
    and_,
    case,
    insert,
    literal,
    select,
)

from services import models
from services.database import Base, UtcDateTime
from services.summaries.codec import facts_to_json
from services.summaries.facts import FortnightFacts, SubjectLine
from services.vocabulary import (
    AttendanceCode,
    EntryState,
    FinalKind,
    WeekParity,
)
from tests.benchmarks.scale import (
    LESSONS_A_DAY,
    NOW,
    STUDENTS_A_CLASS,
    SUBJECTS,
    Scale,
    quarter_days,
)
from tests.benchmarks.scale_tables import SERIES, SLOT, table_of, write_rows, years_of

__all__ = ["TaughtClass"]

_MOST_MARKS = 12  # at one lesson
# Weeks of the current year that ended with a summary, up to NOW.
_SUMMARIES = [date(2026, 9, 18) + timedelta(days=14 * n) for n in range(5)]
_AHEAD = ("works", "of", "the", "weeks", "ahead")


class TaughtClass:
    """Writes what was recorded of one class, each table in one statement."""

    def __init__(
        self, connection: Connection, scale: Scale, school_id: int, class_id: int, places: int
    ) -> None:
        self._connection = connection
        self._scale = scale
        self._school_id = school_id
        self._class_id = class_id
        self._places = places
        self._lesson_id = literal((class_id - 1) * places + 1) + SLOT.c.place
        self._first_student = (class_id - 1) * STUDENTS_A_CLASS + 1
        first = scale.subject_id(school_id, 0)
        # Classes have their subjects at different hours of the week.
        self._subject = (SLOT.c.subject + class_id) % len(SUBJECTS)
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
        write_rows(
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
        write_rows(self._connection, models.TimetableEntry, rows)

    def _lessons(self) -> None:
        self._insert(
            models.Lesson,
            {
                "id": self._lesson_id,
                "study_group_id": literal(self._class_id),
                "subject_id": self._subject_id,
                "teacher_id": self._teacher_id,
                "lesson_on": SLOT.c.lesson_on,
                "number": SLOT.c.number,
                "starts_at": SLOT.c.starts_at,
                "ends_at": SLOT.c.ends_at,
                "topic": literal("Степень с натуральным показателем. Решение задач"),
                "attendance_at": SLOT.c.recorded_at,
            },
            ordered=SLOT.c.place,
        )

    def _marks(self) -> None:
        tenths = self._scale.marks_tenths
        # Seven and thirty have no divisor in common: so many different students at a lesson.
        student = (SLOT.c.place * 11 + SERIES.c.n * 7) % STUDENTS_A_CLASS
        dice = (SLOT.c.place * 37 + SERIES.c.n * 53 + self._class_id) % 100
        how_many = tenths // 10 + case((SLOT.c.place % 10 < tenths % 10, 1), else_=0)
        is_control = SLOT.c.place % 24 == 0
        self._insert(
            models.Mark,
            {
                "id": (self._lesson_id - 1) * _MOST_MARKS + SERIES.c.n + 1,
                "lesson_id": self._lesson_id,
                "student_id": student + self._first_student,
                "subject_id": self._subject_id,
                "lesson_on": SLOT.c.lesson_on,
                "value": case((dice < 5, 2), (dice < 25, 3), (dice < 65, 4), else_=5),
                "work_kind": case((is_control, "control"), else_="lesson"),
                "weight_tenths": case((is_control, 20), else_=10),
                "part": literal(1),
                "comment": case((dice == 7, "Молодец, так держать"), else_=""),
                "is_withdrawn": literal(False),  # noqa: FBT003  # SQLAlchemy's literal
                "revision": literal(1),
                "author_id": self._teacher_id,
                "recorded_at": SLOT.c.recorded_at,
            },
            series=SERIES.c.n < how_many,
            ordered=SLOT.c.place,
        )

    def _attendance(self) -> None:
        n = SERIES.c.n
        is_absent = (SLOT.c.day * 13 + n * 7 + self._class_id) % 27 == 0
        is_late = (SLOT.c.place * 11 + n * 3) % 97 == 0
        why = (SLOT.c.day + n) % 4
        self._insert(
            models.Attendance,
            {
                "lesson_id": self._lesson_id,
                "student_id": n + self._first_student,
                "lesson_on": SLOT.c.lesson_on,
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
                "recorded_at": SLOT.c.recorded_at,
            },
            series=is_absent | is_late,
            ordered=SLOT.c.place,
        )

    def _homework(self) -> None:
        self._insert(
            models.Homework,
            {
                "lesson_id": self._lesson_id,
                "study_group_id": literal(self._class_id),
                "subject_id": self._subject_id,
                "lesson_on": SLOT.c.lesson_on,
                "text": literal("§ 14, № 214, 216 (а, в); повторить определения"),
                "is_none": literal(False),  # noqa: FBT003
                "due_on": SLOT.c.due_on,
                "due_number": SLOT.c.due_number,
                "minutes": literal(20),
                "is_withdrawn": literal(False),  # noqa: FBT003
                "revision": literal(1),
                "author_id": self._teacher_id,
                "recorded_at": SLOT.c.recorded_at,
            },
            where=SLOT.c.place % 5 != 0,
            ordered=SLOT.c.place,
        )

    def _individual_homework(self) -> None:
        """Set something to three students alone, once in ten days."""
        self._insert(
            models.Homework,
            {
                "lesson_id": self._lesson_id,
                "study_group_id": literal(self._class_id),
                "subject_id": self._subject_id,
                "lesson_on": SLOT.c.lesson_on,
                "addressee_id": SERIES.c.n + self._first_student,
                "text": literal("Карточка № 7"),
                "is_none": literal(False),  # noqa: FBT003
                "due_on": SLOT.c.due_on,
                "due_number": SLOT.c.due_number,
                "is_withdrawn": literal(False),  # noqa: FBT003
                "revision": literal(1),
                "author_id": self._teacher_id,
                "recorded_at": SLOT.c.recorded_at,
            },
            series=(SLOT.c.place % 60 == 3) & (SERIES.c.n % 10 == SLOT.c.place // 60 % 10),
        )

    def _changes(self) -> None:
        """Let another teacher give every thirtieth lesson: one a week."""
        self._connection.execute(
            insert(table_of(models.ChangeEntry)).values(
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
            "number": SLOT.c.number,
            "group_id": literal(self._class_id),
            "subject_id": self._subject_id,
        }
        self._insert(
            models.LessonChange,
            {
                "entry_id": literal(self._class_id),
                "lesson_on": SLOT.c.lesson_on,
                "number": here["number"],
                "study_group_id": here["group_id"],
                "subject_id": here["subject_id"],
                "teacher_id": self._teacher_id,
                "room": literal("214"),
                "new_on": SLOT.c.lesson_on,
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
                "recorded_at": SLOT.c.recorded_at,
                "told_from": SLOT.c.recorded_at,
            },
            where=SLOT.c.place % 30 == self._class_id % 30,
        )

    def _period_marks(self) -> None:
        """Write every quarter that is over and every year that is, from the slots of a week."""
        scale, first_year = self._scale, (self._school_id - 1) * self._scale.years + 1
        subject = SLOT.c.place  # the first twelve slots serve as numbers
        for year, begins in years_of(scale):
            is_over = year < scale.years - 1
            for quarter in [*range(4 if is_over else 1), *([None] if is_over else [])]:
                last = quarter_days(begins, 3 if quarter is None else quarter)[1]
                kind = FinalKind.YEAR if quarter is None else FinalKind.PERIOD
                period_id = None if quarter is None else (first_year + year - 1) * 4 + quarter + 1
                self._insert(
                    models.PeriodMark,
                    {
                        "student_id": SERIES.c.n + self._first_student,
                        "subject_id": subject + scale.subject_id(self._school_id, 0),
                        "academic_year_id": literal(first_year + year),
                        "grading_period_id": literal(period_id, Integer),
                        "kind": literal(kind.value),
                        "value": 3 + (SERIES.c.n + subject + year) % 3,
                        "result_on": literal(last, Date),
                        "is_withdrawn": literal(False),  # noqa: FBT003
                        "revision": literal(1),
                        "author_id": subject * scale.teachers_a_subject
                        + scale.teacher_id(self._school_id, self._class_id, 0),
                        "recorded_at": literal(NOW, UtcDateTime),
                    },
                    series=literal(True),  # noqa: FBT003
                    where=SLOT.c.place < len(SUBJECTS),
                )

    def _debts(self) -> None:
        """Let every third student owe a work of the last two weeks."""
        self._insert(
            models.Debt,
            {
                "student_id": SERIES.c.n + self._first_student,
                "subject_id": self._subject_id,
                "lesson_id": self._lesson_id,
                "lesson_on": SLOT.c.lesson_on,
                "work_kind": literal("control"),
                "due_on": literal(NOW.date() + timedelta(days=7), Date),
                "author_id": self._teacher_id,
                "recorded_at": SLOT.c.recorded_at,
                "told_from": SLOT.c.recorded_at,
                "is_withdrawn": literal(False),  # noqa: FBT003
                "revision": literal(1),
            },
            series=(SERIES.c.n % 3 == 0) & (SERIES.c.n == self._places - 1 - SLOT.c.place),
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
        write_rows(self._connection, models.ControlWork, rows)

    def _summaries(self) -> None:
        for ends_on in _SUMMARIES:
            facts = _summary(self._scale, self._school_id, ends_on)
            json = table_of(models.Summary).c.facts.type
            self._connection.execute(
                insert(table_of(models.Summary)).from_select(
                    ["school_id", "student_id", "school_class_id", "ends_on", "facts", "made_at",
                     "sentence"],
                    select(
                        literal(self._school_id), SERIES.c.n + self._first_student,
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
        ).select_from(SLOT if series is None else SLOT.join(SERIES, series))
        if where is not None:
            query = query.where(and_(where))
        if ordered is not None:
            query = query.order_by(ordered)
        self._connection.execute(
            insert(table_of(entity)).from_select(
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
