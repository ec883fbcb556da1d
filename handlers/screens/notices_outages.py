"""Times without the diary, and families that do not know a final mark, as people are told."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.screens.formatting import clock_time, day_and_month, escape
from services.i18n import gettext as _
from services.i18n import ngettext
from services.news.facts import OutageNews, UntoldNews
from services.outbox.ports import NoticeReader

__all__ = ["outage_lines", "outage_signal", "untold_lines"]


def outage_lines(_reader: NoticeReader, news: Sequence[OutageNews]) -> list[str]:
    """Return what is said of each outage."""
    return [outage_signal(one) for one in news]


def outage_signal(news: OutageNews) -> str:
    """Return the same: it names nobody."""
    parts = [_silence(news) if news.is_silence else _away(news)]
    if news.lost_before is not None:
        parts.append(
            _(
                "What you wrote to the bot before {moment} has not arrived: please send it again."
            ).format(moment=_moment(news.lost_before, news.zone))
        )
    return "\n".join(parts)


def untold_lines(_reader: NoticeReader, news: Sequence[UntoldNews]) -> list[str]:
    """Return whose families are to be told by other ways."""
    names = sorted({escape(f"{one.pupil.family_name} {one.pupil.given_name}") for one in news})
    return [
        ngettext(
            "One family does not know a final mark yet; it is due within 24 hours of the result:",
            "{number} families do not know a final mark yet; it is due within 24 hours of the "
            "result:",
            len(names),
        ).format(number=len(names)),
        *names,
        _("Please call them or hand the marks over on paper."),
    ]


def _away(news: OutageNews) -> str:
    span = {"began": _moment(news.began_at, news.zone), "ended": _moment(news.ended_at, news.zone)}
    if news.is_for_staff:
        return _(
            "The diary was away from {began} to {ended}: the computer or its line was off. What "
            "waited is sent now, families are told of the break."
        ).format(**span)
    return _(
        "The diary was away from {began} to {ended}. What the school has entered since comes now."
    ).format(**span)


def _silence(news: OutageNews) -> str:
    span = {"began": _moment(news.began_at, news.zone), "ended": _moment(news.ended_at, news.zone)}
    return ngettext(
        "Telegram took no message from {began} to {ended}; one chat was waiting and is "
        "served now.",
        "Telegram took no message from {began} to {ended}; {number} chats were waiting and are "
        "served now.",
        news.waiting,
    ).format(number=news.waiting, **span)


def _moment(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{day_and_month(local.date())} {clock_time(at, zone)}"
