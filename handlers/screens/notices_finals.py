"""Marks of periods and years as families are told of them: one line for each period."""

from collections.abc import Sequence

from handlers.screens.final_words import term_name, value_name
from handlers.screens.formatting import capitalized, escape, inside_sentence
from services.finals.facts import FinalTerm, FinalValue
from services.i18n import gettext as _
from services.news.facts import FinalNews
from services.outbox.ports import NoticeReader

__all__ = ["final_lines", "final_signal"]

_NOT_ATTESTED = FinalValue(None)


def final_lines(_reader: NoticeReader, news: Sequence[FinalNews]) -> list[str]:
    """Return the lines about one child: new marks by period, then what was corrected."""
    terms: dict[FinalTerm, list[FinalNews]] = {}
    for one in sorted(news, key=lambda one: one.subject):
        terms.setdefault(one.term, []).append(one)
    lines: list[str] = []
    for term, of_term in sorted(terms.items(), key=_order):
        name = capitalized(term_name(term))
        new = [one for one in of_term if one.value is not None and one.told is None]
        if new:
            marks = ", ".join(f"{_subject(one)} {_value(one.value)}" for one in new)
            lines.append(f"{name}: {marks}")
        if any(one.value == _NOT_ATTESTED for one in of_term):
            lines.append(
                _("n/a: not attested, there are too few marks. The teacher says what follows.")
            )
        lines.extend(_corrected(name, one) for one in of_term if one.told is not None)
    return lines


def final_signal(_news: FinalNews) -> str:
    """Return all that a signal says of a mark."""
    return _("There are new entries in the diary. Details are in the school diary.")


def _order(item: tuple[FinalTerm, list[FinalNews]]) -> tuple[bool, int, str]:
    term = item[0]
    number = term.period.number if term.period else 0
    return term.period is None, number, f"{term.kind} {term.result_on}"


def _corrected(name: str, one: FinalNews) -> str:
    if one.value is None:
        return _(
            "{period}, {subject}: the mark {mark} has been removed, it was entered by mistake. "
            "We apologise."
        ).format(period=name, subject=_subject(one), mark=_value(one.told))
    return _("{period}, {subject}: was {told}, now {mark}").format(
        period=name, subject=_subject(one), told=_value(one.told), mark=_value(one.value)
    )


def _subject(one: FinalNews) -> str:
    return escape(inside_sentence(one.subject))


def _value(value: FinalValue | None) -> str:
    return "" if value is None else value_name(value)
