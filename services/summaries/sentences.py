"""What a class teacher may add to a summary: one sentence; pure."""

from services.errors import BadInput

__all__ = ["LONGEST_SENTENCE", "SentenceTooLong", "tidy"]

LONGEST_SENTENCE = 200  # of characters: it has to stand under a picture with everything else


class SentenceTooLong(BadInput):
    """More than one sentence is wanted. Facts: length, longest."""


def tidy(text: str) -> str:
    """Return the sentence on one line, without spaces around it.

    Raises:
        SentenceTooLong: with length and the longest allowed.
    """
    sentence = " ".join(text.split())
    if len(sentence) > LONGEST_SENTENCE:
        raise SentenceTooLong(length=len(sentence), longest=LONGEST_SENTENCE)
    return sentence
