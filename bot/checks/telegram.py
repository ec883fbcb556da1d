"""Whether Telegram answers, knows the bot, and lives by the same clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from bot.checks.finding import Finding, Gravity
from bot.settings import Settings
from services.clock import Clock
from services.i18n import gettext as _

__all__ = ["Answer", "ask_telegram", "clock_findings", "telegram_findings"]

MOST_SKEW = timedelta(minutes=1)  # an absence is due within one minute
_CALL_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """What Telegram said to getMe: the bot's id and name, and the moment by its clock."""

    status: int
    bot_id: int | None
    username: str
    at: datetime | None
    is_telegram: bool = True  # whether it speaks as a Bot API does


async def ask_telegram(settings: Settings, token: str) -> Answer:
    """Ask who the bot of a *token* is; status 0 when nothing answers."""
    url = f"{settings.telegram_api_url}/bot{token}/getMe"
    timeout = aiohttp.ClientTimeout(total=_CALL_SECONDS)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as http, http.get(url) as response:
            sent = response.headers.get("Date")
            at = parsedate_to_datetime(sent).astimezone(UTC) if sent else None
            body = await _json(response)
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return Answer(0, None, "", None)
    if body is None:
        return Answer(response.status, None, "", at, is_telegram=False)
    me = body.get("result")
    me = me if isinstance(me, dict) else {}
    return Answer(response.status, me.get("id"), me.get("username", ""), at)


def telegram_findings(settings: Settings, answer: Answer) -> Iterator[Finding]:
    """Say why the bot cannot talk to Telegram."""
    if not answer.is_telegram:
        yield Finding(
            _(
                "At {url} something answers that is not Telegram: check TELEGRAM_API_URL, or "
                "whether the network asks for a login."
            ).format(url=settings.telegram_api_url)
        )
    elif answer.status in {401, 404}:
        yield Finding(
            _("Telegram does not know this BOT_TOKEN: copy it again from @BotFather into .env."),
            Gravity.STOPS,
        )
    elif answer.bot_id is None:
        yield Finding(
            _("Telegram cannot be reached at {url}: check the network, or TELEGRAM_API_URL.")
            .format(url=settings.telegram_api_url)
        )  # fmt: skip


def clock_findings(clock: Clock, answer: Answer) -> Iterator[Finding]:
    """Say when this machine's clock and Telegram's differ too much."""
    if answer.at is None or not answer.is_telegram:
        return
    skew = abs(clock.now() - answer.at)
    if skew > MOST_SKEW:
        yield Finding(
            _(
                "The clock of this machine differs from Telegram's by {minutes} min: "
                "switch on time synchronisation."
            ).format(minutes=int(skew.total_seconds() // 60))
        )


async def _json(response: aiohttp.ClientResponse) -> dict[str, Any] | None:
    """Return a Bot API's answer; None for anything else, such as a provider's login page."""
    try:
        body = await response.json(content_type=None)
    except ValueError:
        return None
    return body if isinstance(body, dict) and "ok" in body else None
