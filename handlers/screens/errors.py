"""Kind sentences for refusals and failures: what happened, what follows, the way out.

The sentence of an error stands beside the screens of its subject, marked ``@sentence_for``; here
are the register, the sentences of the general errors, and those of failures.
"""

from collections.abc import Callable
from typing import TypeVar

from handlers.callbacks.menu import ToMenu
from services.errors import BadInput, DiaryError, NotAllowed, NotFound, OutOfDate
from services.i18n import gettext as _
from services.outgoing import Button, OutgoingMessage

__all__ = [
    "failed",
    "getting_ready",
    "menu_button",
    "message_for",
    "not_understood",
    "out_of_date",
    "recorded_before_restart",
    "sentence_for",
]

Sentence = Callable[[DiaryError], OutgoingMessage]
_S = TypeVar("_S", bound=Sentence)

_sentences: dict[type[DiaryError], Sentence] = {}


def sentence_for(*errors: type[DiaryError]) -> Callable[[_S], _S]:
    """Register the decorated function as the sentence of *errors* and of their subclasses."""

    def register(sentence: _S) -> _S:
        for error in errors:
            _sentences[error] = sentence
        return sentence

    return register


def message_for(error: DiaryError) -> OutgoingMessage:
    """Return the sentence of the nearest registered class of *error*, in the current language."""
    for kind in type(error).__mro__:
        if kind in _sentences:
            return _sentences[kind](error)
    return _refused(error)


def menu_button() -> Button:
    """Return the button that leads out of anywhere."""
    return Button(_("Menu"), ToMenu().pack())


def out_of_date() -> OutgoingMessage:
    """Say that a button speaks of the past."""
    return _with_menu(_("This button is out of date. Please open it again from the menu."))


def not_understood() -> OutgoingMessage:
    """Say that a message was not understood."""
    return _with_menu(_("I did not understand this. Everything I can do is in the menu."))


def failed() -> OutgoingMessage:
    """Say that something broke on our side."""
    return _with_menu(
        _(
            "Something went wrong on our side, and nothing was saved. "
            "Please try again later, or tell the school if it happens again."
        )
    )


def getting_ready() -> OutgoingMessage:
    """Say that something takes a few seconds."""
    return OutgoingMessage(_("One moment: reading the file…"), is_silent=True)


def recorded_before_restart() -> OutgoingMessage:
    """Say that the last action counts although its screen may not have come."""
    return _with_menu(_("Recorded. The screen may not have been updated: please open it again."))


@sentence_for(DiaryError)
def _refused(_error: DiaryError) -> OutgoingMessage:
    return _with_menu(_("This cannot be done now. Nothing was changed."))


@sentence_for(OutOfDate)
def _out_of_date(_error: DiaryError) -> OutgoingMessage:
    return out_of_date()


@sentence_for(NotAllowed)
def _not_allowed(_error: DiaryError) -> OutgoingMessage:
    return _with_menu(_("This is not open to you. If it should be, please ask the school office."))


@sentence_for(NotFound)
def _not_found(_error: DiaryError) -> OutgoingMessage:
    return _with_menu(_("This was not found: it may have been changed or removed."))


@sentence_for(BadInput)
def _bad_input(_error: DiaryError) -> OutgoingMessage:
    return _with_menu(_("I could not use this as it is. Nothing was saved."))


def _with_menu(text: str) -> OutgoingMessage:
    return OutgoingMessage(text, buttons=((menu_button(),),))
