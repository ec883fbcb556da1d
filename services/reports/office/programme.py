"""Выполнение программы: hours of thematic plans against lessons given, by class and teacher."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.i18n import gettext as _
from services.journal.thematic_plans import PlannedLine, next_in_plan, plans_of, taught_topics
from services.models import TeachingAssignment, TimetableEntry
from services.reports.office import data
from services.reports.office.data import GroupRow, in_list
from services.reports.office.scope import ClassScope, Scope
from services.reports.office.table import Column, Page, Row
from services.reports.words import full_name, moment_text
from services.timetable.hours import planned_lessons
from services.timetable.repository import load_calendar
from services.timetable.rules import Calendar

__all__ = ["programme_report"]

_DAY = timedelta(days=1)
_NO_NUMBER = 99  # behind every lesson of a day


async def programme_report(session: AsyncSession, scope: Scope) -> list[Page]:
    """Return one page for each class: what was planned, given, is behind, and still has room.

    Source: S0 7.3 (programme fulfilled), S3 2 (the subject teacher's report).
    """
    loads = await data.teachers(session)
    entries = list(await session.scalars(select(TimetableEntry)))
    calendar = await load_calendar(session, on=scope.today)
    plans = await plans_of(session, [one.roll.class_id for one in scope.classes])
    pages = []
    for one in scope.classes:
        found: list[tuple[tuple[str, ...], Row]] = []
        for group in one.groups:
            for load in (load for load in loads if load.study_group_id == group.group_id):
                row = await _row(
                    session, scope, one, group, load,
                    plan=plans.get((one.roll.class_id, load.subject_id), ()),
                    entries=_of(entries, load), calendar=calendar,
                )  # fmt: skip
                found.append((in_list(scope.name_of(load.teacher_id)), row))
        pages.append(_page(scope, one, [row for _key, row in sorted(found, key=_first)]))
    return pages


def _first(one: tuple[tuple[str, ...], Row]) -> tuple[tuple[str, ...], str]:
    return one[0], str(one[1].cells[1])


def _of(entries: list[TimetableEntry], load: TeachingAssignment) -> list[TimetableEntry]:
    return [
        one
        for one in entries
        if (one.study_group_id, one.subject_id) == (load.study_group_id, load.subject_id)
    ]


async def _row(
    session: AsyncSession,
    scope: Scope,
    one: ClassScope,
    group: GroupRow,
    load: TeachingAssignment,
    *,
    plan: tuple[PlannedLine, ...],
    entries: list[TimetableEntry],
    calendar: Calendar,
) -> Row:
    first, last = scope.year.starts_on, scope.year.ends_on
    today = min(scope.today, last)

    def lessons(start: date, end: date) -> int:
        return planned_lessons(entries, calendar, grade=one.roll.grade, first=start, last=end)

    taught = await taught_topics(
        session, group.group_id, load.subject_id, since=first, before=(today, _NO_NUMBER)
    )
    due, left = lessons(first, today - _DAY), lessons(today, last)
    given = len(taught)
    cells: tuple[int | str, ...] = ("", due, given, max(due - given, 0), "", "", "")
    if plan:
        place = next_in_plan(plan, taught)
        hours_left = place.hours - place.hours_before
        is_short = hours_left > left
        cells = (
            place.hours, due, given, max(due - given, 0), place.hours_before,
            f"{place.next.number}. {place.next.topic}" if place.next else _("through"),
            _("{n} lessons too few").format(n=hours_left - left) if is_short else _("enough"),
        )  # fmt: skip
    return Row(
        (
            full_name(scope.name_of(load.teacher_id)),
            scope.subjects[load.subject_id].name,
            "" if group.is_whole_class else group.name,
            *cells,
        )
    )


def _page(scope: Scope, one: ClassScope, rows: list[Row]) -> Page:
    return Page(
        name=one.roll.name,
        title=_("Programme fulfilled: {class_name}").format(class_name=one.roll.name),
        lines=(scope.school, scope.year.name),
        columns=(
            Column(_("Teacher"), 30, is_left=True),
            Column(_("Subject"), 24, is_left=True),
            Column(_("Group"), 14, is_left=True),
            Column(_("Hours of the plan"), 8, is_upright=True),
            Column(_("Due by timetable"), 8, is_upright=True),
            Column(_("Given"), 8, is_upright=True),
            Column(_("Behind"), 8, is_upright=True),
            Column(_("Hours of the plan given"), 8, is_upright=True),
            Column(_("Next topic"), 40, is_left=True),
            Column(_("Lessons left"), 20, is_left=True),
        ),
        rows=tuple(rows),
        notes=(
            _(
                "Given are lessons with a topic. Due are the lessons of the base timetable before "
                "this day, holidays left out."
            ),
            _("Made {moment}.").format(moment=moment_text(scope.now, scope.zone)),
        ),
        signatures=(_("Deputy head"),),
        is_wide=True,
        empty=_("Nobody teaches this class by the load."),
    )
