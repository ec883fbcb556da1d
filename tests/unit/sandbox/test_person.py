"""A person with a phone: writes, comes and goes, and waits for what comes."""

import asyncio

import pytest

from bot.sandbox import posting
from bot.sandbox.chats import Telegram
from bot.sandbox.errors import CannotDo, TelegramRefusal
from bot.sandbox.person import SandboxUser
from tests.unit.sandbox.bot_writes import inline, last_update, say


async def test_a_command_is_marked(telegram: Telegram, olga: SandboxUser) -> None:
    """A typed command has its entity, and the message has its author, chat and time."""
    await olga.send("/start abc")

    message = (await last_update(telegram))["message"]
    assert "/start abc" == message["text"]
    assert [{"type": "bot_command", "offset": 0, "length": 6}] == message["entities"]
    assert (olga.user_id, olga.user_id) == (message["from"]["id"], message["chat"]["id"])
    assert "private" == message["chat"]["type"]
    assert telegram.clock.now().timestamp() == message["date"]


async def test_numbers_of_messages_grow_and_never_come_back(
    telegram: Telegram, olga: SandboxUser
) -> None:
    """One counter for a chat; deleting does not give a number back."""
    first = await olga.send("a")
    await olga.delete(first)
    answer = say(telegram, olga, "b")

    assert (1, 2) == (first.message_id, answer.message_id)


async def test_a_long_text_is_cut_into_messages(telegram: Telegram, olga: SandboxUser) -> None:
    """Clients cut at 4096 units, at a line end where there is one; nothing is lost."""
    lines = [f"Строка {number} 😀" for number in range(700)]
    await olga.send("\n".join(lines))

    texts = [message.text for message in olga.messages]
    assert len(texts) > 1
    assert all(len(text.encode("utf-16-le")) <= 2 * 4096 for text in texts)
    assert lines == "\n".join(texts).split("\n")


@pytest.mark.parametrize("text", ["", "  \n "])
async def test_nothing_cannot_be_sent(olga: SandboxUser, text: str) -> None:
    """No client sends an empty message."""
    with pytest.raises(CannotDo, match="empty"):
        await olga.send(text)


async def test_a_link_starts_the_bot(telegram: Telegram, olga: SandboxUser) -> None:
    """The code of a deep link arrives behind /start, and a block is over."""
    await olga.open_link("K7QM-4TXH_9")
    await olga.block()
    await olga.open_link("abc")

    assert ["/start K7QM-4TXH_9", "/start abc"] == [message.text for message in olga.messages]
    assert not olga.has_blocked
    assert "/start abc" == (await last_update(telegram))["message"]["text"]


@pytest.mark.parametrize("code", ["", "a" * 65, "я", "a b", "a.b"])
async def test_a_link_with_a_wrong_code_does_not_exist(olga: SandboxUser, code: str) -> None:
    """1 to 64 of letters, digits, underscore and hyphen."""
    with pytest.raises(CannotDo, match="start parameter"):
        await olga.open_link(code)


async def test_a_reply_names_its_message(telegram: Telegram, olga: SandboxUser) -> None:
    """The bot sees what was answered, one level deep."""
    await olga.send("/start")
    say(telegram, olga, "Вопрос?")
    await olga.send("Ответ", reply_to=olga.last)

    message = (await last_update(telegram))["message"]
    assert "Вопрос?" == message["reply_to_message"]["text"]
    assert message["reply_to_message"]["from"]["is_bot"]


async def test_a_person_edits_a_message(telegram: Telegram, olga: SandboxUser) -> None:
    """The screen shows it as edited, and the bot gets edited_message."""
    message = await olga.send("7б алгебра: Кузнецова 4")
    edited = await olga.edit(message, "7б алгебра: Кузнецова 5")

    update = await last_update(telegram)
    assert "7б алгебра: Кузнецова 5" == update["edited_message"]["text"]
    assert message.message_id == update["edited_message"]["message_id"]
    assert "edit_date" in update["edited_message"]
    assert edited.edited


async def test_nobody_edits_the_bots_messages(telegram: Telegram, olga: SandboxUser) -> None:
    """Only one's own."""
    await olga.send("/start")
    say(telegram, olga, "мое")

    with pytest.raises(CannotDo, match="own messages"):
        await olga.edit(olga.last, "чужое")


async def test_a_document_arrives_with_its_name(telegram: Telegram, olga: SandboxUser) -> None:
    """The bytes are kept under the id that the bot gets."""
    await olga.send_document("классы.csv", b"a;b", "вот")

    message = (await last_update(telegram))["message"]
    assert ("классы.csv", 3, "text/csv") == (
        message["document"]["file_name"],
        message["document"]["file_size"],
        message["document"]["mime_type"],
    )
    assert "вот" == message["caption"]
    assert "text" not in message
    kept = telegram.files.find(message["document"]["file_id"])
    assert kept is not None
    assert b"a;b" == kept.content


async def test_a_forwarded_message_says_so(telegram: Telegram, olga: SandboxUser) -> None:
    """Its origin names the author."""
    other = telegram.add_user(first_name="Пётр")
    await olga.send("привет", forwarded_from=other)

    origin = (await last_update(telegram))["message"]["forward_origin"]
    assert ("user", other.user_id) == (origin["type"], origin["sender_user"]["id"])


async def test_blocking_is_told_and_felt(telegram: Telegram, olga: SandboxUser) -> None:
    """The bot gets my_chat_member and may not write; afterwards it may again."""
    await olga.send("/start")
    await olga.block()
    change = (await last_update(telegram))["my_chat_member"]
    assert ("member", "kicked") == (
        change["old_chat_member"]["status"],
        change["new_chat_member"]["status"],
    )
    assert telegram.bot.user_id == change["new_chat_member"]["user"]["id"]
    with pytest.raises(TelegramRefusal, match="403 Forbidden: bot was blocked by the user"):
        posting.reachable_chat(telegram, olga.user_id)
    with pytest.raises(CannotDo, match="unblock"):
        await olga.send("привет")

    await olga.unblock()
    change = (await last_update(telegram))["my_chat_member"]
    assert "member" == change["new_chat_member"]["status"]
    assert olga.user_id == posting.reachable_chat(telegram, str(olga.user_id)).chat_id


async def test_a_deleted_account(telegram: Telegram, olga: SandboxUser) -> None:
    """The bot hears of it only when it tries to write; the person can do nothing."""
    await olga.send("/start")
    olga.deactivate()

    with pytest.raises(TelegramRefusal, match="403 Forbidden: user is deactivated"):
        posting.reachable_chat(telegram, olga.user_id)
    with pytest.raises(CannotDo, match="deleted"):
        await olga.send("привет")


def test_a_bot_cannot_write_first(telegram: Telegram, olga: SandboxUser) -> None:
    """A person who never pressed Start is as unknown as a wrong number."""
    for chat_id in (olga.user_id, 12345, "@school", "abc"):
        with pytest.raises(TelegramRefusal, match="400 Bad Request: chat not found"):
            posting.reachable_chat(telegram, chat_id)


# --- waiting ------------------------------------------------------------------------------------


async def test_waiting_ends_with_the_message(telegram: Telegram, olga: SandboxUser) -> None:
    """It looks at words or asks a predicate, and sees edits as well."""
    await olga.send("/start")
    async with asyncio.TaskGroup() as group:
        words = group.create_task(olga.wait_for("Готово"))
        button = group.create_task(olga.wait_for(lambda message: message.has_button("Да")))
        await asyncio.sleep(0)
        message = say(telegram, olga, "Готово: 1")
        await asyncio.sleep(0)
        posting.change(telegram, message, reply_markup=inline(["Да"]))

    assert "Готово: 1" == words.result().text
    assert ["Да"] == button.result().captions


async def test_what_stood_there_before_does_not_count(
    telegram: Telegram, olga: SandboxUser
) -> None:
    """Counted is what came since the person's last act, or since a mark."""
    await olga.send("/start")
    say(telegram, olga, "Сохранено")
    mark = olga.mark()
    assert "Сохранено" == (await olga.wait_for("Сохранено")).text
    await olga.send("ещё раз")

    with pytest.raises(TimeoutError, match="«Сохранено» did not come"):
        await olga.wait_for("Сохранено", timeout=0.01)
    with pytest.raises(TimeoutError):
        await olga.wait_for("Сохранено", since=mark, timeout=0.01)
    assert "Сохранено" == (await olga.wait_for("Сохранено", since=0)).text


async def test_one_can_wait_for_anything(telegram: Telegram, olga: SandboxUser) -> None:
    """Telegram.wait_until looks again after each change."""
    await olga.send("/start")
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(telegram.wait_until(lambda: olga.has_blocked))
        await asyncio.sleep(0)
        await olga.block()

    assert waiting.result()


def test_an_account_is_added_once(telegram: Telegram, olga: SandboxUser) -> None:
    """Two people cannot have one id."""
    with pytest.raises(CannotDo, match="exists already"):
        telegram.add_user(first_name="Вторая", user_id=olga.user_id)
