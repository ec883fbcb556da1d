"""``peremena run``: the bot, until it is asked to stop."""

import asyncio
from argparse import Namespace
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager, AsyncExitStack, nullcontext
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from bot.apart import begin_apart
from bot.checks import Finding
from bot.checks.installation import listening_sentence, require_installation
from bot.memory import settle, starting, use_few_arenas
from bot.problems import CommandFailed
from bot.settings import Settings, secret_key, system_language
from services.i18n import gettext as _
from services.i18n import language_or_default, use_locale

if TYPE_CHECKING:
    from bot.application import Application
    from bot.runner import Part
    from services.clock import Clock

__all__ = ["Rehearsal", "event_loop_factory", "run"]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How time goes while days are played that have not come: its clock, and how often to look."""

    clock: "Clock"
    tick_seconds: float


def run(args: Namespace, settings: Settings, *, rehearsal: Rehearsal | None = None) -> int:
    """Run the parts named by ``--only`` (all of them) in one process, by the machine's clock.

    Only a *rehearsal* has time of its own.

    Raises:
        UsageProblem: there is no token, or it cannot be one.
        CommandFailed: the database or Telegram refuses, or another copy is running.
    """
    with use_locale(language_or_default(system_language())):
        warnings = require_installation(settings)
        secret = secret_key(settings)
    tokens = settings.require_bot_tokens()
    use_few_arenas()
    with starting(), _only_process(settings):
        # Apart: alembic is needed for a moment and would weigh 15 MiB for as long as we live.
        # And meanwhile: what we need ourselves takes twice as long to import.
        database_is_ready = begin_apart(_prepare, settings.database_url)
        _import_parts()
        database_is_ready()
        with asyncio.Runner(loop_factory=event_loop_factory()) as runner:
            serving = _serve(
                settings,
                tokens=tokens,
                secret=secret,
                only=args.only,
                rehearsal=rehearsal,
                warnings=warnings,
            )
            runner.run(serving)
    return 0


def event_loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return the faster event loop where it exists."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


def _prepare(url: str) -> None:
    from bot.database_setup import require_current, upgrade

    prepare = upgrade if url.startswith("sqlite") else require_current
    with use_locale(language_or_default(system_language())):
        prepare(url)


def _import_parts() -> None:
    # First of all: whatever imports aiogram after this has it imported fast.
    from bot.telegram.fast_import import import_aiogram

    import_aiogram()
    import_module("bot.application")


async def _serve(
    settings: Settings,
    *,
    tokens: Sequence[str],
    secret: str,
    only: Collection[str],
    rehearsal: Rehearsal | None,
    warnings: Sequence[Finding],
) -> None:
    from structlog import get_logger

    from bot.application import build_application, open_database
    from bot.runner import run_parts, stop_on_signals
    from bot.same_secret import keep_to_its_secret
    from bot.schedule.ticker import TICK_SECONDS
    from bot.telegram.client import make_bot
    from bot.waiting import Stop
    from bot.web.server import serve_pages
    from services.clock import SystemClock
    from services.keys import Keys

    is_real = rehearsal is None
    if rehearsal is None:
        rehearsal = Rehearsal(SystemClock(), TICK_SECONDS)
    clock, keys, stop = rehearsal.clock, Keys(secret), Stop()
    stop_on_signals(stop)
    async with AsyncExitStack() as stack:
        bots = [make_bot(token, api_url=settings.telegram_api_url) for token in tokens]
        for bot in bots:
            stack.push_async_callback(bot.session.close)
        database = open_database(settings.database_url, keys=keys, clock=clock)
        stack.push_async_callback(database.close)
        await keep_to_its_secret(database, keys)
        application = await build_application(
            settings,
            database=database,
            bots=bots,
            keys=keys,
            clock=clock,
            tick_seconds=rehearsal.tick_seconds,
        )
        pages = serve_pages(
            application.routes(only), host=settings.listen_host, port=settings.listen_port
        )
        try:
            await stack.enter_async_context(pages)
        except OSError as error:
            if "web" in only:
                with use_locale(language_or_default(system_language())):
                    raise CommandFailed(listening_sentence(settings, error)) from None
            # Another process of this machine has the port: whoever wants to see this one's health
            # and figures gives it a LISTEN_PORT of its own.
            get_logger(__name__).warning("the port is taken, this process shows no pages")
        settle()
        parts = application.parts(only)
        if is_real:
            parts.append(_first_look(settings, clock, application, only, warnings))
        await run_parts(parts, stop=stop)


def _first_look(
    settings: Settings,
    clock: "Clock",
    application: "Application",
    only: Collection[str],
    warnings: Sequence[Finding],
) -> "Part":
    """Return the part that says once, a line each, what `peremena check` would.

    Not before Telegram knows the bot: who cannot start reads the one line that says why.
    """
    from sqlalchemy.exc import SQLAlchemyError

    from bot.checks.school import school_findings
    from bot.checks.telegram import ask_telegram, clock_findings
    from bot.runner import Part
    from bot.waiting import Stop

    stop = Stop()

    async def look() -> None:
        if "web" in only:
            await stop.unless_asked(application.connected)
        token = settings.bot_tokens[0]  # of them all only the clock is asked here
        answer = await stop.unless_asked(lambda: ask_telegram(settings, token))
        if answer is None:
            return
        findings = [*warnings, *clock_findings(clock, answer)]
        try:
            findings += await school_findings(application.database, clock)
        except (SQLAlchemyError, OSError):
            _log_warning(Finding(_("The database could not be asked: run `peremena check`.")))
        for finding in findings:
            _log_warning(finding)

    async def run_look() -> None:
        with use_locale(language_or_default(system_language())):
            await look()
        await stop.wait()

    return Part("first look", run_look, stop.ask)


def _log_warning(finding: Finding) -> None:
    from structlog import get_logger

    get_logger(__name__).warning("not in order, see `peremena check`", detail=finding.sentence)


def _only_process(settings: Settings) -> AbstractContextManager[None]:
    """Hold the SQLite file; PostgreSQL takes several processes."""
    from sqlalchemy import make_url

    from bot.file_lock import only_process

    file = make_url(settings.database_url).database if settings.is_sqlite else None
    return only_process(Path(file)) if file else nullcontext()
