"""Subjects in the genitive, for «вместо физики»; only Russian needs it.

Names of subjects are few and regular. What these endings do not cover is quoted instead of bent:
«вместо урока «Труд (технология)»».
"""

from handlers.screens.formatting import inside_sentence
from services.i18n import current_language
from services.i18n import gettext as _

__all__ = ["subject_after_instead"]

_CONSONANTS = "бвгджзклмнпрстфхцчшщ"
# Longest first: the first ending that fits decides.
_ENDINGS = (
    ("ение", "ения"),
    ("ание", "ания"),
    ("ство", "ства"),
    ("кий", "кого"),
    ("щий", "щего"),
    ("ний", "него"),
    ("рой", "рого"),
    ("ной", "ного"),
    ("ный", "ного"),
    ("вой", "вого"),
    ("кая", "кой"),
    ("ная", "ной"),
    ("вая", "вой"),
    ("кое", "кого"),
    ("ное", "ного"),
    ("ия", "ии"),
    ("ка", "ки"),
    ("га", "ги"),
    ("ра", "ры"),
    ("ва", "вы"),
    ("на", "ны"),
    ("та", "ты"),
)
_SHORTEST = 3


def subject_after_instead(name: str) -> str:
    """Return a subject as it stands after "instead of"."""
    if current_language() != "ru":
        return inside_sentence(name)
    genitive = _genitive(name)
    # TRANSLATORS: a subject that cannot be declined, after "instead of": "the lesson “Art”"
    return genitive or _("the lesson “{subject}”").format(subject=name)


def _genitive(name: str) -> str:
    words = [_word(word) for word in inside_sentence(name).split(" ")]
    return " ".join(words) if all(words) else ""


def _word(word: str) -> str:
    if len(word) < _SHORTEST:
        return ""
    if word.isupper():
        return word
    if not word.islower() or not word.isalpha():
        return ""
    for ending, genitive in _ENDINGS:
        if word.endswith(ending):
            return word.removesuffix(ending) + genitive
    return word + "а" if word[-1] in _CONSONANTS else ""
