"""Phone numbers as people write them, brought to one form (E.164) so that they can be compared."""

import re

__all__ = ["normalise_phone"]

# What may stand between digits; a letter or a second number in the cell is a question to a person.
_SEPARATORS = re.compile(r"[\s().\-‐‑–—/]+")  # \s includes the no-break spaces of spreadsheets
_DIGITS = re.compile(r"\+?[0-9]+")
_RUSSIAN_LENGTH = 10  # without the country code
_RUSSIAN_AREAS = "3489"  # first digits of area and mobile codes in the numbering plan
_SHORTEST, _LONGEST = 8, 15  # E.164: at most 15 digits; the shortest in use have 8


def normalise_phone(text: str) -> str | None:
    """Return the number as ``+`` and digits, or None when the text is not one phone number.

    ``8 (999) 000-87-28``, ``7999…`` and ``999…`` are Russian numbers; another country's number is
    taken as it is. A number known to be international but written without its plus (a chat
    contact) needs the plus put before it: otherwise a foreign ``84…`` reads as a Russian one.
    """
    compact = _SEPARATORS.sub("", text)
    if not _DIGITS.fullmatch(compact):
        return None
    if compact.startswith("+"):
        return _international(compact[1:])
    if compact.startswith("00"):
        return _international(compact[2:])
    if len(compact) == _RUSSIAN_LENGTH:
        return f"+7{compact}" if compact[0] in _RUSSIAN_AREAS else None
    if len(compact) == _RUSSIAN_LENGTH + 1 and compact[0] == "8":
        return f"+7{compact[1:]}"
    return _international(compact) if len(compact) > _RUSSIAN_LENGTH else None


def _international(digits: str) -> str | None:
    if not _SHORTEST <= len(digits) <= _LONGEST or digits.startswith("0"):
        return None
    if digits.startswith("7") and len(digits) != _RUSSIAN_LENGTH + 1:
        return None
    return f"+{digits}"
