"""What each answer of the channel does to notices, chats and accounts."""

from datetime import timedelta

import pytest
import structlog

from services.models import Account
from services.outbox.ports import (
    Accepted,
    Ambiguous,
    Blocked,
    ChatNotFound,
    Deactivated,
    Moved,
    OurFault,
    RateLimited,
    Retry,
    TokenRefused,
)
from services.vocabulary import NoticeKind


async def owe_mark(world, fact_id=1, *, account=1):
    """Owe one mark."""
    world.facts.values[fact_id] = "4"
    await world.owe(fact_id, account=account)


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (Blocked(), "blocked"),
        (Deactivated(), "deactivated"),
        (ChatNotFound(), "chat_not_found"),
    ],
)
async def test_a_person_who_is_gone_is_not_tried_again(world, outcome, reason):
    """The account becomes unreachable, the outcome is kept, nothing counts as told."""
    await owe_mark(world)
    world.sender.outcomes[5001] = [outcome]
    await world.steps()
    world.pass_time(100)
    await world.steps()

    assert 1 == len(world.sender.sent)
    assert {1: ("unreachable", reason)} == await world.states()
    assert {} == await world.told()
    reachable = {row.id: row.is_reachable for row in await world.rows(Account)}
    assert (False, True) == (reachable[1], reachable[2])
    assert [(reason, None)] == [
        (row.outcome, row.telegram_message_id) for row in await world.messages()
    ]


async def test_a_server_error_is_tried_again_after_a_growing_wait(world):
    """Two, four seconds later; the message that arrives at last is told once."""
    await owe_mark(world)
    world.sender.outcomes[5001] = [Retry("server"), Retry("server")]
    await world.steps()
    tries = []
    for _ in range(8):
        tries.append(len(world.sender.sent))
        world.pass_time(1)
        await world.steps()

    assert [1, 1, 2, 2, 2, 2, 3, 3] == tries
    assert {1: ("told", "")} == await world.states()


async def test_a_retry_holds_back_its_own_priority_and_lower_only(world):
    """While marks wait for a retry an absence of the same chat passes, later marks do not."""
    await owe_mark(world, 1)
    world.sender.outcomes[5001] = [Retry("server")]
    await world.steps()
    await owe_mark(world, 2)
    world.facts.values[3] = "absent"
    await world.owe(3, kind=NoticeKind.ABSENCE)
    world.pass_time(1.1)
    await world.steps()
    meanwhile = world.sender.texts[1:]
    world.pass_time(1.1)
    await world.steps()
    world.pass_time(1.1)
    await world.steps()

    assert ["3: →absent"] == meanwhile
    assert ["1: →4", "2: →4"] == world.sender.texts[2:]


async def test_a_lost_answer_is_tried_once_more_and_counted(world):
    """The first may have arrived: the second is marked as a possible repetition."""
    await owe_mark(world)
    world.sender.outcomes[5001] = [Ambiguous()]
    await world.steps()
    world.pass_time(9)
    await world.steps()
    early = len(world.sender.sent)
    world.pass_time(2)
    await world.steps()

    assert (1, 2) == (early, len(world.sender.sent))
    assert {1: ("told", "")} == await world.states()
    assert [True] == [row.is_repeat_possible for row in await world.messages()]


async def test_two_lost_answers_end_it(world):
    """A third message would more likely repeat than inform; paper and ledger know."""
    await owe_mark(world)
    world.sender.outcomes[5001] = [Ambiguous(), Retry("server"), Ambiguous()]
    await world.steps()
    for _ in range(40):
        world.pass_time(5)
        await world.steps()

    assert 3 == len(world.sender.sent)
    assert {1: ("unreachable", "lost_answer")} == await world.states()
    assert [True] == [row.is_repeat_possible for row in await world.messages()]


async def test_a_limited_chat_waits_as_told_and_loses_no_attempt(world):
    """429 is obeyed for the chat, everything in it waits, and it does not count as a failure."""
    await owe_mark(world, 1)
    world.sender.outcomes[5001] = [RateLimited(7)]
    await world.steps()
    world.facts.values[2] = "absent"
    await world.owe(2, kind=NoticeKind.ABSENCE)
    world.pass_time(6.9)
    await world.steps()
    early = len(world.sender.sent)
    world.pass_time(0.2)
    await world.steps()
    rows = await world.rows(_notice())

    assert (1, "2: →absent") == (early, world.sender.texts[1])
    assert {0} == {row.attempts for row in rows}


async def test_a_limited_token_pauses_every_chat(world):
    """A long wait silences the token: the next chat is not even tried."""
    await owe_mark(world, 1, account=1)
    world.sender.outcomes[5001] = [RateLimited(30)]
    await world.steps()

    assert 30 == world.pacer.paused_seconds


async def test_a_refused_message_is_repeated_as_plain_text_and_alarmed(world):
    """Our fault: once more without markup; the log names ids only."""
    await owe_mark(world)
    world.sender.outcomes[5001] = [OurFault("markup")]
    with structlog.testing.capture_logs() as logs:
        await world.steps_with_pause(1.1)

    assert [False, True] == [one.is_plain for one in world.sender.sent]
    assert {1: ("told", "")} == await world.states()
    (alarm,) = [entry for entry in logs if entry["log_level"] == "error"]
    assert {"event", "log_level", "notice_ids", "outcome"} == set(alarm)


async def test_a_message_refused_twice_is_set_aside(world):
    """It is not tried for ever, and the chat goes on with what follows."""
    await owe_mark(world)
    world.sender.outcomes[5001] = [OurFault("markup"), OurFault("markup")]
    with structlog.testing.capture_logs() as logs:
        await world.steps_with_pause(1.1)
    await owe_mark(world, 2)
    world.pass_time(5)
    await world.steps()

    assert {1: ("dead", "markup"), 2: ("told", "")} == await world.states()
    assert 2 == sum(entry["log_level"] == "error" for entry in logs)


async def test_a_chat_that_moved_is_followed(world):
    """The new address is used at once and remembered."""
    await owe_mark(world)
    world.sender.outcomes[5001] = [Moved(-42)]
    await world.steps()
    accounts = {row.id: row.chat_id for row in await world.rows(Account)}

    assert [5001, -42] == [one.chat_id for one in world.sender.sent]
    assert -42 == accounts[1]
    assert {1: ("told", "")} == await world.states()


async def test_a_refused_token_stops_delivery_and_loses_nothing(world):
    """No attempt is counted, nothing ends: all of it waits for a bot that works."""
    await owe_mark(world, 1, account=1)
    world.sender.outcomes[5001] = [TokenRefused()]
    await world.engine.step()
    await owe_mark(world, 2, account=2)
    await world.engine.step()

    assert ["1: →4"] == world.sender.texts
    assert {1: ("waiting", ""), 2: ("waiting", "")} == await world.states()
    assert [None, None] == [(await world.queue(account)).owner for account in (1, 2)]


async def test_an_answer_that_could_not_be_read_counts_as_told(world):
    """An unparseable success was delivered: it is never sent again; a correction is no reply."""
    await owe_mark(world)
    world.sender.outcomes[5001] = [Accepted(None)]
    await world.steps()
    world.facts.values[1] = "5"
    await world.owe(1, revision=2)
    world.pass_time(2)
    await world.steps()

    assert [("1: →4", None), ("1: 4→5", None)] == [
        (one.text, one.reply_to) for one in world.sender.sent
    ]


async def test_what_is_tried_in_vain_ends_when_it_is_no_longer_news(world):
    """A channel that is down for half a day: the absence expires, the mark still arrives."""
    world.facts.values.update({1: "absent", 2: "4"})
    await world.owe(1, account=1, kind=NoticeKind.ABSENCE, expires=timedelta(hours=12))
    await world.owe(2, account=2)
    world.sender.outcomes[5001] = [Retry("server")] * 3
    world.sender.outcomes[5002] = [Retry("server")] * 3
    await world.steps()
    for _ in range(2):
        world.pass_time(60)
        await world.steps()
    world.pass_time(12 * 3600)
    await world.steps()

    assert {1: ("expired", "expired"), 2: ("told", "")} == await world.states()


def _notice():
    from services.models import Notice

    return Notice
