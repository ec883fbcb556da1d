"""Часы учителей: lessons given, in place of whom, given up, fallen out, and not recorded.

Sources: S0 7.3 and S4 5.4 (replaced and missed lessons, the staff time sheet).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.i18n import gettext as _
from services.models import Lesson
from services.reports.office.scope import Scope
from services.reports.office.table import Column, Page, Row
from services.reports.words import DASH, initials, moment_text, span_text
from services.roster.names import names_of
from services.timetable.changes import ChangedLesson, DayPlan
from services.timetable.changes_repository import load_changes
from services.timetable.day_range import plans_between
from services.timetable.rules import PlannedLesson

__all__ = ["Hours", "hours_of", "teacher_hours"]

RecordKey = tuple[date, int, int]  # day, number, study group


@dataclass(slots=True)
class Hours:
    """Lessons of one teacher in a span; what is still ahead is not counted."""

    planned: int = 0  # by the base timetable
    given: int = 0  # as the days really were
    in_place: int = 0  # of them in place of somebody else
    added: int = 0  # of them beside the timetable
    given_up: int = 0  # by the timetable theirs, given by somebody else
    fallen_out: int = 0  # by the timetable theirs, given by nobody
    unrecorded: int = 0  # given, and nothing stands in the journal


def hours_of(
    plans: Iterable[DayPlan],
    changes: Iterable[ChangedLesson],
    recorded: Collection[RecordKey],
    *,
    now: datetime,
) -> dict[int, Hours]:
    """Count the lessons of some days by teacher; a lesson is counted when it is over."""
    found: defaultdict[int, Hours] = defaultdict(Hours)
    over: set[tuple[date, int, int]] = set()
    for plan in plans:
        for lesson in plan.lessons:
            if lesson.ends_at > now:
                continue
            key = (lesson.on, lesson.number, lesson.group.group_id)
            over.add(key)
            _count_given(found[lesson.teacher_id], lesson, is_recorded=key in recorded)
        for dropped in plan.dropped:
            if dropped.moved_to is None and dropped.lesson.ends_at <= now:
                of_base = found[dropped.lesson.teacher_id]
                of_base.planned += 1
                of_base.fallen_out += 1
    # Of halves that are joined the day shows one lesson; each of them was somebody's.
    for change in changes:
        old, new = change.old, change.new
        if old is None or new is None:
            continue
        if (new.on, new.number, new.group.group_id) in over:
            found[old.teacher_id].planned += 1
            found[old.teacher_id].given_up += old.teacher_id != new.teacher_id
    return dict(found)


def _count_given(hours: Hours, lesson: PlannedLesson, *, is_recorded: bool) -> None:
    hours.given += 1
    hours.unrecorded += not is_recorded
    if lesson.change is None:
        hours.planned += 1
    elif lesson.change.was is None:
        hours.added += 1
    else:
        hours.in_place += lesson.change.was.teacher_id != lesson.teacher_id


async def teacher_hours(session: AsyncSession, scope: Scope) -> list[Page]:
    """Return one page for the school: a row for each teacher."""
    if not scope.classes:
        return []
    first = min(one.term.starts_on for one in scope.classes)
    last = min(max(one.term.ends_on for one in scope.classes), scope.today)
    hours: dict[int, Hours] = {}
    if first <= last:
        plans = await plans_between(session, first=first, last=last)
        rows = await session.execute(
            select(Lesson.lesson_on, Lesson.number, Lesson.study_group_id).where(
                Lesson.lesson_on.between(first, last)
            )
        )
        recorded = {(row.lesson_on, row.number, row.study_group_id) for row in rows}
        changes = await load_changes(session, first=first, last=last)
        hours = hours_of(plans.values(), changes.lessons, recorded, now=scope.now)
    names = await names_of(session, hours)
    ordered = sorted(
        hours, key=lambda one: initials(names[one]).casefold() if one in names else ""
    )
    lines = [
        Row((initials(names[one]) if one in names else DASH, *_cells(hours[one])))
        for one in ordered
    ]
    if lines:
        total = Hours()
        for one in hours.values():
            for figure in fields(Hours):
                setattr(
                    total, figure.name, getattr(total, figure.name) + getattr(one, figure.name)
                )
        lines.append(Row((_("The school"), *_cells(total)), is_total=True))
    return [
        Page(
            name=_("Hours"),
            title=_("Hours of teachers"),
            lines=(scope.school, span_text(first, max(first, last))),
            columns=(
                Column(_("Teacher"), 26, is_left=True),
                Column(_("By timetable"), 11),
                Column(_("Given"), 9),
                Column(_("in place of others"), 11),
                Column(_("beside the timetable"), 12),
                Column(_("Given by others"), 11),
                Column(_("Fallen out"), 10),
                Column(_("Not recorded"), 11),
            ),
            rows=tuple(lines),
            notes=(
                _("Lessons that are over; a moved lesson is counted where it took place."),
                _("Made {moment}.").format(moment=moment_text(scope.now, scope.zone)),
            ),
            signatures=(_("Deputy head"),),
            empty=_("There were no lessons in this span yet."),
        )
    ]


def _cells(one: Hours) -> tuple[int, ...]:
    return (
        one.planned,
        one.given,
        one.in_place,
        one.added,
        one.given_up,
        one.fallen_out,
        one.unrecorded,
    )
