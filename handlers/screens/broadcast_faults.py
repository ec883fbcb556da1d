"""Why an announcement is not sent, recalled or answered: the sentence of each refusal."""

from handlers.screens.errors import menu_button, sentence_for
from services.broadcasts.errors import (
    AnswersNotTaken,
    AudienceEmpty,
    AudienceUnknown,
    BroadcastRecalled,
    NoBroadcasts,
    RecallTooLate,
    TextEmpty,
    TextTooLong,
)
from services.errors import DiaryError
from services.i18n import gettext as _
from services.outgoing import OutgoingMessage

__all__: list[str] = []


@sentence_for(AudienceUnknown)
def _audience_unknown(_error: DiaryError) -> OutgoingMessage:
    return _refusal(_("Please say whom it is for: choose with /broadcast, or begin with a class."))


@sentence_for(AudienceEmpty)
def _audience_empty(_error: DiaryError) -> OutgoingMessage:
    return _refusal(_("Nobody of this audience can receive it now. Nothing was sent."))


@sentence_for(TextEmpty)
def _text_empty(_error: DiaryError) -> OutgoingMessage:
    return _refusal(_("The announcement has no text yet. Nothing was sent."))


@sentence_for(TextTooLong)
def _text_too_long(error: DiaryError) -> OutgoingMessage:
    longest = error.facts["longest"]
    return _refusal(
        _("The text is too long: at most {n} characters fit. Nothing was sent.").format(n=longest)
    )


@sentence_for(AnswersNotTaken)
def _answers_not_taken(error: DiaryError) -> OutgoingMessage:
    return _refusal(
        _("At most {most} answers of {longest} characters each. Nothing was sent.").format(
            most=error.facts["most"], longest=error.facts["longest"]
        )
    )


@sentence_for(RecallTooLate)
def _recall_too_late(_error: DiaryError) -> OutgoingMessage:
    return _refusal(
        _(
            "Two minutes have passed: it cannot be recalled any more. "
            "If something is wrong in it, please send a correction with /broadcast."
        )
    )


@sentence_for(BroadcastRecalled)
def _recalled(_error: DiaryError) -> OutgoingMessage:
    return _refusal(_("This announcement was recalled by its author."))


@sentence_for(NoBroadcasts)
def _no_broadcasts(_error: DiaryError) -> OutgoingMessage:
    return _refusal(_("You have not sent an announcement yet: /broadcast begins one."))


def _refusal(text: str) -> OutgoingMessage:
    return OutgoingMessage(text, buttons=((menu_button(),),))
