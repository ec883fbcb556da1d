"""Names that tie tables together: how classes are written, and when two names are the same."""

import re
from dataclasses import dataclass

__all__ = ["ClassName", "fold", "fold_bell_set", "parse_class_name"]

# Letters that look the same; a class typed on the wrong keyboard is the same class.
_LOOK_ALIKE = str.maketrans("ABCEHKMOPTXYabcehkmoptxy", "АВСЕНКМОРТХУавсенкмортху")
_CLASS = re.compile(r"(\d{1,2})\s*[-–—./]?\s*[\"'«“„(]{0,2}([^\W\d_][\w .-]*?)?[\"'»”“)]{0,2}")
_THE_WORD = re.compile(r"(?:(?<=\d)|\b)(?:класс|кл)\b\.?", re.IGNORECASE)
_LONGEST_LETTER = 2  # longer is a word («10 физмат»), which stays apart from the number
_LONGEST_NAME = 20
_MAIN_BELL_SET = "основной"
HIGHEST_GRADE = 12  # evening schools have a twelfth


@dataclass(frozen=True, slots=True)
class ClassName:
    """A class as everybody writes it, such as 7Б, with its grade level."""

    name: str
    grade_level: int


def parse_class_name(text: str) -> ClassName | None:
    """Return a class in its usual form; None when the text is no class.

    ``5А``, ``5 А``, ``5-А``, ``5 "А"``, ``5а``, ``5А класс`` and ``5A`` typed in Latin are one
    class.
    """
    match = _CLASS.fullmatch(_THE_WORD.sub(" ", text).strip())
    if match is None or not 1 <= int(match[1]) <= HIGHEST_GRADE:
        return None
    letter = (match[2] or "").translate(_LOOK_ALIKE).strip()
    number = str(int(match[1]))
    is_word = len(letter) > _LONGEST_LETTER
    name = f"{number} {letter.casefold()}" if is_word else f"{number}{letter.upper()}"
    return ClassName(name, int(number)) if len(name) <= _LONGEST_NAME else None


def fold(name: str) -> str:
    """Return what two spellings of the same subject or group have in common."""
    return " ".join(name.translate(_LOOK_ALIKE).casefold().replace("ё", "е").split())


def fold_bell_set(name: str) -> str:
    """Return the same for a bell set's name; the main set is the one without a name."""
    return "" if fold(name) == _MAIN_BELL_SET else fold(name)
