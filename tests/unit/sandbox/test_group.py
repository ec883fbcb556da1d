"""Groups: what a bot sees there, and how it loses them."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError

from bot.sandbox import posting
from bot.sandbox.chats import Telegram
from bot.sandbox.errors import TelegramRefusal
from bot.sandbox.formatted import format_typed
from bot.sandbox.person import SandboxUser


async def kinds(telegram: Telegram) -> list[tuple[str, Any]]:
    """Return kind and text of all updates, and confirm them."""
    updates = await telegram.updates.fetch()
    await telegram.updates.fetch(offset=updates[-1]["update_id"] + 1 if updates else 0)
    return [
        (kind, payload.get("text"))
        for update in updates
        for kind, payload in update.items()
        if kind != "update_id"
    ]


async def test_a_bot_hears_that_it_was_brought_in(telegram: Telegram, olga: SandboxUser) -> None:
    """Membership first, then the service message."""
    group = telegram.add_group("7Б родители", [olga])

    assert [("my_chat_member", None), ("message", None)] == await kinds(telegram)
    assert group.chat_id < 0


async def test_privacy_mode_hides_the_talk(telegram: Telegram, olga: SandboxUser) -> None:
    """A bot sees commands for it and answers to itself, nothing else."""
    group = telegram.add_group("7Б", [olga])
    await kinds(telegram)
    said = posting.post_from_bot(telegram, group.chat, body=format_typed("здравствуйте"))
    for text in ("привет", "/start", f"/help@{telegram.bot.username}", "/help@other_bot"):
        await olga.send(text, chat=group)
    await olga.send("да", chat=group, reply_to=group.messages[1])

    assert 2 == said.message_id
    expected = ["/start", f"/help@{telegram.bot.username}", "да"]
    assert expected == [text for _, text in await kinds(telegram)]


async def test_a_member_who_never_started_cannot_be_written_to(
    telegram: Telegram, olga: SandboxUser
) -> None:
    """Telegram knows the person from the group, and says so."""
    telegram.add_group("7Б", [olga])

    with pytest.raises(TelegramRefusal, match="bot can't initiate conversation with a user"):
        posting.reachable_chat(telegram, olga.user_id)


async def test_a_bot_that_was_thrown_out(telegram: Telegram, olga: SandboxUser) -> None:
    """It is told, hears nothing more, and may not write."""
    group = telegram.add_group("7Б", [olga])
    await kinds(telegram)
    group.remove_bot()
    await olga.send("/start", chat=group)

    assert [("my_chat_member", None)] == await kinds(telegram)
    with pytest.raises(TelegramRefusal, match="403 Forbidden: bot was kicked from the supergroup"):
        posting.reachable_chat(telegram, group.chat_id)


async def test_an_upgraded_group_names_its_new_id(telegram: Telegram, olga: SandboxUser) -> None:
    """The refusal carries migrate_to_chat_id."""
    group = telegram.add_group("7Б", [olga], kind="group", chat_id=-77)
    new = group.upgrade()

    with pytest.raises(TelegramRefusal, match="upgraded to a supergroup") as caught:
        posting.reachable_chat(telegram, -77)
    assert {"migrate_to_chat_id": new.chat_id} == caught.value.parameters
    assert new.chat is posting.reachable_chat(telegram, new.chat_id)


async def test_a_bot_leaves_by_itself(bot: Bot, telegram: Telegram, olga: SandboxUser) -> None:
    """Afterwards it is no member; a private chat cannot be left."""
    await olga.send("/start")
    group = telegram.add_group("7Б", [olga])
    assert "creator" == (await bot.get_chat_member(group.chat_id, olga.user_id)).status
    assert "member" == (await bot.get_chat_member(group.chat_id, telegram.bot.user_id)).status
    with pytest.raises(TelegramBadRequest, match="member not found"):
        await bot.get_chat_member(group.chat_id, 5)
    await bot.leave_chat(group.chat_id)

    with pytest.raises(TelegramForbiddenError, match="bot is not a member of the supergroup chat"):
        await bot.send_message(group.chat_id, "a")
    with pytest.raises(TelegramBadRequest, match="can't be changed in private chats"):
        await bot.leave_chat(olga.user_id)
