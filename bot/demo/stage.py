"""Plays the demo: sandbox, page and the whole application around a scene that is set."""

from contextlib import AsyncExitStack
from dataclasses import dataclass

from bot.application import Application, build_application, open_database
from bot.demo import door
from bot.demo.calendar import calendar_of
from bot.demo.cast import Cast, choose_cast, zone_of
from bot.demo.telephones import Part as PartOfCast
from bot.demo.telephones import Telephones
from bot.demo.travel import Quiet, Travel
from bot.runner import Part, run_parts, stop_on_signals
from bot.sandbox.chats import Telegram
from bot.sandbox.page_api import SandboxPage
from bot.sandbox.server import SandboxServer
from bot.settings import Settings
from bot.telegram.client import make_bot
from bot.waiting import Stop
from bot.web.feeds import CalendarPages
from services.clock import MovableClock
from services.exchange.service import ImportService
from services.exchange.workbook import Workbook
from services.i18n import DEFAULT_LANGUAGE, use_locale
from services.i18n import gettext as _
from services.keys import Keys

__all__ = ["Scene", "play"]

_LOOK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands when the curtain rises; without *school_id* the lists are still to come in."""

    workbook: Workbook
    clock: MovableClock
    secret: str
    telegram: Telegram
    school_id: int | None = None
    codes: dict[str, str] | None = None  # by the number of the telephone

    def cast(self) -> Cast:
        """Return who plays."""
        return choose_cast(self.workbook, self.clock.now())


async def play(settings: Settings, scene: Scene, *, port: int) -> None:
    """Serve the demo until a signal.

    Raises:
        OSError: the port is taken.
    """
    clock, telegram = scene.clock, scene.telegram
    keys, stop = Keys(scene.secret), Stop()
    stop_on_signals(stop)
    async with AsyncExitStack() as stack:
        database = open_database(settings.database_url, keys=keys, clock=clock)
        stack.push_async_callback(database.close)
        school_id = scene.school_id
        if school_id is None:
            report = await ImportService(database, clock, keys).apply(scene.workbook)
            school_id = report.school_id or 0
        with use_locale(DEFAULT_LANGUAGE):  # as the page
            telephones = Telephones.of(scene.cast(), telegram)
        applications: list[Application] = []  # it needs the server's address, which stands first

        async def settle(patience_seconds: float) -> bool:
            return await Quiet(applications[0], telegram, clock, school_id).wait(patience_seconds)

        def tick() -> None:
            applications[0].ticker.clock_was_moved()

        travel = Travel(
            clock,
            calendar_of(scene.workbook, zone_of(scene.workbook)),
            settle=settle,
            tick=tick,
        )
        page = SandboxPage(
            telegram,
            personas=[one.persona for one in telephones.all],
            slips=telephones.slips,
            zone=str(zone_of(scene.workbook)),
            clock_moves=travel,
        )
        calendar = CalendarPages(lambda: applications[0].services.feeds, clock)
        server = await stack.enter_async_context(
            SandboxServer(telegram, port=port, page=page, more=calendar.routes())
        )
        bot = make_bot(telegram.token, api_url=server.url)
        stack.push_async_callback(bot.session.close)
        application = await build_application(
            settings, database=database, bot=bot, keys=keys, clock=clock, public_url=server.url
        )
        applications.append(application)
        await _invite(application, telephones, scene, school_id)
        looking = Stop()
        invitations = Part(
            "invitations", lambda: _look_after(application, telephones, looking), looking.ask
        )
        print(  # noqa: T201  # the line everybody waits for
            _("The demo school is open: {url}   (Ctrl-C ends it)").format(url=server.url),
            flush=True,
        )
        await run_parts([*application.parts(), invitations], stop=stop)


async def _invite(
    application: Application, telephones: Telephones, scene: Scene, school_id: int
) -> None:
    """Hand out the invitations; where nobody is in yet, let in whoever is no newcomer."""
    if scene.codes is not None:
        for telephone in telephones.all:
            telephone.code = scene.codes.get(telephone.row.phone, "")
            telephone.is_linked = await door.is_in(application, telephone.user)
        return
    await door.hand_out_codes(application, telephones.all, school_id)
    for telephone in telephones.all:
        if telephone.part is not PartOfCast.FATHER and telephone.row.phone and telephone.code:
            await door.let_in(
                application, telephone.user, code=telephone.code, phone=telephone.row.phone
            )
            telephone.is_linked = True
            await telephone.user.send("/start")


async def _look_after(application: Application, telephones: Telephones, stop: Stop) -> None:
    """Take used invitations off the page."""
    while not stop.is_asked:
        for telephone in telephones.all:
            telephone.is_linked = await door.is_in(application, telephone.user)
        await stop.pause(_LOOK_SECONDS)
