"""Invitations on paper: what stands on each A4 page, and the PDF made of it.

A guardian's page has the application for the service above the slip (the regulation asks for it
before access, S1 2.6); staff and students get three slips a page. Paper that families sign is in
the language of the school, whatever the language of whoever prints it.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

import segno

from services.i18n import DEFAULT_LANGUAGE, use_locale
from services.i18n import gettext as _
from services.joining.codes import grouped
from services.joining.facts import InvitedChild, PersonFacts, SheetHead
from services.joining.invitations import IssuedInvite
from services.typesetting import typeset_pdf
from services.vocabulary import PersonKind

__all__ = ["invites_pdf", "sheet_data"]

_TEMPLATE = Path(__file__).with_name("slips.typ")
_A_PAGE = 3  # slips without an application
_MARGIN = 2  # modules of white around the code; the page around it is white, too


async def invites_pdf(invites: Iterable[IssuedInvite], head: SheetHead) -> bytes:
    """Return the pages to print and hand out; whoever has one can come in as this person."""
    return await typeset_pdf(_TEMPLATE, sheet_data(invites, head))


def sheet_data(invites: Iterable[IssuedInvite], head: SheetHead) -> dict[str, Any]:
    """Return what the template sets: the words, and page by page who gets what."""
    with use_locale(DEFAULT_LANGUAGE):
        pages: list[dict[str, Any]] = []
        # A class's pages go to its teacher as a stack: no page belongs to two classes.
        for (kind, _classes), group in groupby(invites, lambda one: (one.kind, one.class_names)):
            of_group = list(group)
            if kind is PersonKind.GUARDIAN:
                pages.extend(
                    {"application": _application(one, head), "slips": [_slip(one, head)]}
                    for one in of_group
                )
                continue
            slips = [_slip(one, head) for one in of_group]
            pages.extend(
                {"application": None, "slips": slips[start : start + _A_PAGE]}
                for start in range(0, len(slips), _A_PAGE)
            )
        return {"lang": DEFAULT_LANGUAGE, "labels": _labels(), "pages": pages}


def _labels() -> dict[str, Any]:
    return {
        "title": _("Invitations to the school diary"),
        "invitation": _("Invitation to the school diary"),
        "to": _("To the director:"),
        "from": _("From:"),
        "phone": _("Phone:"),
        "application": _("APPLICATION"),
        "about": _("to be informed electronically about progress and attendance"),
        "request": _(
            "I ask to be informed electronically, by messages of the school diary in Telegram, "
            "about the marks, attendance, timetable and homework of my child (children):"
        ),
        "child": _("Family name, given name, patronymic of the student"),
        "class": _("Class"),
        "relation": _("I am the child's"),
        "choices": [
            _("Please open the diary to the child as well (the student's own access)."),
            _("I need no electronic access: please give me a printout once a week."),
        ],
        "rights": _(
            "Consent to the processing of personal data is given in a document of its own; it may "
            "be withdrawn on any day, and the school goes on informing me on paper."
        ),
        "date": _("Date"),
        "signature": _("Signature"),
        "name": _("Name"),
        "registered": _("For the school: application No."),
        "of": _("of"),
        "accepted": _("accepted by"),
    }


def _slip(one: IssuedInvite, head: SheetHead) -> dict[str, Any]:
    name = full_name(one.person)
    rows = [{"name": _("For"), "lines": [name], "strong": True}]
    match one.kind:
        case PersonKind.GUARDIAN:
            rows.append(_row(_("Student"), [_child(child) for child in one.students]))
        case PersonKind.STUDENT:
            rows.append(_row(_("Class"), one.class_names))
        case PersonKind.STAFF:
            rows.append(_row(_("Access"), [_("member of staff")]))
    return {
        "school": head.school_name,
        "rows": [row for row in rows if row["lines"]],
        "code": grouped(one.code),
        "until": _("valid until {date}, works once").format(date=f"{one.expires_on:%d.%m.%Y}"),
        "steps": _steps(one, head),
        "note": _note(one.kind),
        "qr": _qr_svg(one.link) if one.link else "",
        "bot": f"@{head.bot_username}" if head.bot_username else "",
    }


def _row(name: str, lines: Sequence[str]) -> dict[str, Any]:
    return {"name": name, "lines": list(lines), "strong": False}


def _steps(one: IssuedInvite, head: SheetHead) -> list[str]:
    if one.link:
        find = _(
            "Point the phone's camera at the QR code; or find {bot} in Telegram and send it the "
            "code from this slip."
        ).format(bot=f"@{head.bot_username}")
    else:
        find = _(
            "Find the school's bot in Telegram (its name: {blank}) and send it the code from this "
            "slip."
        ).format(blank="_" * 24)
    ask = (
        _("Ask the school office") if one.kind is PersonKind.STAFF else _("Ask the class teacher")
    )
    confirm = _(
        "Press “{confirm}”. If the school has another number or none, press “{ask}”."
    ).format(confirm=_("Confirm the number"), ask=ask)
    if one.kind is PersonKind.STAFF:
        last = _("Done: the menu shows what you may do.")
    else:
        last = _("Read the consent and decide about it. Only then does the diary begin to write.")
    return [find, confirm, last]


def _note(kind: PersonKind) -> str:
    match kind:
        case PersonKind.GUARDIAN:
            return _(
                "The code opens the child's data: please give it to nobody. Lost or expired: the "
                "class teacher prints a new one."
            )
        case PersonKind.STUDENT:
            return _(
                "The code opens your own diary: give it to nobody. A parent's consent is needed, "
                "too. Lost or expired: the class teacher prints a new one."
            )
        case PersonKind.STAFF:
            return _(
                "The code opens the journal: please give it to nobody. Lost or expired: the "
                "school office prints a new one."
            )


def _application(one: IssuedInvite, head: SheetHead) -> dict[str, Any]:
    numbers = {child.application_number for child in one.students}
    dates = {child.application_date for child in one.students}
    number = numbers.pop() if len(numbers) == 1 else ""
    on = dates.pop() if len(dates) == 1 else None
    return {
        "school": head.school_full_name or head.school_name,
        "applicant": full_name(one.person),
        "children": [
            {
                "name": " ".join(
                    part
                    for part in (child.family_name, child.given_name, child.patronymic)
                    if part
                ),
                "class": child.class_name,
                "relation": child.relation,
            }
            for child in one.students
        ],
        "number": number,
        "date": f"{on:%d.%m.%Y}" if on is not None else "",
    }


def _child(child: InvitedChild) -> str:
    name = f"{child.family_name} {child.given_name}"
    return " · ".join(part for part in (name, child.class_name) if part)


def full_name(person: PersonFacts) -> str:
    """Return a person's name as lists and papers have it."""
    parts = (person.family_name, person.given_name, person.patronymic)
    return " ".join(part for part in parts if part)


def _qr_svg(link: str) -> str:
    out = BytesIO()
    segno.make(link, micro=False, error="m").save(
        out, kind="svg", border=_MARGIN, xmldecl=False, svgns=True
    )
    return out.getvalue().decode()
