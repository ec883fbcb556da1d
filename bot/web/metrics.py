"""``/metrics`` in Prometheus' text: lag, depth, outcomes, latencies; numbers, nobody's data.

Gauges come from the database, the same in every process; counters and latencies are this one's.
"""

import math
from collections.abc import Awaitable, Callable

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from structlog import get_logger

from services.outbox.gauge import OutboxFigures
from services.outbox.ports import SendOutcome
from services.outbox.work import Sent

__all__ = ["Metrics"]

_CALL_SECONDS = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20)
_DELAY_SECONDS = (1, 2, 5, 10, 30, 60, 120, 300, 900, 3600, 14400, 86400)

_log = get_logger(__name__)


class Metrics:
    """What one process has counted, and what it asks the database when it is asked."""

    def __init__(
        self,
        *,
        outbox: Callable[[], Awaitable[OutboxFigures]],
        inbox: Callable[[], Awaitable[tuple[int, float]]],
    ) -> None:
        """Read the queues by *outbox* and *inbox*."""
        self._outbox = outbox
        self._inbox = inbox
        own = self._registry = CollectorRegistry()
        self._calls = Counter(
            "peremena_messages",
            "Messages given to the channel, by outcome",
            ["outcome"],
            registry=own,
        )
        self._seconds = Histogram(
            "peremena_call_seconds",
            "How long the channel took to answer",
            buckets=_CALL_SECONDS,
            registry=own,
        )
        self._delay = Histogram(
            "peremena_notice_delay_seconds",
            "From due to accepted, by kind of notice",
            ["kind"],
            buckets=_DELAY_SECONDS,
            registry=own,
        )
        self._accepted_at = Gauge(
            "peremena_last_accepted_timestamp_seconds",
            "When the channel last took a message from this process",
            registry=own,
        )
        self._database = Gauge("peremena_database_up", "1 when the database answers", registry=own)
        self._due_chats = Gauge("peremena_chats_due", "Chats with something due", registry=own)
        self._busy_chats = Gauge(
            "peremena_chats_busy", "Chats with a message on its way", registry=own
        )
        self._lag = Gauge(
            "peremena_delivery_lag_seconds",
            "How long the longest due notice has waited",
            registry=own,
        )
        self._updates = Gauge(
            "peremena_inbox_updates", "Updates received and not handled yet", registry=own
        )
        self._inbox_lag = Gauge(
            "peremena_inbox_lag_seconds", "How long the oldest of them has waited", registry=own
        )

    def called(self, outcome: SendOutcome, seconds: float) -> None:
        """Count one call of the channel."""
        self._calls.labels(_name(outcome)).inc()
        self._seconds.observe(seconds)

    def told(self, sent: Sent) -> None:
        """Note how late each notice of an accepted message was."""
        if not sent.told:
            return
        self._accepted_at.set(sent.sent_at.timestamp())
        for item in sent.told:
            late = (sent.sent_at - item.notice.due_at).total_seconds()
            self._delay.labels(item.notice.kind).observe(max(0.0, late))

    def routes(self) -> list[web.RouteDef]:
        """Return the page's route."""
        return [web.get("/metrics", self._page)]

    async def _page(self, _request: web.Request) -> web.Response:
        try:
            outbox, (updates, inbox_lag) = await self._outbox(), await self._inbox()
        except Exception:  # noqa: BLE001  # whatever it is: the page says so
            _log.exception("the queues cannot be read")
            self._database.set(0)
            for gauge in (
                self._due_chats,
                self._busy_chats,
                self._lag,
                self._updates,
                self._inbox_lag,
            ):
                gauge.set(math.nan)
        else:
            self._database.set(1)
            self._due_chats.set(outbox.due_chats)
            self._busy_chats.set(outbox.busy_chats)
            self._lag.set(outbox.lag_seconds)
            self._updates.set(updates)
            self._inbox_lag.set(inbox_lag)
        page = generate_latest(self._registry)
        return web.Response(body=page, headers={"Content-Type": CONTENT_TYPE_LATEST})


def _name(outcome: SendOutcome) -> str:
    """Return an outcome's name as Prometheus would write it: ``rate_limited``."""
    letters = type(outcome).__name__
    return "".join(f"_{one.lower()}" if one.isupper() else one for one in letters).lstrip("_")
