"""Why something about a person's access is not done: the sentence of each refusal."""

from handlers.screens.errors import menu_button, sentence_for
from services.errors import DiaryError
from services.i18n import gettext as _
from services.joining.access_errors import (
    ApplicationUnclear,
    NoAccessToUnlink,
    NotInvitable,
    OneselfUnlinked,
    PhoneUnclear,
    SuspensionUnclear,
)
from services.outgoing import OutgoingMessage

__all__: list[str] = []


@sentence_for(NotInvitable)
def _not_invitable(_error: DiaryError) -> OutgoingMessage:
    return _refusal(
        _(
            "No code can be issued: this person is informed on paper, the access is suspended, or "
            "no child of theirs is at this school now."
        )
    )


@sentence_for(NoAccessToUnlink)
def _no_access(_error: DiaryError) -> OutgoingMessage:
    return _refusal(_("No chat is connected with this person now. Nothing was changed."))


@sentence_for(OneselfUnlinked)
def _oneself(_error: DiaryError) -> OutgoingMessage:
    return _refusal(
        _("This is the chat you are writing from. Another administrator can disconnect it.")
    )


@sentence_for(SuspensionUnclear)
def _suspension(error: DiaryError) -> OutgoingMessage:
    match error.facts.get("fault"):
        case "reason":
            text = _("A suspension needs its reason in words, for example the court order.")
        case "long":
            text = _("The reason is too long: 300 letters are kept.")
        case "order":
            text = _("The last day lies before the first one or is over. Please write it again.")
        case _:
            text = _("There is no such day. Please write dates as 01.12.2026.")
    return _refusal(text)


@sentence_for(ApplicationUnclear)
def _application(_error: DiaryError) -> OutgoingMessage:
    return _refusal(
        _("Please write number and date of the application, for example: 114 of 01.09.2026.")
    )


@sentence_for(PhoneUnclear)
def _phone(_error: DiaryError) -> OutgoingMessage:
    return _refusal(_("This is no phone number. Please write it as +7 916 123-45-67."))


def _refusal(text: str) -> OutgoingMessage:
    return OutgoingMessage(text, buttons=((menu_button(),),))
