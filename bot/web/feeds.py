"""``GET /calendar/<secret>.ics``: RFC 5545, for the calendar of a phone; private, not indexed."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from aiohttp import web

from handlers.screens.feeds import calendar_name, lesson_title
from services.clock import Clock
from services.diary.feed_facts import Feed, FeedGone, FeedLesson
from services.diary.feeds import CalendarFeedService
from services.i18n import use_locale

if TYPE_CHECKING:
    from icalendar import Event

__all__ = ["CalendarPages", "calendar_bytes"]

_KEPT_SECONDS = 900
_REFRESH = timedelta(hours=1)
_LONGEST_SECRET = 64


class CalendarPages:
    """Shows feeds; whatever is wrong with an address, the answer is the same: not found."""

    def __init__(self, feeds: Callable[[], CalendarFeedService], clock: Clock) -> None:
        """Read from what *feeds* returns when it is asked."""
        self._feeds = feeds
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Return the page's route; ``HEAD`` comes with it."""
        return [web.get("/calendar/{secret}.ics", self._page)]

    async def _page(self, request: web.Request) -> web.Response:
        secret = request.match_info["secret"][:_LONGEST_SECRET]
        try:
            feed = await self._feeds().read(secret, now=self._clock.now())
        except FeedGone:
            return web.Response(status=HTTPStatus.NOT_FOUND, text="not found\n")
        body = calendar_bytes(feed)
        tag = hashlib.sha256(body).hexdigest()[:32]
        headers = {
            "ETag": f'"{tag}"',
            "Cache-Control": f"private, max-age={_KEPT_SECONDS}",
            "X-Robots-Tag": "noindex",
        }
        known = request.if_none_match or ()
        if any(one.value in {tag, "*"} for one in known):
            return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
        headers["Content-Type"] = "text/calendar; charset=utf-8"
        return web.Response(body=body, headers=headers)


def calendar_bytes(feed: Feed) -> bytes:
    """Return the feed as a calendar; the same facts on the same day give the same bytes."""
    from icalendar import Calendar

    made_at = datetime.combine(feed.today, time(), tzinfo=UTC)
    with use_locale(feed.language):
        calendar = Calendar()
        calendar.add("prodid", "-//Peremena//school diary//RU")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", calendar_name(feed.child))
        calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
        for lesson in feed.lessons:
            calendar.add_component(_event(feed, lesson, made_at))
        return bytes(calendar.to_ical())


def _event(feed: Feed, lesson: FeedLesson, made_at: datetime) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"{lesson.key}@peremena.invalid")
    event.add("dtstamp", made_at)
    event.add("dtstart", lesson.line.starts_at.astimezone(UTC))
    event.add("dtend", lesson.line.ends_at.astimezone(UTC))
    event.add("summary", lesson_title(feed.child, lesson.line))
    if lesson.line.room:
        event.add("location", lesson.line.room)
    event.add("status", "CANCELLED" if lesson.line.is_dropped else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if lesson.line.is_dropped else "OPAQUE")
    event.add("class", "PRIVATE")
    return event
