"""Puts the whole product together around a scene: sandbox, page, application and its clock."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.application import Application, build_application, open_database
from bot.demo.calendar import calendar_of, next_school_day
from bot.demo.cast import Cast, choose_cast, zone_of
from bot.demo.guide import Guide, steps_of
from bot.demo.life.journal import JournalKeeper
from bot.demo.telephones import Part as PartOfCast
from bot.demo.telephones import Telephones
from bot.demo.travel import Quiet, Travel
from bot.runner import Part
from bot.sandbox.chats import Telegram
from bot.sandbox.page_api import SandboxPage
from bot.sandbox.server import SandboxServer
from bot.settings import Settings
from bot.telegram.client import make_bot
from bot.web.feeds import CalendarPages
from services.clock import MovableClock
from services.exchange.service import ImportService
from services.exchange.workbook import Workbook
from services.i18n import DEFAULT_LANGUAGE, use_locale
from services.keys import Keys
from services.outages.repository import note_reached

__all__ = ["FIRST_DAY", "Scene", "Theatre", "theatre"]

FIRST_DAY, _LAST_DAY = date(2026, 9, 1), date(2026, 12, 29)
_TICK_SECONDS = 20.0  # a moved clock ticks by itself; between its stops what is due leaves first
# A clock that is moved on purpose is watched by nobody; nothing is kept that would be copied.
_LEFT_OUT = frozenset({"watchdog", "copies", "archives", "storage"})
_NEAR = timedelta(hours=30)  # who skips more is not told of every lesson of it


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands when the curtain rises; without *school_id* the lists are still to come in.

    *codes*: invitations by the number of the telephone; *has_life*: its lessons go on by
    themselves.
    """

    workbook: Workbook
    moment: datetime  # the lesson the cast is chosen for
    clock: MovableClock
    secret: str
    telegram: Telegram
    school_id: int | None = None
    codes: dict[str, str] = field(default_factory=dict)
    has_life: bool = False


@dataclass(slots=True)
class Theatre:
    """The demo while it is open."""

    scene: Scene
    cast: Cast
    application: Application
    telephones: Telephones
    travel: Travel
    quiet: Quiet
    keeper: JournalKeeper
    school_id: int
    url: str
    _is_planned: bool = False

    async def journal(self) -> JournalKeeper:
        """Return who keeps the journal of everybody who does not play."""
        if not self._is_planned:
            await self.keeper.plan()
            self._is_planned = True
        return self.keeper

    def parts(self) -> list[Part]:
        """Return what has to run; what ends with the demo needs no copies."""
        return [one for one in self.application.parts() if one.name not in _LEFT_OUT]

    async def live(self, after: datetime, until: datetime) -> None:
        """Let the lessons between two moments be given and written down.

        Telegram was there all the time, whatever the clock says.
        """
        bot_id = self.application.bot_id
        async with self.application.database.transaction() as session:
            await note_reached(session, bot_id, now=self.scene.clock.now())
        if not self.scene.has_life:
            return
        keeper = await self.journal()
        told = keeper.class_ids(self.cast.class_name) if until - after < _NEAR else ()
        await keeper.keep(after=after, until=until, told=told)


@asynccontextmanager
async def theatre(
    settings: Settings, scene: Scene, *, port: int = 0, patience_seconds: float = 10.0
) -> AsyncIterator[Theatre]:
    """Open everything; nothing runs before ``parts()`` are run.

    *patience_seconds*: how long time waits at each stop for what is due.

    Raises:
        OSError: the port is taken.
    """
    clock, telegram = scene.clock, scene.telegram
    keys = Keys(scene.secret)
    zone = zone_of(scene.workbook)
    opened: list[Theatre] = []  # page and clock need what needs the server's address

    async def live(after: datetime, until: datetime) -> None:
        await opened[0].live(after, until)

    async def settle(patience_seconds: float, *, jobs: bool) -> bool:
        return await opened[0].quiet.wait(patience_seconds, jobs=jobs)

    def tick() -> None:
        opened[0].application.ticker.clock_was_moved()

    async with AsyncExitStack() as stack:
        database = open_database(settings.database_url, keys=keys, clock=clock)
        stack.push_async_callback(database.close)
        school_id = scene.school_id
        if school_id is None:
            report = await ImportService(database, clock, keys).apply(scene.workbook)
            school_id = report.school_id or 0
        cast = choose_cast(scene.workbook, scene.moment)
        with use_locale(DEFAULT_LANGUAGE):  # as the page
            telephones = Telephones.of(cast, telegram)
        travel = Travel(
            clock,
            calendar_of(scene.workbook, zone),
            settle=settle,
            tick=tick,
            live=live,
            patience_seconds=patience_seconds,
        )
        guide = None
        if _is_full(telephones):
            days = calendar_of(scene.workbook, zone)
            steps = steps_of(cast, next_day=lambda: next_school_day(clock.now(), days))
            guide = Guide(telegram, telephones, travel, steps)
        page = SandboxPage(
            telegram,
            personas=[one.persona for one in telephones.all],
            slips=telephones.slips,
            zone=str(zone),
            clock_moves=travel,
            guide=guide,
        )
        calendar = CalendarPages(lambda: opened[0].application.services.feeds, clock)
        server = await stack.enter_async_context(
            SandboxServer(telegram, port=port, page=page, more=calendar.routes())
        )
        bot = make_bot(telegram.token, api_url=server.url)
        stack.push_async_callback(bot.session.close)
        application = await build_application(
            settings,
            database=database,
            bots=[bot],
            keys=keys,
            clock=clock,
            public_url=server.url,
            tick_seconds=_TICK_SECONDS,
        )
        opened.append(
            Theatre(
                scene=scene,
                cast=cast,
                application=application,
                telephones=telephones,
                travel=travel,
                quiet=Quiet(application, telegram, clock, school_id),
                keeper=JournalKeeper(database, school_id, zone, FIRST_DAY, _LAST_DAY),
                school_id=school_id,
                url=server.url,
            )
        )
        yield opened[0]


def _is_full(telephones: Telephones) -> bool:
    """Whether everybody the story needs is there; a school's own lists may lack some."""
    played = {one.part for one in telephones.all}
    return played >= set(PartOfCast) - {PartOfCast.FATHER, PartOfCast.STUDENT}
