"""Clauses as people read them, and the regulations they come from; pure.

A clause is stored short («S1 App.5 3»): the regulation, perhaps an appendix, the number.
"""

import re
from collections.abc import Iterable, Mapping

from services.i18n import gettext as _

__all__ = ["SOURCES", "clause_text", "sources_of"]

# The five regulations the school's numbers come from; names as their authors wrote them.
SOURCES: Mapping[str, str] = {
    "S0": "Мегион (ХМАО), приказ от 30.09.2020 № 998-О",
    "S1": "Одинцово (Московская обл.), приказ от 12.09.2014 № 1373",
    "S2": "Лангепас (ХМАО), положение об электронном журнале Гимназии № 6",
    "S3": "Чайковский (Пермский край), приказ от 31.08.2023 № 01-14-210",
    "S4": "с. Курское (Приморский край), приказ № 155",
}
_CLAUSE = re.compile(r"(S\d)(?: App\.(\d+))?(?: (?:row )?([\d.]+))?")


def clause_text(clause: str) -> str:
    """Return a stored clause in words: «S1, прил. 5, п. 3»; what is unknown stays as it is."""
    match = _CLAUSE.fullmatch(clause.strip())
    if match is None:
        return clause
    parts = [match[1]]
    if match[2]:
        # TRANSLATORS: appendix of a regulation, in short
        parts.append(_("app. {number}").format(number=match[2]))
    if match[3]:
        # TRANSLATORS: clause of a regulation, in short
        parts.append(_("cl. {number}").format(number=match[3]))
    return ", ".join(parts)


def sources_of(clauses: Iterable[str]) -> list[str]:
    """Return the regulations that some clauses come from, each as «S1 — …»."""
    used = {clause[:2] for clause in clauses}
    return [f"{key} — {name}" for key, name in SOURCES.items() if key in used]
