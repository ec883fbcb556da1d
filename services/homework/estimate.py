"""How long a teacher thinks homework takes: «20 мин» somewhere in the text; pure."""

import re

__all__ = ["estimated_minutes"]

_HOURS = r"(?P<hours>[1-4])\s*ч(?:ас\w*|\b\.?)"  # «к 9 ч» is a time, not an estimate
_MINUTES = r"(?P<minutes>\d{1,3})\s*мин(?:ут\w*)?\b"
_ESTIMATES = tuple(
    re.compile(rf"(?<![\w,.]){pattern}", re.IGNORECASE)
    for pattern in (rf"{_HOURS}\s*{_MINUTES}", _MINUTES, _HOURS)
)
_LONGEST = 360  # more is no evening's work, so it is about something else
_HOUR = 60


def estimated_minutes(text: str) -> int | None:
    """Return the minutes written in *text*, the last ones; None when it says none."""
    for estimate in _ESTIMATES:
        found = list(estimate.finditer(text))
        if found:
            said = found[-1].groupdict()
            minutes = _HOUR * int(said.get("hours") or 0) + int(said.get("minutes") or 0)
            return minutes if 0 < minutes <= _LONGEST else None
    return None
