"""Reads and locks of absences; sessions come with the school bound."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.absences.facts import Child, ReasonDays
from services.access.identity import Identity, number_in_family
from services.models import (
    AbsenceAlarm,
    AbsenceLetter,
    AbsenceReason,
    Attendance,
    FamilyCall,
    Lesson,
    Person,
    RoleAssignment,
    School,
    SchoolClass,
    Subject,
    Told,
)
from services.preferences.choices import ChildChoices
from services.preferences.repository import child_choices
from services.regulation.profile import SchoolProfile
from services.roster.membership import class_id_of
from services.vocabulary import (
    AbsenceKind,
    AttendanceCode,
    FactKind,
    PersonKind,
    Role,
)

__all__ = [
    "GivenReason",
    "MissedLesson",
    "alarm_of",
    "call_of",
    "child_of",
    "family_reasons_of",
    "first_told_at",
    "letters_of",
    "lock_student",
    "missed_lessons",
    "open_alarms",
    "reasons_of",
    "school_ids",
    "staff_of",
    "unexplained_lessons",
]


_KIND_OF_LETTER = {
    AttendanceCode.ABSENT_SICK: AbsenceKind.SICK,
    AttendanceCode.ABSENT_EXCUSED: AbsenceKind.FAMILY,
}


@dataclass(frozen=True, slots=True)
class GivenReason:
    """A reason that holds."""

    student_id: int
    kind: AbsenceKind
    days: ReasonDays
    given_at: datetime


@dataclass(frozen=True, slots=True)
class MissedLesson:
    """An absence with its lesson; the row may be changed."""

    row: Attendance
    lesson: Lesson
    subject: str


async def school_ids(session: AsyncSession) -> list[int]:
    """Return all schools, none bound."""
    return list(await session.scalars(select(School.id).order_by(School.id)))


async def lock_student(session: AsyncSession, student_id: int) -> None:
    """Let nobody else say anything about a student until the transaction ends."""
    await session.execute(select(Person.id).where(Person.id == student_id).with_for_update())


async def reasons_of(
    session: AsyncSession, student_ids: Collection[int], *, first: date, last: date
) -> dict[int, list[GivenReason]]:
    """Return what was said about each student's days between two days (both included).

    What excuses the days by a letter of the class teacher is among it.
    """
    found = await family_reasons_of(session, student_ids, first=first, last=last)
    for letter in await letters_of(session, student_ids, first=first, last=last):
        kind = _KIND_OF_LETTER.get(letter.code)
        if kind is not None:
            days = ReasonDays(letter.starts_on, letter.ends_on)
            given = GivenReason(letter.student_id, kind, days, letter.recorded_at)
            found.setdefault(letter.student_id, []).append(given)
    return found


async def family_reasons_of(
    session: AsyncSession, student_ids: Collection[int], *, first: date, last: date
) -> dict[int, list[GivenReason]]:
    """Return what the families themselves have said about the days."""
    found: dict[int, list[GivenReason]] = defaultdict(list)
    rows = await session.scalars(
        select(AbsenceReason)
        .where(
            AbsenceReason.student_id.in_(student_ids),
            AbsenceReason.starts_on <= last,
            AbsenceReason.ends_on >= first,
            AbsenceReason.is_withdrawn.is_(False),
        )
        .order_by(AbsenceReason.id)
    )
    for row in rows:
        days = ReasonDays(row.starts_on, row.ends_on, row.first_lesson, row.last_lesson)
        found[row.student_id].append(GivenReason(row.student_id, row.kind, days, row.given_at))
    return found


async def letters_of(
    session: AsyncSession, student_ids: Collection[int], *, first: date, last: date
) -> list[AbsenceLetter]:
    """Return letters set for some students' days between two days, the one set last at the end."""
    rows = await session.scalars(
        select(AbsenceLetter)
        .where(
            AbsenceLetter.student_id.in_(student_ids),
            AbsenceLetter.starts_on <= last,
            AbsenceLetter.ends_on >= first,
        )
        .order_by(AbsenceLetter.recorded_at, AbsenceLetter.id)
    )
    return list(rows)


async def child_of(
    session: AsyncSession,
    student_id: int,
    *,
    on: date,
    profile: SchoolProfile,
    reader_id: int,
    family: Sequence[Identity] = (),
) -> Child:
    """Return a student as somebody may read the name: by the school's mode, or a narrower one.

    *family*: everybody behind the reader's account who has children here.
    """
    person = (await session.scalars(select(Person).where(Person.id == student_id))).one()
    class_id = await class_id_of(session, student_id, on=on)
    name = await session.scalar(select(SchoolClass.name).where(SchoolClass.id == class_id))
    pair = (reader_id, student_id)
    chosen = (await child_choices(session, [pair])).get(pair, ChildChoices())
    return Child(
        student_id,
        person.given_name,
        person.family_name,
        name or "",
        chosen.mode_within(profile.content_mode),
        chosen.alias,
        number_in_family(family, student_id),
    )


async def missed_lessons(
    session: AsyncSession,
    student_ids: Collection[int],
    *,
    first: date,
    last: date,
    codes: Collection[AttendanceCode],
    is_locked: bool = False,
) -> list[MissedLesson]:
    """Return some students' absences with one of *codes* between two days, in order."""
    statement = (
        select(Attendance, Lesson, Subject.name)
        .join(Lesson, Lesson.id == Attendance.lesson_id)
        .join(Subject, Subject.id == Lesson.subject_id)
        .where(
            Attendance.student_id.in_(student_ids),
            Attendance.lesson_on >= first,
            Attendance.lesson_on <= last,
            Attendance.code.in_(codes),
        )
        .order_by(Attendance.lesson_on, Lesson.number, Attendance.id)
    )
    if is_locked:
        statement = statement.with_for_update(of=Attendance)
    return [MissedLesson(*row) for row in await session.execute(statement)]


async def unexplained_lessons(session: AsyncSession, *, on: date) -> list[MissedLesson]:
    """Return every absence of a day whose reason nobody knows."""
    rows = await session.execute(
        select(Attendance, Lesson, Subject.name)
        .join(Lesson, Lesson.id == Attendance.lesson_id)
        .join(Subject, Subject.id == Lesson.subject_id)
        .where(Attendance.lesson_on == on, Attendance.code == AttendanceCode.ABSENT)
        .order_by(Lesson.number, Attendance.id)
    )
    return [MissedLesson(*row) for row in rows]


async def first_told_at(session: AsyncSession, attendance_ids: Collection[int]) -> datetime | None:
    """Return when the first of a family heard of one of these absences."""
    return await session.scalar(
        select(func.min(Told.told_at)).where(
            Told.fact_kind == FactKind.ATTENDANCE, Told.fact_id.in_(attendance_ids)
        )
    )


async def staff_of(
    session: AsyncSession, student_id: int, roles: Collection[Role], *, on: date
) -> frozenset[int]:
    """Return who holds one of *roles*, with HOMEROOM_TEACHER: of the student's class."""
    found = set(
        await session.scalars(
            select(RoleAssignment.person_id)
            .join(Person, Person.id == RoleAssignment.person_id)
            .where(
                RoleAssignment.role.in_(roles),
                Person.kind == PersonKind.STAFF,
                or_(Person.left_on.is_(None), Person.left_on > on),
            )
        )
    )
    if Role.HOMEROOM_TEACHER in roles:
        class_id = await class_id_of(session, student_id, on=on)
        teacher_id = await session.scalar(
            select(SchoolClass.homeroom_teacher_id).where(SchoolClass.id == class_id)
        )
        found |= {teacher_id} if teacher_id is not None else set()
    return frozenset(found)


async def alarm_of(session: AsyncSession, student_id: int, *, on: date) -> AbsenceAlarm | None:
    """Return a student's alarm of a day."""
    return await session.scalar(
        select(AbsenceAlarm).where(
            AbsenceAlarm.student_id == student_id, AbsenceAlarm.alarm_on == on
        )
    )


async def open_alarms(session: AsyncSession, *, raised_before: datetime) -> list[AbsenceAlarm]:
    """Return alarms nobody has taken, whose director does not know yet; locked."""
    rows = await session.scalars(
        select(AbsenceAlarm)
        .where(
            AbsenceAlarm.raised_at <= raised_before,
            AbsenceAlarm.taken_at.is_(None),
            AbsenceAlarm.found_at.is_(None),
            AbsenceAlarm.director_told_at.is_(None),
        )
        .order_by(AbsenceAlarm.id)
        .with_for_update()
    )
    return list(rows)


async def call_of(session: AsyncSession, student_id: int, *, on: date) -> FamilyCall | None:
    """Return the call asked for about a student's day."""
    return await session.scalar(
        select(FamilyCall).where(FamilyCall.student_id == student_id, FamilyCall.call_on == on)
    )
