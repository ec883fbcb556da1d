"""The subject teacher's report: marks by group, figures, lessons by plan and held."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.i18n import gettext as _
from services.journal.quality import quality_figures
from services.models import TeachingAssignment, TimetableEntry
from services.reports.office import data
from services.reports.office.data import GroupRow, in_list
from services.reports.office.figures import counts_of
from services.reports.office.scope import ClassScope, Scope
from services.reports.office.table import Column, Page, Row, percent, ratio
from services.reports.words import full_name, moment_text
from services.timetable.hours import planned_lessons
from services.timetable.repository import load_calendar

__all__ = ["subject_teacher_report"]


async def subject_teacher_report(session: AsyncSession, scope: Scope) -> list[Page]:
    """Return one page for each teacher with lessons in these classes."""
    loads = await data.teachers(session)
    entries = list(await session.scalars(select(TimetableEntry)))
    calendar = await load_calendar(session, on=scope.today)
    rows: dict[int, list[Row]] = {}
    for one in scope.classes:
        term = one.term
        _marks, held = await data.mark_counts(session, first=term.starts_on, last=term.ends_on)
        for group in one.groups:
            for load in (load for load in loads if load.study_group_id == group.group_id):
                plan = planned_lessons(
                    [
                        entry
                        for entry in entries
                        if entry.study_group_id == group.group_id
                        and entry.subject_id == load.subject_id
                    ],
                    calendar,
                    grade=one.roll.grade,
                    first=term.starts_on,
                    last=term.ends_on,
                )
                rows.setdefault(load.teacher_id, []).append(
                    _row(scope, one, group, load, plan=plan, held=held)
                )
    order = sorted(rows, key=lambda teacher_id: in_list(scope.name_of(teacher_id)))
    return [_page(scope, teacher_id, rows[teacher_id]) for teacher_id in order]


def _row(
    scope: Scope,
    one: ClassScope,
    group: GroupRow,
    load: TeachingAssignment,
    *,
    plan: int,
    held: Mapping[tuple[int, int], int],
) -> Row:
    learners = one.learners(group, load.subject_id, one.last)
    values = [
        one.marks[student.student_id, load.subject_id]
        for student in learners
        if (student.student_id, load.subject_id) in one.marks
    ]
    figures = quality_figures(values)
    counts = counts_of(values) if values else ("", "", "", "", "")
    return Row(
        (
            group.name if not group.is_whole_class else one.roll.name,
            scope.subjects[load.subject_id].name,
            len(learners),
            *counts,
            percent(figures.success),
            percent(figures.quality),
            ratio(figures.sou),
            ratio(figures.average),
            plan,
            held.get((group.group_id, load.subject_id), 0),
        )
    )


def _page(scope: Scope, teacher_id: int, rows: list[Row]) -> Page:
    name = full_name(scope.name_of(teacher_id))
    terms = dict.fromkeys(scope.term_text(one.term) for one in scope.classes)
    return Page(
        name=name,
        title=_("Subject teacher’s report: {name}").format(name=name),
        lines=(scope.school, "; ".join(terms)),
        columns=(
            Column(_("Class"), 14, is_left=True),
            Column(_("Subject"), 26, is_left=True),
            Column(_("Students"), 7, is_upright=True),
            Column("5", 5),
            Column("4", 5),
            Column("3", 5),
            Column("2", 5),
            Column(_("n/a"), 5),
            Column(_("Success, %"), 8, is_upright=True),
            Column(_("Quality, %"), 8, is_upright=True),
            Column(_("Degree of learning, %"), 8, is_upright=True),
            Column(_("Average mark"), 8, is_upright=True),
            Column(_("Lessons by timetable"), 7, is_upright=True),
            Column(_("Lessons recorded"), 7, is_upright=True),
        ),
        rows=tuple(rows),
        notes=(
            _(
                "Lessons by timetable are counted without changes of single days; recorded are "
                "those the journal has an entry for."
            ),
            _("Made {moment}.").format(moment=moment_text(scope.now, scope.zone)),
        ),
        signatures=(_("Teacher"),),
        is_wide=True,
    )
