"""``peremena check``: what is wrong with settings, database, Telegram, clock, disk and law.

Each finding is one sentence in plain words that names the way out.
"""

import asyncio
from argparse import Namespace

from bot.checks import Finding, Gravity
from bot.checks.installation import machine_findings, place_findings, token_findings
from bot.checks.school import school_findings
from bot.checks.telegram import Answer, ask_telegram, clock_findings, telegram_findings
from bot.commands.offline import Office, opened, run_in_language
from bot.database_setup import SchemaState, schema_state
from bot.problems import CommandFailed, UsageProblem
from bot.settings import Settings, secret_key
from services.clock import SystemClock
from services.i18n import gettext as _
from services.inbox.bots import BotRegistry

__all__ = ["run"]


def run(args: Namespace, settings: Settings) -> int:
    """Print what is wrong, or that nothing is; return 1 if anything is."""
    del args
    findings = run_in_language(_all(settings))
    for finding in findings:
        print(finding.sentence)
    if not findings:
        print(run_in_language(_all_is_well()))
    return 1 if findings else 0


async def _all_is_well() -> str:
    return _("Everything is in order.")


async def _all(settings: Settings) -> list[Finding]:
    tokens, place = list(token_findings(settings)), list(place_findings(settings))
    findings = [*tokens, *place, *machine_findings(settings)]
    answers = []
    if not tokens:
        answers = [await ask_telegram(settings, token) for token in settings.bot_tokens]
    for answer in answers:
        findings += telegram_findings(settings, answer)
        findings += clock_findings(SystemClock(), answer)
    if not place:
        findings += await _database_findings(settings, answers)
    return list(dict.fromkeys(findings))  # what ails all bots is said once


async def _database_findings(settings: Settings, answers: list[Answer]) -> list[Finding]:
    try:
        secret = secret_key(settings)
        state = await asyncio.to_thread(schema_state, settings.database_url)
        if state is not SchemaState.CURRENT:
            return [Finding(_schema_sentence(state), Gravity.STOPS)]
        async with opened(settings.database_url, secret) as office:
            for answer in answers:
                await _remember_bot(office, answer)
            return await school_findings(office.database, office.clock)
    except (UsageProblem, CommandFailed) as problem:
        return [Finding(str(problem), Gravity.STOPS)]


def _schema_sentence(state: SchemaState) -> str:
    match state:
        case SchemaState.EMPTY:
            return _("The database is empty: import the school's lists with `peremena import`.")
        case SchemaState.OLDER:
            return _("The database has an older schema: run `peremena migrate`.")
        case _:
            return _("The database was made by a newer version of Peremena: use that version.")


async def _remember_bot(office: Office, answer: Answer) -> None:
    """Store the bot's name: invitations need it for their links."""
    if answer.bot_id is not None:
        bots = BotRegistry(office.database)
        bot_id = await bots.register(telegram_bot_id=answer.bot_id)
        await bots.set_username(bot_id, answer.username)
