"""What reaches Telegram of a message, an edit, a deletion."""

import json
from typing import Any

import pytest
from aiogram.methods import SendMessage

from bot.telegram.sender import TelegramSender
from services.outbox.ports import Accepted, OurFault
from services.outgoing import (
    Attachment,
    Button,
    ContactRequest,
    Drawing,
    OutgoingMessage,
    RemoveReplyKeyboard,
    StoredAttachment,
)
from services.summaries.chart import CHART
from tests.unit.telegram.conftest import Answer

pytestmark = pytest.mark.asyncio(loop_scope="package")

ROWS = (
    (Button("Да", data="yes"), Button("Сайт", url="https://example.org/")),
    (Button("Копировать", copies="ACEF-GHJK-MNPR"),),
)


async def test_a_message_carries_text_sound_protection_and_buttons(bot_api):
    """Everything a screen may say about a message arrives."""
    message = OutgoingMessage("<b>да</b>", buttons=ROWS, is_silent=True, is_protected=True)
    await TelegramSender(bot_api.bot).send(chat_id=7, message=message)
    ((method, fields),) = bot_api.calls

    assert "sendMessage" == method
    assert {"chat_id": "7", "text": "<b>да</b>", "parse_mode": "HTML"}.items() <= fields.items()
    assert ("true", "true") == (fields["disable_notification"], fields["protect_content"])
    assert [
        [
            {"text": "Да", "callback_data": "yes"},
            {"text": "Сайт", "url": "https://example.org/"},
        ],
        [{"text": "Копировать", "copy_text": {"text": "ACEF-GHJK-MNPR"}}],
    ] == json.loads(fields["reply_markup"])["inline_keyboard"]
    assert "allow_paid_broadcast" not in fields


async def test_a_native_table_goes_in_place_of_the_list(bot_api):
    """Sent or edited, with its buttons and its sound; never both forms."""
    message = OutgoingMessage("list", buttons=ROWS, is_silent=True, rich="<table></table>")
    await TelegramSender(bot_api.bot).send(chat_id=7, message=message)
    await TelegramSender(bot_api.bot).edit(chat_id=7, message_id=3, message=message)
    (sent, fields), (edited, changed) = bot_api.calls

    assert ("sendRichMessage", "editMessageText") == (sent, edited)
    assert {"html": "<table></table>"} == json.loads(fields["rich_message"])
    assert {"html": "<table></table>"} == json.loads(changed["rich_message"])
    assert "true" == fields["disable_notification"]
    assert not {"text", "parse_mode"} & (fields.keys() | changed.keys())
    assert "reply_markup" in fields
    assert "reply_markup" in changed


async def test_a_server_that_knows_no_tables_has_not_refused_the_bot(bot_api):
    """Its 404 is about the method: the list is sent instead, and delivery goes on."""
    unknown = {"ok": False, "error_code": 404, "description": "Not Found"}
    bot_api.answers.append(Answer(unknown, status=404))
    outcome = await TelegramSender(bot_api.bot).send(
        chat_id=7, message=OutgoingMessage("list", rich="<table></table>")
    )

    assert OurFault("no_tables") == outcome


async def test_a_correction_is_sent_even_if_the_first_message_is_gone(bot_api):
    """A deleted message must not swallow its correction."""
    await TelegramSender(bot_api.bot).send(
        chat_id=7, message=OutgoingMessage("исправление"), reply_to=31
    )

    reply = json.loads(bot_api.calls[0][1]["reply_parameters"])

    assert (31, True) == (reply["message_id"], reply["allow_sending_without_reply"])


async def test_the_plain_repetition_has_no_markup_and_no_buttons(bot_api):
    """Whatever was wrong with the looks cannot be wrong again."""
    message = OutgoingMessage("<b>1 &lt; 2</b>", buttons=((Button("x", data="я" * 64),),))
    sender = TelegramSender(bot_api.bot)
    refused = await sender.send(chat_id=7, message=message)
    taken = await sender.send(chat_id=7, message=message, is_plain=True)
    ((_, fields),) = bot_api.calls

    assert (OurFault("button_data"), Accepted(1)) == (refused, taken)
    assert "1 < 2" == fields["text"]
    assert not {"parse_mode", "reply_markup"} & set(fields)


@pytest.mark.parametrize(
    ("attachment", "method", "field"),
    [
        (Attachment("chart.png", b"x", is_picture=True), "sendPhoto", "photo"),
        (Attachment("report.pdf", b"x"), "sendDocument", "document"),
    ],
)
async def test_an_attachment_is_shown_or_offered(bot_api, attachment, method, field):
    """Pictures are seen at once, other files keep their name."""
    message = OutgoingMessage("подпись", attachment=attachment)
    await TelegramSender(bot_api.bot).send(chat_id=7, message=message)
    ((called, fields),) = bot_api.calls

    assert (method, "подпись") == (called, fields["caption"])
    assert attachment.file_name == fields[fields[field].removeprefix("attach://")]


@pytest.mark.parametrize(
    ("keyboard", "expected"),
    [
        (
            ContactRequest("Подтвердить номер"),
            {
                "keyboard": [[{"text": "Подтвердить номер", "request_contact": True}]],
                "resize_keyboard": True,
                "one_time_keyboard": True,
            },
        ),
        (RemoveReplyKeyboard(), {"remove_keyboard": True}),
    ],
)
async def test_the_contact_keyboard_comes_and_goes(bot_api, keyboard, expected):
    """One button shares the person's own number; afterwards it is taken away."""
    await TelegramSender(bot_api.bot).send(
        chat_id=7, message=OutgoingMessage("номер", keyboard=keyboard)
    )

    assert expected == json.loads(bot_api.calls[0][1]["reply_markup"])


async def test_a_paid_sender_says_so(bot_api):
    """Above the free limit only what is marked is taken."""
    await TelegramSender(bot_api.bot, is_paid=True).send(
        chat_id=7, message=OutgoingMessage("много")
    )

    assert "true" == bot_api.calls[0][1]["allow_paid_broadcast"]


async def test_an_edit_replaces_text_and_buttons(bot_api):
    """A screen turns into the next one in its place."""
    outcome = await TelegramSender(bot_api.bot).edit(
        chat_id=7, message_id=31, message=OutgoingMessage("дальше", buttons=ROWS)
    )
    ((method, fields),) = bot_api.calls

    assert ("editMessageText", "31", "дальше") == (method, fields["message_id"], fields["text"])
    assert isinstance(outcome, Accepted)


async def test_an_edit_that_is_too_long_is_not_tried(bot_api):
    """The limit is known before the call."""
    outcome = await TelegramSender(bot_api.bot).edit(
        chat_id=7, message_id=31, message=OutgoingMessage("я" * 5000)
    )

    assert (OurFault("too_long"), []) == (outcome, bot_api.calls)


async def test_a_deletion_names_its_message(bot_api):
    """A document with personal data is taken away after reading."""
    bot_api.answers = [Answer({"ok": True, "result": True})]
    outcome = await TelegramSender(bot_api.bot).delete(chat_id=7, message_id=31)
    ((method, fields),) = bot_api.calls

    assert ("deleteMessage", "7", "31") == (method, fields["chat_id"], fields["message_id"])
    assert Accepted(None) == outcome


async def test_long_messages_come_in_parts(bot_api):
    """The caller paces each part."""
    sender = TelegramSender(bot_api.bot)
    long = OutgoingMessage("я\n" * 3000)

    assert (False, 2) == (sender.fits(long), len(sender.parts(long)))


@pytest.mark.parametrize(
    ("is_picture", "expected", "field"),
    [(True, "sendPhoto", "photo"), (False, "sendDocument", "document")],
)
async def test_a_file_telegram_keeps_is_named_by_its_id(bot_api, is_picture, expected, field):
    """Nothing is downloaded or uploaded again."""
    message = OutgoingMessage("№ 214", attachment=StoredAttachment("AgAC1", is_picture=is_picture))
    await TelegramSender(bot_api.bot).send(chat_id=7, message=message)
    ((method, fields),) = bot_api.calls

    assert expected == method
    assert ("AgAC1", "№ 214") == (fields[field], fields["caption"])


@pytest.mark.parametrize(
    "message",
    [
        OutgoingMessage("<b>да</b> & «нет»", buttons=ROWS, is_silent=True, is_protected=True),
        OutgoingMessage("номер", keyboard=ContactRequest("Подтвердить номер")),
        OutgoingMessage("спасибо", keyboard=RemoveReplyKeyboard()),
    ],
    ids=["buttons", "contact", "no keyboard"],
)
async def test_the_quick_way_says_what_aiogram_would_say(bot_api, message):
    """Nothing is lost by leaving out the models: the same call with the same fields."""
    await TelegramSender(bot_api.bot, is_paid=True).send(chat_id=7, message=message, reply_to=5)
    ((method, quick),) = bot_api.calls
    fields = {name: _decoded(value) for name, value in quick.items()}
    await bot_api.bot(SendMessage.model_validate(fields))
    of_aiogram = {name: _decoded(value) for name, value in bot_api.calls[1][1].items()}
    del of_aiogram["disable_web_page_preview"]  # the old name of what link_preview_options says
    of_aiogram["reply_parameters"].pop("quote_parse_mode")  # nothing is quoted

    assert "sendMessage" == method
    assert of_aiogram == fields


def _decoded(value: str) -> Any:
    """Return what a field of a form means."""
    try:
        return json.loads(value)
    except ValueError:
        return value


def _bars(title: str) -> dict[str, object]:
    bar = {"subject": "Алгебра", "now": 4.5, "before": 4.0, "now_text": "4,50", "arrow": "↑"}
    return {"title": title, "bars": [bar], "legend_now": "сейчас", "legend_before": "раньше"}


async def test_a_picture_is_drawn_when_it_is_sent(bot_api):
    """The message carries what to draw; Telegram gets the picture with the text below it."""
    message = OutgoingMessage(
        "подпись", buttons=ROWS, attachment=Drawing("summary.png", CHART, _bars("Сводка"))
    )
    await TelegramSender(bot_api.bot).send(chat_id=7, message=message)
    ((called, fields),) = bot_api.calls

    assert ("sendPhoto", "подпись") == (called, fields["caption"])
    assert "reply_markup" in fields


async def test_a_text_too_long_for_a_picture_follows_it(bot_api):
    """1024 characters stand below a picture; a longer text is a message of its own, with the
    buttons.
    """
    message = OutgoingMessage(
        "я" * 1025, buttons=ROWS, attachment=Attachment("chart.png", b"x", is_picture=True)
    )
    outcome = await TelegramSender(bot_api.bot).send(chat_id=7, message=message)
    (picture, first), (text, second) = bot_api.calls

    assert Accepted(2) == outcome
    assert ("sendPhoto", "sendMessage") == (picture, text)
    assert "caption" not in first
    assert "reply_markup" not in first
    assert ("я" * 1025, True) == (second["text"], "reply_markup" in second)


async def test_a_text_goes_alone_where_its_picture_cannot_be_drawn(bot_api, tmp_path):
    """A summary without its picture is still a summary."""
    broken = tmp_path / "broken.typ"
    broken.write_text("#let x = ", encoding="utf-8")
    message = OutgoingMessage("сводка", attachment=Drawing("summary.png", broken, {}))
    await TelegramSender(bot_api.bot).send(chat_id=7, message=message)
    ((called, fields),) = bot_api.calls

    assert ("sendMessage", "сводка") == (called, fields["text"])
