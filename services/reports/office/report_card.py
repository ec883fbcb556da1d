"""Табель: a student's marks by subject and period, year, exam, final mark, lessons missed."""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.diary.facts import PeriodFacts
from services.diary.pages import periods_of
from services.finals.facts import PeriodName
from services.i18n import gettext as _
from services.models import PeriodMark
from services.reports.office import data
from services.reports.office.data import Letters, StudentRow
from services.reports.office.scope import ClassScope, Scope
from services.reports.office.table import Cell, Column, Page, Row
from services.reports.words import (
    final_text,
    full_name,
    initials,
    moment_text,
    period_text,
    term_text,
)
from services.vocabulary import FinalKind, PassFail

__all__ = ["report_cards"]

_SUMS = (FinalKind.INTERIM, FinalKind.YEAR, FinalKind.EXAM, FinalKind.FINAL)


async def report_cards(session: AsyncSession, scope: Scope) -> list[Page]:
    """Return one page for each student of the classes."""
    missed: dict[tuple[object, object], Mapping[int, Letters]] = {}
    pages = []
    for one in scope.classes:
        periods = periods_of(
            [row for row in scope.periods if not row.grades or one.roll.grade in row.grades],
            subject_id=None,
        )
        for period in periods:
            span = (period.starts_on, period.ends_on)
            if span not in missed:
                missed[span] = await data.letters(
                    session, first=period.starts_on, last=period.ends_on
                )
        own: dict[int, dict[tuple[int, FinalKind, int | None], PeriodMark]] = {}
        for row in scope.finals:
            own.setdefault(row.student_id, {})[row.subject_id, row.kind, row.grading_period_id] = (
                row
            )
        pages += [
            _card(
                scope,
                one,
                student,
                periods,
                own.get(student.student_id, {}),
                [missed[period.starts_on, period.ends_on] for period in periods],
            )
            for student in one.roll.on(min(one.last, max(scope.today, one.term.starts_on)))
        ]
    return pages


def _card(
    scope: Scope,
    one: ClassScope,
    student: StudentRow,
    periods: Sequence[PeriodFacts],
    marks: Mapping[tuple[int, FinalKind, int | None], PeriodMark],
    missed: Sequence[Mapping[int, Letters]],
) -> Page:
    subject_ids = {key[0] for key in marks} | set(one.subject_ids)
    order = [subject_id for subject_id in scope.subjects if subject_id in subject_ids]
    blank: tuple[Cell, ...] = ("",) * len(_SUMS)
    letters = [of.get(student.student_id, Letters()) for of in missed]
    rows = [
        Row(
            (
                scope.subjects[subject_id].name,
                *(_of_period(scope, marks, subject_id, period) for period in periods),
                *(_mark(marks, subject_id, kind) for kind in _SUMS),
            )
        )
        for subject_id in order
    ]
    rows += [
        Row((_("Lessons missed"), *(one.missed for one in letters), *blank), is_total=True),
        Row((_("of them unexcused"), *(one.unexcused for one in letters), *blank)),
        Row((_("Late arrivals"), *(one.tardy for one in letters), *blank)),
    ]
    name = full_name(student.name)
    return Page(
        name=f"{one.roll.name} {name}",
        title=_("Report card: {name}").format(name=name),
        lines=(
            scope.school,
            _("Class {class_name}, school year {year}").format(
                class_name=one.roll.name, year=scope.year.name
            ),
            _("Class teacher: {name}").format(
                name=initials(scope.name_of(one.roll.homeroom_teacher_id))
            ),
        ),
        columns=(
            Column(_("Subject"), 34, is_left=True),
            *(
                Column(period_text(PeriodName(period.kind, period.number)), 12)
                for period in periods
            ),
            *(Column(term_text(kind, None), 12) for kind in _SUMS),
        ),
        rows=tuple(rows),
        notes=(_("Made {moment}.").format(moment=moment_text(scope.now, scope.zone)),),
        signatures=(_("Class teacher"), _("Parent")),
    )


def _of_period(
    scope: Scope,
    marks: Mapping[tuple[int, FinalKind, int | None], PeriodMark],
    subject_id: int,
    period: PeriodFacts,
) -> Cell:
    """Return the mark of a period; a subject's own half-year stands where it ends."""
    for (found, kind, period_id), row in marks.items():
        if (found, kind) != (subject_id, FinalKind.PERIOD) or period_id is None:
            continue
        own = next((one for one in scope.periods if one.id == period_id), None)
        if own is not None and period.starts_on <= own.ends_on <= period.ends_on:
            return _shown(row)
    return ""


def _mark(
    marks: Mapping[tuple[int, FinalKind, int | None], PeriodMark],
    subject_id: int,
    kind: FinalKind,
) -> Cell:
    found = [row for (one, of, _), row in marks.items() if (one, of) == (subject_id, kind)]
    return _shown(found[-1]) if found else ""


def _shown(row: PeriodMark) -> Cell:
    is_figure = row.value is not None and row.value not in set(PassFail)
    return row.value if row.value is not None and is_figure else final_text(row.value)
