"""Homework in words, the same in notices, on the homework page and in the diary."""

from collections.abc import Iterable
from datetime import date

from handlers.screens.formatting import short_day
from services.i18n import gettext as _
from services.i18n import ngettext

__all__ = ["clipped", "duration", "files_note", "for_day", "whole_estimate"]

_LONGEST = 1500  # of one task in a message that holds several; the page shows all of it
_HOUR = 60


def for_day(due_on: date | None) -> str:
    """Return for when homework is: «на чт 26.11»."""
    if due_on is None:
        return _("for the next lesson")
    return _("for {day}").format(day=short_day(due_on))


def duration(minutes: int) -> str:
    """Return minutes as people say them: «1 ч 20 мин»."""
    hours, rest = divmod(minutes, _HOUR)
    if not hours:
        return _("{count} min").format(count=rest)
    if not rest:
        return _("{hours} h").format(hours=hours)
    return _("{hours} h {count} min").format(hours=hours, count=rest)


def whole_estimate(minutes: Iterable[int | None]) -> str:
    """Return how long everything takes; nothing unless the teachers have said it of all."""
    said = list(minutes)
    known = [one for one in said if one is not None]
    if not known or len(known) != len(said):
        return ""
    return _("About {time}.").format(time=duration(sum(known)))


def files_note(count: int) -> str:
    """Return « (1 файл)» to stand behind a task, or nothing."""
    if not count:
        return ""
    return " (" + ngettext("{n} file", "{n} files", count).format(n=count) + ")"


def clipped(text: str) -> str:
    """Return plain *text*, a very long one cut."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
