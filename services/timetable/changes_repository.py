"""Reading the changes that hold, as rules and screens know them, of the bound school."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.database import UtcDateTime, prepared
from services.models import DayChange, LessonChange, Subject
from services.timetable.change_drafts import ChangeDrafts, PlaceIds, draft_day_rules, short_bells
from services.timetable.changes import ChangedLesson, Changes, DayRule
from services.timetable.repository import taught, taught_groups
from services.timetable.rules import LessonPlace
from services.vocabulary import DayKind

__all__ = [
    "changed_lessons",
    "day_rules",
    "drafted_changes",
    "has_short_bells",
    "lesson_places",
    "load_changes",
    "new_place",
    "no_alert_class_ids",
    "old_place",
    "rows_by_id",
    "rules_by_id",
]

_FIRST: BindParameter[date] = bindparam("first")
_LAST: BindParameter[date] = bindparam("last")
_AS_OF = bindparam("as_of", type_=UtcDateTime())
_GROUP_IDS: BindParameter[int] = bindparam("group_ids", expanding=True)
_OF_SCHOOL = prepared(
    select(LessonChange)
    .where(
        LessonChange.is_withdrawn.is_(False),
        or_(
            LessonChange.lesson_on.between(_FIRST, _LAST),
            LessonChange.new_on.between(_FIRST, _LAST),
        ),
    )
    .order_by(LessonChange.id)
)
_IS_CONCERNED = or_(
    LessonChange.study_group_id.in_(_GROUP_IDS), LessonChange.new_group_id.in_(_GROUP_IDS)
)
_OF_GROUPS = _OF_SCHOOL.where(_IS_CONCERNED)
# What is held back may take the place of a change that concerned them.
_OF_GROUPS_OR_HELD = _OF_SCHOOL.where(or_(_IS_CONCERNED, LessonChange.told_from > _AS_OF))
_DAYS = prepared(
    select(DayChange)
    .where(
        DayChange.is_withdrawn.is_(False),
        DayChange.starts_on <= _LAST,
        DayChange.ends_on >= _FIRST,
    )
    .order_by(DayChange.id)
)


async def load_changes(
    session: AsyncSession,
    *,
    first: date,
    last: date,
    as_of: datetime | None = None,
    group_ids: Collection[int] | None = None,
) -> Changes:
    """Return what holds between two days (both included), older changes first.

    With *group_ids*, only what concerns these groups, and perhaps some that does not.

    With *as_of*, as families see it at that moment: what is still held back has not happened, and
    what it takes the place of still holds.
    """
    between: dict[str, Any] = {"first": first, "last": last}
    if group_ids is None:
        rows = list(await session.scalars(_OF_SCHOOL, between))
    elif as_of is None:
        values = between | {"group_ids": list(group_ids)}
        rows = list(await session.scalars(_OF_GROUPS, values))
    else:
        values = between | {"group_ids": list(group_ids), "as_of": as_of}
        rows = list(await session.scalars(_OF_GROUPS_OR_HELD, values))
    day_rows = await session.scalars(_DAYS, between)
    days = [row for row in day_rows if as_of is None or row.told_from <= as_of]
    if as_of is not None:
        rows = await _seen_by_families(session, rows, as_of=as_of)
    return Changes(await changed_lessons(session, rows), day_rules(days))


async def _seen_by_families(
    session: AsyncSession, rows: Iterable[LessonChange], *, as_of: datetime
) -> list[LessonChange]:
    seen: list[LessonChange] = []
    for row in rows:
        shown: LessonChange | None = row
        while shown is not None and shown.told_from > as_of:
            shown = await session.scalar(
                select(LessonChange).where(LessonChange.id == shown.replaces_id)
            )
        if shown is not None:
            seen.append(shown)
    return seen


async def changed_lessons(
    session: AsyncSession, rows: Sequence[LessonChange]
) -> tuple[ChangedLesson, ...]:
    """Turn rows into changes."""
    if not rows:
        return ()
    pairs = [(old_place(row), new_place(row)) for row in rows]
    places = await lesson_places(session, [one for pair in pairs for one in pair if one])
    return tuple(
        ChangedLesson(
            change_id=row.id,
            old=places[old] if old else None,
            new=places[new] if new else None,
            needs_confirmation=row.needs_confirmation,
        )
        for row, (old, new) in zip(rows, pairs, strict=True)
    )


async def drafted_changes(session: AsyncSession, drafts: ChangeDrafts) -> Changes:
    """Turn drafts into changes; ids of zero tell them from stored ones."""
    pairs = [(one.old, one.new) for one in drafts.lessons]
    places = await lesson_places(session, [one for pair in pairs for one in pair if one])
    return Changes(
        tuple(
            ChangedLesson(0, places[old] if old else None, places[new] if new else None)
            for old, new in pairs
        ),
        draft_day_rules(drafts.days),
    )


async def lesson_places(
    session: AsyncSession, places: Collection[PlaceIds]
) -> dict[PlaceIds, LessonPlace]:
    """Return places with the names of their groups and subjects."""
    if not places:
        return {}
    groups = await taught_groups(
        session,
        sorted({one.group_id for one in places}),
        on=min(one.on for one in places),
    )
    subjects = {
        row.id: taught(row)
        for row in await session.scalars(
            select(Subject).where(Subject.id.in_({one.subject_id for one in places}))
        )
    }
    return {
        one: LessonPlace(
            group=groups[one.group_id],
            subject=subjects[one.subject_id],
            teacher_id=one.teacher_id,
            on=one.on,
            number=one.number,
            room=one.room,
        )
        for one in places
    }


def old_place(row: LessonChange) -> PlaceIds | None:
    """Return the lesson of the base timetable that a row changes; None where it adds one."""
    return _place_ids(
        (row.study_group_id, row.subject_id, row.teacher_id), row.lesson_on, row.number, row.room
    )


def new_place(row: LessonChange) -> PlaceIds | None:
    """Return what takes the lesson's place; None where it is cancelled."""
    return _place_ids(
        (row.new_group_id, row.new_subject_id, row.new_teacher_id),
        row.new_on,
        row.new_number,
        row.new_room,
    )


def _place_ids(
    ids: tuple[int | None, int | None, int | None], on: date | None, number: int | None, room: str
) -> PlaceIds | None:
    group_id, subject_id, teacher_id = ids
    if on is None or number is None or not (group_id and subject_id and teacher_id):
        return None
    return PlaceIds(group_id, subject_id, teacher_id, on, number, room)


def day_rules(rows: Iterable[DayChange]) -> tuple[DayRule, ...]:
    """Turn rows into day rules."""
    return tuple(
        DayRule(
            rule_id=row.id,
            kind=row.kind,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            class_ids=frozenset(row.class_ids),
            grades=tuple(row.grades),
            bells=short_bells(row.kind, row.lesson_minutes, row.bell_set),
        )
        for row in rows
    )


async def rows_by_id(session: AsyncSession, change_ids: Collection[int]) -> list[LessonChange]:
    """Return changes by id, withdrawn ones too."""
    if not change_ids:
        return []
    rows = await session.scalars(
        select(LessonChange).where(LessonChange.id.in_(change_ids)).order_by(LessonChange.id)
    )
    return list(rows)


async def no_alert_class_ids(session: AsyncSession, *, on: date) -> frozenset[int]:
    """Return the classes nobody is missed in on a day: frost, quarantine, lessons from home."""
    rows = await session.scalars(
        select(DayChange).where(
            DayChange.is_withdrawn.is_(False),
            DayChange.starts_on <= on,
            DayChange.ends_on >= on,
            DayChange.kind != DayKind.SHORTENED,
        )
    )
    return frozenset(class_id for row in rows for class_id in row.class_ids)


async def has_short_bells(session: AsyncSession, *, on: date) -> bool:
    """Return whether some class has shortened lessons on a day."""
    found = await session.scalar(
        select(DayChange.id).where(
            DayChange.is_withdrawn.is_(False),
            DayChange.starts_on <= on,
            DayChange.ends_on >= on,
            DayChange.kind == DayKind.SHORTENED,
        )
    )
    return found is not None


async def rules_by_id(session: AsyncSession, rule_ids: Collection[int]) -> tuple[DayRule, ...]:
    """Return day rules by id, withdrawn ones too."""
    if not rule_ids:
        return ()
    return day_rules(await session.scalars(select(DayChange).where(DayChange.id.in_(rule_ids))))
