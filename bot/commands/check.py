"""``peremena check``: what is wrong with settings, database, Telegram, clock, disk and law.

Each finding is one sentence in plain words that names the way out.
"""

import asyncio
import shutil
from argparse import Namespace
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp

from bot.commands.offline import Office, opened, run_in_language
from bot.database_setup import SchemaState, schema_state
from bot.problems import CommandFailed, UsageProblem
from bot.same_secret import WrongSecret
from bot.settings import Settings, secret_key
from services.clock import Clock, SystemClock
from services.database import bind_school
from services.exchange.repository import all_schools
from services.i18n import gettext as _
from services.inbox.bots import BotRegistry
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.vocabulary import ContentMode

__all__ = ["Answer", "clock_findings", "disk_findings", "law_findings", "place_findings", "run"]

LEAST_FREE_BYTES = 500 * 1024 * 1024  # a year of a village school with its daily copies
MOST_SKEW = timedelta(minutes=1)  # an absence is due within one minute
_CALL_SECONDS = 10
_PLACES = 2  # S4 5.1: two media


@dataclass(frozen=True, slots=True)
class Answer:
    """What Telegram said to getMe: the bot's id and name, and the moment by its clock."""

    status: int
    bot_id: int | None
    username: str
    at: datetime | None


def run(args: Namespace, settings: Settings) -> int:
    """Print what is wrong, or that nothing is; return 1 if anything is."""
    del args
    findings = run_in_language(_all(settings))
    for finding in findings:
        print(finding)
    if not findings:
        print(_("Everything is in order."))
    return 1 if findings else 0


async def _all(settings: Settings) -> list[str]:
    clock = SystemClock()
    findings = list(disk_findings(settings.data_dir))
    findings += place_findings(settings.backup_places)
    answer = await _ask_telegram(settings)
    findings += _telegram_findings(settings, answer)
    findings += clock_findings(clock, answer)
    findings += [finding async for finding in _database_findings(settings, answer)]
    return findings


def disk_findings(data_dir: Path, *, least: int = LEAST_FREE_BYTES) -> Iterator[str]:
    """Say when the disk of the data directory has less than *least* bytes free."""
    place = next(folder for folder in (data_dir, *data_dir.resolve().parents) if folder.exists())
    free = shutil.disk_usage(place).free
    if free < least:
        yield _("Only {free} MB are free on the disk of {folder}: make room.").format(
            free=free // 1024**2, folder=data_dir
        )


def place_findings(places: Sequence[Path]) -> Iterator[str]:
    """Say when the places of the week's copies and the archives are too few or not there."""
    if places and len(places) < _PLACES:
        yield _("BACKUP_DIRS names one folder: name a second one on a medium in another room.")
    for place in places:
        if not place.is_dir():
            yield _("{folder}: there is no such folder. Is the medium connected?").format(
                folder=place
            )


def clock_findings(clock: Clock, answer: Answer | None) -> Iterator[str]:
    """Say when this machine's clock and Telegram's differ too much."""
    if answer is None or answer.at is None:
        return
    skew = abs(clock.now() - answer.at)
    if skew > MOST_SKEW:
        yield _(
            "The clock of this machine differs from Telegram's by {minutes} min: "
            "switch on time synchronisation."
        ).format(minutes=int(skew.total_seconds() // 60))


def law_findings(profile: SchoolProfile) -> Iterator[str]:
    """Say what the law asks of this school and its settings do not have yet."""
    missing = [
        word
        for word, value in (
            ("название", profile.name),
            ("адрес", profile.address),
            ("ответственный за ПДн", profile.data_officer),
        )
        if not value
    ]
    if missing:
        yield _(
            "«Школа»: missing is {what}. The consent must name the operator (152-FZ, art. 9): "
            "until it is entered, nobody is asked for consent and nothing is sent to families."
        ).format(what=", ".join(missing))
    if not profile.tax_id:
        yield _(
            "«Школа»: «ИНН» is missing: enter it, acts of destruction name the operator by it."
        )
    if profile.founder == "private":
        return
    if profile.content_mode is not ContentMode.SIGNAL:
        yield _(
            "The school is a state or municipal one. Russian law (149-FZ art. 10 part 8, 41-FZ) "
            "forbids such schools to pass personal data through foreign messengers: set "
            "«режим сообщений» to signal, or have a lawyer confirm another mode in writing."
        )
    if not profile.channel_decision:
        yield _(
            "«Школа»: «решение о канале» is empty: enter the number and date of the school's "
            "decision to use this messenger."
        )
    elif not any(sign.isdigit() for sign in profile.channel_decision):
        yield _(
            "«Школа»: «решение о канале» has no number: enter number and date of the order, such "
            "as «приказ № 41 от 01.09.2026»."
        )
    if not profile.needs_paper_consent:
        yield _(
            "«бумажное согласие» is «нет»: in a state or municipal school the written application "
            "proves who consented (152-FZ, art. 9, part 4). Set «да», or have a lawyer confirm it."
        )


async def _ask_telegram(settings: Settings) -> Answer | None:
    if settings.bot_token is None:
        return None
    token = settings.bot_token.get_secret_value()
    url = f"{settings.telegram_api_url}/bot{token}/getMe"
    timeout = aiohttp.ClientTimeout(total=_CALL_SECONDS)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as http, http.get(url) as response:
            sent = response.headers.get("Date")
            at = parsedate_to_datetime(sent).astimezone(UTC) if sent else None
            body = await response.json() if response.ok else {}
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return Answer(0, None, "", None)
    me = body.get("result", {})
    return Answer(response.status, me.get("id"), me.get("username", ""), at)


def _telegram_findings(settings: Settings, answer: Answer | None) -> Iterator[str]:
    if answer is None:
        yield _("BOT_TOKEN is not set: get one from @BotFather and put it into .env.")
    elif answer.status in {401, 404}:
        yield _("Telegram does not know this BOT_TOKEN: copy it again from @BotFather into .env.")
    elif answer.bot_id is None:
        yield _(
            "Telegram cannot be reached at {url}: check the network, or TELEGRAM_API_URL."
        ).format(url=settings.telegram_api_url)


async def _database_findings(settings: Settings, answer: Answer | None) -> AsyncIterator[str]:
    try:
        state = await _state(settings)
        secret = secret_key(settings)
    except (UsageProblem, CommandFailed) as problem:
        yield str(problem)
        return
    match state:
        case SchemaState.EMPTY:
            yield _("The database is empty: import the school's lists with `peremena import`.")
            return
        case SchemaState.OLDER:
            yield _("The database has an older schema: run `peremena migrate`.")
            return
        case SchemaState.NEWER:
            yield _("The database was made by a newer version of Peremena: use that version.")
            return
        case SchemaState.CURRENT:
            pass
    try:
        async with opened(settings.database_url, secret) as office:
            await _remember_bot(office, answer)
            async for finding in _school_findings(office):
                yield finding
    except WrongSecret as problem:
        yield str(problem)


async def _state(settings: Settings) -> SchemaState:
    return await asyncio.to_thread(schema_state, settings.database_url)


async def _remember_bot(office: Office, answer: Answer | None) -> None:
    """Store the bot's name: invitations need it for their links."""
    if answer is not None and answer.bot_id is not None:
        bots = BotRegistry(office.database)
        bot_id = await bots.register(telegram_bot_id=answer.bot_id)
        await bots.set_username(bot_id, answer.username)


async def _school_findings(office: Office) -> AsyncIterator[str]:
    async with office.database.reading() as session:
        schools = await all_schools(session)
        if not schools:
            yield _("There is no school yet: import one first.")
        for school in schools:
            with bind_school(school.id):
                profile = await load_profile(session)
            for finding in law_findings(profile):
                yield f"{school.short_name}: {finding}" if len(schools) > 1 else finding
