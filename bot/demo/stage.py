"""Sets the demo up and plays it: sandbox, school, invitations and the whole application."""

from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path

from structlog import get_logger

from bot.application import Application, build_application, open_database
from bot.demo.cast import choose_cast, demo_moment, zone_of
from bot.demo.telephones import Telephone, Telephones
from bot.problems import UsageProblem
from bot.runner import Part, run_parts, stop_on_signals
from bot.sandbox.chats import Telegram
from bot.sandbox.page_api import SandboxPage
from bot.sandbox.server import SandboxServer
from bot.settings import Settings
from bot.telegram.client import make_bot
from bot.waiting import Stop
from bot.web.feeds import CalendarPages
from services.clock import Clock, MovableClock, SystemClock
from services.database import Database
from services.exchange.service import ImportService
from services.exchange.workbook import Workbook, read_workbook
from services.i18n import DEFAULT_LANGUAGE, use_locale
from services.i18n import gettext as _
from services.joining.facts import SharedContact, Visitor
from services.keys import Keys

__all__ = ["play"]

_LOOK_SECONDS = 1.0

_log = get_logger(__name__)


async def play(
    settings: Settings, source: Path, secret: str, *, port: int, local: datetime | None
) -> None:
    """Serve the demo of the school in *source* until a signal.

    Raises:
        UsageProblem: the workbook has problems.
        OSError: the port is taken.
    """
    workbook = read_workbook(source)
    _require_sound(workbook)
    clock = MovableClock(SystemClock(), start=demo_moment(workbook, local))
    keys, stop = Keys(secret), Stop()
    stop_on_signals(stop)
    async with AsyncExitStack() as stack:
        database = open_database(settings.database_url, keys=keys, clock=clock)
        stack.push_async_callback(database.close)
        school_id = await _import(workbook, database, clock, keys)

        telegram = Telegram(clock)
        cast = choose_cast(workbook, clock.now())
        with use_locale(DEFAULT_LANGUAGE):  # as the page
            telephones = Telephones.of(cast, telegram)
        page = SandboxPage(
            telegram,
            personas=[one.persona for one in telephones.all],
            slips=telephones.slips,
            zone=str(zone_of(workbook)),
            move_clock=clock.advance,
        )
        applications: list[Application] = []  # it needs the server's address, which stands first
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
        await _invite(application, telephones, school_id)
        teacher = telephones.teacher(cast)
        if teacher is not None:
            await _link(application, teacher)
        looking = Stop()
        invitations = Part(
            "invitations", lambda: _look_after(application, telephones, looking), looking.ask
        )
        print(  # noqa: T201  # the line everybody waits for
            _("The demo school is open: {url}   (Ctrl-C ends it)").format(url=server.url),
            flush=True,
        )
        await run_parts([*application.parts(), invitations], stop=stop)


def _require_sound(workbook: Workbook) -> None:
    problems = workbook.findings.problems
    if problems:
        raise UsageProblem("\n".join(problem.line() for problem in problems))


async def _import(workbook: Workbook, database: Database, clock: Clock, keys: Keys) -> int:
    report = await ImportService(database, clock, keys).apply(workbook)
    if report.school_id is None:
        raise UsageProblem("\n".join(problem.line() for problem in report.problems))
    return report.school_id


async def _invite(application: Application, telephones: Telephones, school_id: int) -> None:
    """Give everybody a real invitation; in lists without ids people are known by their names."""
    invitations = application.services.invitations
    by_name: dict[tuple[str, str], str] = {}
    if not all(telephone.row.has_id for telephone in telephones.all):
        by_name = {
            (one.person.family_name, one.person.given_name): one.code
            for one in await invitations.issue(school_id=school_id)
        }
    for telephone in telephones.all:
        row = telephone.row
        if row.has_id:
            issued = await invitations.issue(school_id=school_id, person=row.external_id)
            telephone.code = issued[0].code if issued else ""
        else:
            telephone.code = by_name.get((row.family_name, row.given_name), "")


async def _link(application: Application, telephone: Telephone) -> None:
    """Let one person in before the curtain rises, by the same door as everybody."""
    joining = application.services.joining
    user = telephone.user
    visitor = Visitor(
        bot_id=application.bot_id,
        telegram_user_id=user.user_id,
        chat_id=user.user_id,
        language=DEFAULT_LANGUAGE,
    )
    await joining.try_code(visitor, telephone.code)
    contact = SharedContact(telephone.row.phone, user.user_id, is_forwarded=False)
    await joining.verify_contact(visitor, contact)
    actor = await application.services.access.actor(
        bot_id=application.bot_id, telegram_user_id=user.user_id
    )
    if actor is not None:
        await application.services.briefings.acknowledge(actor)
    await user.send("/start")


async def _look_after(application: Application, telephones: Telephones, stop: Stop) -> None:
    """Take used invitations off the page."""
    access = application.services.access
    while not stop.is_asked:
        for telephone in telephones.all:
            actor = await access.actor(
                bot_id=application.bot_id, telegram_user_id=telephone.user.user_id
            )
            telephone.is_linked = actor is not None and actor.is_linked
        await stop.pause(_LOOK_SECONDS)
