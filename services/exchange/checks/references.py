"""What one table says about another: every class, person, subject and group it names exists."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from services.exchange.checks.common import at
from services.exchange.findings import Finding, shown
from services.exchange.names import fold, fold_bell_set
from services.exchange.reading.rows import Table
from services.exchange.reading.tables import Tables
from services.exchange.sheets import (
    ClubRow,
    EventRow,
    GroupRow,
    GuardianRow,
    LoadRow,
    SheetRow,
    TimetableRow,
    TopicRow,
)
from services.i18n import gettext as _

__all__ = ["references"]


@dataclass(frozen=True, slots=True)
class _Known:
    """The names a table offers to others; None when it cannot be asked."""

    file: str
    names: frozenset[object] | None

    def missing(self, row: SheetRow, column: str, name: object, text: str) -> Iterator[Finding]:
        """Give a finding when the table is there and does not have the name."""
        if self.names is not None and name not in self.names:
            sentence = _("“{value}” is not in {file}.").format(value=shown(text), file=self.file)
            yield at(row, column, sentence)


def references(tables: Tables) -> Iterator[Finding]:
    """Give a problem for every name that leads nowhere."""
    staff = _known(tables.staff, tables.staff.values("external_id"))
    students = _known(tables.students, tables.students.values("external_id"))
    classes = _known(tables.classes, tables.classes.values("name"))
    subjects = _known(tables.subjects, _folded(tables.subjects.values("name")))
    bell_sets = _known(tables.bells, _folded(tables.bells.values("bell_set")) | {""})
    for period in tables.periods.rows:
        if period.subject:
            yield from subjects.missing(period, "subject", fold(period.subject), period.subject)
    for one in tables.classes.rows:
        if one.homeroom_teacher:
            teacher = one.homeroom_teacher
            yield from staff.missing(one, "homeroom_teacher", teacher, teacher)
        yield from bell_sets.missing(one, "bell_set", fold_bell_set(one.bell_set), one.bell_set)
    for student in tables.students.rows:
        name = student.class_name
        yield from classes.missing(student, "class_name", name, name)
    of_students: tuple[GuardianRow | GroupRow, ...] = (*tables.guardians.rows, *tables.groups.rows)
    for row in of_students:
        yield from students.missing(row, "student", row.student, row.student)
    for member in tables.groups.rows:
        yield from subjects.missing(member, "subject", fold(member.subject), member.subject)
    yield from _of_lessons(tables, staff=staff, classes=classes, subjects=subjects)
    yield from _of_optional(tables, staff=staff, students=students, subjects=subjects)
    of_classes: tuple[ClubRow | TopicRow | EventRow, ...] = (
        *tables.clubs.rows,
        *tables.topics.rows,
        *tables.events.rows,
    )
    for named in of_classes:
        for name in named.classes:
            yield from classes.missing(named, "classes", name, name)


def _of_optional(
    tables: Tables, *, staff: _Known, students: _Known, subjects: _Known
) -> Iterator[Finding]:
    for plan in tables.individual_plans.rows:
        yield from students.missing(plan, "student", plan.student, plan.student)
        yield from subjects.missing(plan, "subject", fold(plan.subject), plan.subject)
    for club in tables.clubs.rows:
        yield from staff.missing(club, "teacher", club.teacher, club.teacher)
        for participant in club.participants:
            yield from students.missing(club, "participants", participant, participant)
    for topic in tables.topics.rows:
        yield from subjects.missing(topic, "subject", fold(topic.subject), topic.subject)


def _of_lessons(
    tables: Tables, *, staff: _Known, classes: _Known, subjects: _Known
) -> Iterator[Finding]:
    groups = _groups(tables)
    lessons: tuple[LoadRow | TimetableRow, ...] = (*tables.load.rows, *tables.timetable.rows)
    for row in lessons:
        yield from subjects.missing(row, "subject", fold(row.subject), row.subject)
        yield from staff.missing(row, "teacher", row.teacher, row.teacher)
        for name in row.classes:
            yield from classes.missing(row, "classes", name, name)
        if row.group:
            key = (fold(row.group), fold(row.subject))
            yield from groups.missing(row, "group", key, row.group)


def _known(table: Table[SheetRow], names: Collection[object]) -> _Known:
    is_asked = table.is_given and table.is_understood
    return _Known(table.file, frozenset(names) if is_asked else None)


def _folded(names: Collection[str]) -> set[object]:
    return {fold_bell_set(name) for name in names}


def _groups(tables: Tables) -> _Known:
    pairs: set[object] = {(fold(row.group), fold(row.subject)) for row in tables.groups.rows} | {
        (fold(row["group"]), fold(row["subject"]))
        for row in tables.groups.damaged
        if "group" in row and "subject" in row
    }
    pairs |= {(fold(club.group), fold(club.subject)) for club in tables.clubs.rows}
    return _known(tables.groups, pairs)
