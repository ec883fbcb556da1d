"""Choosing a report, a class and a kind of file; the document itself."""

from handlers.callbacks.reports import GetReport, OpenReports, PickReport
from handlers.screens.errors import menu_button, sentence_for
from handlers.screens.filing import accept_button, accepted_words
from handlers.screens.formatting import bold, escape, lines
from handlers.screens.rows import in_rows
from services.errors import DiaryError
from services.i18n import gettext as _
from services.outgoing import Attachment, Button, OutgoingMessage
from services.reports.office.ask import NoSuchPeriod
from services.reports.office.catalogue import REPORTS, report_caption
from services.reports.office.filing import MadeReport
from services.reports.office.service import NameAClass, ReportChoice

__all__ = ["KEYS", "class_choice", "document", "file_choice", "report_choice"]

KEYS = tuple(REPORTS)
_CLASSES_IN_ROW = 6
_MOST_CLASSES = 90  # of 100 buttons a message may have


def report_choice(choice: ReportChoice) -> OutgoingMessage:
    """Ask which report it is to be."""
    rows = [
        (
            Button(
                report_caption(key),
                PickReport(report=KEYS.index(key), class_id=0, is_chosen=False).pack(),
            ),
        )
        for key in choice.keys
    ]
    text = (
        bold(_("Reports"))
        + "\n"
        + escape(
            _(
                "About the period of today. Another one: /report and its name, "
                "such as “1 четверть”."
            )
        )
    )
    return OutgoingMessage(text, buttons=(*rows, (menu_button(),)))


def class_choice(report: int, choice: ReportChoice, *, may_be_all: bool) -> OutgoingMessage:
    """Ask for which class."""
    buttons = [
        Button(name, PickReport(report=report, class_id=class_id, is_chosen=True).pack())
        for class_id, name in choice.classes[:_MOST_CLASSES]
    ]
    rows = in_rows(buttons, _CLASSES_IN_ROW)
    if may_be_all:
        everybody = PickReport(report=report, class_id=0, is_chosen=True).pack()
        rows.insert(0, (Button(_("All classes"), everybody),))
    text = escape(_("{report}: for which class?").format(report=report_caption(KEYS[report])))
    return OutgoingMessage(text, buttons=(*rows, _back()))


def file_choice(report: int, class_id: int, class_name: str) -> OutgoingMessage:
    """Ask whether to print it or to go on working with it."""
    kinds = (
        Button(
            _("To print (PDF)"), GetReport(report=report, class_id=class_id, is_pdf=True).pack()
        ),
        Button(
            _("Table (XLSX)"), GetReport(report=report, class_id=class_id, is_pdf=False).pack()
        ),
    )
    title = " · ".join(
        part for part in (report_caption(KEYS[report]), class_name or _("All classes")) if part
    )
    return OutgoingMessage(bold(title), buttons=(kinds, _back()))


def document(made: MadeReport, content: bytes, *, name: str) -> OutgoingMessage:
    """Send a report; for who may accept it, with the button that does, or who did."""
    said = [
        escape(made.report.title),
        escape(_("There is nothing in it yet.")) if made.report.is_empty else "",
        accepted_words(made.filed) if made.filed is not None else "",
        escape(_("The journal has changed since then.")) if made.has_changed else "",
    ]
    rows = ((accept_button(made.offer),),) if made.offer is not None else ()
    return OutgoingMessage(
        lines(*said), buttons=rows, attachment=Attachment(name, content), is_protected=True
    )


def _back() -> tuple[Button, ...]:
    return (Button(_("Back"), OpenReports().pack()), menu_button())


@sentence_for(NoSuchPeriod)
def _no_period(_error: DiaryError) -> OutgoingMessage:
    return OutgoingMessage(
        escape(
            _("There is no such period here. Please write “2 четверть”, “1 полугодие” or “год”.")
        ),
        buttons=((menu_button(),),),
    )


@sentence_for(NameAClass)
def _one_class(_error: DiaryError) -> OutgoingMessage:
    return OutgoingMessage(
        escape(_("This report is made for one class at a time: please choose one.")),
        buttons=(_back(),),
    )
