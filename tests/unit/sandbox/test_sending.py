"""What a bot can put into a chat, through aiogram, and what Telegram refuses."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import (
    BufferedInputFile,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    InputRichMessage,
    KeyboardButton,
    MediaUnion,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyParameters,
)

from bot.sandbox.chats import Telegram
from bot.sandbox.person import SandboxUser
from bot.sandbox.rates import STRICT, RateModel
from bot.sandbox.server import SandboxServer
from tests.fakes import FakeClock
from tests.unit.sandbox.api_calls import keys, raw
from tests.unit.sandbox.pictures import gif, jpeg, png


async def test_a_message_comes_back_as_it_was_stored(
    bot: Bot, started: SandboxUser, clock: FakeClock
) -> None:
    """Text without markup, entities, buttons, numbers and time."""
    sent = await bot.send_message(
        started.user_id, " <b>Мария К.</b> 😀 ", parse_mode="HTML", reply_markup=keys("Да")
    )

    assert "Мария К. 😀" == sent.text
    assert [("bold", 0, 8)] == [(e.type, e.offset, e.length) for e in sent.entities or []]
    assert sent.reply_markup is not None
    assert sent.date == clock.now()
    assert (started.user_id, True) == (
        sent.chat.id,
        sent.from_user is not None and sent.from_user.is_bot,
    )
    assert sent.message_id == started.last.message_id


async def test_silence_and_protection_are_recorded(bot: Bot, started: SandboxUser) -> None:
    """Whether it rings, and whether it may be passed on."""
    await bot.send_message(started.user_id, "громко")
    assert (False, False) == (started.last.silent, started.last.protected)
    sent = await bot.send_message(
        started.user_id, "тихо", disable_notification=True, protect_content=True
    )

    assert (True, True) == (started.last.silent, started.last.protected)
    assert sent.has_protected_content


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a" * 4097, "message is too long"),
        ("<b>a", "can't parse entities: Can't find end tag corresponding to start tag"),
        ("<b> </b>", "message text is empty"),
    ],
)
async def test_texts_telegram_refuses(
    bot: Bot, started: SandboxUser, text: str, words: str
) -> None:
    """In Telegram's words."""
    with pytest.raises(TelegramBadRequest, match=words):
        await bot.send_message(started.user_id, text, parse_mode="HTML")


async def test_limits_of_keyboards_hold_over_http(bot: Bot, started: SandboxUser) -> None:
    """Aiogram lets 65 bytes of data pass; Telegram does not."""
    with pytest.raises(TelegramBadRequest, match="BUTTON_DATA_INVALID"):
        await bot.send_message(started.user_id, "a", reply_markup=keys("я" * 33))


async def test_a_copy_button_and_an_empty_keyboard(bot: Bot, started: SandboxUser) -> None:
    """The one is shown, the other is none."""
    button = InlineKeyboardButton(text="Код", copy_text=CopyTextButton(text="K7QM"))
    await bot.send_message(
        started.user_id, "a", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]])
    )
    assert "K7QM" == started.last.button("Код").copied
    await bot.send_message(
        started.user_id, "b", reply_markup=InlineKeyboardMarkup(inline_keyboard=[])
    )

    assert [] == started.last.captions


async def test_replies(bot: Bot, started: SandboxUser) -> None:
    """A gone message cannot be answered, unless sending without it is allowed."""
    first = await bot.send_message(started.user_id, "было 4")
    reply = ReplyParameters(message_id=first.message_id)
    second = await bot.send_message(started.user_id, "стало 5", reply_parameters=reply)
    assert second.reply_to_message is not None
    assert ("было 4", first.message_id) == (second.reply_to_message.text, started.last.reply_to)
    await bot.delete_message(started.user_id, first.message_id)
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(started.user_id, "стало 5", reply_parameters=reply)
    reply = ReplyParameters(message_id=first.message_id, allow_sending_without_reply=True)
    third = await bot.send_message(started.user_id, "стало 5", reply_parameters=reply)

    assert third.reply_to_message is None


async def test_unreachable_people(bot: Bot, olga: SandboxUser) -> None:
    """Each of the three in its own words."""
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(olga.user_id, "a")
    await olga.send("/start")
    await olga.block()
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot was blocked by the user"):
        await bot.send_message(olga.user_id, "a")
    await olga.unblock()
    olga.deactivate()
    with pytest.raises(TelegramForbiddenError, match="Forbidden: user is deactivated"):
        await bot.send_message(olga.user_id, "a")


async def test_documents_and_their_bytes(bot: Bot, started: SandboxUser) -> None:
    """Uploaded, sent again by id, and downloaded unchanged."""
    content = bytes(range(256)) * 8192
    sent = await bot.send_document(
        started.user_id,
        BufferedInputFile(content, "Ведомость 7Б.pdf"),
        caption="<i>вот</i>",
        parse_mode="HTML",
    )
    assert sent.document is not None
    again = await bot.send_document(started.user_id, sent.document.file_id)
    file = await bot.get_file(sent.document.file_id)
    assert file.file_path is not None
    downloaded = await bot.download_file(file.file_path)

    assert downloaded is not None
    assert content == downloaded.read()
    assert ("Ведомость 7Б.pdf", "вот") == (sent.document.file_name, sent.caption)
    assert again.document == sent.document


async def test_a_document_a_person_sent_can_be_downloaded(bot: Bot, olga: SandboxUser) -> None:
    """Up to 20 MiB."""
    await olga.send_document("школа.xlsx", b"PK")
    await olga.send_document("видео.mp4", b"\0" * (20 * 1024 * 1024 + 1))
    small, large = [update.message for update in await bot.get_updates()]
    assert small is not None
    assert small.document is not None
    assert "documents/file_1.xlsx" == (await bot.get_file(small.document.file_id)).file_path

    assert large is not None
    assert large.document is not None
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await bot.get_file(large.document.file_id)


@pytest.mark.parametrize(
    ("picture", "size"),
    [(png(30, 20), (30, 20)), (jpeg(300, 200), (300, 200)), (gif(3, 60), (3, 60))],
)
async def test_photos(
    bot: Bot, started: SandboxUser, picture: bytes, size: tuple[int, int]
) -> None:
    """Their size is read from the picture itself."""
    sent = await bot.send_photo(started.user_id, BufferedInputFile(picture, "x"), caption="график")

    assert [size] == [(photo.width, photo.height) for photo in sent.photo or []]
    assert ("график", True) == (started.last.text, started.last.photo is not None)


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (png(1, 21), "PHOTO_INVALID_DIMENSIONS"),
        (jpeg(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
    ],
)
async def test_pictures_telegram_refuses(
    bot: Bot, started: SandboxUser, picture: bytes, words: str
) -> None:
    """Not a picture, too thin, too large."""
    with pytest.raises(TelegramBadRequest, match=words):
        await bot.send_photo(started.user_id, BufferedInputFile(picture, "x.png"))


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("BQACnothing", "wrong file identifier/HTTP URL specified"),
        ("https://a.ru/b.pdf", "failed to get HTTP URL content"),
    ],
)
async def test_files_that_do_not_exist(
    bot: Bot, started: SandboxUser, file: str, words: str
) -> None:
    """The sandbox has no network."""
    with pytest.raises(TelegramBadRequest, match=words):
        await bot.send_document(started.user_id, file)


async def test_a_file_is_of_one_kind(bot: Bot, started: SandboxUser) -> None:
    """A document's id is no photo's."""
    sent = await bot.send_document(started.user_id, BufferedInputFile(b"a", "a.txt"))
    assert sent.document is not None

    with pytest.raises(TelegramBadRequest, match="can't use file of type Document as Photo"):
        await bot.send_photo(started.user_id, sent.document.file_id)


async def test_albums(bot: Bot, started: SandboxUser) -> None:
    """2 to 10 of one kind, one message each, under one mark."""
    documents: list[MediaUnion] = [
        InputMediaDocument(
            media=BufferedInputFile(b"1", "1.txt"), caption="<b>раз</b>", parse_mode="HTML"
        ),
        InputMediaDocument(media=BufferedInputFile(b"2", "2.txt")),
    ]
    sent = await bot.send_media_group(started.user_id, documents)
    assert ["раз", None] == [message.caption for message in sent]
    assert 1 == len({message.media_group_id for message in sent})
    photo = InputMediaPhoto(media=BufferedInputFile(png(), "x.png"))
    assert 2 == len(await bot.send_media_group(started.user_id, [photo, photo]))

    with pytest.raises(TelegramBadRequest, match="wrong number of messages"):
        await bot.send_media_group(started.user_id, documents[:1])
    with pytest.raises(TelegramBadRequest, match="documents can't be mixed"):
        await bot.send_media_group(started.user_id, [documents[0], photo])


async def test_copies_and_forwards(bot: Bot, started: SandboxUser) -> None:
    """A copy is the bot's own, a forward names its author, protected messages stay."""
    original = await started.send("вопрос")
    copied = await bot.copy_message(started.user_id, started.user_id, original.message_id)
    assert ("вопрос", copied.message_id) == (started.last.text, started.last.message_id)
    forwarded = await bot.forward_message(started.user_id, started.user_id, original.message_id)
    assert forwarded.forward_origin is not None
    secret = await bot.send_message(started.user_id, "тайна", protect_content=True)

    with pytest.raises(TelegramBadRequest, match="message can't be copied"):
        await bot.copy_message(started.user_id, started.user_id, secret.message_id)
    with pytest.raises(TelegramBadRequest, match="message to copy not found"):
        await bot.copy_message(started.user_id, started.user_id, 999)


async def test_contacts_actions_and_chats(bot: Bot, started: SandboxUser) -> None:
    """The small methods answer what aiogram can read."""
    contact = await bot.send_contact(started.user_id, "+79161234567", "Ольга")
    assert contact.contact is not None
    assert started.user_id == contact.contact.user_id
    assert await bot.send_chat_action(started.user_id, "typing")
    with pytest.raises(TelegramBadRequest, match="wrong parameter action"):
        await bot.send_chat_action(started.user_id, "thinking")
    assert "Ольга" == (await bot.get_chat(started.user_id)).first_name
    assert "member" == (await bot.get_chat_member(started.user_id, started.user_id)).status
    assert 2 == await bot.get_chat_member_count(started.user_id)
    message = await started.send("спасибо")
    await bot.set_message_reaction(
        started.user_id, message.message_id, [ReactionTypeEmoji(emoji="👍")]
    )

    assert "👍" == started.messages[-1].reaction


async def test_a_contact_key_is_for_private_chats(
    bot: Bot, telegram: Telegram, started: SandboxUser
) -> None:
    """In a group it is refused."""
    group = telegram.add_group("7Б", [started]).chat_id
    key = KeyboardButton(text="Подтвердить номер", request_contact=True)
    markup = ReplyKeyboardMarkup(keyboard=[[key]])
    await bot.send_message(started.user_id, "номер?", reply_markup=markup)

    with pytest.raises(TelegramBadRequest, match="can be requested in private chats only"):
        await bot.send_message(group, "номер?", reply_markup=markup)


async def test_the_speed_limit_is_felt(telegram: Telegram, started: SandboxUser) -> None:
    """429 with the wait; edits go through."""
    message = {"chat_id": started.user_id, "text": "раз"}
    async with SandboxServer(telegram, rates=RateModel(STRICT, now=lambda: 0.0)) as strict:
        first = await raw(strict, "sendMessage", json=message)
        status, body = await raw(strict, "sendMessage", json=message)
        sent = started.last.message_id
        edit = {"chat_id": started.user_id, "message_id": sent, "text": "два"}
        edited = await raw(strict, "editMessageText", json=edit)

    assert (200, 429, 200) == (first[0], status, edited[0])
    assert {"retry_after": 1} == body["parameters"]
    assert "Too Many Requests: retry after 1" == body["description"]


async def test_a_mention_by_id_names_an_account(
    bot: Bot, telegram: Telegram, started: SandboxUser
) -> None:
    """A link to a known account becomes a mention; one to nobody is dropped."""
    known = f'<a href="tg://user?id={started.user_id}">Ольга</a>'
    sent = await bot.send_message(
        started.user_id, f'{known} <a href="tg://user?id=5">кто?</a>', parse_mode="HTML"
    )

    (mention,) = sent.entities or []
    assert mention.user is not None
    assert ("text_mention", started.user_id) == (mention.type, mention.user.id)


async def test_albums_of_other_media_are_not_known(bot: Bot, started: SandboxUser) -> None:
    """Films and music are honestly refused."""
    film = InputMediaVideo(media=BufferedInputFile(b"1", "1.mp4"))

    with pytest.raises(TelegramBadRequest, match="an album of video is not supported by the"):
        await bot.send_media_group(started.user_id, [film, film])


@pytest.mark.parametrize(
    ("rich", "words"),
    [
        (InputRichMessage(), "exactly one of html, markdown, and blocks"),
        (
            InputRichMessage(markdown="# a"),
            "a rich message of Markdown or blocks is not",
        ),
    ],
)
async def test_rich_messages_are_html_here(
    bot: Bot, started: SandboxUser, rich: InputRichMessage, words: str
) -> None:
    """The other two ways of writing them are not read."""
    with pytest.raises(TelegramBadRequest, match=words):
        await bot.send_rich_message(started.user_id, rich)
