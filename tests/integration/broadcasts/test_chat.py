"""Announcements in the chats of a class teacher and a mother."""

import pytest

from handlers.callbacks.broadcasts import AnswerBroadcast
from services.outgoing import Button, OutgoingMessage
from tests.integration.broadcasts.conftest import MARIA, TEACHER

pytestmark = pytest.mark.one_database


async def test_one_message_from_preview_to_recall(line):
    """The buttons of each step, and what they show."""
    chat = line.chat(TEACHER)
    await chat.send("/broadcast 7Б Собрание в четверг, 18:30")
    preview, first = chat.last.text, chat.captions
    await chat.press("Send")
    sent = chat.captions
    await chat.press("Send")
    repeated = [one.text for one in chat.messages[-2:]]
    await chat.press("Recall the announcement")

    assert "Will receive it: 3 families (3 chats)." in preview
    assert ["Send", "Do not send"] == first
    assert ["Recall the announcement", "Refresh", "Who has not", "Remind"] == sent
    assert "Sent before, nothing was sent again." == repeated[0]
    assert "Recalled." in chat.last.text


async def test_step_by_step_with_answers(line):
    """Class, readers, text with answers; then a mother answers, and the tally is refreshed."""
    chat = line.chat(TEACHER)
    await chat.send("/broadcast")
    await chat.press("7Б")
    asked, ways = chat.last.text, chat.captions
    await chat.press("To parents")
    await chat.send("Собрание в четверг\nответы: Буду, Не буду")
    preview = chat.last.text
    await chat.press("Send")
    button = Button("Не буду", AnswerBroadcast(broadcast_id=1, answer=2).pack())
    mother = line.chat(MARIA)
    mother.messages.append(OutgoingMessage("Собрание", buttons=((button,),)))
    await mother.press("Не буду")
    await chat.press("Refresh")

    assert "<b>Announcement · 7Б</b>\nWho is to read it?" == asked
    assert ["Back", "Menu"] == ways[-2:]
    assert "Answers: [Буду] [Не буду]" in preview
    assert "Your answer: Не буду" == mother.last.text
    assert "→ Буду 0 · Не буду 1 · not answered 2" in chat.last.text
    await chat.send("/unread")
    assert "Not answered: 2 of 3" in chat.last.text
    assert "Петров Артём — Петрова Инна Львовна" in chat.last.text


async def test_a_discarded_draft_is_not_sent(line):
    """«Do not send» ends it; the old button «Send» sends nothing."""
    chat = line.chat(TEACHER)
    await chat.send("/broadcast 7Б Собрание")
    await chat.press("Do not send")
    discarded = chat.last.text
    await chat.press("Send")

    assert "Not sent. Nobody has received anything." == discarded
    assert "out of date" in chat.last.text


async def test_a_parent_has_no_broadcasts(line):
    """The command answers with a refusal."""
    chat = line.chat(MARIA)
    await chat.send("/broadcast 7Б Собрание")
    assert "This is not open to you" in chat.last.text
