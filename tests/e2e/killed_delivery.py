"""Delivery alone as its own process, over a school whose truths are invented: made to be killed.

Engine, pacer, recorder and Telegram's sender are the real ones; what is true is one word a fact.
"""

import asyncio
import sys

from bot.commands.run import event_loop_factory
from bot.telegram.fast_import import import_aiogram

import_aiogram()

from bot.telegram.client import make_bot  # noqa: E402
from bot.telegram.sender import TelegramSender  # noqa: E402
from services.clock import SystemClock  # noqa: E402
from services.database import Database  # noqa: E402
from services.outbox.delivery import DeliveryEngine  # noqa: E402
from services.outbox.engine_time import LoopTime  # noqa: E402
from services.outbox.office import DeliveryOffice  # noqa: E402
from services.outbox.pacer import Pacer, pace_of  # noqa: E402
from services.outbox.slots import MemorySlots, SqlSlots  # noqa: E402
from tests.integration.outbox.world import FakeFacts, FakeGate, FakeRenderer  # noqa: E402

__all__ = ["FREE_PER_SECOND", "PER_SECOND", "TOKEN", "main"]

FREE_PER_SECOND, PER_SECOND = 30, 300
TOKEN = "4242:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"  # invented


class _EveryFact(dict[int, str]):
    """Every fact holds, and says so."""

    def get(self, _key: int, _default: object = None) -> str:
        """Return the word."""
        return "true"


async def _deliver(url: str, api: str, accounts: int, per_second: int) -> None:
    database, time = Database(url), LoopTime()
    is_paid = per_second > FREE_PER_SECOND
    rate = pace_of(per_second, is_paid=is_paid)
    slots = (
        MemorySlots(time, rate=rate)
        if database.is_sqlite
        else SqlSlots(database, time, bot_id=1, rate=rate)
    )
    pacer = Pacer(slots, time, messages_per_second=per_second, is_paid=is_paid)
    facts = FakeFacts()
    facts.values = _EveryFact()
    office = DeliveryOffice(database, clock=SystemClock(), time=time, rate=pacer.rate)
    engine = DeliveryEngine(
        office,
        bot_id=1,
        pacer=pacer,
        sender=TelegramSender(make_bot(TOKEN, api_url=api)),
        gate=FakeGate({100 + account: account for account in range(1, accounts + 1)}),
        facts=facts,
        renderer=FakeRenderer(),
    )
    never = asyncio.Event()
    await asyncio.gather(pacer.run(never), office.run(never), engine.run(never))


def main() -> None:
    """Deliver until killed: database, address of the Bot API, accounts, messages a second."""
    url, api, accounts, per_second = sys.argv[1:]
    with asyncio.Runner(loop_factory=event_loop_factory()) as runner:
        runner.run(_deliver(url, api, int(accounts), int(per_second)))


if __name__ == "__main__":
    main()
