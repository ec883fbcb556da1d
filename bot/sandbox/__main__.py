"""Starts a sandbox alone, with two persons, for trying a bot against it by hand.

python -m bot.sandbox --port 8081
"""

import argparse
import asyncio
from collections.abc import Sequence
from datetime import timedelta

from bot.sandbox.page_feed import Jump
from bot.telegram.fast_import import import_aiogram
from services.clock import MovableClock, SystemClock

__all__ = ["main"]

_TEN_MINUTES = timedelta(minutes=10)


class _Minutes:
    """A clock without a school: ten minutes at a time."""

    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock

    def jumps(self) -> Sequence[Jump]:
        return [Jump("ten_minutes", self._clock.now() + _TEN_MINUTES)]

    async def go(self, key: str) -> None:
        if key == "ten_minutes":
            self._clock.advance(_TEN_MINUTES)


async def _serve(port: int) -> None:
    import_aiogram()
    from bot.sandbox.chats import Telegram
    from bot.sandbox.page_api import Persona, SandboxPage, Slip
    from bot.sandbox.server import SandboxServer

    clock = MovableClock(SystemClock())
    telegram = Telegram(clock)
    parent = telegram.add_user(
        first_name="Ольга", last_name="Кузнецова", phone="+79161234567", username="olga"
    )
    teacher = telegram.add_user(
        first_name="Марина", last_name="Иванова", phone="79031112233", username="marina"
    )
    page = SandboxPage(
        telegram,
        personas=[
            Persona(parent, "Ольга Кузнецова", "первый телефон"),
            Persona(teacher, "Марина Иванова", "второй телефон"),
        ],
        slips=lambda: [Slip("Пробная ссылка", "HELLO123")],
        clock_moves=_Minutes(clock),
    )
    async with SandboxServer(telegram, port=port, page=page) as server:
        print(f"Page and Bot API: {server.url}\nBOT_TOKEN={telegram.token}")  # noqa: T201  # it is all this program says
        await asyncio.Event().wait()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8081, help="0 takes a free one")
    options = parser.parse_args(arguments)
    try:
        asyncio.run(_serve(options.port))
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
