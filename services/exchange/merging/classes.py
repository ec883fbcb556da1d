"""Subjects and classes; every class has a study group of its whole."""

from collections.abc import Mapping
from typing import Any

from services.exchange.merging.ledger import Outcome
from services.exchange.merging.pairing import assign
from services.exchange.merging.state import Merge
from services.exchange.names import fold, fold_bell_set, parse_class_name
from services.exchange.repository import stored_rows
from services.exchange.sheets import ClassRow, SubjectRow
from services.models import SchoolClass, StudyGroup, Subject
from services.vocabulary import Assessment, GroupKind

__all__ = ["merge_classes", "merge_subjects"]

_LONGEST_SHORT_NAME = 40


async def merge_subjects(merge: Merge) -> None:
    """Store the subjects; without the table, those that other tables name, marked as usual."""
    stored = {fold(row.name): row for row in await stored_rows(merge.session, Subject)}
    for row in merge.tables.subjects.rows:
        subject = stored.get(fold(row.name))
        if subject is None:
            subject = Subject(**_subject(row, is_new=True))
            merge.session.add(subject)
            merge.ledger.note(row, Outcome.ADDED)
        else:
            is_changed = assign(subject, _subject(row, is_new=False))
            merge.ledger.note_change(row, is_changed=is_changed)
        stored[fold(row.name)] = subject
    clubs = {fold(row.subject): row.subject for row in merge.tables.clubs.rows}
    for name in (*_named_subjects(merge), *clubs.values()):
        if fold(name) not in stored:
            is_club = fold(name) in clubs
            subject = Subject(
                name=name,
                short_name=name[:_LONGEST_SHORT_NAME],
                assessment=Assessment.NONE if is_club else Assessment.MARKS,
                has_homework=not is_club,
            )
            merge.session.add(subject)
            stored[fold(name)] = subject
    merge.subjects = stored
    await merge.session.flush()


def _subject(row: SubjectRow, *, is_new: bool) -> dict[str, Any]:
    values = {
        "name": row.name,
        "short_name": row.short_name or row.name[:_LONGEST_SHORT_NAME],
        "assessment": row.assessment,
        "unmarked_until": row.unmarked_until,
        "has_homework": row.has_homework,
    }
    return values if is_new else _given(values, row.given)


def _named_subjects(merge: Merge) -> list[str]:
    tables = merge.tables
    return [
        row.subject
        for rows in (
            tables.periods.rows, tables.groups.rows, tables.load.rows, tables.timetable.rows,
            tables.individual_plans.rows, tables.topics.rows,
        )
        for row in rows
        if row.subject
    ]  # fmt: skip


async def merge_classes(merge: Merge) -> None:
    """Store the classes with their whole groups; classes that are not listed any more stay."""
    merge.classes = {row.name: row for row in await stored_rows(merge.session, SchoolClass)}
    groups = await stored_rows(merge.session, StudyGroup)
    merge.groups = {(fold(group.name), group.subject_id): group for group in groups}
    for row in merge.tables.classes.rows:
        school_class = merge.classes.get(row.name)
        if school_class is None:
            school_class = SchoolClass(**_class(merge, row))
            merge.session.add(school_class)
            merge.classes[row.name] = school_class
            merge.ledger.note(row, Outcome.ADDED)
        else:
            values = _given(_class(merge, row), row.given)
            merge.ledger.note_change(row, is_changed=assign(school_class, values))
    await merge.session.flush()
    whole = {group.school_class_id for group in groups if group.kind is GroupKind.WHOLE_CLASS}
    for school_class in merge.classes.values():
        if school_class.id not in whole:
            group = StudyGroup(
                name=school_class.name,
                kind=GroupKind.WHOLE_CLASS,
                school_class_id=school_class.id,
            )
            merge.session.add(group)
            merge.groups[fold(group.name), None] = group
    await merge.session.flush()


def _class(merge: Merge, row: ClassRow) -> dict[str, Any]:
    name = parse_class_name(row.name)
    teacher = merge.staff[row.homeroom_teacher].id if row.homeroom_teacher else None
    return {
        "name": row.name,
        "grade_level": name.grade_level if name else 0,
        "homeroom_teacher_id": teacher,
        "shift": row.shift,
        "bell_set": row.bell_set if fold_bell_set(row.bell_set) else "",
    }


_COLUMNS = {"homeroom_teacher_id": "homeroom_teacher"}


def _given(values: Mapping[str, Any], given: frozenset[str]) -> dict[str, Any]:
    """Keep what the file has a column for."""
    return {key: value for key, value in values.items() if _COLUMNS.get(key, key) in given}
