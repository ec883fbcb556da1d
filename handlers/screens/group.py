"""The one sentence for groups."""

from services.i18n import gettext as _
from services.outgoing import OutgoingMessage

__all__ = ["only_in_private"]


def only_in_private() -> OutgoingMessage:
    """Say that the diary speaks in private only."""
    return OutgoingMessage(
        _("The school diary answers only in a private chat: write to me there.")
    )
