"""Why something about a person's access is not done; the person's sentence stands in screens."""

from services.errors import BadInput, DiaryError

__all__ = [
    "ApplicationUnclear",
    "CorrectionUnclear",
    "NoAccessToUnlink",
    "NotInvitable",
    "OneselfUnlinked",
    "PhoneUnclear",
    "SuspensionUnclear",
]


class NotInvitable(DiaryError):
    """A code would promise what may not be given: on paper, suspended, or no child is left."""


class NoAccessToUnlink(DiaryError):
    """The person has no account (any more)."""


class OneselfUnlinked(DiaryError):
    """Nobody may cut off the account they are writing from."""


class SuspensionUnclear(BadInput):
    """The reason is missing, or the dates do not follow each other. Facts: fault."""


class ApplicationUnclear(BadInput):
    """What was typed is no number and date of a paper application."""


class PhoneUnclear(BadInput):
    """What was typed is no phone number."""


class CorrectionUnclear(BadInput):
    """What is wrong, or why it stays, is not said in words. Facts: fault (empty, long)."""
