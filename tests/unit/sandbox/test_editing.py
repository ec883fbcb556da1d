"""Editing, deleting and answering, with Telegram's refusals."""

from datetime import timedelta
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    ForceReply,
    InputMediaDocument,
)

from bot.sandbox.person import SandboxUser
from tests.fakes import FakeClock
from tests.unit.sandbox.api_calls import keys
from tests.unit.sandbox.pictures import png


async def test_an_edit_changes_the_screen(
    bot: Bot, started: SandboxUser, clock: FakeClock
) -> None:
    """New words mark the message as edited; it has no end of time and keeps its place."""
    sent = await bot.send_message(
        started.user_id, "Нет на 1-м уроке", reply_markup=keys("Причина")
    )
    clock.advance(timedelta(days=40))
    edited = await bot.edit_message_text(
        "В школе с 08:42", chat_id=started.user_id, message_id=sent.message_id
    )

    assert not isinstance(edited, bool)
    assert (sent.message_id, sent.date) == (edited.message_id, edited.date)
    assert ("В школе с 08:42", [], True) == (
        started.last.text,
        started.last.captions,
        started.last.edited,
    )


async def test_new_buttons_alone_are_no_visible_edit(bot: Bot, started: SandboxUser) -> None:
    """Telegram shows «edited» for words only."""
    sent = await bot.send_message(started.user_id, "a", reply_markup=keys("Да"))
    await bot.edit_message_reply_markup(
        chat_id=started.user_id, message_id=sent.message_id, reply_markup=keys("Нет")
    )

    assert (["Нет"], False) == (started.last.captions, started.last.edited)


async def test_edits_that_change_nothing(bot: Bot, started: SandboxUser) -> None:
    """Same words, same buttons: message is not modified."""
    sent = await bot.send_message(
        started.user_id, "<b>a</b>", parse_mode="HTML", reply_markup=keys("Да")
    )
    where: dict[str, Any] = {"chat_id": started.user_id, "message_id": sent.message_id}

    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_text(
            "<b>a</b> ", parse_mode="HTML", reply_markup=keys("Да"), **where
        )
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_reply_markup(reply_markup=keys("Да"), **where)


async def test_edits_that_cannot_be(bot: Bot, started: SandboxUser) -> None:
    """A gone message, a person's, one with a reply keyboard, the wrong kind of words."""
    own = await bot.send_message(started.user_id, "a")
    await bot.delete_message(started.user_id, own.message_id)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("b", chat_id=started.user_id, message_id=own.message_id)
    theirs = started.messages[0].message_id
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("b", chat_id=started.user_id, message_id=theirs)
    with_keyboard = await bot.send_message(started.user_id, "a", reply_markup=ForceReply())
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text(
            "b", chat_id=started.user_id, message_id=with_keyboard.message_id
        )
    photo = await bot.send_photo(started.user_id, BufferedInputFile(png(), "x.png"))
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await bot.edit_message_text("b", chat_id=started.user_id, message_id=photo.message_id)
    text = await bot.send_message(started.user_id, "a")
    with pytest.raises(TelegramBadRequest, match="there is no caption in the message to edit"):
        await bot.edit_message_caption(
            caption="b", chat_id=started.user_id, message_id=text.message_id
        )


async def test_captions_and_media_are_edited(bot: Bot, started: SandboxUser) -> None:
    """New words under the same picture, then another file."""
    sent = await bot.send_photo(
        started.user_id, BufferedInputFile(png(), "x.png"), caption="a", reply_markup=keys("Да")
    )
    where: dict[str, Any] = {"chat_id": started.user_id, "message_id": sent.message_id}
    await bot.edit_message_caption(caption="b", **where)
    assert ("b", [], True) == (
        started.last.text,
        started.last.captions,
        started.last.photo is not None,
    )
    document = InputMediaDocument(media=BufferedInputFile(b"1", "x.pdf"), caption="c")
    await bot.edit_message_media(document, **where)

    assert started.last.document is not None
    assert ("c", "x.pdf", None) == (
        started.last.text,
        started.last.document.name,
        started.last.photo,
    )


async def test_deleting(bot: Bot, started: SandboxUser, clock: FakeClock) -> None:
    """For 48 hours, a person's messages too; a gone one is refused, or skipped in a list."""
    old = await bot.send_message(started.user_id, "старое")
    clock.advance(timedelta(hours=48, seconds=1))
    sent = await bot.send_message(started.user_id, "новое")
    await bot.delete_message(started.user_id, sent.message_id)

    assert ["/start", "старое"] == [message.text for message in started.messages]
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(started.user_id, sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await bot.delete_message(started.user_id, old.message_id)
    typed = await started.send("тайна")
    await bot.delete_messages(started.user_id, [sent.message_id, typed.message_id])
    assert ["/start", "старое"] == [message.text for message in started.messages]


async def test_a_press_is_answered(bot: Bot, started: SandboxUser) -> None:
    """The words reach the person; a second answer comes too late."""
    await bot.send_message(started.user_id, "?", reply_markup=keys("Да"))
    pressed = await started.press("Да")
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    await bot.answer_callback_query(query.id, "Записано", show_alert=True)

    assert ("Записано", True) == (await pressed.answered(), pressed.is_alert)
    with pytest.raises(TelegramBadRequest, match="query is too old and response timeout expired"):
        await bot.answer_callback_query(query.id)
    with pytest.raises(TelegramBadRequest, match="query is too old and response timeout expired"):
        await bot.answer_callback_query("12345")
