"""Why something is corrected late: the question, its usual answers, and who else may do it."""

from handlers.callbacks.entry import GiveReason
from handlers.screens.errors import menu_button, sentence_for
from handlers.screens.formatting import lines
from services.errors import DiaryError, OutOfDate
from services.i18n import gettext as _
from services.journal.errors import EntryAct, ReasonNeeded, WindowClosed
from services.outgoing import Button, OutgoingMessage

__all__ = ["ACTS", "TYPED", "ask_text", "reason_text"]

ACTS = (EntryAct.SAVE, EntryAct.WITHDRAW)  # buttons carry the place
TYPED = 0
_LONGEST = 300


def reason_text(reason: int) -> str:
    """Return a reason of a button, as the record keeps it.

    Raises:
        OutOfDate: there is no such reason.
    """
    words = _reasons()
    if reason not in range(1, len(words) + 1):
        raise OutOfDate
    return words[reason - 1][:_LONGEST]


def ask_text() -> OutgoingMessage:
    """Ask for a reason in words."""
    return OutgoingMessage(
        _("Please write the reason in one message. It is kept with the correction."),
        buttons=((menu_button(),),),
    )


@sentence_for(ReasonNeeded)
def _reason_needed(error: DiaryError) -> OutgoingMessage:
    entry_id, act = error.facts["entry_id"], ACTS.index(error.facts["act"])
    rows = [
        (Button(text, GiveReason(entry_id=entry_id, act=act, reason=place).pack()),)
        for place, text in enumerate(_reasons(), start=1)
    ]
    typed = GiveReason(entry_id=entry_id, act=act, reason=TYPED).pack()
    if error.facts["act"] is EntryAct.WITHDRAW:
        text = _("Families know of this entry. Why is it withdrawn? They get a correction.")
    else:
        text = _("The lesson is some time ago. Why is it corrected?")
    return OutgoingMessage(
        lines(text), buttons=(*rows, (Button(_("Another reason"), typed),), (menu_button(),))
    )


@sentence_for(WindowClosed)
def _window_closed(error: DiaryError) -> OutgoingMessage:
    return OutgoingMessage(
        _(
            "The correction window is closed ({days} days). Please ask the deputy head: the line "
            "is written by them, with the reason."
        ).format(days=error.facts["days"]),
        buttons=((menu_button(),),),
    )


def _reasons() -> tuple[str, ...]:
    return (
        _("Entered by mistake"),
        _("Wrong class or lesson"),
        _("Wrong student"),
        _("Points counted again"),
    )
