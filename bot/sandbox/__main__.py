"""Starts a sandbox alone, with two persons, for trying a bot against it by hand.

python -m bot.sandbox --port 8081
"""

import argparse
import asyncio
from collections.abc import Sequence

from bot.telegram.fast_import import import_aiogram
from services.clock import MovableClock, SystemClock

__all__ = ["main"]


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
        move_clock=clock.advance,
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
