"""Сводная ведомость: students by subjects, averages, lessons missed, figures of the class."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from services.i18n import gettext as _
from services.reports.office import data
from services.reports.office.data import Letters
from services.reports.office.figures import SubjectFigures, class_figures
from services.reports.office.scope import ClassScope, Scope
from services.reports.office.table import Cell, Column, Page, Row, percent, ratio
from services.reports.words import final_text, full_name, initials, moment_text

__all__ = ["summary_sheet"]

_LONG_SUBJECT = 26


async def summary_sheet(session: AsyncSession, scope: Scope) -> list[Page]:
    """Return one page for each class."""
    spans = {(one.term.starts_on, one.term.ends_on) for one in scope.classes}
    missed = {span: await data.letters(session, first=span[0], last=span[1]) for span in spans}
    return [
        _page(scope, one, missed[one.term.starts_on, one.term.ends_on]) for one in scope.classes
    ]


def _page(scope: Scope, one: ClassScope, missed: Mapping[int, Letters]) -> Page:
    roll = one.roll
    figures = class_figures(roll.on(one.last), one.subject_ids, one.marks)
    rows = [
        Row(
            (
                number,
                full_name(student.student.name),
                *(_mark(mark) for mark in student.marks),
                ratio(student.average),
                *_letters(missed.get(student.student.student_id, Letters())),
            )
        )
        for number, student in enumerate(figures.students, start=1)
    ]
    if rows:
        rows += [
            _total(_("Success, %"), [percent(s.quality.success) for s in figures.subjects],
                   percent(figures.success)),
            _total(_("Quality, %"), [percent(s.quality.quality) for s in figures.subjects],
                   percent(figures.quality)),
            _total(_("Degree of learning, %"), [ratio(s.quality.sou) for s in figures.subjects],
                   ""),
            _total(_("Average mark"), [ratio(s.quality.average) for s in figures.subjects],
                   ratio(figures.average)),
            _total(_("Not attested"), [_not_attested(s) for s in figures.subjects], ""),
        ]  # fmt: skip
    return Page(
        name=roll.name,
        title=_("Summary sheet of marks: {class_name}").format(class_name=roll.name),
        lines=(
            scope.school,
            scope.term_text(one.term),
            _("Class teacher: {name}").format(
                name=initials(scope.name_of(roll.homeroom_teacher_id))
            ),
        ),
        columns=(
            Column("№", 4),
            Column(_("Student"), 30, is_left=True),
            *(
                Column(_subject_name(scope, subject_id), 6, is_upright=True)
                for subject_id in one.subject_ids
            ),
            Column(_("Average"), 7, is_upright=True),
            Column(_("Lessons missed"), 6, is_upright=True),
            Column(_("ill"), 6, is_upright=True),
            Column(_("excused"), 6, is_upright=True),
            Column(_("unexcused"), 6, is_upright=True),
            Column(_("Late arrivals"), 6, is_upright=True),
        ),
        rows=tuple(rows),
        notes=(
            _("Reason not settled yet counts into “lessons missed” alone."),
            _("Made {moment}.").format(moment=moment_text(scope.now, scope.zone)),
        ),
        signatures=(_("Class teacher"), _("Deputy head")),
        is_wide=True,
        empty=_("Nobody is in this class."),
    )


def _subject_name(scope: Scope, subject_id: int) -> str:
    subject = scope.subjects[subject_id]
    is_long = len(subject.name) > _LONG_SUBJECT and subject.short_name
    return subject.short_name if is_long else subject.name


def _mark(mark: int | str | None) -> Cell:
    return mark if isinstance(mark, str | int) else final_text(None)


def _letters(of: Letters) -> tuple[Cell, ...]:
    return (of.missed, of.sick, of.excused, of.unexcused, of.tardy)


def _not_attested(subject: SubjectFigures) -> Cell:
    return subject.counts[-1] if subject.quality.students else ""


def _total(caption: str, values: list[Cell] | list[str], of_class: Cell) -> Row:
    return Row(("", caption, *values, of_class, *([""] * 5)), is_total=True)
