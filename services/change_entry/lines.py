"""Drafts in words: what a preview and a saved message show."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services.change_entry.bounds import ShortDay, short_day
from services.change_entry.doubts import day_doubts, lesson_doubts
from services.change_entry.facts import (
    ChangeLine,
    DayLine,
    Doubt,
    LessonLine,
    MissingLine,
    PlaceFacts,
)
from services.change_entry.repository import SchoolLists
from services.change_entry.resolving import Drafted, DraftedDay, DraftedLesson, MissingLesson
from services.roster.names import PersonName, names_of
from services.timetable.change_drafts import ChangeDrafts
from services.timetable.changes import sort_of
from services.timetable.changes_repository import lesson_places
from services.timetable.rules import LessonPlace

__all__ = ["drafted_of", "drafts_of", "lines_of"]


def drafts_of(drafted: Sequence[Drafted]) -> ChangeDrafts:
    """Return what of the lines can be saved."""
    return ChangeDrafts(
        lessons=tuple(one.draft for one in drafted if isinstance(one, DraftedLesson)),
        days=tuple(one.draft for one in drafted if isinstance(one, DraftedDay)),
    )


async def drafted_of(
    session: AsyncSession, drafts: ChangeDrafts, lists: SchoolLists
) -> tuple[Drafted, ...]:
    """Return stored drafts with their lessons and classes again."""
    places = await lesson_places(
        session, [place for one in drafts.lessons for place in (one.old, one.new) if place]
    )
    return (
        *(
            DraftedLesson(
                one,
                places[one.old] if one.old else None,
                places[one.new] if one.new else None,
            )
            for one in drafts.lessons
        ),
        *(
            DraftedDay(one, tuple(row for row in lists.classes if row.class_id in one.class_ids))
            for one in drafts.days
        ),
    )


async def lines_of(
    session: AsyncSession,
    drafted: Sequence[Drafted],
    *,
    zone: ZoneInfo,
    now: datetime,
    with_doubts: bool = True,
) -> tuple[ChangeLine, ...]:
    """Return one line for each change, in their order."""
    lessons = [one for one in drafted if isinstance(one, DraftedLesson)]
    places = [place for one in lessons for place in (one.old, one.new) if place]
    names = await names_of(session, {place.teacher_id for place in places})
    doubts = await lesson_doubts(session, lessons, now=now) if with_doubts else [()] * len(lessons)
    of_lesson = dict(zip(map(id, lessons), doubts, strict=True))
    today = now.astimezone(zone).date()
    lines: list[ChangeLine] = []
    for one in drafted:
        match one:
            case DraftedLesson():
                lines.append(_lesson_line(one, names, of_lesson[id(one)]))
            case DraftedDay():
                short = await short_day(session, one.draft) if one.draft.bells else None
                found = await day_doubts(session, one, short, today=today) if with_doubts else ()
                lines.append(_day_line(one, found, short))
            case MissingLesson():
                lines.append(MissingLine(one.group, one.on, one.number))
    return tuple(lines)


def _lesson_line(
    one: DraftedLesson, names: dict[int, PersonName], doubts: tuple[Doubt, ...]
) -> LessonLine:
    return LessonLine(
        sort=sort_of(one.old, one.new),
        old=_facts(one.old, names) if one.old else None,
        new=_facts(one.new, names) if one.new else None,
        doubts=doubts,
    )


def _facts(place: LessonPlace, names: dict[int, PersonName]) -> PlaceFacts:
    return PlaceFacts(
        group=place.group.label,
        subject=place.subject.name,
        teacher=names[place.teacher_id],
        on=place.on,
        number=place.number,
        room=place.room,
    )


def _day_line(one: DraftedDay, doubts: tuple[Doubt, ...], short: ShortDay | None) -> DayLine:
    draft = one.draft
    return DayLine(
        kind=draft.kind,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        classes=tuple(row.name for row in one.classes),
        grades=draft.grades,
        bells=draft.bells,
        first_at=short.first_at if short else None,
        last_at=short.last_at if short else None,
        doubts=doubts,
    )
