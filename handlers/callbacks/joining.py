"""Buttons of getting in and consent."""

from aiogram.filters.callback_data import CallbackData

__all__ = [
    "AnswerConsent",
    "AskHuman",
    "CheckRequest",
    "DecideRequest",
    "DeleteMyData",
    "OpenConsent",
    "WithdrawConsent",
]


class AskHuman(CallbackData, prefix="askh"):
    """Ask the class teacher or the office to confirm who one is."""


class CheckRequest(CallbackData, prefix="chkr"):
    """Look whether the request to be confirmed was decided."""


class DecideRequest(CallbackData, prefix="lreq"):
    """Decide about somebody's request: 0 refuses, the others say how the person was verified."""

    request_id: int
    decision: int


class OpenConsent(CallbackData, prefix="copn"):
    """Show a consent to decide about: who decides, about whom, for what."""

    person_id: int
    student_id: int
    purpose: int  # its place in handlers/screens/consent.PURPOSES


class AnswerConsent(CallbackData, prefix="cons"):
    """Give or refuse consent under a text, with the act that was the latest when it was shown."""

    person_id: int
    student_id: int
    text_id: int
    after_id: int
    is_given: bool


class DeleteMyData(CallbackData, prefix="dele"):
    """Destroy what is kept of this chat, now: the second press."""


class WithdrawConsent(CallbackData, prefix="wdrw"):
    """Withdraw the consent given by an act (0: all): the second press, on a screen of its own."""

    consent_id: int
