"""The list of sheets to hand over, and the document they are printed from."""

from datetime import date, timedelta

from handlers.callbacks.paper import GetPaper, OpenPaper, TickPaper
from handlers.screens.errors import menu_button, sentence_for
from handlers.screens.formatting import bold, day_and_month, escape, lines, numeric_date
from handlers.screens.rows import in_rows
from services.errors import DiaryError
from services.i18n import gettext as _
from services.i18n import ngettext
from services.outgoing import Attachment, Button, OutgoingMessage
from services.reports.paper.documents import paper_file_name
from services.reports.paper.facts import ClassPaper, NoClassOfOwn, PaperEntry, PaperList
from services.reports.paper.words import reason_text
from services.reports.words import full_name

__all__ = ["document", "sheet_list", "ticked"]

_MOST = 40  # of 100 buttons a message may have; a longer class is printed all the same
_CLASSES_IN_ROW = 6


def sheet_list(found: PaperList) -> OutgoingMessage:
    """Show who gets a sheet and why, and let each be ticked off."""
    text = lines(
        bold(_("Sheets on paper · {class_name}").format(class_name=found.class_name)),
        _("week {first}–{last}").format(
            first=day_and_month(found.week_on),
            last=numeric_date(found.week_on + timedelta(days=6)),
        ),
    )
    if not found.entries:
        text += "\n\n" + escape(
            _("Every family of the class is reached in a chat: nothing to print.")
        )
    else:
        text += "\n\n" + lines(_entry_line(one, found) for one in found.entries)
        text += "\n\n" + escape(
            _("Handed over: {done} of {all}. Press a name when the family has its sheet.").format(
                done=found.handed, all=len(found.entries)
            )
        )
    return OutgoingMessage(text, buttons=tuple(_buttons(found)))


def _entry_line(one: PaperEntry, found: PaperList) -> str:
    line = f"{full_name(one.student)} — {reason_text(one.reason)}"
    if one.handed_at is not None:
        on = one.handed_at.astimezone(found.zone).date()
        line = f"✓ {line}; " + _("handed over {day}").format(day=day_and_month(on))
    return escape(line)


def _buttons(found: PaperList) -> list[tuple[Button, ...]]:
    week = found.week_on.toordinal()
    rows: list[tuple[Button, ...]] = [
        (
            Button(
                f"{'✓' if one.handed_at else '☐'} {full_name(one.student)}",
                TickPaper(sheet_id=one.sheet_id, is_handed=one.handed_at is None).pack(),
            ),
        )
        for one in found.entries[:_MOST]
    ]
    if found.entries:
        rows.append(
            (Button(_("Print (PDF)"), GetPaper(class_id=found.class_id, week=week).pack()),)
        )
    rows.append(_weeks(found))
    others = [one for one in found.classes if one[0] != found.class_id]
    buttons = [
        Button(name, OpenPaper(class_id=class_id, week=week).pack())
        for class_id, name in others[:_MOST]
    ]
    rows.extend(in_rows(buttons, _CLASSES_IN_ROW))
    rows.append((menu_button(),))
    return rows


def _weeks(found: PaperList) -> tuple[Button, ...]:
    buttons = [_week_button(found, found.week_on - timedelta(days=7), "◀ {first}–{last}")]
    following = found.week_on + timedelta(days=7)
    if following <= found.newest_on:
        buttons.append(_week_button(found, following, "{first}–{last} ▶"))
    return tuple(buttons)


def _week_button(found: PaperList, monday: date, form: str) -> Button:
    caption = form.format(
        first=day_and_month(monday), last=day_and_month(monday + timedelta(days=6))
    )
    return Button(caption, OpenPaper(class_id=found.class_id, week=monday.toordinal()).pack())


def document(paper: ClassPaper, content: bytes) -> OutgoingMessage:
    """Send the sheets of a class to be printed."""
    count = len(paper.pages)
    text = ngettext(
        "{class_name}: {count} sheet to print, one a family.",
        "{class_name}: {count} sheets to print, one a family.",
        count,
    ).format(class_name=paper.class_name, count=count)
    return OutgoingMessage(
        escape(text),
        attachment=Attachment(paper_file_name(paper), content),
        is_protected=True,
    )


def ticked(*, is_handed: bool) -> str:
    """Say what was noted."""
    return _("Noted: handed over.") if is_handed else _("The note is taken back.")


@sentence_for(NoClassOfOwn)
def _no_class(_error: DiaryError) -> OutgoingMessage:
    return OutgoingMessage(
        escape(_("The school has no class to print for yet.")), buttons=((menu_button(),),)
    )
