"""The school's roster as a OneRoster 1.2 package: everything («bulk»), in CSV files in one .zip.

Phones are no part of it: the school keeps only hashes of them. Ids are the school's own keys, so
two packages of the same roster are the same, byte by byte.
"""

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.database import Database, bind_school
from services.errors import DiaryError
from services.exchange.oneroster.words import (
    ASSESSMENTS,
    COLUMNS,
    HOMEROOM_COURSE,
    MANIFEST,
    ROLE_WORDS,
    SESSION_TYPES,
    SYSTEM,
)
from services.exchange.repository import stored_rows
from services.models import (
    AcademicYear,
    Club,
    Enrollment,
    GradingPeriod,
    GroupMembership,
    Guardianship,
    Person,
    RoleAssignment,
    School,
    SchoolClass,
    StudyGroup,
    Subject,
    TeachingAssignment,
)
from services.vocabulary import GroupKind, PersonKind

__all__ = ["NothingToExport", "roster_package"]

_FIXED = (1980, 1, 1, 0, 0, 0)  # the same roster is the same file
_NOT_THERE = (
    "categories", "classResources", "courseResources", "demographics", "lineItems",
    "lineItemLearningObjectiveIds", "lineItemScoreScales", "resources",
    "resultLearningObjectiveIds", "results", "resultScoreScales", "scoreScales", "userProfiles",
    "userResources",
)  # fmt: skip


class NothingToExport(DiaryError):
    """The school has no school year yet. Facts: none."""


async def roster_package(database: Database, *, school_id: int) -> bytes:
    """Return the package of a school.

    Raises:
        NothingToExport: it has no school year.
    """
    with bind_school(school_id):
        async with database.reading() as session:
            tables = await _tables(session, school_id)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo(MANIFEST, _FIXED), _manifest(tables))
        for name, columns in COLUMNS.items():
            content = _csv(
                columns, ([row.get(one, "") for one in columns] for row in tables[name])
            )
            packed.writestr(zipfile.ZipInfo(name, _FIXED), content)
    return stream.getvalue()


_Rows = list[dict[str, str]]


def _manifest(tables: Mapping[str, _Rows]) -> bytes:
    lines = [
        ("manifest.version", "1.0"),
        ("oneroster.version", "1.2"),
        *((f"file.{name.removesuffix('.csv')}", "bulk") for name in tables),
        *((f"file.{name}", "absent") for name in _NOT_THERE),
        ("source.systemName", SYSTEM),
        ("source.systemCode", ""),
    ]
    return _csv(("propertyName", "value"), lines)


def _csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return stream.getvalue().encode()


@dataclass(slots=True)
class _Stored:
    """The roster as the database has it."""

    year: AcademicYear
    org: str
    classes: dict[int, SchoolClass]
    subjects: dict[int, Subject]
    people: dict[int, Person]
    groups: dict[int, StudyGroup]
    stays: dict[int, list[Enrollment]] = field(default_factory=lambda: defaultdict(list))
    members: dict[int, list[GroupMembership]] = field(default_factory=lambda: defaultdict(list))

    def user(self, person_id: int) -> str:
        """Return the id of a person, whose key is unique in its own list only."""
        person = self.people[person_id]
        return f"{person.kind.value}-{_key(person)}"

    @property
    def session(self) -> str:
        """The id of the school year."""
        return f"year-{self.year.name.replace('/', '-')}"


def _key(person: Person) -> str:
    return person.external_id or f"p{person.id}"


async def _tables(session: AsyncSession, school_id: int) -> dict[str, _Rows]:
    years = await stored_rows(session, AcademicYear)
    school = await session.get(School, school_id)
    if not years or school is None:
        raise NothingToExport
    stored = _Stored(
        year=max(years, key=lambda one: one.starts_on),
        org="school",
        classes={row.id: row for row in await stored_rows(session, SchoolClass)},
        subjects={row.id: row for row in await stored_rows(session, Subject)},
        people={row.id: row for row in await stored_rows(session, Person) if not row.left_on},
        groups={row.id: row for row in await stored_rows(session, StudyGroup)},
    )
    for club in await stored_rows(session, Club):
        stored.groups.pop(club.study_group_id, None)
    last: dict[int, Enrollment] = {}
    for stay in sorted(await stored_rows(session, Enrollment), key=lambda one: one.starts_on):
        if stay.student_id in stored.people:
            last[stay.student_id] = stay
    for stay in last.values():
        stored.stays[stay.school_class_id].append(stay)
    for member in await stored_rows(session, GroupMembership):
        if member.student_id in last:
            stored.members[member.study_group_id].append(member)
    loads = await stored_rows(session, TeachingAssignment)
    classes, enrollments = _classes(stored, loads)
    tables = {
        "orgs.csv": [
            {
                "sourcedId": stored.org,
                "name": school.name,
                "type": "school",
                "identifier": school.short_name,
            }
        ],
        "academicSessions.csv": _sessions(stored, await stored_rows(session, GradingPeriod)),
        "courses.csv": _courses(stored),
        "classes.csv": classes,
        "users.csv": _users(stored, last, await stored_rows(session, Guardianship)),
        "roles.csv": _roles(stored, await stored_rows(session, RoleAssignment)),
        "enrollments.csv": enrollments,
    }
    for rows in tables.values():
        rows.sort(key=lambda row: row["sourcedId"])
    return tables


def _day(on: date | None) -> str:
    return on.isoformat() if on is not None else ""


def _end(last: date | None) -> str:
    """Return the end of what has a last day: in OneRoster the day after it, where it is over."""
    return "" if last is None else _day(last + timedelta(days=1))


def _sessions(stored: _Stored, periods: Iterable[GradingPeriod]) -> _Rows:
    year = stored.year
    ends_in = str(year.ends_on.year)
    rows: _Rows = [
        {
            "sourcedId": stored.session, "title": year.name, "type": "schoolYear",
            "startDate": _day(year.starts_on), "endDate": _end(year.ends_on),
            "schoolYear": ends_in,
        }
    ]  # fmt: skip
    for one in periods:
        if one.academic_year_id != year.id:
            continue
        grades = ",".join(map(str, one.grades))
        subject = stored.subjects[one.subject_id].name if one.subject_id is not None else ""
        rows.append(
            {
                "sourcedId": f"{stored.session}-{one.name}-{grades}-{subject}",
                "title": one.name, "type": SESSION_TYPES[one.kind],
                "startDate": _day(one.starts_on), "endDate": _end(one.ends_on),
                "parentSourcedId": stored.session, "schoolYear": ends_in,
                "metadata.grades": grades, "metadata.subject": subject,
                "metadata.marksUntil": _day(one.marks_until),
            }
        )  # fmt: skip
    return rows


def _courses(stored: _Stored) -> _Rows:
    rows: _Rows = [
        {
            "sourcedId": f"course-{one.name}", "schoolYearSourcedId": stored.session,
            "title": one.name, "courseCode": one.short_name, "orgSourcedId": stored.org,
            "metadata.assessment": ASSESSMENTS[one.assessment],
            "metadata.homework": "yes" if one.has_homework else "no",
        }
        for one in stored.subjects.values()
    ]  # fmt: skip
    rows.append(
        {
            "sourcedId": HOMEROOM_COURSE, "schoolYearSourcedId": stored.session,
            "title": HOMEROOM_COURSE, "orgSourcedId": stored.org,
        }
    )  # fmt: skip
    return rows


def _grade(level: int) -> str:
    return f"{level:02}"


def _classes(stored: _Stored, loads: Iterable[TeachingAssignment]) -> tuple[_Rows, _Rows]:
    """Return the homerooms and, for each group and subject, a scheduled class; who is in them."""
    classes: _Rows = []
    enrollments: _Rows = []

    def enrol(
        class_id: str, person_id: int, role: str, since: date | None = None,
        to: date | None = None, *, hours: int | None = None, is_primary: bool = False,
    ) -> None:  # fmt: skip
        user = stored.user(person_id)
        enrollments.append(
            {
                "sourcedId": f"{class_id}-{user}-{role}", "classSourcedId": class_id,
                "schoolSourcedId": stored.org, "userSourcedId": user, "role": role,
                "primary": "true" if is_primary else "false",
                "beginDate": _day(since), "endDate": _end(to),
                "metadata.hoursPerWeek": "" if hours is None else str(hours),
            }
        )  # fmt: skip

    for one in stored.classes.values():
        key = f"class-{one.name}"
        classes.append(
            {
                "sourcedId": key, "title": one.name, "grades": _grade(one.grade_level),
                "courseSourcedId": HOMEROOM_COURSE, "classType": "homeroom",
                "schoolSourcedId": stored.org,
                "termSourcedIds": stored.session,
            }
        )  # fmt: skip
        if one.homeroom_teacher_id in stored.people:
            enrol(key, one.homeroom_teacher_id, "teacher", is_primary=True)
        for stay in stored.stays[one.id]:
            enrol(key, stay.student_id, "student", stay.starts_on, stay.ends_on)
    for (group_id, subject_id), taught in _taught(stored, loads).items():
        group, subject = stored.groups[group_id], stored.subjects[subject_id]
        key = f"group-{group.name}-{subject.name}"
        students = _students(stored, group)
        classes.append(
            {
                "sourcedId": key, "title": group.name,
                "courseSourcedId": f"course-{subject.name}", "classType": "scheduled",
                "grades": ",".join(_grades(stored, students)),
                "schoolSourcedId": stored.org, "termSourcedIds": stored.session,
                "metadata.isWholeClass": str(group.kind is not GroupKind.SUBGROUP).lower(),
            }
        )  # fmt: skip
        for load in taught:
            enrol(key, load.teacher_id, "teacher", hours=load.hours_per_week)
        for student_id, since, to in students:
            enrol(key, student_id, "student", since, to)
    return classes, enrollments


def _taught(
    stored: _Stored, loads: Iterable[TeachingAssignment]
) -> dict[tuple[int, int], list[TeachingAssignment]]:
    """Return who teaches each group each subject; a group of a subject may have no teacher yet."""
    taught: dict[tuple[int, int], list[TeachingAssignment]] = {
        (group.id, group.subject_id): []
        for group in stored.groups.values()
        if group.subject_id is not None
    }
    for load in loads:
        if load.study_group_id in stored.groups and load.teacher_id in stored.people:
            taught.setdefault((load.study_group_id, load.subject_id), []).append(load)
    return taught


_Member = tuple[int, date | None, date | None]


def _students(stored: _Stored, group: StudyGroup) -> list[_Member]:
    if group.kind is GroupKind.WHOLE_CLASS:
        stays = stored.stays[group.school_class_id or 0]
        return [(stay.student_id, stay.starts_on, stay.ends_on) for stay in stays]
    return [(one.student_id, one.starts_on, one.ends_on) for one in stored.members[group.id]]


def _grades(stored: _Stored, students: Iterable[_Member]) -> list[str]:
    ids = {student_id for student_id, _since, _to in students}
    return sorted(
        {
            _grade(stored.classes[class_id].grade_level)
            for class_id, stays in stored.stays.items()
            if any(stay.student_id in ids for stay in stays)
        }
    )


def _users(
    stored: _Stored, last: Mapping[int, Enrollment], links: Iterable[Guardianship]
) -> _Rows:
    agents: dict[int, list[str]] = defaultdict(list)
    for link in links:
        if link.guardian_id in stored.people and link.student_id in stored.people:
            agents[link.student_id].append(stored.user(link.guardian_id))
    rows: _Rows = []
    for person in stored.people.values():
        stay = last.get(person.id)
        grade = _grade(stored.classes[stay.school_class_id].grade_level) if stay else ""
        rows.append(
            {
                "sourcedId": stored.user(person.id), "enabledUser": "true",
                "username": stored.user(person.id), "givenName": person.given_name,
                "familyName": person.family_name, "middleName": person.patronymic,
                "identifier": _key(person), "grades": grade,
                "agentSourcedIds": ",".join(sorted(agents[person.id])),
                "primaryOrgSourcedId": stored.org,
            }
        )  # fmt: skip
    return rows


def _roles(stored: _Stored, assignments: Iterable[RoleAssignment]) -> _Rows:
    of_kind = {PersonKind.STUDENT: "student", PersonKind.GUARDIAN: "guardian"}
    words: dict[int, list[str]] = defaultdict(list)
    for person in stored.people.values():
        if person.kind in of_kind:
            words[person.id].append(of_kind[person.kind])
    for one in assignments:
        if one.person_id in stored.people and one.role in ROLE_WORDS:
            words[one.person_id].append(ROLE_WORDS[one.role])
    rows: _Rows = []
    for person_id, found in words.items():
        user = stored.user(person_id)
        for number, word in enumerate(sorted(found)):
            rows.append(
                {
                    "sourcedId": f"{user}-{word}", "userSourcedId": user,
                    "roleType": "secondary" if number else "primary", "role": word,
                    "orgSourcedId": stored.org,
                }
            )  # fmt: skip
    return rows
