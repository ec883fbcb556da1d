"""What stands in each other's way, lessons and individual plans: warnings, no problems."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations

from services.exchange.checks.common import at
from services.exchange.findings import Finding, shown
from services.exchange.names import fold
from services.exchange.reading.tables import Tables
from services.exchange.sheets import ExemptionRow, GroupRow, TimetableRow
from services.i18n import gettext as _
from services.vocabulary import WeekParity

__all__ = ["clashes", "taught_all_the_same", "without_load"]

_Slot = tuple[int, int, int]  # shift, weekday, lesson


def clashes(tables: Tables) -> Iterator[Finding]:
    """Give a notice for every teacher, class or room that is needed twice at once."""
    shifts = {row.name: row.shift for row in tables.classes.rows}
    members = _members(tables)
    slots: dict[_Slot, list[TimetableRow]] = defaultdict(list)
    for row in tables.timetable.rows:
        shift = shifts.get(row.classes[0], 1) if row.classes else 1
        slots[shift, row.weekday, row.number].append(row)
    for rows in slots.values():
        for first, second in combinations(rows, 2):
            if _is_at_once(first, second):
                yield from _between(first, second, members)


def without_load(tables: Tables) -> Iterator[Finding]:
    """Give a notice for every lesson that the load of its teacher does not have."""
    if not tables.load.is_given or not tables.load.is_understood:
        return
    assigned = {
        _assignment(row.teacher, row.classes, row.group, row.subject) for row in tables.load.rows
    }
    told = set()
    for row in tables.timetable.rows:
        assignment = _assignment(row.teacher, row.classes, row.group, row.subject)
        if assignment not in assigned and assignment not in told:
            told.add(assignment)
            yield at(
                row,
                "teacher",
                _("“{teacher}” has no such lesson in {file}.").format(
                    teacher=shown(row.teacher), file=tables.load.file
                ),
            )


def taught_all_the_same(tables: Tables) -> Iterator[Finding]:
    """Give a notice for every plan that takes a subject from a student who has a group in it.

    The plan wins: the student stands on no list of that group's lessons.
    """
    groups: dict[tuple[str, str], list[GroupRow]] = defaultdict(list)
    for row in tables.groups.rows:
        groups[row.student, fold(row.subject)].append(row)
    for plan in tables.individual_plans.rows:
        for row in groups[plan.student, fold(plan.subject)]:
            if _is_meanwhile(plan, row):
                yield at(
                    plan,
                    "subject",
                    _(
                        "“{subject}” is left out, but row {row} of {file} has “{student}” in the"
                        " group “{group}” of it: the plan holds, and no lesson of the group"
                        " counts. Take out one of the two."
                    ).format(
                        subject=shown(plan.subject),
                        row=row.place.row,
                        file=row.place.file,
                        student=shown(plan.student),
                        group=shown(row.group),
                    ),
                )


def _is_meanwhile(plan: ExemptionRow, row: GroupRow) -> bool:
    starts = max(plan.starts_on or date.min, row.starts_on or date.min)
    ends = min(plan.ends_on or date.max, row.ends_on or date.max)
    return starts <= ends


def _assignment(
    teacher: str, classes: tuple[str, ...], group: str, subject: str
) -> tuple[object, ...]:
    taught = fold(group) if group else frozenset(classes)
    return teacher, taught, fold(subject)


def _members(tables: Tables) -> Mapping[tuple[str, str], frozenset[str]]:
    members: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in tables.groups.rows:
        members[fold(row.group), fold(row.subject)].add(row.student)
    return {group: frozenset(students) for group, students in members.items()}


def _is_at_once(first: TimetableRow, second: TimetableRow) -> bool:
    parities = {first.parity, second.parity}
    if parities == {WeekParity.EVEN, WeekParity.ODD}:
        return False
    starts = max(first.valid_from or date.min, second.valid_from or date.min)
    ends = min(first.valid_to or date.max, second.valid_to or date.max)
    return starts <= ends


def _between(
    first: TimetableRow, second: TimetableRow, members: Mapping[tuple[str, str], frozenset[str]]
) -> Iterator[Finding]:
    other = first.place.row
    if first.teacher == second.teacher:
        yield at(
            second,
            "teacher",
            _("teacher “{teacher}” has the lesson of row {row} at the same time.").format(
                teacher=shown(second.teacher), row=other
            ),
        )
    if shared := _shared(first, second, members):
        yield at(
            second,
            "classes",
            _("“{name}” has the lesson of row {row} at the same time.").format(
                name=shown(shared), row=other
            ),
        )
    if first.room and fold(first.room) == fold(second.room) and first.teacher != second.teacher:
        yield at(
            second,
            "room",
            _("room “{room}” is taken by the lesson of row {row} at the same time.").format(
                room=shown(second.room), row=other
            ),
        )


def _shared(
    first: TimetableRow, second: TimetableRow, members: Mapping[tuple[str, str], frozenset[str]]
) -> tuple[str, ...]:
    """Return the classes, or else the students, that both lessons need."""
    classes = tuple(name for name in first.classes if name in second.classes)
    if not (first.group and second.group):
        return classes
    one = members.get((fold(first.group), fold(first.subject)), frozenset())
    two = members.get((fold(second.group), fold(second.subject)), frozenset())
    return tuple(sorted(one & two))
