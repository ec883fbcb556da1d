"""Accepting a report, what is filed, and what still waits."""

from handlers.callbacks.filing import AcceptReport, OpenFiled, OpenFiledOne, OpenWaiting
from handlers.screens.errors import menu_button, sentence_for
from handlers.screens.formatting import bold, escape, lines, person_initials
from handlers.screens.today import day_number
from services.errors import DiaryError
from services.i18n import gettext as _
from services.outgoing import Button, OutgoingMessage
from services.reports.office.catalogue import REPORTS, report_caption
from services.reports.office.filing import (
    FiledFacts,
    FiledPage,
    ForAcceptance,
    ReportHasChanged,
    WaitingReports,
)
from services.reports.words import moment_text

__all__ = ["accept_button", "accepted", "accepted_words", "filed_page"]

_KEYS = tuple(REPORTS)
_DIGEST = 8  # hex digits: enough to tell what was shown from what the journal says now
_IN_ROW = 4
_MOST_WAITING = 40  # of 100 buttons a message may have


def accept_button(offer: ForAcceptance) -> Button:
    """Return the one press that accepts and files a report."""
    data = AcceptReport(
        report=_KEYS.index(offer.key),
        class_id=offer.class_id or 0,
        period=offer.period,
        on=day_number(offer.on),
        digest=offer.digest[:_DIGEST],
    )
    return Button(_("Accept and file"), data.pack())


def accepted_words(facts: FiledFacts) -> str:
    """Return who accepted a report, and when."""
    return escape(
        _("Accepted: {name}, {moment}").format(
            name=_name(facts), moment=moment_text(facts.accepted_at, facts.zone)
        )
    )


def accepted(facts: FiledFacts) -> OutgoingMessage:
    """Say that a report is filed."""
    return OutgoingMessage(
        lines(bold(_title(facts)), accepted_words(facts)),
        buttons=((Button(_("Accepted reports"), OpenFiled(page=0).pack()),), (menu_button(),)),
    )


def filed_page(page: FiledPage) -> OutgoingMessage:
    """Show what is filed, the newest first, and what of the last periods waits."""
    first = 1
    text = "\n\n".join(
        filter(
            None,
            (
                bold(_("Accepted reports")),
                *(_waiting_text(one) for one in page.waiting),
                lines(
                    *(
                        f"{number}. {escape(_title(one))}\n{accepted_words(one)}"
                        for number, one in enumerate(page.filed, start=first)
                    )
                ),
                "" if page.filed else _("Nothing has been accepted yet."),
                _("Page {page} of {pages}").format(page=page.page + 1, pages=page.pages)
                if page.pages > 1
                else "",
            ),
        )
    )
    opened = [
        Button(_("Open {n}").format(n=number), OpenFiledOne(filed_id=one.filed_id).pack())
        for number, one in enumerate(page.filed, start=first)
    ]
    around = tuple(
        Button(caption, OpenFiled(page=number).pack())
        for caption, number in (("◀", page.page - 1), ("▶", page.page + 1))
        if 0 <= number < page.pages
    )
    rows = (*_waiting_rows(page), *_rows(opened), around, (menu_button(),))
    return OutgoingMessage(text, buttons=tuple(row for row in rows if row))


def _waiting_text(one: WaitingReports) -> str:
    classes = ", ".join(name for _id, name in one.classes)
    return lines(
        bold(_("Not accepted yet · {period}").format(period=one.period)),
        f"• {escape(report_caption('class-teacher'))}: {escape(classes)}" if classes else "",
        f"• {escape(report_caption('subject-teacher'))}" if one.is_school_missing else "",
    )


def _waiting_rows(page: FiledPage) -> list[tuple[Button, ...]]:
    rows: list[tuple[Button, ...]] = []
    for one in page.waiting:
        if one.is_school_missing:
            caption = report_caption("subject-teacher")
            rows.append((Button(caption, _open(one, "subject-teacher", 0).pack()),))
        rows += _rows(
            [
                Button(name, _open(one, "class-teacher", class_id).pack())
                for class_id, name in one.classes[:_MOST_WAITING]
            ]
        )
    return rows


def _open(one: WaitingReports, key: str, class_id: int) -> OpenWaiting:
    return OpenWaiting(
        report=_KEYS.index(key), class_id=class_id, period=one.code, on=day_number(one.on)
    )


def _rows(buttons: list[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[start : start + _IN_ROW]) for start in range(0, len(buttons), _IN_ROW)]


def _title(facts: FiledFacts) -> str:
    parts = (report_caption(facts.key), facts.class_name, facts.period)
    return " · ".join(part for part in parts if part)


def _name(facts: FiledFacts) -> str:
    name = facts.accepted_by
    return person_initials(
        family_name=name.family_name, given_name=name.given_name, patronymic=name.patronymic
    )


@sentence_for(ReportHasChanged)
def _changed(error: DiaryError) -> OutgoingMessage:
    facts = error.facts
    again = OpenWaiting(
        report=_KEYS.index(facts["key"]),
        class_id=facts["class_id"] or 0,
        period=facts["period"],
        on=day_number(facts["on"]),
    )
    return OutgoingMessage(
        _(
            "The journal has changed since this report was made, so it was not accepted. "
            "Please look at it once more."
        ),
        buttons=((Button(_("Make it anew"), again.pack()),), (menu_button(),)),
    )
