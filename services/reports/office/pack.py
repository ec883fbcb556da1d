"""The heads' pack of a week or a month: what to do first, then the figures behind it.

Sources: S3 3 (weekly control of activity and attendance, monthly check of the journal), S0 7.3.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.control.due_spans import entries_of
from services.control.report import WeekReport, read_report
from services.control.week import Tally
from services.control.words import duty_name
from services.i18n import gettext as _
from services.models import Mark
from services.reports.office import data
from services.reports.office.activity import activity_report
from services.reports.office.data import Letters
from services.reports.office.scope import Scope
from services.reports.office.table import Cell, Column, Page, Row, percent, ratio
from services.reports.words import DASH, date_text, initials, moment_text, span_text

__all__ = ["office_pack"]

_BAD_MARK = 2
_HUNDRED = 100


async def office_pack(
    session: AsyncSession, scope: Scope, *, first: date, last: date
) -> list[Page]:
    """Return the pages of the pack about the days from *first* to *last*."""
    fell_due = entries_of(scope.profile, first=first, last=last)
    report = await read_report(
        session, scope.profile, first=first, last=last, now=scope.now, fell_due=fell_due
    )
    letters = await data.letters(session, first=first, last=last)
    marks = await _marks(session, first=first, last=last)
    activity = await activity_report(session, scope)
    lines = (scope.school, span_text(first, last))
    due = _("Entries that fell due from {since} to {until}").format(
        since=moment_text(fell_due.after, scope.zone),
        until=moment_text(fell_due.until, scope.zone),
    )
    return [
        _to_do(scope, report, letters, activity, (*lines, due)),
        _teachers(scope, report, (*lines, due)),
        _breaches(scope, report, (*lines, due)),
        _classes(scope, report, letters, marks, lines),
        *activity,
    ]


def _made(scope: Scope) -> tuple[str, ...]:
    return (_("Made {moment}.").format(moment=moment_text(scope.now, scope.zone)),)


def _to_do(
    scope: Scope,
    report: WeekReport,
    letters: Mapping[int, Letters],
    activity: list[Page],
    lines: tuple[str, ...],
) -> Page:
    missing = sum(not one.is_done for one in report.breaches)
    unsettled = sum(one.unknown for one in letters.values())
    unexcused = sum(one.unexcused for one in letters.values())
    students, reached = _families(activity)
    rows = [
        (_("Entries still missing"), missing,
         _("Page “Missing and late”: ask the teacher named.")),
        (_("Entries that came late"), len(report.breaches) - missing,
         _("Talk to whoever is late again and again: page “Teachers”.")),
        (_("Groups with few marks"), len(report.thin), _thin(report)),
        (_("Marks of a period that are late"), len(report.late_periods), _late(report)),
        (_("Lessons missed, reason not settled"), unsettled,
         _("Class teachers settle it under /reasons.")),
        (_("Lessons missed without a good reason"), unexcused,
         _("Page “Classes”; who misses too much: /control.")),
        (_("Families no chat reaches"), students - reached,
         _("Class teachers print the weekly sheets (/paper) and invite once more (/invite).")),
    ]  # fmt: skip
    return Page(
        name=_("What to do"),
        title=_("The office’s pack"),
        lines=(*lines, _("In time: {share} %").format(share=_in_time(report.tally))),
        columns=(
            Column(_("Figure"), 34, is_left=True),
            Column(_("Number"), 10),
            Column(_("What to do"), 80, is_left=True),
        ),
        rows=tuple(Row(one if one[1] else (*one[:2], DASH)) for one in rows),
        notes=_made(scope),
        signatures=(_("Deputy head"),),
    )


def _families(activity: list[Page]) -> tuple[int, int]:
    total = next((row for page in activity for row in page.rows if row.is_total), None)
    if total is None:
        return 0, 0
    students, reached = total.cells[1:3]
    return int(students or 0), int(reached or 0)


def _thin(report: WeekReport) -> str:
    return "; ".join(
        f"{one.group.label} · {one.subject} ({ratio(one.on_student)})" for one in report.thin
    )


def _late(report: WeekReport) -> str:
    return "; ".join(
        f"{one.group.label} · {one.subject}, {one.period}" for one in report.late_periods
    )


def _in_time(tally: Tally) -> str:
    share = tally.share_in_time
    return percent(None if share is None else share * _HUNDRED)


def _teachers(scope: Scope, report: WeekReport, lines: tuple[str, ...]) -> Page:
    rows = [
        Row((_teacher(report, row.key), *_tally(row.tally)))
        for row in report.by_teacher
        if row.tally.breaches or row.tally.in_time
    ]
    total = [Row((_("The school"), *_tally(report.tally)), is_total=True)] if rows else []
    return Page(
        name=_("Teachers"),
        title=_("Entries by teachers"),
        lines=lines,
        columns=(Column(_("Teacher"), 30, is_left=True), *_tally_columns()),
        rows=(*rows, *total),
        notes=_made(scope),
        empty=_("Nothing was due yet."),
    )


def _tally_columns() -> tuple[Column, ...]:
    return (
        Column(_("In time"), 10),
        Column(_("Came late"), 10),
        Column(_("Missing"), 12),
        Column(_("In time, %"), 10),
    )


def _tally(tally: Tally) -> tuple[Cell, ...]:
    return (tally.in_time, tally.late, tally.overdue, _in_time(tally))


def _teacher(report: WeekReport, person_id: int) -> str:
    name = report.teachers.get(person_id)
    return DASH if name is None else initials(name)


def _breaches(scope: Scope, report: WeekReport, lines: tuple[str, ...]) -> Page:
    return Page(
        name=_("Missing and late"),
        title=_("Entries that are missing or came late"),
        lines=lines,
        columns=(
            Column(_("Teacher"), 22, is_left=True),
            Column(_("Class"), 12, is_left=True),
            Column(_("Subject"), 24, is_left=True),
            Column(_("Day"), 12),
            Column(_("Lesson"), 8),
            Column(_("What"), 28, is_left=True),
            Column(_("State"), 14),
        ),
        rows=tuple(
            Row(
                (
                    _teacher(report, one.teacher_id),
                    one.group,
                    one.subject,
                    date_text(one.on),
                    one.number,
                    duty_name(one.sort),
                    _("entered late") if one.is_done else _("missing"),
                )
            )
            for one in report.breaches
        ),
        notes=_made(scope),
        empty=_("Everything came in time."),
    )


_MarkFigures = tuple[int, int, int, int]  # marks, twos and ones, weighted sum, weights


async def _marks(session: AsyncSession, *, first: date, last: date) -> Mapping[int, _MarkFigures]:
    """Return every student's figures of some days, those taken back left out."""
    rows = await session.execute(
        select(
            Mark.student_id,
            func.count(),
            func.sum(case((Mark.value <= _BAD_MARK, 1), else_=0)),
            func.sum(Mark.value * Mark.weight_tenths),
            func.sum(Mark.weight_tenths),
        )
        .where(
            Mark.lesson_on.between(first, last),
            Mark.is_withdrawn.is_(False),
            Mark.value.is_not(None),
        )
        .group_by(Mark.student_id)
    )
    return {student_id: (count, bad, *sums) for student_id, count, bad, *sums in rows}


def _classes(
    scope: Scope,
    report: WeekReport,
    letters: Mapping[int, Letters],
    marks: Mapping[int, _MarkFigures],
    lines: tuple[str, ...],
) -> Page:
    tallies = {row.key: row.tally for row in report.by_class}
    rows: list[Row] = []
    all_students: list[int] = []
    for one in scope.classes:
        students = [student.student_id for student in one.roll.on(min(report.last, scope.today))]
        all_students += students
        tally = tallies.get(one.roll.class_id, Tally())
        rows.append(_class_row(one.roll.name, students, tally, letters, marks))
    if rows:
        rows.append(
            _class_row(_("The school"), all_students, report.tally, letters, marks, is_total=True)
        )
    return Page(
        name=_("Classes"),
        title=_("Attendance and marks by classes"),
        lines=lines,
        columns=(
            Column(_("Class"), 14, is_left=True),
            Column(_("Students"), 9, is_upright=True),
            Column(_("Entries missing or late"), 9, is_upright=True),
            Column(_("Entries in time, %"), 8, is_upright=True),
            Column(_("Lessons missed"), 9, is_upright=True),
            Column(_("because of illness"), 9, is_upright=True),
            Column(_("excused otherwise"), 9, is_upright=True),
            Column(_("unexcused"), 9, is_upright=True),
            Column(_("reason not settled"), 9, is_upright=True),
            Column(_("Missed for one student"), 8, is_upright=True),
            Column(_("Late arrivals"), 9, is_upright=True),
            Column(_("Marks"), 9, is_upright=True),
            Column(_("Average mark"), 8, is_upright=True),
            Column(_("Twos and ones"), 9, is_upright=True),
        ),
        rows=tuple(rows),
        notes=_made(scope),
        is_wide=True,
    )


def _class_row(
    name: str,
    students: list[int],
    tally: Tally,
    letters: Mapping[int, Letters],
    marks: Mapping[int, _MarkFigures],
    *,
    is_total: bool = False,
) -> Row:
    missed = [letters.get(one, Letters()) for one in students]
    figures = [marks[one] for one in students if one in marks]
    lessons = sum(one.missed for one in missed)
    weights = sum(one[3] for one in figures)
    average = Fraction(sum(one[2] for one in figures), weights) if weights else None
    return Row(
        (
            name,
            len(students),
            tally.breaches,
            _in_time(tally),
            lessons,
            sum(one.sick for one in missed),
            sum(one.excused for one in missed),
            sum(one.unexcused for one in missed),
            sum(one.unknown for one in missed),
            ratio(Fraction(lessons, len(students)) if students else None),
            sum(one.tardy for one in missed),
            sum(one[0] for one in figures),
            ratio(average),
            sum(one[1] for one in figures),
        ),
        is_total=is_total,
    )
