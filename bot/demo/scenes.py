"""Sets the scene of a demo: a school on its first day with us."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.database_setup import upgrade
from bot.demo.cast import demo_moment
from bot.demo.lists import write_lists
from bot.demo.theatre import Scene
from bot.problems import UsageProblem
from bot.sandbox.chats import Telegram
from bot.settings import Settings
from services.clock import MovableClock, SystemClock
from services.exchange.workbook import Workbook, read_workbook

__all__ = ["demo_lists", "fresh_scene", "read_lists"]


def demo_lists() -> Workbook:
    """Return the lists of the demo school."""
    with TemporaryDirectory(prefix="peremena-lists-") as folder:
        return read_lists(write_lists(Path(folder)))


def read_lists(source: Path) -> Workbook:
    """Return a school's lists.

    Raises:
        UsageProblem: they have problems.
    """
    workbook = read_workbook(source)
    if workbook.findings.problems:
        raise UsageProblem("\n".join(problem.line() for problem in workbook.findings.problems))
    return workbook


def fresh_scene(
    settings: Settings, source: Path | None, *, local: datetime | None, secret: str
) -> Scene:
    """Set an empty database and a school whose lists are about to come in."""
    workbook = demo_lists() if source is None else read_lists(source)
    moment = demo_moment(workbook, local)
    clock = MovableClock(SystemClock(), start=moment)
    upgrade(settings.database_url)
    return Scene(
        workbook=workbook, moment=moment, clock=clock, secret=secret, telegram=Telegram(clock)
    )
