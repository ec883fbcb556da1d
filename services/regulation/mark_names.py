"""What stands in a mark's place, in words: a figure as it is, pass and fail by their names."""

from services.i18n import pgettext
from services.vocabulary import PassFail

__all__ = ["is_figure", "mark_name", "short_mark"]


def is_figure(value: int) -> bool:
    """Whether it may be averaged: pass and fail stand in a mark's place and are no figures."""
    return value not in set(PassFail)


def mark_name(value: int) -> str:
    """Return a mark as a sentence has it: «4», «зачёт»."""
    match value:
        case PassFail.PASSED:
            return pgettext("of a subject without figures", "pass")
        case PassFail.FAILED:
            return pgettext("of a subject without figures", "fail")
        case _:
            return str(value)


def short_mark(value: int) -> str:
    """Return a mark as a cell or a button has it: «4», «зач»."""
    match value:
        case PassFail.PASSED:
            # TRANSLATORS: in a cell of the journal or on a button, as short as can be
            return pgettext("short, in a mark's place", "pass")
        case PassFail.FAILED:
            # TRANSLATORS: in a cell of the journal or on a button, as short as can be
            return pgettext("short, in a mark's place", "fail")
        case _:
            return str(value)
