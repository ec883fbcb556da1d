"""Work beside the ticker that is looked at every minute and takes longer than a tick may."""

from collections.abc import Awaitable, Callable

from structlog import get_logger

from bot.waiting import Stop

__all__ = ["Minutely"]

_LOOK_EVERY_SECONDS = 60.0

_log = get_logger(__name__)


class Minutely:
    """Asks *keep* every minute; a failure waits for the next one."""

    def __init__(self, name: str, keep: Callable[[], Awaitable[object]]) -> None:
        """Ask *keep*, which does what is due and may be asked any number of times."""
        self._name = name
        self._keep = keep
        self._stop = Stop()

    async def run(self) -> None:
        """Look every minute until stopped."""
        await self._stop.pause(_LOOK_EVERY_SECONDS)
        while not self._stop.is_asked:
            try:
                await self._keep()
            except Exception:  # noqa: BLE001  # the loop must go on
                _log.exception("not kept", job=self._name)
            await self._stop.pause(_LOOK_EVERY_SECONDS)

    def stop(self) -> None:
        """Look no more."""
        self._stop.ask()
