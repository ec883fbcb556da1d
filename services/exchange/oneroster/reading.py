"""A OneRoster package as the tables of the workbook: row by row where it stands in its own files.

Each table is laid out with the rows of the file it comes from, so what the importer finds wrong is
named by the package's own file, row and column.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.exchange.findings import Finding, Findings, shown
from services.exchange.oneroster.files import Package, RosterRow, read_package
from services.exchange.oneroster.words import (
    GUARDIAN_ROLES,
    HOMEROOM_COURSE,
    ROLES,
    SESSION_TYPES,
    SYSTEM,
)
from services.exchange.reading.grid import Grid, Source
from services.exchange.reading.naming import Sources
from services.exchange.sheets import Sheet
from services.i18n import gettext as _

__all__ = ["oneroster_sources"]

_HOMEROOM = "homeroom"
_PERSON = ("id", "family_name", "given_name", "patronymic", "phone")
_SHOWN = {
    "family_name": "familyName",
    "given_name": "givenName",
    "patronymic": "middleName",
    "id": "sourcedId",
    "start": "startDate",
    "end": "endDate",
    "kind": "type",
    "period": "title",
    "class": "title",
    "short": "courseCode",
    "roles": "role",
    "from": "beginDate",
    "to": "endDate",
    "teacher": "userSourcedId",
    "student": "userSourcedId",
    "group": "classSourcedId",
    "hours": "metadata.hoursPerWeek",
    "value": "name",
}


def oneroster_sources(contents: Mapping[str, bytes | None], findings: Findings) -> Sources:
    """Return the tables of a package; what is wrong with it goes to *findings*."""
    package = read_package(contents, findings, own_system=SYSTEM)
    if findings.problems:
        return {}
    roster = _Roster(package, findings)
    tables = {
        Sheet.SCHOOL: _school(package, findings),
        Sheet.PERIODS: [_periods(package)],
        Sheet.SUBJECTS: [_subjects(package, roster)],
        Sheet.STAFF: [_staff(package, roster)],
        Sheet.CLASSES: [_classes(package, roster)],
        Sheet.STUDENTS: [_students(package, roster)],
        Sheet.GUARDIANS: _guardians(package, roster),
        Sheet.GROUPS: [_groups(package, roster)],
        Sheet.LOAD: [_load(package, roster)],
    }
    return {
        sheet: [one.source(sheet) for one in laid]
        for sheet, laid in tables.items()
        if laid and (sheet not in _MAY_BE_EMPTY or any(one.rows for one in laid))
    }


_MAY_BE_EMPTY = frozenset({Sheet.PERIODS, Sheet.GUARDIANS, Sheet.GROUPS, Sheet.LOAD})


@dataclass(slots=True)
class _Laid:
    """A table that stands where another file has its rows."""

    file: str
    height: int
    columns: tuple[str, ...]
    rows: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def put(self, row: RosterRow, *cells: str) -> None:
        """Put a row where it stands."""
        self.rows[row.number] = cells

    def source(self, sheet: Sheet) -> Source:
        """Return the table as the importer reads it."""
        empty = ("",) * len(self.columns)
        body = [self.rows.get(number, empty) for number in range(2, self.height + 1)]
        shown_as = {one: _SHOWN.get(one, one) for one in self.columns}
        return Source(self.file, sheet, (Grid((self.columns, *body)),), shown=shown_as)


class _Roster:
    """Who is enrolled where; references that lead nowhere are problems."""

    def __init__(self, package: Package, findings: Findings) -> None:
        self.users = package.by_id("users.csv")
        self.classes = package.by_id("classes.csv")
        self.courses = package.by_id("courses.csv")
        self.is_own = package.is_own
        self.homerooms = {
            key: row
            for key, row in self.classes.items()
            if row["classType"].casefold() == _HOMEROOM
        }
        self.roles = _roles(package, self.users, findings)
        self.students: dict[str, list[RosterRow]] = defaultdict(list)
        self.teachers: dict[str, list[RosterRow]] = defaultdict(list)
        for row in package["enrollments.csv"].rows:
            self._enrol(row, findings)
        for key, row in self.classes.items():
            if key not in self.homerooms and row["courseSourcedId"] not in self.courses:
                findings.problems.append(_unknown(row, "courseSourcedId"))
        if not self.homerooms:
            findings.problems.append(
                Finding(
                    _("there is no class with the classType “homeroom”: who is in 7Б?"),
                    "classes.csv",
                )
            )
        self.class_of = self._classes_of_students()

    def _enrol(self, row: RosterRow, findings: Findings) -> None:
        for column, known in (("classSourcedId", self.classes), ("userSourcedId", self.users)):
            if row[column] not in known:
                findings.problems.append(_unknown(row, column))
                return
        if row["role"].casefold() == "student":
            self.students[row["classSourcedId"]].append(row)
        elif row["role"].casefold() == "teacher":
            self.teachers[row["classSourcedId"]].append(row)

    def _classes_of_students(self) -> dict[str, RosterRow]:
        """Return each student's last enrolment in a homeroom."""
        found: dict[str, RosterRow] = {}
        for key in self.homerooms:
            for row in self.students[key]:
                known = found.get(row["userSourcedId"])
                if known is None or known["beginDate"] <= row["beginDate"]:
                    found[row["userSourcedId"]] = row
        return found

    def key(self, user_id: str) -> str:
        """Return the school's own key of a person."""
        row = self.users[user_id]
        return row["identifier"] if self.is_own else user_id

    def is_a(self, user_id: str, *roles: str) -> bool:
        """Whether somebody has one of the roles."""
        return bool(self.roles[user_id] & set(roles))

    def homerooms_of(self, class_id: str) -> tuple[list[str], bool]:
        """Return the classes a scheduled class takes students from, and whether as a whole."""
        members = {row["userSourcedId"] for row in self.students[class_id]}
        lists = {
            key: {row["userSourcedId"] for row in self.students[key]} for key in self.homerooms
        }
        touched = [key for key, students in lists.items() if students & members]
        whole = {one for key in touched for one in lists[key]} == members
        said = self.classes[class_id]["metadata.isWholeClass"]
        titles = sorted(self.homerooms[key]["title"] for key in touched)
        return titles, (said == "true") if said else whole


def _last_day(row: RosterRow, begins: str = "beginDate") -> str:
    """Return the last day of what ends on ``endDate``, which is the day after it.

    Not every system knows that the standard excludes it: what would end before it begins has one
    day. What is no date is left for the importer to name.
    """
    try:
        ends_on = date.fromisoformat(row["endDate"])
    except ValueError:
        return row["endDate"]
    return max((ends_on - timedelta(days=1)).isoformat(), row[begins])


def _unknown(row: RosterRow, column: str) -> Finding:
    return row.problem(_("nothing has the id “{id}”.").format(id=shown(row[column])), column)


def _roles(
    package: Package, users: Mapping[str, RosterRow], findings: Findings
) -> Mapping[str, set[str]]:
    """Return what everybody is: by roles.csv, or the column of version 1.1."""
    roles: dict[str, set[str]] = {
        key: {row["role"].casefold()} - {""} for key, row in users.items()
    }
    for row in package["roles.csv"].rows:
        if row["userSourcedId"] in roles:
            roles[row["userSourcedId"]].add(row["role"].casefold())
        else:
            findings.problems.append(_unknown(row, "userSourcedId"))
    for key, row in users.items():
        if not roles[key]:
            findings.problems.append(row.problem(_("nothing says what this person is."), "role"))
    return roles


def _school(package: Package, findings: Findings) -> list[_Laid]:
    orgs = package["orgs.csv"]
    schools = [row for row in orgs.rows if row["type"].casefold() == "school"]
    if len(schools) != 1:
        text = _("expected: one organisation of the type “school”; found: {count}.")
        findings.problems.append(Finding(text.format(count=len(schools)), orgs.name))
        return []
    name = _Laid(orgs.name, orgs.height, ("key", "value"))
    name.put(schools[0], "name", schools[0]["name"])
    laid = [name]
    if package.is_own:
        short = _Laid(orgs.name, orgs.height, ("key", "value"))
        short.put(schools[0], "short name", schools[0]["identifier"])
        laid.append(short)
    sessions = package["academicSessions.csv"]
    year = _Laid(sessions.name, sessions.height, ("key", "value"))
    for row in sessions.rows:
        if row["type"].casefold() == "schoolyear":
            year.put(row, "academic year", f"{row['startDate'][:4]}/{row['endDate'][:4]}")
    return [*laid, year] if year.rows else laid


def _periods(package: Package) -> _Laid:
    kinds = {word.casefold(): kind.value for kind, word in SESSION_TYPES.items()}
    sessions = package["academicSessions.csv"]
    columns = ("period", "kind", "grades", "subject", "start", "end", "marks until")
    laid = _Laid(sessions.name, sessions.height, columns)
    for row in sessions.rows:
        kind = kinds.get(row["type"].casefold())
        if kind is not None:
            laid.put(
                row, row["title"], kind.replace("_", "-"), row["metadata.grades"],
                row["metadata.subject"], row["startDate"], _last_day(row, "startDate"),
                row["metadata.marksUntil"],
            )  # fmt: skip
    return laid


def _subjects(package: Package, roster: _Roster) -> _Laid:
    courses = package["courses.csv"]
    used = {row["courseSourcedId"] for key, row in roster.classes.items()
            if key not in roster.homerooms}  # fmt: skip
    own = {"assessment": "metadata.assessment", "homework": "metadata.homework"}
    more = [name for name, column in own.items() if column in courses.columns]
    laid = _Laid(courses.name, courses.height, ("subject", "short", *more))
    seen: set[str] = set()
    for row in courses.rows:
        is_homeroom_only = row["sourcedId"] not in used and (
            not roster.is_own or row["sourcedId"] == HOMEROOM_COURSE
        )
        if row["title"] not in seen and not is_homeroom_only:
            seen.add(row["title"])
            laid.put(row, row["title"], row["courseCode"], *(row[own[one]] for one in more))
    return laid


def _person(row: RosterRow, key: str, columns: Sequence[str]) -> tuple[str, ...]:
    cells = {
        "id": key,
        "family_name": row["familyName"],
        "given_name": row["givenName"],
        "patronymic": row["middleName"],
        "phone": row["sms"] or row["phone"],
    }
    return tuple(cells[one] for one in columns if one in cells)


def _columns_of_people(package: Package) -> tuple[str, ...]:
    """Return the columns of a person; a package that knows no phones says nothing of them."""
    knows_phones = any(row["sms"] or row["phone"] for row in package["users.csv"].rows)
    return _PERSON if knows_phones else _PERSON[:-1]


def _staff(package: Package, roster: _Roster) -> _Laid:
    columns = (*_columns_of_people(package), "roles")
    laid = _Laid("users.csv", package["users.csv"].height, columns)
    for key, row in roster.users.items():
        words = sorted({ROLES[role] for role in roster.roles[key] if role in ROLES})
        if words:
            laid.put(row, *_person(row, roster.key(key), columns), ", ".join(words))
    return laid


def _classes(package: Package, roster: _Roster) -> _Laid:
    laid = _Laid("classes.csv", package["classes.csv"].height, ("class", "homeroom_teacher"))
    for key, row in roster.homerooms.items():
        teachers = sorted(
            roster.teachers[key], key=lambda one: one["primary"].casefold() != "true"
        )
        leader = roster.key(teachers[0]["userSourcedId"]) if teachers else ""
        laid.put(row, row["title"], leader)
    return laid


def _students(package: Package, roster: _Roster) -> _Laid:
    columns = (*_columns_of_people(package), "class", "from", "to")
    laid = _Laid("users.csv", package["users.csv"].height, columns)
    for key, row in roster.users.items():
        if not roster.is_a(key, "student"):
            continue
        stay = roster.class_of.get(key)
        place = (
            (roster.classes[stay["classSourcedId"]]["title"], stay["beginDate"], _last_day(stay))
            if stay is not None
            else ("", "", "")
        )
        laid.put(row, *_person(row, roster.key(key), columns), *place)
    return laid


def _guardians(package: Package, roster: _Roster) -> list[_Laid]:
    """Return one table for everybody's first child, one for the second, and so on."""
    columns = (*_columns_of_people(package), "student")
    children: dict[str, dict[str, None]] = defaultdict(dict)
    for key, row in roster.users.items():
        for agent in row.list("agentSourcedIds"):
            if agent not in roster.users:
                continue
            if roster.is_a(key, "student") and roster.is_a(agent, *GUARDIAN_ROLES):
                children[agent][key] = None
            elif roster.is_a(key, *GUARDIAN_ROLES) and roster.is_a(agent, "student"):
                children[key][agent] = None
    most = max(map(len, children.values()), default=0)
    height = package["users.csv"].height
    laid = [_Laid("users.csv", height, columns) for _number in range(most)]
    for key, found in children.items():
        row = roster.users[key]
        for table, child in zip(laid, found, strict=False):
            person = _person(row, roster.key(key), columns)
            table.put(row, *person, roster.key(child))
    return laid


def _scheduled(roster: _Roster) -> Iterable[tuple[str, RosterRow]]:
    return (
        (key, row)
        for key, row in roster.classes.items()
        if key not in roster.homerooms and row["courseSourcedId"] in roster.courses
    )


def _groups(package: Package, roster: _Roster) -> _Laid:
    laid = _Laid(
        "enrollments.csv",
        package["enrollments.csv"].height,
        ("group", "subject", "student", "from", "to"),
    )
    for key, row in _scheduled(roster):
        _titles, is_whole = roster.homerooms_of(key)
        if is_whole:
            continue
        subject = roster.courses[row["courseSourcedId"]]["title"]
        for one in roster.students[key]:
            student = roster.key(one["userSourcedId"])
            laid.put(one, row["title"], subject, student, one["beginDate"], _last_day(one))
    return laid


def _load(package: Package, roster: _Roster) -> _Laid:
    laid = _Laid(
        "enrollments.csv",
        package["enrollments.csv"].height,
        ("teacher", "class", "group", "subject", "hours"),
    )
    for key, row in _scheduled(roster):
        titles, is_whole = roster.homerooms_of(key)
        if not titles:
            continue
        subject = roster.courses[row["courseSourcedId"]]["title"]
        group = "" if is_whole else row["title"]
        for one in roster.teachers[key]:
            laid.put(
                one, roster.key(one["userSourcedId"]), ", ".join(titles), group, subject,
                one["metadata.hoursPerWeek"],
            )  # fmt: skip
    return laid
