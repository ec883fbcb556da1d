"""Phone numbers as cells of lists have them: with words beside them, two in a cell, or none."""

import re
from dataclasses import dataclass

from services.exchange.reading.kinds import DASHES, CellKind
from services.i18n import gettext as _
from services.roster.phones import normalise_phone

__all__ = ["a_phone", "is_local_number", "phones_in"]

# «8 912 345-67-89 (мама)», «моб. 8 912 345-67-89»: words apart from the digits say whose it is.
_WORDS_BEFORE = re.compile(r"^[^\d+(]+[\s.:]+(?=[\d+(])")
_WORDS_IN_BRACKETS = re.compile(r"\([^()\d]*\)")
_WORDS_AFTER = re.compile(r"(?:\s|(?<=\d)[,-])\s*[^\d\s][^\d]*$")
_BETWEEN_PHONES = re.compile(r"\s*(?:[,;/|]|\bили\b|\bи\b)\s*")
_NO_PHONE = frozenset({"нет", "нету", "отсутствует", "не указан", "0", "no", "none"})

# Chat accounts are made with mobile numbers; the telephone at home often stands first.
_MOBILE = "+79"  # the Russian numbering plan: 9xx are mobile networks

# «2-34-56», «45-67-89»: the telephone at home, as a village writes it without its area code.
_LOCAL_NUMBER = re.compile(r"\d{1,3}(?:[-‐‑–]\d\d){2}")


def is_local_number(cell: str) -> bool:
    """Whether the cell holds a telephone at home and nothing else: no chat account has one."""
    return _LOCAL_NUMBER.fullmatch(cell.strip()) is not None


def phones_in(cell: str) -> tuple[str, ...]:
    """Return the phone numbers of a cell in their normal form, in order."""
    whole = normalise_phone(cell)
    if whole is not None:
        return (whole,)
    found = []
    for part in _BETWEEN_PHONES.split(_WORDS_IN_BRACKETS.sub(" ", cell)):
        bare = _WORDS_AFTER.sub("", _WORDS_BEFORE.sub("", f"{part} ")).strip()
        number = normalise_phone(bare)
        if number is not None:
            found.append(number)
    return tuple(dict.fromkeys(found))


def _read_phone(cell: str) -> str:
    found = phones_in(cell)
    if not found:
        raise ValueError(cell)
    return next((one for one in found if one.startswith(_MOBILE)), found[0])


@dataclass(frozen=True, slots=True)
class _PhoneKind(CellKind):
    def is_blank(self, cell: str) -> bool:
        return CellKind.is_blank(self, cell) or is_local_number(cell)


a_phone = _PhoneKind(
    _read_phone,
    lambda: _("one phone number such as +7 912 345-67-89"),
    DASHES | _NO_PHONE,
)
