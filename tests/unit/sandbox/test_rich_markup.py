"""Rich messages: tables, folds, lists and buttons become blocks; sizes are kept."""

import pytest
from aiogram import Bot
from aiogram.types import InputRichMessage

from bot.sandbox.errors import TelegramRefusal
from bot.sandbox.person import SandboxUser
from bot.sandbox.rich_markup import parse_rich_html


def test_a_table() -> None:
    """Rows and cells with heads, spans and alignment; the words are there as plain lines."""
    content = parse_rich_html(
        "<table striped><caption>Неделя</caption><tr><th>Урок</th><th align='right'>Отм.</th></tr>"
        "<tr><td>Алгебра <b>!</b></td><td colspan='2'>5</td></tr></table>"
    )

    (table,) = content.blocks
    assert ("table", True, "Неделя") == (table["type"], table["is_striped"], table["caption"])
    assert {"align": "right", "valign": "top", "text": "Отм.", "is_header": True} == (
        table["cells"][0][1]
    )
    assert ["Алгебра ", {"type": "bold", "text": "!"}] == table["cells"][1][0]["text"]
    assert 2 == table["cells"][1][1]["colspan"]
    assert "Неделя\nУрок Отм.\nАлгебра ! 5" == content.plain


def test_folds_lists_and_loose_words() -> None:
    """Words outside of any block become paragraphs."""
    content = parse_rich_html(
        "Итак<h2>Дневник</h2><details open><summary>Ещё</summary><p>a<br>b</p></details>"
        "<ol><li>раз</li><li>два</li></ol><hr><blockquote>цитата</blockquote>"
    )

    kinds = [block["type"] for block in content.blocks]
    assert ["paragraph", "heading", "details", "list", "divider", "blockquote"] == kinds
    assert content.blocks[2]["is_open"]
    assert ["1.", "2."] == [item["label"] for item in content.blocks[3]["items"]]
    assert "Итак\nДневник\nЕщё\na\nb\nраз\nдва\nцитата" == content.plain


async def test_buttons_inside_the_text(bot: Bot, olga: SandboxUser) -> None:
    """They are answered to the bot as blocks and can be pressed like others."""
    await olga.send("/start")
    html = (
        "<p>Готово?</p><tg-button-row><tg-button type='callback_data' data='y' style='primary'>"
        "Да</tg-button><tg-button type='url' url='https://a.ru'>Сайт</tg-button></tg-button-row>"
    )
    sent = await bot.send_rich_message(olga.user_id, InputRichMessage(html=html))
    await olga.press("Да")

    assert sent.rich_message is not None
    assert ["paragraph", "buttons"] == [block.type for block in sent.rich_message.blocks]
    assert ["Да", "Сайт"] == olga.last.captions
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert "y" == query.data


async def test_a_text_can_become_rich_and_back(bot: Bot, olga: SandboxUser) -> None:
    """EditMessageText takes either."""
    await olga.send("/start")
    sent = await bot.send_message(olga.user_id, "таблица видна?")
    rich = InputRichMessage(html="<table><tr><td>1</td></tr></table>")
    await bot.edit_message_text(
        chat_id=olga.user_id, message_id=sent.message_id, rich_message=rich
    )
    assert ("1", True) == (olga.last.text, olga.last.rich_html is not None)

    await bot.edit_message_text("нет", chat_id=olga.user_id, message_id=sent.message_id)
    assert ("нет", None) == (olga.last.text, olga.last.rich_html)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<video></video>", 'unsupported tag "video"'),
        ("<p>x", 'can\'t find end tag corresponding to start tag "p"'),
        ("<p>x</b></p>", 'unexpected end tag "b"'),
        ("<details><p>x</p></details>", "details must have one summary"),
        ("<table><p>x</p></table>", 'unexpected tag "p"'),
        ("<table><tr>" + "<td>x</td>" * 21 + "</tr></table>", "too many table columns"),
        ("<p>x</p>" * 501, "too many blocks"),
        ("<blockquote>" * 17 + "x" + "</blockquote>" * 17, "too deep nesting"),
        ("<tg-button-row></tg-button-row>", "a button row must have 1-8 buttons"),
        ("<tg-button-row><tg-button type='x'>a</tg-button></tg-button-row>", "button type"),
        ("<p>" + "я" * 32769 + "</p>", "message is too long"),
        (" ", "message text is empty"),
    ],
)
def test_refusals(html: str, words: str) -> None:
    """Unknown tags, broken nesting and exceeded sizes are refused."""
    with pytest.raises(TelegramRefusal, match=words):
        parse_rich_html(html)


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr>" + "<td>x</td>" * 20 + "</tr></table>",
        "<p>x</p>" * 500,
        "<p>" + "я" * 32768 + "</p>",
        "<blockquote>" * 15 + "<p>x</p>" + "</blockquote>" * 15,
    ],
)
def test_the_largest_that_fits(html: str) -> None:
    """20 columns, 500 blocks, 32768 characters, 16 levels."""
    assert parse_rich_html(html).blocks
