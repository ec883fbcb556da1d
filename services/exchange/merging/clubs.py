"""Clubs are groups with a teacher, like those of lessons: here they become rows of such tables."""

from collections.abc import Iterator

from services.exchange.merging.ledger import Outcome
from services.exchange.merging.state import Merge
from services.exchange.names import fold
from services.exchange.reading.tables import Tables
from services.exchange.repository import stored_rows
from services.exchange.sheets import GroupRow, LoadRow
from services.models import Club

__all__ = ["club_groups", "club_loads", "mark_clubs"]


def club_groups(tables: Tables) -> Iterator[GroupRow]:
    """Give who is in which club; without participants all students of its classes are."""
    by_class: dict[str, list[str]] = {}
    for student in tables.students.rows:
        if student.ends_on is None:
            by_class.setdefault(student.class_name, []).append(student.external_id)
    for row in tables.clubs.rows:
        listed = row.participants or tuple(
            student for name in row.classes for student in by_class.get(name, ())
        )
        for student_key in listed:
            yield GroupRow(
                place=row.place,
                given=row.given,
                group=row.group,
                subject=row.subject,
                student=student_key,
                starts_on=None,
                ends_on=None,
            )


def club_loads(tables: Tables) -> Iterator[LoadRow]:
    """Give who leads which club."""
    for row in tables.clubs.rows:
        yield LoadRow(
            place=row.place,
            given=row.given,
            teacher=row.teacher,
            classes=row.classes,
            group=row.group,
            subject=row.subject,
            hours=row.hours,
        )


async def mark_clubs(merge: Merge) -> None:
    """Note which groups are clubs, before anything is decided about groups that are not listed."""
    merge.clubs = {row.study_group_id for row in await stored_rows(merge.session, Club)}
    for row in merge.tables.clubs.rows:
        group = merge.groups[fold(row.group), merge.subjects[fold(row.subject)].id]
        merge.club_rows[group.id] = row
        if group.id not in merge.clubs:
            merge.clubs.add(group.id)
            merge.session.add(Club(study_group_id=group.id))
            merge.ledger.note(row, Outcome.ADDED)
