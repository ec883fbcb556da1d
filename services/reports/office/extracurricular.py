"""План внеурочной работы: events of each class and the school in a span, and its clubs.

Sources: S3 1 (the class teacher's plan of extracurricular work), S2 13.3, 14.3 (events).
"""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.i18n import gettext as _
from services.models import Club, SchoolEvent, TeachingAssignment
from services.reports.office.data import GroupRow
from services.reports.office.scope import ClassScope, Scope
from services.reports.office.table import Column, Page, Row
from services.reports.words import date_text, initials, moment_text

__all__ = ["extracurricular_plan"]


async def extracurricular_plan(session: AsyncSession, scope: Scope) -> list[Page]:
    """Return one page for each class."""
    events = list(
        await session.scalars(
            select(SchoolEvent).order_by(SchoolEvent.on_date, SchoolEvent.name, SchoolEvent.id)
        )
    )
    clubs = set(await session.scalars(select(Club.study_group_id)))
    loads: dict[int, TeachingAssignment] = {
        row.study_group_id: row
        for row in await session.scalars(
            select(TeachingAssignment).where(TeachingAssignment.study_group_id.in_(clubs))
        )
    }
    return [_page(scope, one, events, clubs, loads) for one in scope.classes]


def _page(
    scope: Scope,
    one: ClassScope,
    events: Sequence[SchoolEvent],
    clubs: set[int],
    loads: Mapping[int, TeachingAssignment],
) -> Page:
    first, last = one.term.starts_on, one.term.ends_on
    on = min(max(scope.today, first), last)
    rows = [
        *_event_rows(scope, one, events, first=first, last=last),
        *_club_rows(scope, one, [g for g in one.groups if g.group_id in clubs], loads, on=on),
    ]
    return Page(
        name=one.roll.name,
        title=_("Plan of extracurricular work: {class_name}").format(class_name=one.roll.name),
        lines=(
            scope.school,
            scope.term_text(one.term),
            _("Class teacher: {name}").format(
                name=initials(scope.name_of(one.roll.homeroom_teacher_id))
            ),
        ),
        columns=(
            Column(_("When"), 16),
            Column(_("What"), 44, is_left=True),
            Column(_("Who leads it"), 24, is_left=True),
            Column(_("Students"), 10),
            Column(_("Done"), 16),
        ),
        rows=tuple(rows),
        notes=(
            _("From the sheets «События» and «Кружки» of the school's workbook."),
            _("Made {moment}.").format(moment=moment_text(scope.now, scope.zone)),
        ),
        signatures=(_("Class teacher"), _("Deputy head")),
        empty=_("Nothing is planned in this span."),
    )


def _event_rows(
    scope: Scope, one: ClassScope, events: Sequence[SchoolEvent], *, first: date, last: date
) -> list[Row]:
    leader = initials(scope.name_of(one.roll.homeroom_teacher_id))
    return [
        Row(
            (
                date_text(event.on_date),
                event.name,
                _("The school") if event.school_class_id is None else leader,
                len(one.roll.on(event.on_date)),
                "",
            )
        )
        for event in events
        if event.school_class_id in {None, one.roll.class_id} and first <= event.on_date <= last
    ]


def _club_rows(
    scope: Scope,
    one: ClassScope,
    groups: Sequence[GroupRow],
    loads: Mapping[int, TeachingAssignment],
    *,
    on: date,
) -> list[Row]:
    rows = []
    for group in groups:
        load = loads.get(group.group_id)
        if load is None:
            continue
        learners = one.learners(group, load.subject_id, on)
        if not learners:
            continue
        hours = load.hours_per_week
        rows.append(
            Row(
                (
                    _("{n} h a week").format(n=hours) if hours else _("every week"),
                    group.name,
                    initials(scope.name_of(load.teacher_id)),
                    len(learners),
                    "",
                )
            )
        )
    return rows
