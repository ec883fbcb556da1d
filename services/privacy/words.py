"""What documents about consent call its purposes and acts."""

from services.i18n import gettext as _
from services.vocabulary import ConsentAction, ConsentPurpose

__all__ = ["action_text", "purpose_text"]


def purpose_text(purpose: ConsentPurpose) -> str:
    """Return what a consent is for."""
    return {
        ConsentPurpose.DELIVERY: _("messages to the parent"),
        ConsentPurpose.STUDENT_ACCOUNT: _("the student's own chat"),
        ConsentPurpose.GUARDIANS_INFORMED: _("messages to the parents of an adult student"),
    }[purpose]


def action_text(action: ConsentAction) -> str:
    """Return what happened to a consent."""
    return {
        ConsentAction.GIVEN: _("given"),
        ConsentAction.REFUSED: _("refused"),
        ConsentAction.WITHDRAWN: _("withdrawn"),
        ConsentAction.SUSPENDED: _("paused by the school"),
        ConsentAction.EXPIRED: _("ended"),
    }[action]
