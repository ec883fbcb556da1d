"""The way of a raw update through aiogram: facts, language, refusals, and the outer routes."""

from typing import Any

import pytest
from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.dispatcher import Feed, build_dispatcher
from bot.middlewares.refusal import Refused
from bot.telegram.client import make_bot
from bot.telegram.dialogue_storage import DialogueStorage
from handlers.fallback import router as fallback_router
from handlers.group import router as group_router
from handlers.membership import router as membership_router
from handlers.screens.group import only_in_private
from handlers.show import Answer, Say, Show, Toast
from handlers.where import Where
from services.access.identity import Actor
from services.access.service import AccessService
from services.database import Database
from services.dialogue.service import DialogueService
from services.errors import OutOfDate
from services.i18n import current_language, use_locale
from services.inbox.bots import BotRegistry
from services.models import Account
from services.outbox.reachability import ReachabilityService
from services.outgoing import OutgoingMessage
from tests.fakes import FakeClock
from tests.integration.receiving.world import message, press

SEEN: list[dict[str, Any]] = []


def _probe() -> Router:
    """Return routes that note what handlers get, and refuse on demand."""
    router = Router(name="probe")

    async def refuse(_message: Message) -> Answer:
        raise OutOfDate

    async def note(
        _message: Message, where: Where, actor: Actor | None, now: object, state: FSMContext,
        greeting: str,
    ) -> Answer:  # fmt: skip
        SEEN.append({"where": where, "actor": actor, "now": now, "greeting": greeting})
        step = await state.get_state()
        await state.set_state("asked")
        return Say(OutgoingMessage(f"{current_language()} {step}"))

    async def choose(_message: Message, state: FSMContext) -> Answer:
        await state.update_data(language="en")
        return None

    router.message.register(choose, lambda event: event.text == "in English please")
    router.message.register(refuse, lambda event: event.text == "refuse")
    router.message.register(note, lambda event: event.text == "note")
    return router


@pytest.fixture
async def feed(database: Database, clock: FakeClock) -> Feed:
    """Give a dispatcher with the outer routes and the probe between them."""
    SEEN.clear()
    bot = make_bot("4242:a-token-of-the-right-shape", api_url="http://127.0.0.1:9")
    bot_id = await BotRegistry(database).register(telegram_bot_id=bot.id)
    root = Router(name="root")
    root.include_routers(group_router(), membership_router(), _probe(), fallback_router())
    access = AccessService(database, clock)
    dispatcher = build_dispatcher(
        router=root,
        access=access,
        clock=clock,
        bot_id=bot_id,
        storage=DialogueStorage(DialogueService(database, clock), bot_id=bot_id),
        services={
            "greeting": "hello",
            "reachability": ReachabilityService(database, clock),
            "access": access,
        },
    )
    return Feed(dispatcher, bot)


async def _know(database: Database, clock: FakeClock, *, language: str) -> None:
    async with database.transaction() as session:
        session.add(
            Account(
                bot_id=1, telegram_user_id=7, chat_id=7, language=language, created_at=clock.now()
            )
        )


async def test_a_handler_gets_facts_by_name(feed: Feed, clock: FakeClock):
    """Where, who, when, state and services; a stranger is nobody."""
    await feed(message(5, "note"))

    (seen,) = SEEN
    where = seen["where"]
    assert (where.chat_id, where.telegram_user_id, where.update_id) == (7, 7, 5)
    assert (where.is_private, where.language_code) == (True, "ru")
    assert (seen["actor"], seen["now"], seen["greeting"]) == (None, clock.now(), "hello")


async def test_the_chosen_language_counts(feed: Feed, database: Database, clock: FakeClock):
    """Before an account is known the app's language is spoken, then the one chosen."""
    before = await feed(message(1, "note"))
    await _know(database, clock, language="en")
    after = await feed(message(2, "note"))

    assert before == (Say(OutgoingMessage("ru None")),)
    assert after == (Say(OutgoingMessage("en asked")),)
    assert SEEN[1]["actor"].language == "en"


async def test_a_strangers_choice_lasts_as_long_as_the_dialogue(feed: Feed):
    """Of somebody we do not know nothing is kept but the dialogue; it may hold a language."""
    before = await feed(message(1, "note"))
    await feed(message(2, "in English please"))
    after = await feed(message(3, "note"))

    assert before == (Say(OutgoingMessage("ru None")),)
    assert after == (Say(OutgoingMessage("en asked")),)


async def test_a_refusal_carries_its_sentence(feed: Feed, database: Database, clock: FakeClock):
    """The sentence is written in the person's language where the refusal happened."""
    await _know(database, clock, language="en")
    with pytest.raises(Refused) as refused:
        await feed(message(1, "refuse"))

    assert refused.value.message.text.startswith("This button is out of date.")


async def test_what_nobody_understands_leads_to_the_menu(feed: Feed):
    """Unknown words and unknown buttons are answered, with a way out."""
    (said,) = await feed(message(1, "?"))
    toast, pressed = await feed(press(2, "forgotten:1"))

    assert toast == Toast()
    for show in (said, pressed):
        assert isinstance(show, Say)
        assert show.message.buttons


def _in_group(payload: dict[str, Any]) -> dict[str, Any]:
    event = payload.get("message") or payload["callback_query"]["message"]
    event["chat"] = {"id": -100, "type": "supergroup", "title": "7Б"}
    return payload


def _membership(old: str, new: str, *, chat: dict[str, Any]) -> dict[str, Any]:
    bot = {"id": 4242, "is_bot": True, "first_name": "П"}
    event = {
        "chat": chat,
        "date": 1,
        "from": {"id": 7, "is_bot": False, "first_name": "О"},
        "old_chat_member": {"user": bot, "status": old, "until_date": 0},
        "new_chat_member": {"user": bot, "status": new, "until_date": 0},
    }
    return {"update_id": 9, "my_chat_member": event}


GROUP = {"id": -100, "type": "supergroup", "title": "7Б"}
SENTENCE = "group sentence"


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (_membership("left", "member", chat=GROUP), [SENTENCE]),
        (_membership("member", "left", chat=GROUP), []),
        (_membership("member", "kicked", chat=GROUP), []),
        (_in_group(message(1, "/start")), [SENTENCE]),
        (_in_group(message(1, "/diary@peremena_bot")), [SENTENCE]),
        (_in_group(message(1, "7б алгебра: Кузнецова 4")), []),
        (_in_group(message(1, "note")), []),
        (_in_group(press(1)), [SENTENCE]),
    ],
)
async def test_a_group_hears_one_sentence_and_gives_nothing(feed: Feed, payload, expected):
    """When the bot comes in or is called; what people write there goes to no handler."""
    shown: tuple[Show, ...] = await feed(payload)

    with use_locale("ru"):
        sentence = only_in_private().text
    texts = [
        show.message.text if isinstance(show, Say) else show.text
        for show in shown
        if isinstance(show, Say | Toast)
    ]
    assert texts == [sentence if one == SENTENCE else one for one in expected]
    assert SEEN == []


@pytest.mark.parametrize(
    ("old", "new", "is_reachable"), [("member", "kicked", False), ("kicked", "member", True)]
)
async def test_a_block_is_remembered(
    feed: Feed, database: Database, clock: FakeClock, old: str, new: str, *, is_reachable: bool
):
    """Telegram tells when a person blocks the bot or comes back; nothing is said about it."""
    await _know(database, clock, language="ru")
    async with database.transaction() as session:
        (await session.get_one(Account, 1)).is_reachable = not is_reachable
    shown = await feed(_membership(old, new, chat={"id": 7, "type": "private"}))

    assert shown == ()
    async with database.reading() as session:
        assert (await session.get_one(Account, 1)).is_reachable is is_reachable


async def test_an_update_of_nobody_is_nothing(feed: Feed):
    """A message of a channel in a group has no author; it has no effect either."""
    payload = message(1, "note")
    del payload["message"]["from"]

    assert await feed(payload) == ()
