"""The composition root: every part of the process, wired by hand in one place."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial

from aiogram import Bot
from aiohttp import web

from bot.checks.installation import LEAST_FREE_BYTES
from bot.inbox_worker import InboxWorker
from bot.memory import give_back
from bot.one_bot import OneBot, Shared, build_one_bot
from bot.runner import Part
from bot.schedule.jobs import jobs_of
from bot.schedule.keepers import archives_of, copies_of, keeping_stop_list
from bot.schedule.minutely import Minutely
from bot.schedule.ticker import TICK_SECONDS, Ticker
from bot.schedule.watchdog import Watchdog, seconds_awake
from bot.services import Services
from bot.settings import Settings
from bot.storage_watch import StorageWatch
from bot.telegram.webhook_receiver import WebhookReceiver
from bot.update_handling import UpdateHandling
from bot.web.feeds import CalendarPages
from bot.web.health import Check, health_routes
from bot.web.imports import ImportPages
from bot.web.metrics import Metrics
from services.archive.alerts import alert_administrators
from services.audit import AuditRecorder
from services.clock import Clock
from services.control.nudges import NudgeService
from services.database import Database, Leadership
from services.dialogue.service import DialogueService
from services.diary.cards import TomorrowCards
from services.due.service import DueService
from services.inbox.service import InboxService
from services.joining.agreements import AgreementNews
from services.keys import Keys
from services.lesson_cards.sending import LessonCards
from services.office_packs.preparing import OfficePacks
from services.outages.service import OutageService
from services.outbox.engine_time import LoopTime
from services.outbox.gauge import OutboxGauge
from services.outbox.office import DeliveryOffice
from services.outbox.pacer import pace_of
from services.summaries.preparing import SummaryPreparing
from services.vocabulary import OfficeAlertKind

__all__ = ["Application", "build_application", "open_database"]

ALL_PARTS = ("web", "delivery", "schedule")


@dataclass(frozen=True, slots=True)
class Application:
    """One process for one bot or several: what has to run, and what others may want of it."""

    bots: tuple[OneBot, ...]
    database: Database
    office: DeliveryOffice
    worker: InboxWorker
    leadership: Leadership
    metrics: Metrics
    ticker: Ticker
    copies: Minutely
    archives: Minutely
    watchdog: Watchdog
    storage: StorageWatch
    memory: Minutely
    calendar: CalendarPages
    imports: ImportPages

    @property
    def bot_id(self) -> int:
        """Our id of the only bot, or of the first one named."""
        return self.bots[0].bot_id

    @property
    def services(self) -> Services:
        """The services; those of the bots differ in nothing but whose files they fetch."""
        return self.bots[0].services

    def parts(self, only: Collection[str] = ALL_PARTS) -> list[Part]:
        """Return what has to run, each part after those it relies on."""
        leading, delivered = asyncio.Event(), asyncio.Event()
        parts = [Part("leadership", lambda: self._lead(leading), leading.set)]
        parts += [bot.pacing() for bot in self.bots]
        if "delivery" in only:
            parts.append(Part("outbox", lambda: self.office.run(delivered), delivered.set))
            parts += [bot.delivering() for bot in self.bots]
        if "web" in only:
            parts += [bot.answering() for bot in self.bots]
            parts.append(Part("inbox", self.worker.run, self.worker.stop))
        if "schedule" in only:
            parts.append(Part("copies", self.copies.run, self.copies.stop))
            parts.append(Part("archives", self.archives.run, self.archives.stop))
            parts.append(Part("schedule", self.ticker.run, self.ticker.stop))
        parts.append(Part("watchdog", self.watchdog.run, self.watchdog.stop))
        parts.append(Part("storage", self.storage.run, self.storage.stop))
        parts.append(Part("memory", self.memory.run, self.memory.stop))
        if "web" in only:
            parts += [part for bot in self.bots for part in bot.receiving()]
        return parts

    async def connected(self) -> None:
        """Return when Telegram has been reached for every bot."""
        for bot in self.bots:
            await bot.receiver.connected.wait()

    def checks(self, only: Collection[str] = ALL_PARTS) -> dict[str, Check]:
        """Return what has to be well for the process to be ready."""

        async def telegram() -> bool:
            return all(bot.receiver.is_connected for bot in self.bots)

        async def database() -> bool:
            await self.database.ping()
            return True

        async def delivery() -> bool:
            return all(bot.delivery.is_ready for bot in self.bots)

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
            for bot in self.bots:
                if isinstance(bot.receiver, WebhookReceiver):
                    routes += bot.receiver.routes()
        return routes

    async def _lead(self, stop: asyncio.Event) -> None:
        """Keep the lead this process takes until every part that asks for it has stopped."""
        await stop.wait()
        await self.leadership.end()


def open_database(url: str, *, keys: Keys, clock: Clock) -> Database:
    """Return the database with everything that takes part in its transactions."""
    return Database(url, hooks=[AuditRecorder(keys, clock)])


async def build_application(
    settings: Settings,
    *,
    database: Database,
    bots: Sequence[Bot],
    keys: Keys,
    clock: Clock,
    public_url: str | None = None,
    tick_seconds: float = TICK_SECONDS,
) -> Application:
    """Wire one process for *bots* on *database*, whose schema is there.

    *public_url*: where families find its pages, if not where the settings say.
    """
    inbox = InboxService(database, clock, keys)
    dialogues = DialogueService(database, clock)
    due = DueService(database, clock)
    metrics = Metrics(outbox=OutboxGauge(database, clock).read, inbox=inbox.backlog)
    leadership = Leadership(database)
    pace = pace_of(settings.messages_per_second, is_paid=settings.paid_broadcast)
    office = DeliveryOffice(database, clock=clock, time=LoopTime(), rate=len(bots) * pace)
    handlings: dict[int, UpdateHandling] = {}
    worker = InboxWorker(inbox=inbox, handlings=handlings, is_alone=database.is_sqlite)
    shared = Shared(
        settings=settings,
        database=database,
        keys=keys,
        clock=clock,
        public_url=public_url
        or settings.webhook_url
        or f"http://{settings.listen_host}:{settings.listen_port}",
        inbox=inbox,
        dialogues=dialogues,
        metrics=metrics,
        leadership=leadership,
        office=office,
        wake_inbox=worker.wake,
    )
    built = [await build_one_bot(bot, shared) for bot in bots]
    handlings |= {one.bot_id: one.handling for one in built}
    services = built[0].services
    ticker = Ticker(
        jobs=jobs_of(
            inbox=inbox,
            dialogues=dialogues,
            due=due,
            privacy=services.privacy,
            calls=services.calls,
            cards=TomorrowCards(database, clock),
            outages=OutageService(database, clock, awake_seconds=seconds_awake),
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
        bots=tuple(built),
        calendar=CalendarPages(lambda: services.feeds, clock),
        imports=ImportPages(
            database,
            desk=lambda: services.import_desk,
            links=lambda: services.import_links,
        ),
        database=database,
        office=office,
        worker=worker,
        leadership=leadership,
        metrics=metrics,
        ticker=ticker,
        copies=copies_of(settings, database, due=due, clock=clock, keys=keys),
        archives=archives_of(settings, database, due=due, clock=clock, keys=keys),
        memory=Minutely("memory", give_back),
        watchdog=Watchdog(clock=clock, on_step=[ticker.clock_was_moved]),
        storage=StorageWatch(
            settings.data_dir,
            least_free=LEAST_FREE_BYTES,
            on_low=lambda folder: alert_administrators(
                database, OfficeAlertKind.DISK_LOW, detail=str(folder), now=clock.now()
            ),
        ),
    )
