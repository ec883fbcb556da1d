"""A week of control as a workbook: figures by teacher and class, and every breach."""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from handlers.screens.control_words import duty_term, teacher_name, week_name
from services.control.service import WeekReport
from services.control.week import Tally
from services.control.words import duty_name
from services.i18n import gettext as _
from services.outgoing import Attachment, OutgoingMessage
from services.reports.printing import FONT, print_on_a4

if TYPE_CHECKING:
    from xlsxwriter import Workbook

__all__ = ["control_workbook"]

_WIDTHS = (26, 12, 22, 34, 14, 12, 16, 46)


def control_workbook(report: WeekReport) -> OutgoingMessage:
    """Return the week as a file; names are as in the school's lists."""
    from xlsxwriter import Workbook  # only when a workbook is made

    week = week_name(report.first, report.last)
    stream = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": FONT,
    }
    with Workbook(stream, options) as book:
        _sheet(book, _("Teachers"), _tally_heads(_("Teacher")), _teachers(report))
        _sheet(book, _("Classes"), _tally_heads(_("Class")), _classes(report))
        _sheet(
            book,
            _("Breaches"),
            (
                _("Teacher"), _("Class"), _("Subject"), _("What"), _("Date"), _("Lesson"),
                _("State"), _("Deadline and clause"),
            ),
            _breaches(report),
        )  # fmt: skip
    name = f"control-{report.first:%Y-%m-%d}.xlsx"
    caption = _("Control · week {week}").format(week=week)
    return OutgoingMessage(caption, attachment=Attachment(name, stream.getvalue()))


def _tally_heads(first: str) -> tuple[str, ...]:
    return (first, _("In time"), _("Came late"), _("Missing"), _("In time, %"))


def _teachers(report: WeekReport) -> list[Sequence[object]]:
    return [
        (teacher_name(report.teachers.get(row.key)), *_counts(row.tally))
        for row in report.by_teacher
    ]


def _classes(report: WeekReport) -> list[Sequence[object]]:
    return [(report.classes.get(row.key, ""), *_counts(row.tally)) for row in report.by_class]


def _counts(tally: Tally) -> tuple[object, ...]:
    share = tally.share_in_time
    shown = "" if share is None else round(float(share * 100), 1)
    return (tally.in_time, tally.late, tally.overdue, shown)


def _breaches(report: WeekReport) -> list[Sequence[object]]:
    return [
        (
            teacher_name(report.teachers.get(one.teacher_id)),
            one.group,
            one.subject,
            duty_name(one.sort),
            f"{one.on:%d.%m.%Y}",
            one.number,
            _("entered late") if one.is_done else _("missing"),
            duty_term(one.sort),
        )
        for one in report.breaches
    ]


def _sheet(
    book: "Workbook", title: str, heads: Sequence[str], rows: Sequence[Sequence[object]]
) -> None:
    sheet = book.add_worksheet(title)
    bold = book.add_format({"bold": True, "border": 1})
    framed = book.add_format({"border": 1, "text_wrap": True, "align": "left", "valign": "top"})
    for column, width in enumerate(_WIDTHS[: len(heads)]):
        sheet.set_column(column, column, width)
    sheet.write_row(0, 0, heads, bold)
    sheet.freeze_panes(1, 0)
    for place, row in enumerate(rows, start=1):
        sheet.write_row(place, 0, row, framed)
    print_on_a4(sheet, heading=(0, 0), is_wide=True)
