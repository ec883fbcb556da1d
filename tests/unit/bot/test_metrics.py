"""The page of figures: what it says, and what it never says."""

from datetime import timedelta

import aiohttp
import pytest

from bot.web.metrics import Metrics
from bot.web.server import serve_pages
from services.outbox.gauge import OutboxFigures
from services.outbox.ports import Accepted, RateLimited
from services.outbox.work import DueNotice, Item, Sent
from services.vocabulary import FactKind, FactRef, NoticeKind
from tests.integration.outbox.world import NOON


async def _outbox() -> OutboxFigures:
    return OutboxFigures(due_chats=3, busy_chats=1, lag_seconds=12.5)


async def _inbox() -> tuple[int, float]:
    return 2, 0.5


async def _away() -> OutboxFigures:
    raise ConnectionError


def _sent() -> Sent:
    notice = DueNotice(
        id=1, school_id=1, person_id=77001, student_id=77002, account_id=77003,
        kind=NoticeKind.ABSENCE, fact=FactRef(FactKind.ATTENDANCE, 77004), revision=1,
        merge_key="", priority=1, due_at=NOON - timedelta(seconds=7), expires_at=NOON,
        attempts=0, was_answer_lost=False, told=None,
    )  # fmt: skip
    return Sent(
        school_id=1, person_id=77001, account_id=77003, chat_id=77005, telegram_message_id=1,
        outcome="accepted", is_repeat_possible=False, sent_at=NOON, endings=(),
        told=(Item(notice, 1, {"value": "n"}),),
    )  # fmt: skip


async def _page(metrics: Metrics) -> str:
    async with (
        serve_pages(metrics.routes(), host="127.0.0.1", port=0) as port,
        aiohttp.ClientSession() as client,
        client.get(f"http://127.0.0.1:{port}/metrics") as answer,
    ):
        return await answer.text()


@pytest.mark.parametrize(
    "line",
    [
        'peremena_messages_total{outcome="accepted"} 2.0',
        'peremena_messages_total{outcome="rate_limited"} 1.0',
        'peremena_call_seconds_bucket{le="0.1"} 2.0',
        'peremena_notice_delay_seconds_bucket{kind="absence",le="5.0"} 0.0',
        'peremena_notice_delay_seconds_bucket{kind="absence",le="10.0"} 1.0',
        "peremena_chats_due 3.0",
        "peremena_delivery_lag_seconds 12.5",
        "peremena_inbox_updates 2.0",
        "peremena_database_up 1.0",
    ],
)
async def test_lag_depth_outcomes_and_latencies_are_there(line):
    """What an administrator of a district watches."""
    metrics = Metrics(outbox=_outbox, inbox=_inbox)
    metrics.called(Accepted(1), 0.07)
    metrics.called(Accepted(2), 0.3)
    metrics.called(RateLimited(5), 0.06)
    metrics.told(_sent())

    assert line in (await _page(metrics)).splitlines()


async def test_no_number_of_a_person_is_there():
    """Figures of the machine, not of people."""
    metrics = Metrics(outbox=_outbox, inbox=_inbox)
    metrics.told(_sent())

    assert "7700" not in await _page(metrics)


async def test_the_page_comes_even_when_the_database_is_away():
    """Then it says so, instead of an error."""
    page = await _page(Metrics(outbox=_away, inbox=_inbox))

    assert "peremena_database_up 0.0" in page.splitlines()
    assert "peremena_chats_due NaN" in page.splitlines()
