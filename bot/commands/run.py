"""``peremena run``: the bot, until it is asked to stop."""

import asyncio
from argparse import Namespace
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, AsyncExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.apart import run_apart
from bot.settings import Settings, secret_key

if TYPE_CHECKING:
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
    token = settings.require_bot_token()
    with _only_process(settings):
        # Apart: alembic is needed for a moment and would weigh 15 MiB for as long as we live.
        run_apart(_prepare, settings.database_url)
        secret = secret_key(settings)
        with asyncio.Runner(loop_factory=event_loop_factory()) as runner:
            serving = _serve(
                settings, token=token, secret=secret, only=args.only, rehearsal=rehearsal
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
    prepare(url)


async def _serve(
    settings: Settings,
    *,
    token: str,
    secret: str,
    only: Collection[str],
    rehearsal: Rehearsal | None,
) -> None:
    # First of all: whatever imports aiogram after this has it imported fast.
    from bot.telegram.fast_import import import_aiogram

    import_aiogram()

    from structlog import get_logger

    from bot.application import build_application, open_database
    from bot.memory import settle
    from bot.runner import run_parts, stop_on_signals
    from bot.same_secret import keep_to_its_secret
    from bot.schedule.ticker import TICK_SECONDS
    from bot.telegram.client import make_bot
    from bot.waiting import Stop
    from bot.web.server import serve_pages
    from services.clock import SystemClock
    from services.keys import Keys

    if rehearsal is None:
        rehearsal = Rehearsal(SystemClock(), TICK_SECONDS)
    clock, keys, stop = rehearsal.clock, Keys(secret), Stop()
    stop_on_signals(stop)
    async with AsyncExitStack() as stack:
        bot = make_bot(token, api_url=settings.telegram_api_url)
        stack.push_async_callback(bot.session.close)
        database = open_database(settings.database_url, keys=keys, clock=clock)
        stack.push_async_callback(database.close)
        await keep_to_its_secret(database, keys)
        application = await build_application(
            settings,
            database=database,
            bot=bot,
            keys=keys,
            clock=clock,
            tick_seconds=rehearsal.tick_seconds,
        )
        pages = serve_pages(
            application.routes(only), host=settings.listen_host, port=settings.listen_port
        )
        try:
            await stack.enter_async_context(pages)
        except OSError:
            if "web" in only:
                raise
            # Another process of this machine has the port: whoever wants to see this one's health
            # and figures gives it a LISTEN_PORT of its own.
            get_logger(__name__).warning("the port is taken, this process shows no pages")
        settle()
        await run_parts(application.parts(only), stop=stop)


def _only_process(settings: Settings) -> AbstractContextManager[None]:
    """Hold the SQLite file; PostgreSQL takes several processes."""
    from sqlalchemy import make_url

    from bot.file_lock import only_process

    file = make_url(settings.database_url).database if settings.is_sqlite else None
    return only_process(Path(file)) if file else nullcontext()
