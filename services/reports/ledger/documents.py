"""The ledger as a table for spreadsheets and as pages to be signed."""

from pathlib import Path
from typing import Any

from services.exchange.safe_cells import csv_bytes
from services.i18n import gettext as _
from services.regulation.clauses import clause_text, sources_of
from services.reports.ledger import words
from services.reports.ledger.facts import Ledger, LedgerRow, PaperRow
from services.reports.ledger.rules import Punctuality
from services.reports.ledger.service import PAPER_CLAUSE
from services.reports.words import date_text, deadline_text, moment_text, span_text
from services.typesetting import typeset_pdf

__all__ = ["ledger_csv", "ledger_page", "ledger_pdf"]

_TEMPLATE = Path(__file__).parent.parent / "templates" / "ledger.typ"


def ledger_csv(ledger: Ledger) -> bytes:
    """Return one row for each notice and each sheet on paper."""
    heading = (
        _("Student"),
        _("Class"),
        _("To whom"),
        _("Kind"),
        _("About"),
        _("Result"),
        _("Recorded"),
        _("To be sent from"),
        _("Accepted by Telegram"),
        _("Message number"),
        _("Button pressed"),
        _("Clause"),
        _("Deadline"),
        _("In time"),
        _("State"),
    )
    rows = [
        *(_row(ledger, one) for one in ledger.rows),
        *(_sheet(ledger, one) for one in ledger.sheets),
    ]
    return csv_bytes(heading, rows)


def _row(ledger: Ledger, row: LedgerRow) -> tuple[str, ...]:
    notice, zone = row.notice, ledger.zone
    return (
        words.name_text(row.student, notice.student_id),
        row.class_name,
        words.whom_text(row),
        words.kind_text(notice.kind),
        words.about_text(row.label),
        moment_text(notice.result_at, zone),
        moment_text(notice.recorded_at, zone),
        moment_text(notice.due_at, zone),
        moment_text(notice.sent_at, zone) if notice.sent_at is not None else "",
        str(notice.message_number) if notice.message_number is not None else "",
        words.press_text(row.press, zone),
        clause_text(notice.clause),
        deadline_text(notice.deadline_at, zone),
        words.in_time_text(row.punctuality),
        words.state_text(row),
    )


def _sheet(ledger: Ledger, row: PaperRow) -> tuple[str, ...]:
    return (
        words.name_text(row.student, row.student_id),
        row.class_name,
        _("the family"),
        _("weekly sheet"),
        _("week from {day}").format(day=date_text(row.week_on)),
        "",
        moment_text(row.made_at, ledger.zone),
        "",
        "",
        "",
        words.handed_text(row, ledger.zone),
        clause_text(PAPER_CLAUSE),
        date_text(row.deadline_on),
        words.in_time_text(row.punctuality),
        words.paper_state_text(row),
    )


async def ledger_pdf(ledger: Ledger) -> bytes:
    """Return A4 pages with totals, the rows, what they prove and what not, and signatures."""
    return await typeset_pdf(_TEMPLATE, ledger_page(ledger))


def ledger_page(ledger: Ledger) -> dict[str, Any]:
    """Return everything the template prints."""
    clauses = {one.notice.clause for one in ledger.rows}
    if ledger.sheets:
        clauses.add(PAPER_CLAUSE)
    return {
        "school": ledger.school_name,
        "title": _("Delivery ledger: {title}").format(title=ledger.title),
        "span": _("recorded {span}").format(span=span_text(ledger.first, ledger.last)),
        "made": _("made {moment}").format(moment=moment_text(ledger.made_at, ledger.zone)),
        "totals": _totals(ledger),
        "heading": [
            _("To whom, about whom"),
            _("About"),
            _("Result"),
            _("Recorded"),
            _("To be sent from"),
            _("Accepted by Telegram, number"),
            _("Button pressed"),
            _("Deadline, clause"),
            _("In time"),
        ],
        "rows": [
            *(_page_row(ledger, one) for one in ledger.rows),
            *(_page_sheet(ledger, one) for one in ledger.sheets),
        ],
        "empty": _("Nothing was recorded in this span."),
        "notes": [
            _(
                "Telegram tells a bot only that it has accepted a message. Whether a message "
                "arrived on a telephone or was read is not known and not claimed here; a button "
                "stands here when the person has pressed it."
            ),
            _("All times are by the school's clock ({zone}).").format(zone=ledger.zone.key),
            *sources_of(sorted(clauses)),
        ],
        "signature": _("Responsible for the journal"),
        "signature_parts": [_("signature"), _("name"), _("date")],
        "page": _("page"),
    }


def _totals(ledger: Ledger) -> list[list[str]]:
    return [
        [_("in all"), str(len(ledger.rows) + len(ledger.sheets))],
        [_("in time"), str(ledger.count(Punctuality.IN_TIME))],
        [_("later than the deadline"), str(ledger.count(Punctuality.LATE))],
        [_("missed"), str(ledger.count(Punctuality.MISSED))],
        [_("not due yet"), str(ledger.count(Punctuality.OPEN))],
        [_("replaced or not allowed"), str(ledger.count(Punctuality.NOT_OWED))],
    ]


def _page_row(ledger: Ledger, row: LedgerRow) -> list[list[str]]:
    notice, zone = row.notice, ledger.zone
    student = f"{words.name_text(row.student, notice.student_id)}, {row.class_name}"
    number = f"№ {notice.message_number}" if notice.message_number is not None else ""
    is_plain = bool(number) and not notice.is_repeat_possible
    return [
        [words.whom_text(row), "" if notice.person_id == notice.student_id else student],
        [words.kind_text(notice.kind), words.about_text(row.label)],
        [moment_text(notice.result_at, zone)],
        [moment_text(notice.recorded_at, zone)],
        [moment_text(notice.due_at, zone)],
        [moment_text(notice.sent_at, zone), number] if notice.sent_at is not None else [""],
        [words.press_text(row.press, zone)],
        [deadline_text(notice.deadline_at, zone), clause_text(notice.clause)],
        [words.in_time_text(row.punctuality), "" if is_plain else words.state_text(row)],
    ]


def _page_sheet(ledger: Ledger, row: PaperRow) -> list[list[str]]:
    student = f"{words.name_text(row.student, row.student_id)}, {row.class_name}"
    return [
        [_("the family"), student],
        [_("weekly sheet"), _("week from {day}").format(day=date_text(row.week_on))],
        [""],
        [moment_text(row.made_at, ledger.zone)],
        [""],
        [""],
        [words.handed_text(row, ledger.zone)],
        [date_text(row.deadline_on), clause_text(PAPER_CLAUSE)],
        [words.in_time_text(row.punctuality), words.paper_state_text(row)],
    ]
