"""A small school made by hand: two classes, two groups of English, a timetable, families.

Tuesday 24.11.2026 is a school day of it. 7Б: Monday 2 and 3 algebra, Tuesday 1 physics, 2 English
in two groups, 3 algebra, Wednesday 1 algebra in even weeks. 1А: Tuesday 1 reading.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.database import Database, bind_school
from services.models import (
    AcademicYear,
    ClassPeriod,
    Enrollment,
    GradingPeriod,
    GroupMembership,
    Guardianship,
    Holiday,
    Person,
    RoleAssignment,
    School,
    SchoolClass,
    SchoolSetting,
    StudyGroup,
    Subject,
    TeachingAssignment,
    TimetableEntry,
)
from services.regulation.profile import SettingKey
from services.vocabulary import (
    AccessMode,
    Assessment,
    GroupKind,
    PeriodKind,
    PersonKind,
    Role,
    WeekParity,
)
from tests.kept_rows import KeptRows, is_watched

__all__ = ["ZONE", "SmallSchool", "at", "build_school"]

ZONE = ZoneInfo("Asia/Yekaterinburg")
FIRST_DAY = date(2026, 9, 1)
# fmt: off  # tables
BELLS = {
    1: ("08:30", "09:10"),
    2: ("09:20", "10:00"),
    3: ("10:20", "11:00"),
    4: ("11:20", "12:00"),
}
STAFF = {
    "algebra": ("Гусева", "Екатерина", "Денисовна", Role.TEACHER),
    "physics": ("Орлов", "Денис", "Сергеевич", Role.TEACHER),
    "english1": ("Полякова", "Наталья", "Павловна", Role.TEACHER),
    "english2": ("Фомина", "Ольга", "Петровна", Role.TEACHER),
    "primary": ("Лазарева", "Светлана", "Олеговна", Role.TEACHER),
    "deputy": ("Комарова", "Екатерина", "Викторовна", Role.DEPUTY_HEAD),
}
STUDENTS = {
    "ivanov": ("Иванов", "Пётр", "7Б"),
    "ivanova": ("Иванова", "Анна", "7Б"),
    "maria": ("Кузнецова", "Мария", "7Б"),
    "marina": ("Кузнецова", "Марина", "7Б"),
    "petrov": ("Петров", "Артём", "7Б"),
    "sidorov": ("Сидоров", "Лев", "7Б"),
    "belova": ("Белова", "Алёна", "1А"),
}
SUBJECTS = {
    "algebra": ("Алгебра", "Алг.", Assessment.MARKS),
    "physics": ("Физика", "Физ.", Assessment.MARKS),
    "english": ("Английский язык", "Англ.", Assessment.MARKS),
    "talks": ("Разговоры о важном", "РоВ", Assessment.NONE),
    "ethics": ("ОРКСЭ", "ОРКСЭ", Assessment.PASS_FAIL),
    "reading": ("Литературное чтение", "Чтение", Assessment.MARKS),
}
LOAD = (
    ("algebra", "7Б", "algebra"),
    ("physics", "7Б", "physics"),
    ("algebra", "7Б", "talks"),
    ("english1", "7Б англ. 1", "english"),
    ("english2", "7Б англ. 2", "english"),
    ("primary", "1А", "reading"),
    ("primary", "7Б", "ethics"),
)
TIMETABLE = (
    ("7Б", 1, 1, "talks", "algebra", "214", WeekParity.EVERY),
    ("7Б", 1, 2, "algebra", "algebra", "214", WeekParity.EVERY),
    ("7Б", 1, 3, "algebra", "algebra", "214", WeekParity.EVERY),
    ("7Б", 1, 4, "ethics", "primary", "214", WeekParity.EVERY),
    ("7Б", 2, 1, "physics", "physics", "113", WeekParity.EVERY),
    ("7Б англ. 1", 2, 2, "english", "english1", "305", WeekParity.EVERY),
    ("7Б англ. 2", 2, 2, "english", "english2", "306", WeekParity.EVERY),
    ("7Б", 2, 3, "algebra", "algebra", "214", WeekParity.EVERY),
    ("7Б", 3, 1, "algebra", "algebra", "214", WeekParity.EVEN),
    ("1А", 2, 1, "reading", "primary", "101", WeekParity.EVERY),
)
# fmt: on
ENGLISH = {
    "7Б англ. 1": ("ivanov", "maria", "petrov"),
    "7Б англ. 2": ("ivanova", "marina", "sidorov"),
}
GUARDIANS = {
    "mother_maria": ("Кузнецова", "Ольга", "Сергеевна", "maria"),
    "mother_petrov": ("Петрова", "Инна", "Львовна", "petrov"),
    "father_sidorov": ("Сидоров", "Олег", "Ильич", "sidorov"),
}
SETTINGS = {
    SettingKey.NAME: "Школа № 12",
    SettingKey.TIMEZONE: ZONE.key,
    SettingKey.QUIET_HOURS: "21:00-07:00",
}
_MODELS = (
    School,
    SchoolSetting,
    AcademicYear,
    GradingPeriod,
    Holiday,
    ClassPeriod,
    Person,
    RoleAssignment,
    Guardianship,
    Subject,
    SchoolClass,
    Enrollment,
    StudyGroup,
    GroupMembership,
    TeachingAssignment,
    TimetableEntry,
)


@dataclass(frozen=True, slots=True)
class SmallSchool:
    """Ids of everything in the school, by the short keys of this file."""

    school_id: int
    people: Mapping[str, int]
    classes: Mapping[str, int]
    groups: Mapping[str, int]
    subjects: Mapping[str, int]
    periods: Mapping[str, int]

    def staff(self, key: str, *, homeroom: str | None = None) -> Identity:
        """Return a member of staff as somebody who asks."""
        roles = {STAFF[key][3]} | ({Role.HOMEROOM_TEACHER} if homeroom else set())
        return Identity(
            school_id=self.school_id,
            person_id=self.people[key],
            kind=PersonKind.STAFF,
            roles=frozenset(roles),
            homeroom_class_ids=frozenset({self.classes[homeroom]} if homeroom else ()),
        )

    def guardian(self, key: str) -> Identity:
        """Return a guardian as somebody who asks, with access to the child."""
        return Identity(
            school_id=self.school_id,
            person_id=self.people[key],
            kind=PersonKind.GUARDIAN,
            roles=frozenset({Role.GUARDIAN}),
            student_ids=frozenset({self.people[GUARDIANS[key][3]]}),
        )


def at(day: int, clock: str, *, month: int = 11, year: int = 2026) -> datetime:
    """Return a moment by the school's own clock, in UTC."""
    local = datetime.combine(date(year, month, day), time.fromisoformat(clock), tzinfo=ZONE)
    return local.astimezone(UTC)


async def build_school(
    database: Database, *, short_name: str = "Школа 12", settings: Mapping[str, str] | None = None
) -> SmallSchool:
    """Store the school and return its ids; *settings* override those of this file."""
    chosen = SETTINGS | dict(settings or {})
    kept = KeptRows[SmallSchool].of(database, short_name, frozenset(chosen.items()))
    async with database.transaction() as session:
        is_first = await session.scalar(select(School.id).limit(1)) is None
        if not is_first or is_watched(session):
            return await _build(session, short_name, chosen)
        if kept.what is None:
            kept.what = await _build(session, short_name, chosen)
            await kept.read(session, _MODELS)
        else:
            await kept.write(session)
    return kept.what


async def _build(
    session: AsyncSession, short_name: str, settings: Mapping[str, str]
) -> SmallSchool:
    school = School(
        name=short_name,
        short_name=short_name,
        timezone=ZONE.key,
        created_at=datetime(2026, 8, 20, tzinfo=UTC),
    )
    session.add(school)
    await session.flush()
    with bind_school(school.id):
        return await _fill(session, school.id, settings)


async def _fill(session: AsyncSession, school_id: int, settings: Mapping[str, str]) -> SmallSchool:
    session.add_all(SchoolSetting(key=key, value=value) for key, value in settings.items())
    periods = await _calendar(session)
    people = await _people(session)
    subjects = {
        key: Subject(name=name, short_name=short, assessment=assessment, has_homework=True)
        for key, (name, short, assessment) in SUBJECTS.items()
    }
    session.add_all(subjects.values())
    classes = {
        name: SchoolClass(name=name, grade_level=int(name[:-1]), shift=1, bell_set="")
        for name in ("1А", "7Б")
    }
    classes["7Б"].homeroom_teacher_id = people["physics"].id
    session.add_all(classes.values())
    await session.flush()
    for key, (_, _, class_name) in STUDENTS.items():
        session.add(
            Enrollment(
                student_id=people[key].id,
                school_class_id=classes[class_name].id,
                starts_on=FIRST_DAY,
            )
        )
    groups = await _groups(session, classes, people, subjects["english"].id)
    for teacher, group, subject in LOAD:
        session.add(
            TeachingAssignment(
                teacher_id=people[teacher].id,
                study_group_id=groups[group].id,
                subject_id=subjects[subject].id,
            )
        )
    for group, weekday, number, subject, teacher, room, parity in TIMETABLE:
        session.add(
            TimetableEntry(
                study_group_id=groups[group].id,
                weekday=weekday,
                number=number,
                subject_id=subjects[subject].id,
                teacher_id=people[teacher].id,
                room=room,
                parity=parity,
            )
        )
    await session.flush()
    return SmallSchool(
        school_id=school_id,
        people={key: row.id for key, row in people.items()},
        classes={key: row.id for key, row in classes.items()},
        groups={key: row.id for key, row in groups.items()},
        subjects={key: row.id for key, row in subjects.items()},
        periods={key: row.id for key, row in periods.items()},
    )


async def _calendar(session: AsyncSession) -> dict[str, GradingPeriod]:
    year = AcademicYear(name="2026/2027", starts_on=FIRST_DAY, ends_on=date(2027, 5, 26))
    session.add(year)
    await session.flush()
    spans = {
        "q1": ("1 четверть", FIRST_DAY, date(2026, 10, 23)),
        "q2": ("2 четверть", date(2026, 11, 2), date(2026, 12, 30)),
    }
    periods = {
        key: GradingPeriod(
            academic_year_id=year.id,
            name=name,
            kind=PeriodKind.QUARTER,
            grades=list(range(1, 10)),
            starts_on=start,
            ends_on=end,
        )
        for key, (name, start, end) in spans.items()
    }
    session.add_all(periods.values())
    for name, start, end in (
        ("Осенние каникулы", date(2026, 10, 24), date(2026, 11, 1)),
        ("День народного единства", date(2026, 11, 4), date(2026, 11, 4)),
    ):
        session.add(Holiday(name=name, starts_on=start, ends_on=end, grades=[]))
    for number, (begins, ends) in BELLS.items():
        session.add(
            ClassPeriod(
                number=number,
                starts_at=time.fromisoformat(begins),
                ends_at=time.fromisoformat(ends),
                weekdays=[],
                grades=[],
            )
        )
    await session.flush()
    return periods


async def _people(session: AsyncSession) -> dict[str, Person]:
    people = {
        key: Person(
            kind=PersonKind.STAFF, family_name=family, given_name=given, patronymic=patronymic
        )
        for key, (family, given, patronymic, _) in STAFF.items()
    }
    people |= {
        key: Person(
            kind=PersonKind.STUDENT,
            family_name=family,
            given_name=given,
            birth_date=date(2013, 5, 5),
        )
        for key, (family, given, _) in STUDENTS.items()
    }
    people |= {
        key: Person(
            kind=PersonKind.GUARDIAN, family_name=family, given_name=given, patronymic=patronymic
        )
        for key, (family, given, patronymic, _) in GUARDIANS.items()
    }
    session.add_all(people.values())
    await session.flush()
    for key, (_, _, _, role) in STAFF.items():
        session.add(RoleAssignment(person_id=people[key].id, role=role))
    for key, (_, _, _, child) in GUARDIANS.items():
        session.add(
            Guardianship(
                guardian_id=people[key].id,
                student_id=people[child].id,
                relation="мать",
                application_number="101",
                application_date=FIRST_DAY,
                access=AccessMode.ELECTRONIC,
            )
        )
    await session.flush()
    return people


async def _groups(
    session: AsyncSession,
    classes: Mapping[str, SchoolClass],
    people: Mapping[str, Person],
    english_id: int,
) -> dict[str, StudyGroup]:
    groups = {
        name: StudyGroup(name=name, kind=GroupKind.WHOLE_CLASS, school_class_id=row.id)
        for name, row in classes.items()
    }
    groups |= {
        name: StudyGroup(
            name=name,
            kind=GroupKind.SUBGROUP,
            school_class_id=classes["7Б"].id,
            subject_id=english_id,
        )
        for name in ENGLISH
    }
    session.add_all(groups.values())
    await session.flush()
    for name, members in ENGLISH.items():
        for key in members:
            session.add(GroupMembership(study_group_id=groups[name].id, student_id=people[key].id))
    await session.flush()
    return groups
