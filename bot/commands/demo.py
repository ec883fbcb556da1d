"""``peremena demo``: a fresh school in the browser; no token, no network, nothing kept."""

import asyncio
import secrets
import sys
from argparse import Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.commands.run import event_loop_factory
from bot.problems import CommandFailed
from bot.settings import Settings, system_language
from services.i18n import gettext as _
from services.i18n import language_or_default, use_locale

__all__ = ["run"]


def run(args: Namespace, settings: Settings) -> int:
    """Make the school in a temporary place and serve it until Ctrl-C.

    Raises:
        UsageProblem: the workbook named with ``--from`` has problems.
        CommandFailed: the port is taken, or the school's months could not be lived to their end.
    """
    from bot.demo.port import require_free_port
    from bot.telegram.fast_import import import_aiogram

    with use_locale(language_or_default(system_language())):
        require_free_port(args.port)
    import_aiogram()
    from bot.demo.prepared import homes, is_in_time, place_to_keep, prepared_scene
    from bot.demo.scenes import fresh_scene
    from bot.demo.stage import play
    from bot.sandbox.errors import StillBusy

    def progress(months: str) -> None:
        line = _("The demo school lives through its autumn (once, then it is kept): {months}")
        print(line.format(months=months), file=sys.stderr, flush=True)  # it takes a while

    with TemporaryDirectory(prefix="peremena-demo-") as folder:
        database = Path(folder) / "demo.db"
        fresh = settings.model_copy(
            update={
                "database_url": f"sqlite+aiosqlite:///{database}",
                "data_dir": Path(folder),
            }
        )
        with use_locale(language_or_default(system_language())):
            if args.source is None and is_in_time(args.now):
                kept_in = place_to_keep(homes(), otherwise=Path(folder) / "kept")
                try:
                    scene = prepared_scene(
                        fresh, database, local=args.now, kept_in=kept_in, progress=progress
                    )
                except StillBusy as busy:
                    raise CommandFailed(
                        _("This machine has too much else to do; start the demo again later.")
                    ) from busy
            else:
                secret = secrets.token_urlsafe(48)
                scene = fresh_scene(fresh, args.source, local=args.now, secret=secret)
            with asyncio.Runner(loop_factory=event_loop_factory()) as runner:
                runner.run(play(fresh, scene, port=args.port))
    return 0
