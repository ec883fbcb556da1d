"""Which handler gets an update when only those are asked whom it may concern."""

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import F, Router
from aiogram.dispatcher.event.bases import UNHANDLED, SkipHandler
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Chat, Message, User

from bot.routes import RouteIndex
from bot.telegram.client import make_bot
from handlers import build_router
from handlers.callbacks.diary import OpenWeek

BOT = make_bot("4242:a-token-of-the-right-shape", api_url="http://127.0.0.1:9")
SOMEBODY = User(id=7, is_bot=False, first_name="О")
HERE = Chat(id=7, type="private")


class Open(CallbackData, prefix="open"):
    """A button of one router."""

    number: int


class Openly(CallbackData, prefix="openly"):
    """One that begins alike."""

    number: int


def _says(name: str) -> Any:
    async def handle(_event: object) -> str:
        return name

    return handle


async def _passes_on(_event: object) -> None:
    raise SkipHandler


def _tree() -> Router:
    first, second, last = Router(name="first"), Router(name="second"), Router(name="last")
    first.message.register(_says("first words"), F.text == "first!")
    first.message.register(_says("/one"), Command("one"))
    first.message.register(_passes_on, Command("two"))
    first.callback_query.register(_says("a small one"), Open.filter(F.number < 3))
    second.message.register(_says("/two or /three"), Command("two", "three"))
    second.message.register(_says("a file for /four"), Command("four"), F.document)
    second.callback_query.register(_says("any"), Open.filter())
    second.callback_query.register(_says("openly"), Openly.filter())
    last.message.register(_says("unknown words"))
    last.callback_query.register(_says("out of date"))
    tree = Router(name="tree")
    tree.include_routers(first, second, last)
    return tree


def _message(**content: Any) -> Message:
    return Message(
        message_id=1,
        date=datetime.fromtimestamp(0, tz=UTC),
        chat=HERE,
        from_user=SOMEBODY,
        **content,
    )


def _press(data: str | None) -> CallbackQuery:
    return CallbackQuery(id="1", from_user=SOMEBODY, chat_instance="1", data=data)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"text": "first!"}, "first words"),
        ({"text": "/one"}, "/one"),
        ({"text": "  /one and more"}, "/one"),
        ({"text": "/one\nmore"}, "/one"),
        ({"caption": "/one"}, "/one"),
        ({"text": "/two"}, "/two or /three"),
        ({"text": "/three"}, "/two or /three"),
        ({"text": "/four"}, "unknown words"),
        ({"text": "/five"}, "unknown words"),
        ({"text": "/One"}, "unknown words"),
        ({"text": "one"}, "unknown words"),
        ({"text": "please /one"}, "unknown words"),
        ({"text": " "}, "unknown words"),
        ({}, "unknown words"),
    ],
)
async def test_a_message_gets_to_the_first_who_wants_it(content, expected):
    """As a walk through all routers would choose."""
    index, tree = RouteIndex(_tree()), _tree()

    assert await index.propagate_event("message", _message(**content), bot=BOT) == expected
    assert await tree.propagate_event("message", _message(**content), bot=BOT) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("open:1", "a small one"),
        ("open:5", "any"),
        ("openly:1", "openly"),
        ("open", "out of date"),
        ("open:one", "out of date"),
        ("forgotten:1", "out of date"),
        ("", "out of date"),
        (None, "out of date"),
    ],
)
async def test_a_press_gets_to_the_first_who_wants_it(data, expected):
    """As a walk through all routers would choose."""
    index, tree = RouteIndex(_tree()), _tree()

    assert await index.propagate_event("callback_query", _press(data), bot=BOT) == expected
    assert await tree.propagate_event("callback_query", _press(data), bot=BOT) == expected


async def test_what_has_no_route_is_not_handled():
    """As aiogram says it."""
    index = RouteIndex(_tree())

    assert await index.propagate_event("poll", _message(), bot=BOT) is UNHANDLED
    assert await index.propagate_event("not known", _message(), bot=BOT) is UNHANDLED


def test_a_press_asks_few_of_our_own_handlers():
    """Those of its prefix and those that take anything: not a tenth of them all."""
    index = RouteIndex(build_router())
    prefix = OpenWeek.__prefix__

    assert len(index.asked("callback_query", prefix)) * 10 < len(index.callback_query.handlers)


def test_our_routers_have_nothing_the_index_would_forget():
    """No middlewares and no filters of a router's own: the index takes the handlers alone."""
    for router in build_router().chain_tail:
        for observer in router.observers.values():
            assert not [*observer.middleware, *observer.outer_middleware]
            assert not observer._handler.filters  # noqa: SLF001  # aiogram has no question for it


async def test_filters_answer_without_a_thread_of_their_own():
    """A plain function that chooses a route is asked where the update is handled."""
    threads: list[int] = []

    def is_noted(_event: object) -> bool:
        threads.append(threading.get_ident())
        return True

    tree = Router(name="tree")
    tree.message.register(_says("noted"), is_noted)
    answer = await RouteIndex(tree).propagate_event("message", _message(text="words"))

    assert "noted" == answer
    assert [threading.get_ident()] == threads
