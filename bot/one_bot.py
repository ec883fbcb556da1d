"""What works for one bot; a process may have several, each with its token and its limits."""

import asyncio
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiogram import Bot

from bot.dispatcher import Feed, build_dispatcher
from bot.runner import Part
from bot.schedule.watchdog import seconds_awake
from bot.services import Services, build_services
from bot.settings import Settings
from bot.telegram.callback_answers import CallbackAnswers, answer_through
from bot.telegram.client import WrongToken
from bot.telegram.dialogue_storage import DialogueStorage
from bot.telegram.files import TelegramFiles
from bot.telegram.measured_sender import MeasuredSender
from bot.telegram.menu import CommandMenus
from bot.telegram.receiver import Receiver
from bot.telegram.receiving import Receiving
from bot.telegram.sender import TelegramSender
from bot.telegram.shows import Shows
from bot.telegram.webhook_receiver import WebhookReceiver
from bot.update_handling import UpdateHandling
from bot.waiting import Stop
from bot.web.metrics import Metrics
from handlers import build_router
from handlers.screens.notices import NoticeScreens
from services.clock import Clock
from services.database import Database, Leadership
from services.dialogue.service import DialogueService
from services.inbox.bots import BotRegistry
from services.inbox.facts import ChatKey, NewUpdate
from services.inbox.service import InboxService
from services.keys import Keys
from services.news.facts import News
from services.news.loader import SchoolNews
from services.outages.service import OutageService
from services.outbox.delivery import DeliveryEngine
from services.outbox.engine_time import LoopTime
from services.outbox.gate import FamilyGate
from services.outbox.office import DeliveryOffice
from services.outbox.pacer import Pacer, pace_of
from services.outbox.ports import ChannelRefused, SlotSource
from services.outbox.slots import MemorySlots, SqlSlots

__all__ = ["OneBot", "Shared", "build_one_bot"]


@dataclass(frozen=True, slots=True)
class Shared:
    """What the bots of one process have in common."""

    settings: Settings
    database: Database
    keys: Keys
    clock: Clock
    public_url: str
    inbox: InboxService
    dialogues: DialogueService
    metrics: Metrics
    leadership: Leadership
    office: DeliveryOffice
    wake_inbox: Callable[[Collection[ChatKey]], None]


@dataclass(frozen=True, slots=True)
class OneBot:
    """Receives, handles, answers and tells for one token."""

    bot_id: int
    services: Services
    pacer: Pacer
    answers: CallbackAnswers
    handling: UpdateHandling
    receiver: Receiving
    menus: CommandMenus
    delivery: DeliveryEngine[News]

    def pacing(self) -> Part:
        """Return what gives the others of this bot leave to send."""
        stop = asyncio.Event()
        return Part("pacer", lambda: self.pacer.run(stop), _asking(stop, self.pacer.wake))

    def delivering(self) -> Part:
        """Return what tells people what they are owed."""
        stop = asyncio.Event()
        return Part("delivery", lambda: self._deliver(stop), _asking(stop, self.delivery.wake))

    def answering(self) -> Part:
        """Return what answers presses in time."""
        return Part("answers", self.answers.run, self.answers.stop)

    def receiving(self) -> list[Part]:
        """Return what takes updates in."""
        menus = Stop()
        return [
            Part("menus", lambda: self._keep_menus(menus), menus.ask),
            Part("receiver", self.receiver.run, self.receiver.stop),
        ]

    async def _deliver(self, stop: asyncio.Event) -> None:
        try:
            await self.delivery.run(stop)
        except ChannelRefused:
            raise WrongToken from None

    async def _keep_menus(self, stop: Stop) -> None:
        """Set the general menu once Telegram is reached; the receipt does not wait for it."""
        await stop.unless_asked(self.receiver.connected.wait)
        if not stop.is_asked:
            await self.menus.set_default()
        await stop.wait()


def _asking(stop: asyncio.Event, wake: Callable[[], None]) -> Callable[[], None]:
    """Return what asks for *stop* and lets it be noticed at once: a process has many bots."""

    def ask() -> None:
        stop.set()
        wake()

    return ask


async def build_one_bot(bot: Bot, shared: Shared) -> OneBot:
    """Wire what works for *bot*."""
    settings, database, clock = shared.settings, shared.database, shared.clock
    bots = BotRegistry(database)
    bot_id = await bots.register(telegram_bot_id=bot.id)
    services = build_services(
        database,
        keys=shared.keys,
        clock=clock,
        public_url=shared.public_url,
        files=TelegramFiles(bot),
    )
    pacer = _pacer(settings, database, bot_id=bot_id)
    sender = MeasuredSender(
        TelegramSender(bot, is_paid=settings.paid_broadcast), on_call=shared.metrics.called
    )
    answers = CallbackAnswers(answer_through(bot), monotonic=time.monotonic)
    shows = Shows(sender, pacer, answers, pause=asyncio.sleep)
    menus = CommandMenus(bot)
    dispatcher = build_dispatcher(
        router=build_router(),
        access=services.access,
        clock=clock,
        bot_id=bot_id,
        storage=DialogueStorage(shared.dialogues, bot_id=bot_id),
        services=services.by_name(),
    )
    handling = UpdateHandling(
        database=database,
        inbox=shared.inbox,
        access=services.access,
        reachability=services.reachability,
        feed=Feed(dispatcher, bot),
        shows=shows,
        menus=menus,
    )

    def on_new(updates: Sequence[NewUpdate]) -> None:
        for update in updates:
            shows.expect(update.payload)
        shared.wake_inbox({update.chat for update in updates})

    outages = OutageService(database, clock, awake_seconds=seconds_awake)
    receiver = _receiver(
        shared,
        bot,
        bot_id=bot_id,
        inbox=shared.inbox,
        bots=bots,
        on_new=on_new,
        on_reached=partial(outages.reached, bot_id),
    )
    delivery = DeliveryEngine(
        shared.office,
        bot_id=bot_id,
        pacer=pacer,
        sender=sender,
        gate=FamilyGate(),
        facts=SchoolNews(),
        renderer=NoticeScreens(),
        on_sent=shared.metrics.told,
    )
    return OneBot(
        bot_id=bot_id,
        services=services,
        pacer=pacer,
        answers=answers,
        handling=handling,
        receiver=receiver,
        menus=menus,
        delivery=delivery,
    )


def _receiver(shared: Shared, bot: Bot, *, bot_id: int, **options: Any) -> Receiving:
    """Return how updates come: brought to our address, or fetched by one process at a time."""
    settings = shared.settings
    if settings.webhook_url is None or settings.webhook_secret is None:
        leads = partial(shared.leadership.leads, f"polling:{bot_id}")
        return Receiver(bot, bot_id=bot_id, leads=leads, **options)
    secret = settings.webhook_secret.get_secret_value()
    return WebhookReceiver(
        bot, bot_id=bot_id, base_url=settings.webhook_url, secret=secret, **options
    )


def _pacer(settings: Settings, database: Database, *, bot_id: int) -> Pacer:
    loop_time = LoopTime()
    rate = pace_of(settings.messages_per_second, is_paid=settings.paid_broadcast)
    slots: SlotSource
    if database.is_sqlite:
        slots = MemorySlots(loop_time, rate=rate)
    else:
        slots = SqlSlots(database, loop_time, bot_id=bot_id, rate=rate)
    return Pacer(
        slots,
        loop_time,
        messages_per_second=settings.messages_per_second,
        is_paid=settings.paid_broadcast,
    )
