"""One thing that is wrong, and how much depends on it."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Finding", "Gravity"]


class Gravity(StrEnum):
    """What the bot does about it when it starts."""

    WARNING = "warning"  # works, and says so
    STOPS = "stops"  # cannot work: exit status 1
    SETTING = "setting"  # cannot work, and a setting is why: exit status 2


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence for whoever runs the installation."""

    sentence: str
    gravity: Gravity = Gravity.WARNING
