"""The composition root: every part of the process, wired by hand in one place."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiogram import Bot
from aiohttp import web

from bot.checks.installation import LEAST_FREE_BYTES
from bot.dispatcher import Feed, build_dispatcher
from bot.inbox_worker import InboxWorker
from bot.runner import Part
from bot.schedule.jobs import jobs_of
from bot.schedule.keepers import archives_of, copies_of, keeping_stop_list
from bot.schedule.minutely import Minutely
from bot.schedule.ticker import TICK_SECONDS, Ticker
from bot.schedule.watchdog import Watchdog, seconds_awake
from bot.services import Services, build_services
from bot.settings import Settings
from bot.storage_watch import StorageWatch
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
from bot.web.feeds import CalendarPages
from bot.web.health import Check, health_routes
from bot.web.imports import ImportPages
from bot.web.metrics import Metrics
from handlers import build_router
from handlers.screens.notices import NoticeScreens
from services.archive.alerts import alert_administrators
from services.audit import AuditRecorder
from services.clock import Clock
from services.control.nudges import NudgeService
from services.database import Database, Leadership
from services.dialogue.service import DialogueService
from services.diary.cards import TomorrowCards
from services.due.service import DueService
from services.inbox.bots import BotRegistry
from services.inbox.facts import NewUpdate
from services.inbox.service import InboxService
from services.joining.agreements import AgreementNews
from services.keys import Keys
from services.lesson_cards.sending import LessonCards
from services.news.facts import News
from services.news.loader import SchoolNews
from services.office_packs.preparing import OfficePacks
from services.outages.service import OutageService
from services.outbox.delivery import DeliveryEngine
from services.outbox.engine_time import LoopTime
from services.outbox.gate import FamilyGate
from services.outbox.gauge import OutboxGauge
from services.outbox.pacer import Pacer, pace_of
from services.outbox.ports import ChannelRefused, SlotSource
from services.outbox.slots import MemorySlots, SqlSlots
from services.summaries.preparing import SummaryPreparing
from services.vocabulary import OfficeAlertKind

__all__ = ["Application", "build_application", "open_database"]

ALL_PARTS = ("web", "delivery", "schedule")


@dataclass(frozen=True, slots=True)
class Application:
    """One process for one bot: what has to run, and what others may want of it."""

    bot_id: int
    database: Database
    services: Services
    pacer: Pacer
    answers: CallbackAnswers
    worker: InboxWorker
    receiver: Receiving
    leadership: Leadership
    metrics: Metrics
    ticker: Ticker
    copies: Minutely
    archives: Minutely
    watchdog: Watchdog
    storage: StorageWatch
    menus: CommandMenus
    delivery: DeliveryEngine[News]
    calendar: CalendarPages
    imports: ImportPages

    def parts(self, only: Collection[str] = ALL_PARTS) -> list[Part]:
        """Return what has to run, each part after those it relies on."""
        receiving = "web" in only
        leading, pacing, delivering = asyncio.Event(), asyncio.Event(), asyncio.Event()
        parts = [
            Part("leadership", lambda: self._lead(leading), leading.set),
            Part("pacer", lambda: self.pacer.run(pacing), pacing.set),
        ]
        if "delivery" in only:
            parts.append(Part("delivery", lambda: self._deliver(delivering), delivering.set))
        if receiving:
            parts.append(Part("answers", self.answers.run, self.answers.stop))
            parts.append(Part("inbox", self.worker.run, self.worker.stop))
        if "schedule" in only:
            parts.append(Part("copies", self.copies.run, self.copies.stop))
            parts.append(Part("archives", self.archives.run, self.archives.stop))
            parts.append(Part("schedule", self.ticker.run, self.ticker.stop))
        parts.append(Part("watchdog", self.watchdog.run, self.watchdog.stop))
        parts.append(Part("storage", self.storage.run, self.storage.stop))
        if receiving:
            menus = Stop()
            parts.append(Part("menus", lambda: self._keep_menus(menus), menus.ask))
            parts.append(Part("receiver", self.receiver.run, self.receiver.stop))
        return parts

    def checks(self, only: Collection[str] = ALL_PARTS) -> dict[str, Check]:
        """Return what has to be well for the process to be ready."""

        async def telegram() -> bool:
            return self.receiver.is_connected

        async def database() -> bool:
            await self.database.ping()
            return True

        async def delivery() -> bool:
            return self.delivery.is_ready

        async def schedule() -> bool:
            return self.ticker.is_ready

        async def storage() -> bool:
            return self.storage.is_writable

        checks: dict[str, Check] = {"database": database, "storage": storage}
        if "web" in only:
            checks["telegram"] = telegram
        if "delivery" in only:
            checks["delivery"] = delivery
        if "schedule" in only:
            checks["schedule"] = schedule
        return checks

    def routes(self, only: Collection[str] = ALL_PARTS) -> list[web.RouteDef]:
        """Return the pages of a process that runs these parts."""
        routes = [*health_routes(self.checks(only)), *self.metrics.routes()]
        if "web" in only:
            routes += self.calendar.routes()
            routes += self.imports.routes()
        if "web" in only and isinstance(self.receiver, WebhookReceiver):
            routes += self.receiver.routes()
        return routes

    async def _lead(self, stop: asyncio.Event) -> None:
        """Keep the lead this process takes until every part that asks for it has stopped."""
        await stop.wait()
        await self.leadership.end()

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


def open_database(url: str, *, keys: Keys, clock: Clock) -> Database:
    """Return the database with everything that takes part in its transactions."""
    return Database(url, hooks=[AuditRecorder(keys, clock)])


async def build_application(
    settings: Settings,
    *,
    database: Database,
    bot: Bot,
    keys: Keys,
    clock: Clock,
    public_url: str | None = None,
    tick_seconds: float = TICK_SECONDS,
) -> Application:
    """Wire one process for *bot* on *database*, whose schema is there.

    *public_url*: where families find its pages, if not where the settings say.
    """
    bots = BotRegistry(database)
    bot_id = await bots.register(telegram_bot_id=bot.id)
    address = public_url or settings.webhook_url
    services = build_services(
        database,
        keys=keys,
        clock=clock,
        public_url=address or f"http://{settings.listen_host}:{settings.listen_port}",
        files=TelegramFiles(bot),
    )
    inbox = InboxService(database, clock, keys)
    dialogues = DialogueService(database, clock)
    due = DueService(database, clock)

    pacer = _pacer(settings, database, bot_id=bot_id)
    metrics = Metrics(outbox=OutboxGauge(database, clock).read, inbox=inbox.backlog)
    sender = MeasuredSender(
        TelegramSender(bot, is_paid=settings.paid_broadcast), on_call=metrics.called
    )
    answers = CallbackAnswers(answer_through(bot), monotonic=time.monotonic)
    shows = Shows(sender, pacer, answers, pause=asyncio.sleep)
    menus = CommandMenus(bot)
    dispatcher = build_dispatcher(
        router=build_router(),
        access=services.access,
        clock=clock,
        bot_id=bot_id,
        storage=DialogueStorage(dialogues, bot_id=bot_id),
        services=services.by_name(),
    )
    handling = UpdateHandling(
        database=database,
        inbox=inbox,
        access=services.access,
        reachability=services.reachability,
        feed=Feed(dispatcher, bot),
        shows=shows,
        menus=menus,
    )
    worker = InboxWorker(inbox=inbox, handlings={bot_id: handling}, is_alone=database.is_sqlite)

    def on_new(updates: Sequence[NewUpdate]) -> None:
        for update in updates:
            shows.expect(update.payload)
        worker.wake()

    leadership = Leadership(database)
    outages = OutageService(database, clock, awake_seconds=seconds_awake)
    receiver = _receiver(
        settings,
        bot,
        leads=partial(leadership.leads, f"polling:{bot_id}"),
        bot_id=bot_id,
        inbox=inbox,
        bots=bots,
        on_new=on_new,
        on_reached=partial(outages.reached, bot_id),
    )
    ticker = Ticker(
        jobs=jobs_of(
            inbox=inbox,
            dialogues=dialogues,
            due=due,
            privacy=services.privacy,
            calls=services.calls,
            cards=TomorrowCards(database, clock),
            outages=outages,
            nudges=NudgeService(database, clock),
            debts=services.debts,
            lessons=LessonCards(database, clock),
            summaries=SummaryPreparing(database, clock),
            agreements=AgreementNews(database, clock),
            packs=OfficePacks(database, clock),
            keep_stop_list=keeping_stop_list(settings, database, keys),
            refresh_statistics=database.refresh_statistics,
        ),
        due=due,
        clock=clock,
        leads=partial(leadership.leads, "schedule"),
        tick_seconds=tick_seconds,
    )
    return Application(
        bot_id=bot_id,
        calendar=CalendarPages(lambda: services.feeds, clock),
        imports=ImportPages(
            database,
            desk=lambda: services.import_desk,
            links=lambda: services.import_links,
        ),
        database=database,
        services=services,
        pacer=pacer,
        answers=answers,
        worker=worker,
        receiver=receiver,
        leadership=leadership,
        metrics=metrics,
        ticker=ticker,
        copies=copies_of(settings, database, due=due, clock=clock, keys=keys),
        archives=archives_of(settings, database, due=due, clock=clock, keys=keys),
        watchdog=Watchdog(clock=clock, on_step=[ticker.clock_was_moved]),
        storage=StorageWatch(
            settings.data_dir,
            least_free=LEAST_FREE_BYTES,
            on_low=lambda folder: alert_administrators(
                database, OfficeAlertKind.DISK_LOW, detail=str(folder), now=clock.now()
            ),
        ),
        menus=menus,
        delivery=DeliveryEngine(
            database,
            bot_id=bot_id,
            clock=clock,
            time=LoopTime(),
            pacer=pacer,
            sender=sender,
            gate=FamilyGate(),
            facts=SchoolNews(),
            renderer=NoticeScreens(),
            on_sent=metrics.told,
        ),
    )


def _receiver(
    settings: Settings, bot: Bot, *, leads: Callable[[], Awaitable[bool]], **options: Any
) -> Receiving:
    """Return how updates come: brought to our address, or fetched."""
    if settings.webhook_url is None or settings.webhook_secret is None:
        return Receiver(bot, leads=leads, **options)
    secret = settings.webhook_secret.get_secret_value()
    return WebhookReceiver(bot, base_url=settings.webhook_url, secret=secret, **options)


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
