"""Refusals of announcements."""

from services.errors import BadInput, NotFound, OutOfDate

__all__ = [
    "AnswersNotTaken",
    "AudienceEmpty",
    "AudienceUnknown",
    "BroadcastRecalled",
    "NoBroadcasts",
    "RecallTooLate",
    "TextEmpty",
    "TextTooLong",
]


class AudienceUnknown(BadInput):
    """The message does not say whom it is for, and there is no class of one's own."""


class AudienceEmpty(OutOfDate):
    """Nobody of the audience can be reached now."""


class TextEmpty(BadInput):
    """There is no text."""


class TextTooLong(BadInput):
    """The text does not fit one message (``longest``)."""


class AnswersNotTaken(BadInput):
    """Too many answers, or one that does not fit a button (``most``, ``longest``)."""


class RecallTooLate(OutOfDate):
    """The two minutes are over."""


class BroadcastRecalled(OutOfDate):
    """It was taken back."""


class NoBroadcasts(NotFound):
    """Nothing was sent yet."""
