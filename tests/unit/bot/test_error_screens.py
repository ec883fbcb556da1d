"""Which sentence a refusal gets."""

import pytest

from handlers.screens.errors import menu_button, message_for, sentence_for
from services.errors import BadInput, DiaryError, NotAllowed, NotFound, OutOfDate
from services.i18n import use_locale
from services.outgoing import OutgoingMessage


class WindowClosed(OutOfDate):
    """A refusal of a subject. Facts: days."""


class WindowClosedForGood(WindowClosed):
    """A special case of it."""


class Unforeseen(DiaryError):
    """A refusal nobody has written a sentence for."""


@sentence_for(WindowClosed)
def _closed(error: DiaryError) -> OutgoingMessage:
    return OutgoingMessage(f"closed after {error.days} days")


@pytest.mark.parametrize("kind", [WindowClosed, WindowClosedForGood])
def test_the_nearest_registered_class_speaks(kind: type[DiaryError]):
    """A subject's own sentence comes before the general one, for special cases too."""
    assert message_for(kind(days=7)).text == "closed after 7 days"


@pytest.mark.parametrize(
    "kind", [DiaryError, OutOfDate, NotAllowed, NotFound, BadInput, Unforeseen]
)
def test_every_refusal_has_a_sentence_and_a_way_out(kind: type[DiaryError]):
    """Whatever is refused, the person reads a sentence in the own language and finds the menu."""
    with use_locale("en"):
        message = message_for(kind())
        way_out = menu_button()

    assert message.text.endswith(".")
    assert message.buttons == ((way_out,),)


def test_general_refusals_differ():
    """Not allowed, not found, out of date and unusable are four things to hear."""
    kinds = (OutOfDate, NotAllowed, NotFound, BadInput, Unforeseen)

    assert len({message_for(kind()).text for kind in kinds}) == len(kinds)
