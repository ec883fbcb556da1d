"""Names of a class list, short and whole, so that namesakes are never taken for each other."""

from typing import Protocol

from handlers.screens.formatting import person_initials, person_name
from services.roster.namesakes import Apart

__all__ = ["listed_name", "short_listed_name"]


class Listed(Protocol):
    """Somebody of a list."""

    @property
    def family_name(self) -> str:
        """Return «Ковалёв»."""

    @property
    def given_name(self) -> str:
        """Return «Лев»."""

    @property
    def apart(self) -> Apart:
        """Return what tells the name from others of the list."""


def listed_name(one: Listed) -> str:
    """Return the whole name: «Громов Иван»; of namesakes, «Ковалёв Лев А.», «Ковалёв Лев № 10»."""
    name = person_name(family_name=one.family_name, given_name=one.given_name)
    return f"{name} {one.apart.addition}".rstrip()


def short_listed_name(one: Listed) -> str:
    """Return «Громов И.»; where two would read alike, the whole name."""
    if one.apart.needs_given_name:
        return listed_name(one)
    return person_initials(family_name=one.family_name, given_name=one.given_name)
