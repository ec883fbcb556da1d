"""Typed refusals. A class docstring is the developer's sentence; the person's sentence is made in
``handlers/screens/errors.py`` from the facts an error carries.
"""

from collections.abc import Mapping
from typing import Any

__all__ = ["BadInput", "DiaryError", "NotAllowed", "NotFound", "OutOfDate"]


class DiaryError(Exception):
    """An expected refusal: nothing was stored, and there is one kind sentence for the person.

    Facts are given by name and are readable as attributes: ``InviteExpired(expired_at=…)``.
    """

    def __init__(self, **facts: Any) -> None:
        super().__init__(type(self).__name__)
        self.facts: Mapping[str, Any] = facts

    def __getattr__(self, name: str) -> Any:
        facts = self.__dict__.get("facts", {})
        if name in facts:
            return facts[name]
        raise AttributeError(name)

    def __str__(self) -> str:
        # Facts may hold personal data: they are for screens, never for a log line.
        return type(self).__name__


class NotAllowed(DiaryError):
    """The policy denies this action to this person."""


class NotFound(DiaryError):
    """What was asked for does not exist, or not for this person."""


class OutOfDate(DiaryError):
    """The button or message speaks of something that has changed or ended meanwhile."""


class BadInput(DiaryError):
    """What was typed or sent cannot be used as it is."""
