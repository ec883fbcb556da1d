"""The import through the chat: what would come, change and leave, and what cannot be read."""

from collections.abc import Iterable, Sequence

from handlers.callbacks.imports import DropImport, PlanImport, SaveImport
from handlers.screens.errors import menu_button, sentence_for
from handlers.screens.formatting import bold, escape, lines
from services.errors import DiaryError
from services.exchange.findings import lines_of_each_kind, notice_lines
from services.exchange.merging.ledger import Counts
from services.exchange.sent import FileNotFetched, FileTooLarge
from services.exchange.service import ImportReport
from services.i18n import gettext as _
from services.i18n import ngettext
from services.outgoing import Button, OutgoingMessage

__all__ = [
    "changed_meanwhile",
    "changes_something",
    "dropped",
    "elsewhere",
    "is_of",
    "leavers_caption",
    "no_document",
    "plan",
    "question",
    "save_caption",
    "saved",
    "too_large",
]

_SHOWN = 12  # findings of one kind: whoever has more to mend begins with these
_LONGEST_LINE = 220
_FINGERPRINT_LETTERS = 16  # of its beginning: the button carries 64 bytes


def question() -> OutgoingMessage:
    """Ask for the workbook."""
    text = lines(
        bold(_("Lists of the school")),
        _(
            "Please send the workbook as a document: .xlsx, .ods, or a .zip with the CSV files, "
            "up to 20 MB."
        ),
        _(
            "First I show what would change; nothing is stored before you press “Save”. I delete "
            "the document from this chat once it is read."
        ),
    )
    return OutgoingMessage(text, buttons=((menu_button(),),))


def elsewhere(url: str) -> OutgoingMessage:
    """Say where lists go in when they may not come through the chat: by a page of our own."""
    text = lines(
        _(
            "By the school's settings no personal data go through this chat, so lists are not "
            "taken here. Open this page on a computer at school and choose the file there. The "
            "address works for 15 minutes, once, and for you only:"
        ),
        f"<code>{escape(url)}</code>",
        _(
            "If the page does not open: whoever runs the program imports the lists with "
            "“peremena import”."
        ),
    )
    copy = Button(_("Copy the address"), copies=url)
    return OutgoingMessage(text, buttons=((copy,), (menu_button(),)), is_protected=True)


def no_document() -> OutgoingMessage:
    """Say that a picture is no list."""
    return _only(_("This is no document. Please send the workbook as a file (.xlsx, .ods, .zip)."))


def dropped() -> OutgoingMessage:
    """Say that nothing was stored."""
    return _only(_("Nothing was stored. To begin again, send /import."))


def plan(report: ImportReport, *, with_leavers: bool) -> OutgoingMessage:
    """Show what saving would do, or what has to be mended first."""
    if report.problems:
        return OutgoingMessage(_problems(report), buttons=((menu_button(),),))
    is_empty = not changes_something(report)
    parts = [
        bold(_("What would change")),
        lines(_total(report.counts), _sheets(report)),
        _people(_("Leaving"), report.leaving),
        lines(_unlisted(report.unlisted), _people(_("Not in these lists"), report.missing)),
        _findings(_("Please look at"), notice_lines(report.notices, most=_SHOWN)),
        _("Nothing is stored yet.") if not is_empty else _("Everything is as it is in the lists."),
    ]
    rows = [_choice(report, with_leavers=with_leavers)] if not is_empty else []
    if report.unlisted or with_leavers:
        rows.append((_leavers_button(report, with_leavers=with_leavers),))
    rows.append((menu_button(),))
    return OutgoingMessage("\n\n".join(part for part in parts if part), buttons=tuple(rows))


def changes_something(report: ImportReport) -> bool:
    """Whether there is anything to store, and nothing in its way."""
    counts = report.counts
    return not report.problems and bool(counts.added or counts.changed or counts.left)


def changed_meanwhile(report: ImportReport, *, with_leavers: bool) -> OutgoingMessage:
    """Say that saving would do something else by now; show what."""
    anew = plan(report, with_leavers=with_leavers)
    first = _("Meanwhile something has changed, and nothing was stored. This is the plan now:")
    return OutgoingMessage(f"{first}\n\n{anew.text}", buttons=anew.buttons)


def saved(report: ImportReport) -> OutgoingMessage:
    """Say what was stored."""
    text = lines(bold(_("The lists are stored")), _total(report.counts))
    after = _("Invitations for those who are new: /invite")
    return OutgoingMessage(f"{text}\n\n{after}", buttons=((menu_button(),),))


def is_of(shown: str, fingerprint: str) -> bool:
    """Whether a button was shown under the plan with this fingerprint."""
    return shown == fingerprint[:_FINGERPRINT_LETTERS]


def save_caption(*, with_leavers: bool) -> str:
    """Return what the button that stores is called."""
    return _("Save, with those who left") if with_leavers else _("Save")


def leavers_caption(*, with_leavers: bool) -> str:
    """Return what the button is called that plans with leavers, or without them again."""
    return _("They stay: plan without leavers") if with_leavers else _("They have left")


def too_large() -> OutgoingMessage:
    """Say that a file is no list of a school."""
    return _only(_("The file is larger than 20 MB; that is no list of a school."))


def _choice(report: ImportReport, *, with_leavers: bool) -> tuple[Button, ...]:
    shown = report.fingerprint[:_FINGERPRINT_LETTERS]
    return (
        Button(save_caption(with_leavers=with_leavers), SaveImport(plan=shown).pack()),
        Button(_("Do not save"), DropImport().pack()),
    )


def _leavers_button(report: ImportReport, *, with_leavers: bool) -> Button:
    caption = leavers_caption(with_leavers=with_leavers)
    data = PlanImport(
        plan=report.fingerprint[:_FINGERPRINT_LETTERS], with_leavers=not with_leavers
    )
    return Button(caption, data.pack())


def _total(counts: Counts) -> str:
    return _("Rows: {added} new, {changed} changed, {left} leaving, {unchanged} as before").format(
        added=counts.added, changed=counts.changed, left=counts.left, unchanged=counts.unchanged
    )


def _sheets(report: ImportReport) -> list[str]:
    """Say of each sheet what it brings; sheets that bring nothing are left out."""
    return [
        _("• {sheet}: {added} new, {changed} changed").format(
            sheet=escape(file), added=counts.added, changed=counts.changed
        )
        for file, counts in report.by_file
        if counts.added or counts.changed
    ]


def _unlisted(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "{count} row of the diary is not in these lists. Nothing happens to it unless you say so.",
        "{count} rows of the diary are not in these lists. Nothing happens to them unless you say "
        "so.",
        count,
    ).format(count=count)


def _people(heading: str, names: Sequence[str]) -> str:
    """Name people: a row that was forgotten is seen by its name, and hardly by a count."""
    if not names:
        return ""
    more = len(names) - _SHOWN
    return lines(
        bold(f"{heading}: {len(names)}"),
        [f"• {escape(_cut(name))}" for name in names[:_SHOWN]],
        ngettext("… and {count} more.", "… and {count} more.", more).format(count=more)
        if more > 0
        else "",
    )


def _problems(report: ImportReport) -> str:
    return "\n\n".join(
        (
            _findings(_("Please mend this"), lines_of_each_kind(report.problems, most=_SHOWN)),
            _("Nothing was stored. Mend the file and send it here again."),
        )
    )


def _findings(heading: str, found: Iterable[str]) -> str:
    bullets = [f"• {escape(_cut(line))}" for line in found]
    return lines(bold(heading), bullets) if bullets else ""


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…"


@sentence_for(FileTooLarge)
def _too_large(_error: DiaryError) -> OutgoingMessage:
    return too_large()


@sentence_for(FileNotFetched)
def _not_fetched(_error: DiaryError) -> OutgoingMessage:
    return _only(_("The file could not be fetched, and nothing was stored. Please send it again."))


def _only(text: str) -> OutgoingMessage:
    return OutgoingMessage(text, buttons=((menu_button(),),))
