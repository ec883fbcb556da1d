"""The class teacher's report of a period: the list, who stands how, figures, what was missed."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from sqlalchemy.ext.asyncio import AsyncSession

from services.i18n import gettext as _
from services.journal.quality import Standing
from services.reports.office import data
from services.reports.office.data import Letters
from services.reports.office.figures import ClassFigures, StudentFigures, class_figures
from services.reports.office.scope import ClassScope, Scope
from services.reports.office.table import Cell, Column, Page, Row, percent, ratio
from services.reports.words import DASH, full_name, initials, moment_text

__all__ = ["class_teacher_report"]


async def class_teacher_report(session: AsyncSession, scope: Scope) -> list[Page]:
    """Return one page for each class."""
    pages = []
    for one in scope.classes:
        term = one.term
        missed = await data.letters(session, first=term.starts_on, last=term.ends_on)
        days = await data.missed_days(session, first=term.starts_on, last=term.ends_on)
        pages.append(_page(scope, one, missed, days))
    return pages


def _page(
    scope: Scope, one: ClassScope, missed: Mapping[int, Letters], days: Mapping[int, int]
) -> Page:
    roll, term = one.roll, one.term
    figures = class_figures(roll.on(one.last), one.subject_ids, one.marks)
    rows = [
        *_list_rows(one),
        *_standing_rows(scope, one, figures),
        *_missed_rows([student.student.student_id for student in figures.students], missed, days),
    ]
    return Page(
        name=roll.name,
        title=_("Class teacher’s report: {class_name}").format(class_name=roll.name),
        lines=(
            scope.school,
            scope.term_text(term),
            _("Class teacher: {name}").format(
                name=initials(scope.name_of(roll.homeroom_teacher_id))
            ),
        ),
        columns=(
            Column(_("Figure"), 44, is_left=True),
            Column(_("Number"), 10),
            Column(_("Who, in what"), 70, is_left=True),
        ),
        rows=tuple(rows),
        notes=(_("Made {moment}.").format(moment=moment_text(scope.now, scope.zone)),),
        signatures=(_("Class teacher"),),
    )


def _list_rows(one: ClassScope) -> list[Row]:
    first, last = one.term.starts_on, one.term.ends_on
    begin = {student.student_id for student in one.roll.on(first)}
    end = {student.student_id for student in one.roll.on(last)}
    names = {stay.student.student_id: full_name(stay.student.name) for stay in one.roll.stays}

    def named(ids: Iterable[int]) -> str:
        return ", ".join(sorted(names[student_id] for student_id in ids))

    return [
        _row(_("In the list at the beginning"), len(begin)),
        _row(_("Arrived"), len(end - begin), named(end - begin)),
        _row(_("Left"), len(begin - end), named(begin - end)),
        _row(_("In the list at the end"), len(end)),
    ]


def _standing_rows(scope: Scope, one: ClassScope, figures: ClassFigures) -> list[Row]:
    if not one.subject_ids:
        return [_row(_("Attested"), DASH, _("No marks in this grade."))]

    def named(*kinds: Standing) -> tuple[int, str]:
        found = figures.standing(*kinds)
        return len(found), ", ".join(full_name(student.student.name) for student in found)

    failing = figures.standing(Standing.FAILING)
    not_attested = [student for student in failing if None in student.marks]
    return [
        _row(_("Attested"), figures.attested),
        _row(_("All fives"), *named(Standing.EXCELLENT)),
        _row(_("Fives and fours"), *named(Standing.GOOD, Standing.ONE_FOUR)),
        _row(_("of them with a single four"), *_single(scope, one, figures, Standing.ONE_FOUR, 4)),
        _row(_("with a single three"), *_single(scope, one, figures, Standing.ONE_THREE, 3)),
        _row(_("Failing"), len(failing), "; ".join(_weak(scope, one, each) for each in failing)),
        _row(_("of them not attested"), len(not_attested),
             "; ".join(_weak(scope, one, each) for each in not_attested)),
        _row(_("Success, %"), percent(figures.success)),
        _row(_("Quality, %"), percent(figures.quality)),
        _row(_("Average mark"), ratio(figures.average)),
    ]  # fmt: skip


def _single(
    scope: Scope, one: ClassScope, figures: ClassFigures, kind: Standing, mark: int
) -> tuple[int, str]:
    found = figures.standing(kind)
    told = [
        f"{full_name(each.student.name)} ({_subjects(scope, one, each, {mark})})" for each in found
    ]
    return len(found), ", ".join(told)


def _weak(scope: Scope, one: ClassScope, student: StudentFigures) -> str:
    return f"{full_name(student.student.name)} ({_subjects(scope, one, student, {2, 1, None})})"


def _subjects(
    scope: Scope, one: ClassScope, student: StudentFigures, marks: set[int | None]
) -> str:
    return ", ".join(
        scope.subjects[subject_id].name + (f" — {_('n/a')}" if mark is None else "")
        for subject_id, mark in zip(one.subject_ids, student.marks, strict=True)
        if not isinstance(mark, str) and mark in marks
    )


def _missed_rows(
    students: list[int], missed: Mapping[int, Letters], days: Mapping[int, int]
) -> list[Row]:
    of_class = [missed.get(one, Letters()) for one in students]
    lessons = sum(one.missed for one in of_class)
    per_student = Fraction(lessons, len(students)) if students else None
    return [
        _row(_("Lessons missed"), lessons),
        _row(_("of them because of illness"), sum(one.sick for one in of_class)),
        _row(_("of them excused otherwise"), sum(one.excused for one in of_class)),
        _row(_("of them unexcused"), sum(one.unexcused for one in of_class)),
        _row(_("of them with a reason not settled"), sum(one.unknown for one in of_class)),
        _row(_("Whole days missed"), sum(days.get(one, 0) for one in students)),
        _row(_("Lessons missed for one student"), ratio(per_student)),
        _row(_("Late arrivals"), sum(one.tardy for one in of_class)),
    ]


def _row(caption: str, number: Cell, who: str = "") -> Row:
    return Row((caption, number, who))
