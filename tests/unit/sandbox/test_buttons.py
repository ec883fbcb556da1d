"""Inline buttons: pressed once, twice, late, and after the bot changed its mind."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox import posting
from bot.sandbox.chats import Telegram
from bot.sandbox.errors import CannotDo, TelegramRefusal
from bot.sandbox.person import SandboxUser
from tests.fakes import FakeClock
from tests.unit.sandbox.bot_writes import inline, last_update, say


async def test_a_press_carries_data_and_message(telegram: Telegram, olga: SandboxUser) -> None:
    """The caption need only begin like this; the newest message that has it is meant."""
    await olga.send("/start")
    say(telegram, olga, "старое", inline(["Сохранить"]))
    newer = say(telegram, olga, "новое", inline(["Изменить", "Сохранить всё"]))
    say(telegram, olga, "без кнопок")
    await olga.press("Сохранить")

    query = (await last_update(telegram))["callback_query"]
    assert "Сохранить всё" == query["data"]
    assert newer.message_id == query["message"]["message_id"]
    assert olga.user_id == query["from"]["id"]


async def test_two_presses_at_once_are_two_queries(telegram: Telegram, olga: SandboxUser) -> None:
    """Nothing waits for an answer, and each press is answered by itself."""
    await olga.send("/start")
    say(telegram, olga, "?", inline(["Да"]))
    first, second = await asyncio.gather(olga.press("Да"), olga.press("Да"))
    posting.answer_press(telegram, second.query_id, text="вот", is_alert=True)

    assert first.query_id != second.query_id
    assert "вот" == await second.answered()
    assert second.is_alert
    assert not first.is_answered


async def test_old_buttons_stay_pressable(telegram: Telegram, olga: SandboxUser) -> None:
    """A message of long ago, and a button as it was before the bot changed the message."""
    await olga.send("/start")
    message = say(telegram, olga, "?", inline(["Да"]))
    seen = olga.last
    posting.change(telegram, message, reply_markup=inline(["Нет"]))
    await olga.press("Да", message=seen)

    query = (await last_update(telegram))["callback_query"]
    assert "Да" == query["data"]
    assert "Нет" == query["message"]["reply_markup"]["inline_keyboard"][0][0]["text"]


async def test_a_button_of_a_deleted_message(telegram: Telegram, olga: SandboxUser) -> None:
    """The query then carries an inaccessible message with the date 0."""
    await olga.send("/start")
    message = say(telegram, olga, "?", inline(["Да"]))
    seen = olga.last
    telegram.remove_message(telegram.chats[olga.user_id], message.message_id)
    await olga.press("Да", message=seen)

    query = (await last_update(telegram))["callback_query"]
    assert (message.message_id, 0) == (query["message"]["message_id"], query["message"]["date"])


async def test_a_missing_button_lists_those_there_are(
    telegram: Telegram, olga: SandboxUser
) -> None:
    """The error helps whoever writes the test."""
    await olga.send("/start")
    say(telegram, olga, "?", inline(["Да", "Нет"]))

    with pytest.raises(CannotDo, match="only \\['Да', 'Нет'\\]"):
        await olga.press("Сохранить")


@pytest.mark.parametrize("action", [{"url": "https://a.ru"}, {"disabled": {}}])
async def test_links_and_disabled_buttons_are_not_pressed(
    telegram: Telegram, olga: SandboxUser, action: dict[str, Any]
) -> None:
    """They send nothing to the bot."""
    await olga.send("/start")
    say(telegram, olga, "?", {"inline_keyboard": [[{"text": "Да", **action}]]})

    with pytest.raises(CannotDo, match="not one to press"):
        await olga.press("Да")


async def test_a_press_is_answered_only_once(telegram: Telegram, olga: SandboxUser) -> None:
    """The second answer is too old."""
    await olga.send("/start")
    say(telegram, olga, "?", inline(["Да"]))
    pressed = await olga.press("Да")
    posting.answer_press(telegram, pressed.query_id, text=None, is_alert=False)

    with pytest.raises(TelegramRefusal, match="query is too old and response timeout expired"):
        posting.answer_press(telegram, pressed.query_id, text=None, is_alert=False)


async def test_a_press_is_answered_soon(
    telegram: Telegram, olga: SandboxUser, clock: FakeClock
) -> None:
    """After 15 seconds nobody looks at the button any more."""
    await olga.send("/start")
    say(telegram, olga, "?", inline(["Да"]))
    pressed = await olga.press("Да")
    clock.advance(timedelta(seconds=15.1))

    with pytest.raises(TelegramRefusal, match="query is too old and response timeout expired"):
        posting.answer_press(telegram, pressed.query_id, text=None, is_alert=False)
