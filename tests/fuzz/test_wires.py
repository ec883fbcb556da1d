"""What comes over the wire: posted updates, pressed buttons, addresses of calendars."""

import asyncio
import json
from typing import Any
from urllib.parse import quote

import pytest
from aiogram.filters.callback_data import CallbackData
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from hypothesis import given
from hypothesis import strategies as st

import handlers
from bot.middlewares.button_data import is_forged
from bot.telegram.raw_update import (
    callback_query_id,
    chat_id_of,
    kind_of,
    language_code_of,
    read_update,
    storable,
    user_id_of,
)
from bot.web.feeds import CalendarPages
from services.diary.feed_facts import FeedGone
from services.keys import Keys
from tests.fakes import FakeClock

LARGEST = 2**63 - 1
KEYS = Keys("k" * 40)

json_values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.integers(min_value=2**60, max_value=2**70),
        st.floats(),
        st.text(max_size=20),
        st.just("\ud800"),
        st.just("\x00"),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.one_of(
                st.sampled_from(
                    ["message", "callback_query", "chat", "from", "id", "data", "my_chat_member",
                     "language_code", "update_id", "text"]
                ),
                st.text(max_size=5),
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)  # fmt: skip
bodies = st.one_of(
    st.binary(max_size=200),
    json_values.map(lambda value: json.dumps(value).encode()),
    st.tuples(st.integers(-5, 2**64), json_values, json_values).map(
        lambda parts: json.dumps(
            {"update_id": parts[0], "message": parts[1], "callback_query": parts[2]}
        ).encode()
    ),
    st.integers(1, 5000).map(lambda depth: b"[" * depth + b"]" * depth),
    st.integers(1, 5000).map(
        lambda depth: b'{"update_id":1,"message":' * depth + b"1" + b"}" * depth
    ),
    st.sampled_from(
        [b"", b"\xef\xbb\xbf{}", b'{"update_id":1e999}', b'{"update_id":true}', b"NaN"]
    ),
)


@given(body=bodies)
def test_posted_update(body):
    """It is no update, or one that can be stored and is of a chat a database can hold."""
    update = read_update(body)
    if update is None:
        return
    stored = storable(update)
    written = json.dumps(stored, allow_nan=False, ensure_ascii=False).encode()

    assert 0 <= update["update_id"] <= LARGEST
    assert stored == storable(json.loads(written))
    assert b"\x00" not in written
    assert b"\\u0000" not in written
    for number in (chat_id_of(stored), user_id_of(stored)):
        assert abs(number) <= LARGEST
    assert {str} == {type(of(stored)) for of in (kind_of, language_code_of, callback_query_id)}


def _every_button() -> list[type[CallbackData]]:
    handlers.build_router()  # loads every file of buttons

    def below(kind: type[CallbackData]) -> list[type[CallbackData]]:
        return [kind, *(one for child in kind.__subclasses__() for one in below(child))]

    ours = [one for one in below(CallbackData) if one.__module__.startswith("handlers.")]
    return sorted(set(ours), key=lambda one: one.__prefix__)


BUTTONS = _every_button()
parts = st.one_of(
    st.integers().map(str),
    st.sampled_from(
        ["", "0", "-1", "1", "20261124", "20261399", str(2**63), "9" * 30, "1e3", "0x1f", "٣",
         "1_000", " 1", "true", "None", "\x00", "NaN"]
    ),
    st.text(max_size=8),
)  # fmt: skip


@given(kind=st.sampled_from(BUTTONS), values=st.lists(parts, max_size=7))
def test_pressed_button(kind, values):
    """Forged data is refused, or reads as numbers a database holds."""
    assert len(BUTTONS) > 100
    data = ":".join([kind.__prefix__, *values])
    try:
        button = kind.unpack(data)
    except (TypeError, ValueError):  # what aiogram's filter takes for another button
        return
    numbers = [one for one in button.model_dump().values() if isinstance(one, int)]

    assert is_forged(data) or all(abs(number) <= LARGEST for number in numbers)


class _NoFeeds:
    """Knows no address; what it is asked for must be something that can be hashed."""

    async def read(self, secret: str, **_options: Any) -> Any:
        """Hash as the real one does, and find nothing."""
        KEYS.feed_hash(secret)
        raise FeedGone


@pytest.fixture(scope="module")
def runner():
    """Give an event loop for a hundred thousand requests."""
    with asyncio.Runner() as opened:
        yield opened


@pytest.fixture(scope="module")
def pages():
    """Give the application with the calendar's page."""
    application = web.Application()
    application.add_routes(CalendarPages(lambda: _NoFeeds(), FakeClock()).routes())  # type: ignore[arg-type,return-value]  # noqa: PLW0108
    application.freeze()
    return application


@given(
    secret=st.one_of(
        st.text(max_size=90).map(lambda text: quote(text.encode("utf-8", "surrogatepass"))),
        st.binary(max_size=60).map(quote),
        st.sampled_from(
            ["..", "%2e%2e%2f", "%00", "%ED%A0%80", "a.ics/../b", "%25%30%30", "A" * 5000]
        ),
    ),
    tag=st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=20),
)
def test_calendar_address(runner, pages, secret, tag):
    """Whatever the address, the answer is “not found” and nothing else."""
    request = make_mocked_request(
        "GET", f"/calendar/{secret}.ics", headers={"If-None-Match": tag}, app=pages
    )

    async def answer() -> int:
        try:
            match = await pages.router.resolve(request)
            match.add_app(pages)
            request._match_info = match  # noqa: SLF001  # as aiohttp's own server does
            return int((await match.handler(request)).status)
        except web.HTTPNotFound:
            return 404

    assert runner.run(answer()) == 404
