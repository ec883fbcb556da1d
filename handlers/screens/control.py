"""The deputy head's week: figures first, then what is missing, by teacher and by class."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from handlers.callbacks.control import (
    ExportControl,
    OpenControl,
    OpenControlList,
    OpenControlOne,
)
from handlers.callbacks.filing import OpenFiled
from handlers.screens.control_words import (
    breach_line,
    by_lesson,
    duty_term,
    percent,
    tally_words,
    teacher_name,
    week_name,
)
from handlers.screens.errors import menu_button
from handlers.screens.formatting import (
    bold,
    capitalized,
    day_and_month,
    decimal_number,
    escape,
    inside_sentence,
    lines,
)
from handlers.screens.today import day_number
from services.control.reading import LatePeriod, ThinMarks
from services.control.service import WeekReport
from services.control.week import Breach, TallyRow
from services.control.words import duty_name
from services.i18n import gettext as _
from services.i18n import ngettext
from services.outgoing import Button, OutgoingMessage
from services.regulation.deadlines import DutySort
from services.roster.names import PersonName

__all__ = ["CLASSES", "TEACHERS", "control_list", "control_one", "week_page"]

TEACHERS, CLASSES = "t", "c"
_MOST_BREACHES = 8
_MOST_THIN = 5
_ON_PAGE = 10
_MOST_OF_ONE = 30


def week_page(report: WeekReport) -> OutgoingMessage:
    """Show a week at a glance."""
    missing = [one for one in report.breaches if not one.is_done]
    title = _("Control · week {week}").format(week=week_name(report.first, report.last))
    text = "\n\n".join(
        filter(
            None,
            (
                lines(bold(title), _summary(report)),
                lines(*_sorts(report)),
                _some(_("Still missing"), missing, report),
                _thin(report.thin),
                _periods(report),
                _lists(report),
            ),
        )
    )
    return OutgoingMessage(text, buttons=_week_rows(report))


def control_list(report: WeekReport, *, by: str, page: int) -> OutgoingMessage:
    """Show teachers or classes, most breaches first, ten on a page."""
    rows = [row for row in _rows(report, by) if row.tally.breaches]
    pages = max(1, -(-len(rows) // _ON_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = rows[page * _ON_PAGE : (page + 1) * _ON_PAGE]
    names = _names(report, by)
    title = _("By teachers") if by == TEACHERS else _("By classes")
    week = day_number(report.first)
    text = lines(
        bold(f"{title} · {week_name(report.first, report.last)}"),
        *(f"• {escape(names(row.key))} — {tally_words(row.tally)}" for row in shown),
        "" if shown else _("Everything came in time."),
        _("Page {page} of {pages}").format(page=page + 1, pages=pages) if pages > 1 else "",
    )
    buttons = [
        Button(names(row.key), OpenControlOne(week=week, by=by, key=row.key).pack())
        for row in shown
    ]
    around = [
        Button(caption, OpenControlList(week=week, by=by, page=number).pack())
        for caption, number in (("◀", page - 1), ("▶", page + 1))
        if 0 <= number < pages
    ]
    back = Button(_("The week"), OpenControl(week=week).pack())
    return OutgoingMessage(
        text,
        buttons=tuple(
            row for row in (*_pairs(buttons), tuple(around), (back, menu_button())) if row
        ),
    )


def control_one(report: WeekReport, *, by: str, key: int) -> OutgoingMessage:
    """Show the breaches of one teacher or class."""
    found = [one for one in report.breaches if key in _keys(one, by)]
    row = next((row for row in _rows(report, by) if row.key == key), None)
    of_lesson = by_lesson(found)
    shown = of_lesson[:_MOST_OF_ONE]
    rest = sum(map(len, of_lesson[_MOST_OF_ONE:]))
    with_teacher = by == CLASSES
    text = lines(
        bold(_names(report, by)(key)),
        tally_words(row.tally) if row else "",
        *(
            f"• {breach_line(one, _teacher(one, report) if with_teacher else None)}"
            for one in shown
        ),
        _("And {n} more.").format(n=rest) if rest else "",
        "" if found else _("Everything came in time."),
    )
    week = day_number(report.first)
    back = Button(
        _("By teachers") if by == TEACHERS else _("By classes"),
        OpenControlList(week=week, by=by, page=0).pack(),
    )
    return OutgoingMessage(
        text, buttons=((back, Button(_("The week"), OpenControl(week=week).pack())),)
    )


def _summary(report: WeekReport) -> str:
    return _("Breaches: {n} · in time: {share}").format(
        n=report.tally.breaches, share=percent(report.tally.share_in_time)
    )


def _sorts(report: WeekReport) -> Iterable[str]:
    """What was breached how often, with the deadline and its clause."""
    for sort, tally in report.by_sort.items():
        if sort is not DutySort.PERIOD_MARKS and tally.breaches:
            name = duty_name(sort)
            yield f"• {capitalized(name)}: {tally.breaches} — {duty_term(sort)}"


def _some(title: str, missing: Sequence[Breach], report: WeekReport) -> str:
    if not missing:
        return ""
    of_lesson = by_lesson(missing)
    shown = of_lesson[:_MOST_BREACHES]
    rest = sum(map(len, of_lesson[_MOST_BREACHES:]))
    return lines(
        bold(f"{title}: {len(missing)}"),
        *(f"• {breach_line(one, _teacher(one, report))}" for one in shown),
        _("And {n} more: by teachers or by classes.").format(n=rest) if rest else "",
    )


def _teacher(breaches: Sequence[Breach], report: WeekReport) -> PersonName | None:
    return report.teachers.get(breaches[0].teacher_id)


def _thin(thin: Sequence[ThinMarks]) -> str:
    if not thin:
        return ""
    said = ", ".join(
        _("{subject} {group} ({count} on a student)").format(
            subject=escape(inside_sentence(one.subject)),
            group=escape(one.group.label),
            count=decimal_number(one.on_student, places=1),
        )
        for one in thin[:_MOST_THIN]
    )
    more = _(" and {n} more").format(n=len(thin) - _MOST_THIN) if len(thin) > _MOST_THIN else ""
    return _("Few marks: {said}").format(said=f"{said}{more}")


def _periods(report: WeekReport) -> str:
    if not report.late_periods:
        return ""
    shown = report.late_periods[:_MOST_BREACHES]
    rest = len(report.late_periods) - len(shown)
    return lines(
        bold(
            _("Marks of the period are late: {n}").format(n=len(report.late_periods))
            + f" — {duty_term(DutySort.PERIOD_MARKS)}"
        ),
        *(_period(one, report) for one in shown),
        _("And {n} more.").format(n=rest) if rest else "",
    )


def _lists(report: WeekReport) -> str:
    if not report.unchecked:
        return ""
    shown = report.unchecked[:_MOST_BREACHES]
    rest = len(report.unchecked) - len(shown)
    names = ", ".join(
        escape(f"{one.school_class.name} ({teacher_name(report.teachers.get(one.teacher_id))})")
        if one.teacher_id is not None
        else escape(one.school_class.name)
        for one in shown
    )
    more = _(" and {n} more").format(n=rest) if rest else ""
    title = _("Lists of classes not confirmed: {n}").format(n=len(report.unchecked))
    return lines(bold(title), f"{names}{more}")


def _period(one: LatePeriod, report: WeekReport) -> str:
    students = ngettext("{n} student", "{n} students", one.missing).format(n=one.missing)
    return (
        f"• {escape(inside_sentence(one.subject))} {escape(one.group.label)}, "
        f"{escape(teacher_name(report.teachers.get(one.teacher_id)))}: "
        f"{escape(one.period)}, {students}, {day_and_month(one.deadline_on)}"
    )


def _week_rows(report: WeekReport) -> tuple[tuple[Button, ...], ...]:
    week = day_number(report.first)
    lists = (
        Button(_("By teachers"), OpenControlList(week=week, by=TEACHERS, page=0).pack()),
        Button(_("By classes"), OpenControlList(week=week, by=CLASSES, page=0).pack()),
    )
    before = report.first - timedelta(days=7)
    around = [
        Button(
            f"◀ {week_name(before, report.last - timedelta(days=7))}",
            OpenControl(week=day_number(before)).pack(),
        )
    ]
    if not report.is_present:
        after = report.first + timedelta(days=7)
        around.append(
            Button(
                f"{week_name(after, report.last + timedelta(days=7))} ▶",
                OpenControl(week=day_number(after)).pack(),
            )
        )
    return (
        lists,
        tuple(around),
        (Button(_("Accepted reports"), OpenFiled(page=0).pack()),),
        (Button("XLSX", ExportControl(week=week).pack()), menu_button()),
    )


def _rows(report: WeekReport, by: str) -> tuple[TallyRow, ...]:
    return report.by_teacher if by == TEACHERS else report.by_class


def _keys(one: Breach, by: str) -> Iterable[int]:
    return {one.teacher_id} if by == TEACHERS else one.class_ids


def _names(report: WeekReport, by: str) -> Callable[[int], str]:
    if by == TEACHERS:
        return lambda key: teacher_name(report.teachers.get(key))
    return lambda key: report.classes.get(key, "—")


def _pairs(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
