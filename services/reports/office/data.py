"""Everything reports count of some classes and a span, read in a handful of statements.

Office reports count what is recorded now: what is held for families is not held for the school.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.models import (
    AcademicYear,
    Attendance,
    Enrollment,
    GradingPeriod,
    GroupMembership,
    Lesson,
    Mark,
    PeriodMark,
    Person,
    SchoolClass,
    StudyGroup,
    Subject,
    TeachingAssignment,
)
from services.roster.clubs import club_group_ids, is_of_club
from services.roster.names import PersonName
from services.vocabulary import AttendanceCode, FinalKind, GroupKind

__all__ = [
    "ClassRoll",
    "GroupRow",
    "Letters",
    "Stay",
    "StudentRow",
    "class_rolls",
    "find_classes",
    "groups_of_classes",
    "in_list",
    "letters",
    "mark_counts",
    "missed_days",
    "period_marks",
    "periods_of_grade",
    "subjects_by_id",
    "teachers",
    "year_at",
]

_MISSED_DAY = 3  # lessons missed on a day that make it a missed day: domain B.5


@dataclass(frozen=True, slots=True)
class StudentRow:
    """A student as a list shows them."""

    student_id: int
    name: PersonName


@dataclass(frozen=True, slots=True)
class Stay:
    """A student in a class from a day to a day."""

    student: StudentRow
    starts_on: date
    ends_on: date | None

    def holds(self, on: date) -> bool:
        """Whether the student is in the class on a day."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


@dataclass(frozen=True, slots=True)
class ClassRoll:
    """A class with everybody who was in it during a span."""

    class_id: int
    name: str
    grade: int
    homeroom_teacher_id: int | None
    shift: int
    stays: tuple[Stay, ...]

    def on(self, day: date) -> tuple[StudentRow, ...]:
        """Return who is in the class on a day, by name."""
        found = {stay.student.student_id: stay.student for stay in self.stays if stay.holds(day)}
        return tuple(sorted(found.values(), key=lambda one: in_list(one.name)))


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A study group with the classes it takes students from and its dated members."""

    group_id: int
    name: str
    class_id: int | None
    is_whole_class: bool
    members: tuple[tuple[int, date | None, date | None], ...]
    is_club: bool = False

    def has(self, student_id: int, on: date) -> bool:
        """Whether a student belongs to it on a day, apart from whole classes."""
        return any(
            one == student_id and (since is None or since <= on) and (to is None or on <= to)
            for one, since, to in self.members
        )


@dataclass(frozen=True, slots=True)
class Letters:
    """Lessons missed and late arrivals of one student in a span."""

    sick: int = 0
    excused: int = 0
    unexcused: int = 0
    unknown: int = 0
    tardy: int = 0

    @property
    def missed(self) -> int:
        """Lessons missed for whatever reason."""
        return self.sick + self.excused + self.unexcused + self.unknown


def in_list(name: PersonName) -> tuple[str, ...]:
    """The order of a list: by family name, «ё» as «е»."""
    parts = (name.family_name, name.given_name, name.patronymic)
    return tuple(part.casefold().replace("ё", "е") for part in parts)


async def find_classes(
    session: AsyncSession, *, name: str | None = None, class_ids: Collection[int] | None = None
) -> list[SchoolClass]:
    """Return classes by name or number, or all, the lowest grade first."""
    query = select(SchoolClass).order_by(SchoolClass.grade_level, SchoolClass.name)
    if name is not None:
        query = query.where(SchoolClass.name == name)
    if class_ids is not None:
        query = query.where(SchoolClass.id.in_(class_ids))
    return list(await session.scalars(query))


async def year_at(session: AsyncSession, *, on: date) -> AcademicYear | None:
    """Return the school year of a day, or the last one before it."""
    return await session.scalar(
        select(AcademicYear)
        .where(AcademicYear.starts_on <= on)
        .order_by(AcademicYear.starts_on.desc())
        .limit(1)
    )


async def periods_of_grade(session: AsyncSession, year_id: int) -> list[GradingPeriod]:
    """Return every grading period of a year, in order of time."""
    return list(
        await session.scalars(
            select(GradingPeriod)
            .where(GradingPeriod.academic_year_id == year_id)
            .order_by(GradingPeriod.starts_on)
        )
    )


async def class_rolls(
    session: AsyncSession, classes: Sequence[SchoolClass], *, first: date, last: date
) -> list[ClassRoll]:
    """Return some classes with everybody who was in them between two days."""
    rows = await session.execute(
        select(Enrollment, Person)
        .join(Person, Person.id == Enrollment.student_id)
        .where(
            Enrollment.school_class_id.in_([one.id for one in classes]),
            Enrollment.starts_on <= last,
            or_(Enrollment.ends_on.is_(None), Enrollment.ends_on >= first),
        )
        .order_by(Enrollment.starts_on, Enrollment.id)
    )
    stays: dict[int, list[Stay]] = defaultdict(list)
    for enrollment, person in rows:
        name = PersonName(person.family_name, person.given_name, person.patronymic)
        stays[enrollment.school_class_id].append(
            Stay(StudentRow(person.id, name), enrollment.starts_on, enrollment.ends_on)
        )
    return [
        ClassRoll(
            one.id, one.name, one.grade_level, one.homeroom_teacher_id, one.shift,
            tuple(stays[one.id]),
        )
        for one in classes
    ]  # fmt: skip


async def groups_of_classes(
    session: AsyncSession, rolls: Iterable[ClassRoll]
) -> dict[int, list[GroupRow]]:
    """Return the study groups students of each class are taught in, by class."""
    rolls = list(rolls)
    student_class = {
        stay.student.student_id: roll.class_id for roll in rolls for stay in roll.stays
    }
    members: dict[int, list[tuple[int, date | None, date | None]]] = defaultdict(list)
    for row in await session.scalars(select(GroupMembership)):
        members[row.study_group_id].append((row.student_id, row.starts_on, row.ends_on))
    clubs = await club_group_ids(session)
    found: dict[int, list[GroupRow]] = {roll.class_id: [] for roll in rolls}
    for group in await session.scalars(select(StudyGroup).order_by(StudyGroup.name)):
        of_group = tuple(members.get(group.id, ()))
        made = GroupRow(
            group.id, group.name, group.school_class_id,
            group.kind is GroupKind.WHOLE_CLASS, of_group, group.id in clubs,
        )  # fmt: skip
        touched = {student_class[one] for one, _, _ in of_group if one in student_class}
        if group.school_class_id is not None:
            touched.add(group.school_class_id)
        for class_id in touched:
            if class_id in found:
                found[class_id].append(made)
    return found


async def subjects_by_id(session: AsyncSession) -> dict[int, Subject]:
    """Return every subject of the school."""
    return {row.id: row for row in await session.scalars(select(Subject).order_by(Subject.name))}


async def teachers(session: AsyncSession) -> list[TeachingAssignment]:
    """Return who teaches what to which group."""
    return list(await session.scalars(select(TeachingAssignment).order_by(TeachingAssignment.id)))


async def period_marks(
    session: AsyncSession,
    *,
    year_id: int,
    kinds: Collection[FinalKind],
    student_ids: Collection[int] | None = None,
) -> list[PeriodMark]:
    """Return marks that sum something up in a year, those taken back left out."""
    query = select(PeriodMark).where(
        PeriodMark.academic_year_id == year_id,
        PeriodMark.kind.in_(kinds),
        PeriodMark.is_withdrawn.is_(False),
    )
    if student_ids is not None:
        query = query.where(PeriodMark.student_id.in_(student_ids))
    return list(await session.scalars(query))


async def letters(session: AsyncSession, *, first: date, last: date) -> Mapping[int, Letters]:
    """Return what every student missed between two days."""
    rows = await session.execute(
        select(Attendance.student_id, Attendance.code, func.count())
        .where(Attendance.lesson_on.between(first, last), ~is_of_club(Attendance.lesson_id))
        .group_by(Attendance.student_id, Attendance.code)
    )
    counted: dict[int, Counter[AttendanceCode]] = defaultdict(Counter)
    for student_id, code, count in rows:
        counted[student_id][code] += count
    return {
        student_id: Letters(
            sick=of[AttendanceCode.ABSENT_SICK],
            excused=of[AttendanceCode.ABSENT_EXCUSED],
            unexcused=of[AttendanceCode.ABSENT_UNEXCUSED],
            unknown=of[AttendanceCode.ABSENT],
            tardy=of[AttendanceCode.TARDY],
        )
        for student_id, of in counted.items()
    }


_ABSENT = (
    AttendanceCode.ABSENT,
    AttendanceCode.ABSENT_SICK,
    AttendanceCode.ABSENT_EXCUSED,
    AttendanceCode.ABSENT_UNEXCUSED,
)


async def missed_days(session: AsyncSession, *, first: date, last: date) -> Mapping[int, int]:
    """Return how many whole days every student missed: three lessons of a day or more."""
    days = (
        select(Attendance.student_id, Attendance.lesson_on)
        .where(
            Attendance.lesson_on.between(first, last),
            Attendance.code.in_(_ABSENT),
            ~is_of_club(Attendance.lesson_id),
        )
        .group_by(Attendance.student_id, Attendance.lesson_on)
        .having(func.count() >= _MISSED_DAY)
        .subquery()
    )
    rows = await session.execute(
        select(days.c.student_id, func.count().label("days")).group_by(days.c.student_id)
    )
    return {row.student_id: row.days for row in rows}


async def mark_counts(
    session: AsyncSession, *, first: date, last: date
) -> tuple[Mapping[tuple[int, int], int], Mapping[tuple[int, int], int]]:
    """Return how many figures (student, subject) have, and lessons (group, subject) had."""
    marks = await session.execute(
        select(Mark.student_id, Mark.subject_id, func.count())
        .where(
            Mark.lesson_on.between(first, last),
            Mark.is_withdrawn.is_(False),
            Mark.value.is_not(None),
            ~is_of_club(Mark.lesson_id),
        )
        .group_by(Mark.student_id, Mark.subject_id)
    )
    lessons = await session.execute(
        select(Lesson.study_group_id, Lesson.subject_id, func.count())
        .where(and_(Lesson.lesson_on >= first, Lesson.lesson_on <= last))
        .group_by(Lesson.study_group_id, Lesson.subject_id)
    )
    return (
        {(student, subject): count for student, subject, count in marks},
        {(group, subject): count for group, subject, count in lessons},
    )
