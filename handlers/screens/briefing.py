"""The confidentiality briefing as staff read it: short, complete, one button."""

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.callbacks.briefing import AcknowledgeBriefing
from handlers.screens.errors import menu_button
from handlers.screens.formatting import bold, clock_time, numeric_date
from services.i18n import gettext as _
from services.outgoing import Button, OutgoingMessage

__all__ = ["acknowledged", "briefing"]


def briefing() -> OutgoingMessage:
    """Show the rules, before anything of a child is shown."""
    rules = (
        _("Marks, absences and whatever concerns a child are told to its own family only."),
        _("Nothing about health is written here, not even as the reason of an absence."),
        _("No pictures of screens and no forwarded messages: not to colleagues, not to groups."),
        _("The phone has a lock. A lost phone is reported to the administrator at once."),
        _("Every entry and every correction is recorded with its author, time and reason."),
        _("Questions about data go to the person responsible for them at the school."),
    )
    text = "\n\n".join(
        (
            bold(_("Confidentiality briefing")),
            _(
                "Before you see the journal: you will work with personal data of children and "
                "their families. The law (152-FZ, art. 7) obliges everybody who does to keep them "
                "to themselves."
            ),
            "\n".join(f"{number}. {rule}" for number, rule in enumerate(rules, start=1)),
            _("Until you press the button, nothing of the journal is shown here."),
        )
    )
    button = Button(_("Acknowledged"), AcknowledgeBriefing().pack())
    return OutgoingMessage(text, buttons=((button,),))


def acknowledged(read_at: datetime, timezone: ZoneInfo) -> OutgoingMessage:
    """Say that it was recorded, and let the work begin."""
    return OutgoingMessage(
        _("Recorded on {date} at {time}. Thank you.").format(
            date=numeric_date(read_at.astimezone(timezone).date()),
            time=clock_time(read_at, timezone),
        ),
        buttons=((menu_button(),),),
    )
