"""What commands share that do not talk to Telegram: the language, the database, the school."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.problems import CommandFailed, UsageProblem
from bot.same_secret import keep_to_its_secret
from bot.settings import system_language
from services.audit import AuditRecorder
from services.clock import Clock, SystemClock
from services.database import Database
from services.exchange.repository import all_schools, find_school
from services.i18n import gettext as _
from services.i18n import language_or_default, use_locale
from services.keys import Keys
from services.models import School

__all__ = ["SHOWN", "Office", "opened", "run_in_language", "the_school"]

SHOWN = 50  # lines of one kind; who has more to mend begins with these

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Office:
    """The open database with what belongs to it."""

    database: Database
    clock: Clock
    keys: Keys


def run_in_language(work: Coroutine[Any, Any, T]) -> T:
    """Run *work* to its end, with sentences in the language of the terminal."""
    with use_locale(language_or_default(system_language())):
        return asyncio.run(work)


@asynccontextmanager
async def opened(url: str, secret: str) -> AsyncIterator[Office]:
    """Open the database, whose changes are recorded, for the time of the block.

    Raises:
        WrongSecret: it was made with another secret.
    """
    clock, keys = SystemClock(), Keys(secret)
    database = Database(url, hooks=[AuditRecorder(keys, clock)])
    try:
        await keep_to_its_secret(database, keys)
        yield Office(database, clock, keys)
    finally:
        await database.close()


async def the_school(office: Office, name: str | None) -> School:
    """Return the school that is meant: the named one, or the only one.

    Raises:
        UsageProblem: there are several and none is named, or none has the name.
        CommandFailed: there is no school yet.
    """
    async with office.database.reading() as session:
        schools = await all_schools(session)
        if not schools:
            raise CommandFailed(_("There is no school yet: import one first."))
        if name is not None:
            school = await find_school(session, name)
            if school is not None:
                return school
        elif len(schools) == 1:
            return schools[0]
    names = ", ".join(school.short_name for school in schools)
    raise UsageProblem(_("Name one of these schools with --school: {names}.").format(names=names))
