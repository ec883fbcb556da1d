"""Fakes of our own at the edges: small, complete, shared by all tests."""

from datetime import UTC, datetime, timedelta

from services.exchange.sent import FileNotFetched, FileTooLarge

__all__ = ["FakeClock", "FakeFiles"]


class FakeClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, moment: datetime = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)) -> None:
        """Stand at *moment*; the default is a Tuesday of the sample year, 09:00 at school."""
        self._moment = moment

    def now(self) -> datetime:
        """Return the moment the test chose."""
        return self._moment

    def advance(self, by: timedelta) -> None:
        """Move the clock by *by*."""
        self._moment += by

    def move_to(self, moment: datetime) -> None:
        """Let the clock show *moment*."""
        self._moment = moment


class FakeFiles:
    """Files people sent, by their id; what is not there is not to be had any more."""

    def __init__(self) -> None:
        """Begin empty."""
        self.contents: dict[str, bytes] = {}

    async def fetch(self, file_id: str, *, largest: int) -> bytes:
        """Return a file."""
        if file_id not in self.contents:
            raise FileNotFetched
        if len(self.contents[file_id]) > largest:
            raise FileTooLarge
        return self.contents[file_id]
