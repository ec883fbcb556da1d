"""Clubs and electives among the lessons of a day: below them, under a line of their own."""

from collections.abc import Iterable

from services.i18n import gettext as _

__all__ = ["clubs_apart"]


def clubs_apart(shown: Iterable[tuple[bool, str]]) -> list[str]:
    """Return what is shown of a day, each with whether it is a club's: lessons first."""
    pairs = list(shown)
    clubs = [text for is_club, text in pairs if is_club]
    lessons = [text for is_club, text in pairs if not is_club]
    # TRANSLATORS: heads the clubs and electives of a day
    return [*lessons, f"<i>{_('After lessons:')}</i>", *clubs] if clubs else lessons
