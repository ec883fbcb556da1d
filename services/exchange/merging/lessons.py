"""Teaching load and base timetable. What was taught stays as it was: a changed lesson ends
yesterday and its new form begins today; before the school year it is corrected in place.
"""

import math
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from services.exchange.merging.clubs import club_loads
from services.exchange.merging.groups import group_of
from services.exchange.merging.ledger import Outcome
from services.exchange.merging.pairing import assign, pair
from services.exchange.merging.state import Merge
from services.exchange.names import fold
from services.exchange.repository import stored_rows
from services.exchange.sheets import LoadRow, TimetableRow
from services.models import TeachingAssignment, TimetableEntry
from services.vocabulary import WeekParity

__all__ = ["merge_load", "merge_timetable"]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Assignment:
    """Who teaches what to whom; *row* is None where it follows from the timetable."""

    teacher_id: int
    study_group_id: int
    subject_id: int
    hours_per_week: int
    row: LoadRow | None = None

    @property
    def values(self) -> dict[str, int]:
        return {
            "teacher_id": self.teacher_id,
            "study_group_id": self.study_group_id,
            "subject_id": self.subject_id,
            "hours_per_week": self.hours_per_week,
        }


async def merge_load(merge: Merge) -> None:
    """Store who teaches what; without the table it is counted from the timetable."""
    tables = merge.tables
    if tables.load.is_given:
        wanted = _listed(merge, tables.load.rows)
    elif tables.timetable.is_given:
        wanted = _derived(merge)
    else:
        wanted = []
    wanted += _listed(merge, club_loads(tables))
    has_lessons = tables.load.is_given or tables.timetable.is_given
    stored_before = [
        row
        for row in await stored_rows(merge.session, TeachingAssignment)
        if (tables.clubs.is_given if row.study_group_id in merge.clubs else has_lessons)
    ]
    pairing = pair(
        wanted,
        stored_before,
        (
            lambda row: (row.teacher_id, row.study_group_id, row.subject_id),
            lambda row: (row.teacher_id, row.study_group_id, row.subject_id),
        ),
        (
            lambda row: (row.study_group_id, row.subject_id),
            lambda row: (row.study_group_id, row.subject_id),
        ),
    )
    for one, stored in pairing.matched:
        is_changed = assign(stored, one.values)
        if one.row is not None:
            merge.ledger.note_change(one.row, is_changed=is_changed)
    for one in pairing.new:
        merge.session.add(TeachingAssignment(**one.values))
        if one.row is not None:
            merge.ledger.note(one.row, Outcome.ADDED)
    for stored in pairing.gone:
        await merge.session.delete(stored)
    if merge.tables.load.is_given:
        merge.ledger.note_left(len(pairing.gone))
    await merge.session.flush()


def _listed(merge: Merge, rows: Iterable[LoadRow]) -> list[_Assignment]:
    return [
        _Assignment(
            merge.staff[row.teacher].id,
            group.id,
            merge.subjects[fold(row.subject)].id,
            math.ceil(row.hours),
            row,
        )
        for row in rows
        if (group := group_of(merge, row)) is not None
    ]


def _derived(merge: Merge) -> list[_Assignment]:
    hours: dict[tuple[int, int, int], Fraction] = defaultdict(Fraction)
    lessons: set[tuple[object, ...]] = set()
    for row in merge.tables.timetable.rows:
        group = group_of(merge, row)
        if group is None:
            continue
        key = (merge.staff[row.teacher].id, group.id, merge.subjects[fold(row.subject)].id)
        lesson = (key, row.weekday, row.number, row.parity)
        if lesson not in lessons:  # once, however many stretches of dates it has
            lessons.add(lesson)
            hours[key] += Fraction(1, 1 if row.parity is WeekParity.EVERY else 2)
    return [_Assignment(*key, math.ceil(count)) for key, count in hours.items()]


@dataclass(frozen=True, slots=True)
class _Lesson:
    """A row of the timetable with the ids of what it names."""

    study_group_id: int
    weekday: int
    number: int
    subject_id: int
    teacher_id: int
    room: str
    parity: WeekParity
    valid_from: date | None
    valid_to: date | None
    row: TimetableRow

    @property
    def what(self) -> dict[str, Any]:
        """What makes it another lesson when it differs; room and dates do not."""
        return {
            "study_group_id": self.study_group_id,
            "weekday": self.weekday,
            "number": self.number,
            "subject_id": self.subject_id,
            "teacher_id": self.teacher_id,
            "parity": self.parity,
        }


async def merge_timetable(merge: Merge) -> None:
    """Store the base timetable, if the workbook has it."""
    if not merge.tables.timetable.is_given:
        return
    lessons = _lessons(merge)
    given_ends = {lesson.valid_to for lesson in lessons}
    ever_stored = await stored_rows(merge.session, TimetableEntry)
    ends = _ends(ever_stored)
    stored = [
        entry
        for entry in ever_stored
        if entry.valid_to is None or entry.valid_to >= merge.as_of or entry.valid_to in given_ends
    ]
    if merge.has_earlier_year:
        stored = [entry for entry in stored if not _ends_with_its_year(merge, entry)]
    pairing = pair(
        lessons,
        stored,
        (
            lambda row: (*_slot(row), row.subject_id, row.teacher_id, row.room, *_dates(row)),
            lambda row: (*_slot(row), row.subject_id, row.teacher_id, row.room, *_dates(row)),
        ),
        (
            lambda row: (*_slot(row), row.subject_id, row.teacher_id),
            lambda row: (*_slot(row), row.subject_id, row.teacher_id),
        ),
        (_slot, _slot),
        (
            lambda row: (row.study_group_id, row.weekday, row.subject_id),
            lambda row: (row.study_group_id, row.weekday, row.subject_id),
        ),
        (
            lambda row: (row.study_group_id, row.subject_id),
            lambda row: (row.study_group_id, row.subject_id),
        ),
    )
    for lesson, entry in pairing.matched:
        is_changed = await _change(merge, lesson, entry, ends)
        merge.ledger.note_change(lesson.row, is_changed=is_changed)
    for lesson in pairing.new:
        first_day = merge.first_day if merge.has_earlier_year else None
        _add(merge, lesson, valid_from=lesson.valid_from or first_day)
        merge.ledger.note(lesson.row, Outcome.ADDED)
    for entry in pairing.gone:
        await _end(merge, entry, merge.as_of - _DAY)
        merge.ledger.note_left()
    await merge.session.flush()


def _ends_with_its_year(merge: Merge, entry: TimetableEntry) -> bool:
    """Whether a lesson is of an earlier school year, beyond whose end it does not go on."""
    if entry.valid_from is not None and entry.valid_from >= merge.first_day:
        return False
    if entry.valid_to is None or entry.valid_to >= merge.first_day:
        entry.valid_to = merge.first_day - _DAY
    return True


def _slot(row: _Lesson | TimetableEntry) -> tuple[object, ...]:
    return (row.study_group_id, row.weekday, row.number, row.parity)


def _dates(row: _Lesson | TimetableEntry) -> tuple[date | None, date | None]:
    return (row.valid_from, row.valid_to)


def _lessons(merge: Merge) -> Sequence[_Lesson]:
    """Return the rows with their ids; a row that stands twice is one lesson."""
    lessons: dict[tuple[object, ...], _Lesson] = {}
    for row in merge.tables.timetable.rows:
        group = group_of(merge, row)
        if group is None:
            continue
        lesson = _Lesson(
            study_group_id=group.id,
            weekday=row.weekday,
            number=row.number,
            subject_id=merge.subjects[fold(row.subject)].id,
            teacher_id=merge.staff[row.teacher].id,
            room=row.room,
            parity=row.parity,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            row=row,
        )
        key = (*lesson.what.values(), *_dates(lesson))
        if lessons.setdefault(key, lesson) is not lesson:
            merge.ledger.note(row, Outcome.UNCHANGED)
    return list(lessons.values())


async def _change(
    merge: Merge, lesson: _Lesson, entry: TimetableEntry, ends: Container[object]
) -> bool:
    """Let a stored lesson become the listed one and return whether that changed anything."""
    small = {"room": lesson.room, "valid_to": lesson.valid_to}
    if lesson.valid_from is not None and not _continues(lesson, entry, ends):
        small["valid_from"] = lesson.valid_from
    is_same = all(getattr(entry, key) == value for key, value in lesson.what.items())
    has_begun = not merge.is_before_year and (
        entry.valid_from is None or entry.valid_from < merge.as_of
    )
    if is_same or not has_begun:
        return assign(entry, {**lesson.what, **small})
    begins_on = merge.as_of
    if lesson.valid_from and lesson.valid_from > (entry.valid_from or date.min):
        begins_on = lesson.valid_from
    await _end(merge, entry, begins_on - _DAY)
    _add(merge, lesson, valid_from=begins_on)
    return True


def _ends(stored: Iterable[TimetableEntry]) -> frozenset[object]:
    """Return where and when lessons ended, by place in the week and by subject."""
    return frozenset(
        end
        for entry in stored
        if entry.valid_to is not None
        for end in (
            (_slot(entry), entry.valid_to),
            (entry.study_group_id, entry.subject_id, entry.valid_to),
        )
    )


def _continues(lesson: _Lesson, entry: TimetableEntry, ends: Container[object]) -> bool:
    """Whether a stored lesson took over from its earlier form, which the file's day speaks of."""
    if entry.valid_from is None or not lesson.valid_from or lesson.valid_from > entry.valid_from:
        return False
    before = entry.valid_from - _DAY
    by_subject = (entry.study_group_id, entry.subject_id, before)
    return (_slot(entry), before) in ends or by_subject in ends


def _add(merge: Merge, lesson: _Lesson, *, valid_from: date | None) -> None:
    merge.session.add(
        TimetableEntry(
            **lesson.what, room=lesson.room, valid_from=valid_from, valid_to=lesson.valid_to
        )
    )


async def _end(merge: Merge, entry: TimetableEntry, last_day: date) -> None:
    """End a lesson after a day; one that would not have begun by then never was."""
    if merge.is_before_year or (entry.valid_from is not None and entry.valid_from > last_day):
        await merge.session.delete(entry)
    elif entry.valid_to is None or entry.valid_to > last_day:
        entry.valid_to = last_day
