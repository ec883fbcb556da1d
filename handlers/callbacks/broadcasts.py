"""Buttons of broadcasts."""

from aiogram.filters.callback_data import CallbackData

__all__ = [
    "AnswerBroadcast",
    "DiscardBroadcast",
    "OpenBroadcast",
    "OpenUnread",
    "PickAudience",
    "PickTarget",
    "RecallBroadcast",
    "RemindBroadcast",
    "SendBroadcast",
]


class PickAudience(CallbackData, prefix="bcau"):
    """Choose whom to write to: the place in handlers/screens/broadcast.SCOPES and which one."""

    scope: int
    ref: int


class PickTarget(CallbackData, prefix="bctg"):
    """Choose who of the audience reads it: the place in handlers/screens/broadcast.TARGETS."""

    scope: int
    ref: int
    target: int


class SendBroadcast(CallbackData, prefix="bcsn"):
    """Send a previewed announcement."""

    broadcast_id: int


class DiscardBroadcast(CallbackData, prefix="bcds"):
    """Throw a previewed announcement away."""

    broadcast_id: int


class RecallBroadcast(CallbackData, prefix="bcrc"):
    """Take an announcement back within two minutes."""

    broadcast_id: int


class OpenBroadcast(CallbackData, prefix="bcop"):
    """Show what became of an announcement."""

    broadcast_id: int


class OpenUnread(CallbackData, prefix="bcun"):
    """Show who has not answered an announcement."""

    broadcast_id: int


class RemindBroadcast(CallbackData, prefix="bcrm"):
    """Remind who has not answered, once for each revision."""

    broadcast_id: int
    revision: int


class AnswerBroadcast(CallbackData, prefix="bcan"):
    """Answer an announcement: 0 is «read», the others are places in its answers."""

    broadcast_id: int
    answer: int
