"""``peremena demo``: a fresh school in the browser; no token, no network, nothing kept."""

import asyncio
import secrets
from argparse import Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.commands.run import event_loop_factory
from bot.settings import Settings, system_language

__all__ = ["run"]


def run(args: Namespace, settings: Settings) -> int:
    """Make the school in a temporary place and serve it until Ctrl-C.

    Raises:
        UsageProblem: the workbook named with ``--from`` has problems.
        OSError: the port is taken.
    """
    from bot.telegram.fast_import import import_aiogram

    import_aiogram()
    from bot.demo.scenes import fresh_scene
    from bot.demo.stage import play
    from services.i18n import language_or_default, use_locale

    with TemporaryDirectory(prefix="peremena-demo-") as folder:
        fresh = settings.model_copy(
            update={
                "database_url": f"sqlite+aiosqlite:///{folder}/demo.db",
                "data_dir": Path(folder),
            }
        )
        with (
            use_locale(language_or_default(system_language())),
            asyncio.Runner(loop_factory=event_loop_factory()) as runner,
        ):
            scene = fresh_scene(
                fresh, args.source, local=args.now, secret=secrets.token_urlsafe(48)
            )
            runner.run(play(fresh, scene, port=args.port))
    return 0
