"""The one source of civil time; everything else receives a moment as a value."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

__all__ = ["Clock", "MovableClock", "SystemClock"]


class Clock(Protocol):
    """Tells the moment that counts for people: due times, quiet hours, deadlines."""

    def now(self) -> datetime:
        """Return the current moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the machine's moment, aware, in UTC."""
        return datetime.now(UTC)


class MovableClock:
    """A clock that runs with another one and can be moved by hand: a demo's and a rehearsal's."""

    def __init__(self, base: Clock, *, start: datetime | None = None) -> None:
        """Run with *base*, beginning at *start* (aware) instead of the base's moment."""
        self._base = base
        self._shift = timedelta() if start is None else start - base.now()

    def now(self) -> datetime:
        """Return the moved moment, aware, in UTC."""
        return (self._base.now() + self._shift).astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        """Move the clock by *by*; a negative value moves it back."""
        self._shift += by

    def move_to(self, moment: datetime) -> None:
        """Let the clock show *moment* (aware) now and run on from there."""
        self._shift = moment - self._base.now()
