"""One update: one transaction, then its screens; and what happens when something dies between."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from bot.middlewares.refusal import Refused
from handlers.screens.errors import failed, getting_ready
from handlers.show import Edit, Say, Show, Toast
from services.database import Database
from services.i18n import use_locale
from services.inbox.facts import ChatKey
from services.models import Account, InboxState
from services.outgoing import OutgoingMessage
from services.preparation import prepared
from tests.fakes import FakeClock
from tests.integration.receiving.world import World, message, press

Shown = tuple[Show, ...]


class Killed(BaseException):
    """The process dies here."""


class Recording:
    """A handler that records an account for everybody who writes, and may then misbehave."""

    def __init__(self, database: Database, *, answer: Shown = ()) -> None:
        self._database = database
        self._answer = answer
        self.fault: BaseException | None = None
        self.texts: list[str] = []

    async def __call__(self, payload: Mapping[str, Any]) -> Shown:
        """Record, then answer or fail."""
        text = payload["message"]["text"] if "message" in payload else "press"
        self.texts.append(text)
        async with self._database.transaction() as session:
            session.add(
                Account(
                    bot_id=1,
                    telegram_user_id=1000 + payload["update_id"],
                    chat_id=1,
                    language="ru",
                    created_at=FakeClock().now(),
                )
            )
        if self.fault is not None:
            raise self.fault
        return self._answer


def _say(text: str) -> Say:
    return Say(OutgoingMessage(text))


async def test_the_effect_is_committed_before_anything_is_shown(
    database: Database, clock: FakeClock
):
    """When the screen leaves, the record is there and the update cannot run again."""
    handler = Recording(database, answer=(_say("Записано"),))
    world = await World.make(database, clock, handler)
    await world.receive(message(1))
    states_when_shown: list[InboxState] = []

    async def look() -> None:
        states_when_shown.extend(await world.states())

    world.channel.on_show = look

    assert await world.handle(7) == 0.0
    assert states_when_shown == [InboxState.APPLIED]
    assert await world.accounts() == [1001]
    assert await world.states() == [InboxState.DONE]
    assert world.channel.shown == [("say", 7, "Записано")]


async def test_a_refusal_leaves_no_trace_but_its_sentence(database: Database, clock: FakeClock):
    """What a handler wrote before the refusal is rolled back; the person hears why; it is done."""
    handler = Recording(database)
    handler.fault = Refused(OutgoingMessage("Это недоступно"))
    world = await World.make(database, clock, handler)
    await world.receive(message(1))
    await world.handle(7)

    assert await world.accounts() == []
    assert await world.states() == [InboxState.DONE]
    assert world.channel.shown == [("say", 7, "Это недоступно")]


async def test_a_poison_update_is_tried_three_times_and_set_aside(
    database: Database, clock: FakeClock
):
    """After 1 and 5 seconds it has its third and last chance; then the chat goes on."""
    handler = Recording(database, answer=(_say("ок"),))
    handler.fault = ZeroDivisionError()
    world = await World.make(database, clock, handler)
    await world.receive(message(1, "яд"), message(2, "дальше"))
    rests = [await world.handle(7) for _ in range(3)]
    handler.fault = None
    await world.handle(7)

    assert rests == [1.0, 5.0, 0.0]
    assert handler.texts == ["яд", "яд", "яд", "дальше"]
    assert await world.accounts() == [1002]
    sorry, answer = world.channel.shown
    with use_locale("ru"):
        assert sorry == ("say", 7, failed().text)
    assert answer == ("say", 7, "ок")


async def test_a_strangers_poison_is_erased(database: Database, clock: FakeClock):
    """Nothing of somebody we do not know outlives its handling, not even encrypted."""
    handler = Recording(database)
    handler.fault = ZeroDivisionError()
    world = await World.make(database, clock, handler)
    await world.receive(message(1))
    for _ in range(3):
        await world.handle(7)

    assert await world.states() == [InboxState.DONE]


async def test_killed_before_the_commit_it_runs_again(database: Database, clock: FakeClock):
    """Nothing was committed, so the next process does it as if for the first time."""
    handler = Recording(database, answer=(_say("ок"),))
    handler.fault = Killed()
    world = await World.make(database, clock, handler)
    await world.receive(message(1))
    with pytest.raises(Killed):
        await world.handle(7)

    handler.fault = None
    reborn = await World.make(database, clock, handler)
    await reborn.run_until_shown(1)
    assert await world.accounts() == [1001]
    assert reborn.channel.shown == [("say", 7, "ок")]


async def test_killed_after_the_commit_it_never_runs_again(database: Database, clock: FakeClock):
    """The effect counts once; the next process says so, with the way to the menu."""
    handler = Recording(database, answer=(_say("ок"),))
    world = await World.make(database, clock, handler)
    await world.add_account(7, language="en")
    await world.receive(message(1))

    async def die() -> None:
        raise Killed

    world.channel.on_show = die
    with pytest.raises(Killed):
        await world.handle(7)

    reborn = await World.make(database, clock, handler)
    await reborn.run_until_shown(1)
    third = await World.make(database, clock, handler)
    await third.receive(message(2, "?"))
    await third.run_until_shown(1)
    assert third.channel.shown == [("say", 7, "ок")]
    assert handler.texts == ["hello", "?"]
    (told,) = reborn.channel.shown
    assert told[:2] == ("say", 7)
    assert told[2].startswith("Recorded.")


async def test_the_same_update_twice_has_one_effect(database: Database, clock: FakeClock):
    """Telegram repeats an update after it was handled: nothing happens."""
    handler = Recording(database)
    world = await World.make(database, clock, handler)
    await world.receive(message(1))
    await world.handle(7)
    await world.receive(message(1))

    assert await world.handle(7) is None
    assert handler.texts == ["hello"]


@pytest.mark.parametrize(
    "payload",
    [
        {"update_id": 1, "edited_message": {"message_id": 1, "chat": {"id": 7}}},
        {"update_id": 1, "poll_answer": {"user": {"id": 7}}},
    ],
)
async def test_other_kinds_are_done_silently(
    database: Database, clock: FakeClock, payload: dict[str, Any]
):
    """What we do not handle is not handled, and does not wait."""
    handler = Recording(database)
    world = await World.make(database, clock, handler)
    await world.receive(payload)
    chat_id = 7 if "edited_message" in payload else 0
    await world.handle(chat_id)

    assert (handler.texts, world.channel.shown) == ([], [])
    assert await world.states() == [InboxState.DONE]


async def test_a_press_is_answered_whatever_the_handler_returns(
    database: Database, clock: FakeClock
):
    """Without a toast the answer is empty and comes before the screen."""
    handler = Recording(database, answer=(Edit(OutgoingMessage("меню")),))
    world = await World.make(database, clock, handler)
    await world.receive(press(1))
    await world.handle(7)

    assert world.channel.shown == [("answer q1", 0, ""), ("edit 40", 7, "меню")]


async def test_a_press_that_shows_nothing_is_answered_too(database: Database, clock: FakeClock):
    """A handler without an answer leaves no button turning."""
    world = await World.make(database, clock, Recording(database))
    await world.receive(press(1))
    await world.handle(7)

    assert world.channel.shown == [("answer q1", 0, "")]
    assert await world.states() == [InboxState.DONE]


async def test_a_refused_press_is_answered_and_told(database: Database, clock: FakeClock):
    """The button stops turning, and the reason comes as a message."""
    handler = Recording(database, answer=(Toast("ок"),))
    handler.fault = Refused(OutgoingMessage("Это недоступно"))
    world = await World.make(database, clock, handler)
    await world.receive(press(1))
    await world.handle(7)

    assert world.channel.shown == [("answer q1", 0, ""), ("say", 7, "Это недоступно")]


async def test_a_handler_that_hangs_is_a_failed_one(database: Database, clock: FakeClock):
    """A time limit that ends a handler counts as an attempt, and the update waits."""
    handler = Recording(database)
    handler.fault = TimeoutError()
    world = await World.make(database, clock, handler)
    await world.receive(message(1))

    assert await world.handle(7) == 1.0
    assert await world.waiting_chats() == [ChatKey(world.bot_id, 7)]


async def test_what_takes_seconds_is_got_ready_outside_of_the_transaction(
    database: Database, clock: FakeClock
):
    """The person is told to wait, nobody else does, and the effect counts once."""
    free: list[bool] = []

    async def work() -> str:
        async with asyncio.timeout(5), database.transaction():
            free.append(True)  # nobody holds the writer
        return "прочитано"

    recording = Recording(database)

    async def handler(payload: Mapping[str, Any]) -> Shown:
        await recording(payload)
        return (_say(await prepared("file", work)),)

    world = await World.make(database, clock, handler)
    await world.receive(message(1))
    await world.handle(7)

    assert [True] == free
    assert [1001] == await world.accounts()
    with use_locale("ru"):
        waiting = getting_ready().text
    assert [("say", 7, waiting), ("say", 7, "прочитано")] == world.channel.shown
