"""The page: self-contained, closed to other sites, and doing what is pressed on it."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession, FormData

from bot.sandbox import posting
from bot.sandbox.chats import Telegram
from bot.sandbox.errors import CannotDo, StillBusy
from bot.sandbox.formatted import format_typed
from bot.sandbox.page_api import (
    ASSETS,
    CONTENT_SECURITY_POLICY,
    Persona,
    SandboxPage,
    Slip,
)
from bot.sandbox.page_feed import Jump
from bot.sandbox.person import SandboxUser
from bot.sandbox.server import SandboxServer
from tests.fakes import FakeClock
from tests.unit.sandbox.pictures import png

ROOT = Path(__file__).parents[3]
SERVED = [*ASSETS.glob("*.js"), *ASSETS.glob("*.css")]


@dataclass(slots=True)
class Browser:
    """What a browser does with the page, without a browser."""

    session: ClientSession
    url: str
    events: list[dict[str, Any]] = field(default_factory=list)
    stream: ClientResponse | None = None

    async def act(self, user: SandboxUser, name: str, **body: Any) -> tuple[int, dict[str, Any]]:
        """Press something."""
        async with self.session.post(
            f"{self.url}/sandbox/{user.user_id}/{name}", json=body, headers={"X-Sandbox": "page"}
        ) as response:
            return response.status, await response.json()

    async def listen(self) -> dict[str, Any]:
        """Open the stream and return the whole state."""
        self.stream = await self.session.get(f"{self.url}/sandbox/events")
        state: dict[str, Any] = await self.event("state")
        return state

    async def event(
        self, kind: str, wanted: Callable[[dict[str, Any]], bool] = lambda _event: True
    ) -> Any:
        """Return the next event of this kind that is wanted."""
        assert self.stream is not None
        async with asyncio.timeout(5):
            async for line in self.stream.content:
                if line.startswith(b"data: "):
                    event = json.loads(line.removeprefix(b"data: "))
                    self.events.append(event)
                    if event["type"] == kind and wanted(event):
                        return event
        raise AssertionError(kind)


@dataclass(frozen=True, slots=True)
class Hours:
    """A clock that goes on by hours."""

    clock: FakeClock

    def jumps(self) -> list[Jump]:
        """Offer one button."""
        return [Jump("hour", self.clock.now() + timedelta(hours=1))]

    async def go(self, key: str) -> None:
        """Do what it says."""
        if key not in {"hour", "far"}:
            raise CannotDo(key)
        self.clock.advance(timedelta(hours=1))
        if key == "far":
            raise StillBusy(key)


@pytest.fixture
def slips(olga: SandboxUser) -> list[Slip]:
    """Give the invitations of the page, to be changed by the test."""
    return [Slip("Родителю: Кузнецова Мария, 7Б", "K7QM-4TXH", olga)]


@pytest.fixture
async def server(
    telegram: Telegram, olga: SandboxUser, slips: list[Slip], clock: FakeClock
) -> AsyncIterator[SandboxServer]:
    """Give a server with a page of one persona."""
    page = SandboxPage(
        telegram,
        personas=[Persona(olga, "Ольга Кузнецова", "мама Марии, 7Б", "Попробуйте")],
        slips=lambda: tuple(slips),
        zone="Asia/Yekaterinburg",
        clock_moves=Hours(clock),
        tick_seconds=0.02,
    )
    async with SandboxServer(telegram, page=page) as running:
        yield running


@pytest.fixture
async def browser(server: SandboxServer) -> AsyncIterator[Browser]:
    """Give a browser that has the page open."""
    async with ClientSession() as session:
        opened = Browser(session, server.url)
        yield opened
        if opened.stream is not None:
            opened.stream.close()


async def test_every_file_is_served_with_a_strict_policy(browser: Browser) -> None:
    """Own scripts, styles and pictures only; no inline code, no frames, no sniffing."""
    for name in ("", *(f"sandbox/{path.name}" for path in SERVED)):
        async with browser.session.get(f"{browser.url}/{name}") as response:
            assert 200 == response.status
            assert CONTENT_SECURITY_POLICY == response.headers["Content-Security-Policy"]
            assert "nosniff" == response.headers["X-Content-Type-Options"]
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    async with browser.session.get(f"{browser.url}/sandbox/missing.js") as response:
        assert 404 == response.status


async def test_other_sites_are_kept_out(browser: Browser, olga: SandboxUser) -> None:
    """Neither a foreign name that points here nor a form without the script's header gets in."""
    foreign = {"Host": "evil.example"}
    async with browser.session.get(f"{browser.url}/sandbox/events", headers=foreign) as response:
        assert 403 == response.status
    address = f"{browser.url}/sandbox/{olga.user_id}/send"
    async with browser.session.post(address, json={"text": "a"}) as response:
        assert 403 == response.status

    assert [] == olga.messages


def test_it_serves_loopback_only(telegram: Telegram) -> None:
    """There are no passwords in the sandbox."""
    with pytest.raises(ValueError, match="loopback only"):
        SandboxServer(telegram, host="0.0.0.0")  # noqa: S104  # it is refused


async def test_the_state_is_all_there_is(
    browser: Browser, olga: SandboxUser, clock: FakeClock
) -> None:
    """Personas with their chats, the invitations, the clock of the sandbox and its zone."""
    await olga.send("/start")
    state = await browser.listen()

    (persona,) = state["personas"]
    assert (olga.user_id, "Ольга Кузнецова", "мама Марии, 7Б", "Попробуйте", True, False) == tuple(
        persona[name] for name in ("id", "title", "subtitle", "note", "is_started", "is_blocked")
    )
    assert [("/start", True)] == [(m["text"], m["is_out"]) for m in persona["messages"]]
    assert (clock.now().timestamp() * 1000, "Asia/Yekaterinburg") == (state["now"], state["zone"])
    assert [("K7QM-4TXH", olga.user_id)] == [(s["code"], s["persona"]) for s in state["slips"]]


async def test_what_happens_is_told(
    browser: Browser, telegram: Telegram, olga: SandboxUser
) -> None:
    """New, edited and deleted messages, keyboards, and who is typing."""
    await olga.send("/start")
    await browser.listen()
    chat = telegram.chats[olga.user_id]
    markup = {"inline_keyboard": [[{"text": "Да", "callback_data": "y", "style": "primary"}]]}
    message = posting.post_from_bot(
        telegram, chat, body=format_typed("ново"), reply_markup=markup, is_silent=True
    )
    event = await browser.event("message")
    assert ("ново", True, False, True) == (
        event["message"]["text"],
        event["message"]["is_silent"],
        event["message"]["is_out"],
        event["is_new"],
    )
    assert [("Да", "callback_data", "primary", 0, 0)] == [
        tuple(button[name] for name in ("caption", "kind", "style", "row", "column"))
        for button in event["message"]["rows"][0]
    ]
    posting.change(telegram, message, reply_markup=None, body=format_typed("иначе"))
    event = await browser.event("message")
    assert ("иначе", False) == (event["message"]["text"], event["is_new"])
    assert event["message"]["edited_at"] is not None
    posting.delete(telegram, chat, message.message_id)
    assert message.message_id == (await browser.event("deleted"))["message_id"]
    keyboard = {"keyboard": [[{"text": "Номер", "request_contact": True}, "Меню"]]}
    posting.post_from_bot(telegram, chat, body=format_typed("?"), reply_markup=keyboard)
    persona = (await browser.event("persona", lambda e: bool(e["persona"]["keyboard"])))["persona"]
    assert [[("Номер", True), ("Меню", False)]] == [
        [(key["caption"], key["is_contact"]) for key in row] for row in persona["keyboard"]["rows"]
    ]


async def test_a_person_acts_through_the_page(
    browser: Browser, telegram: Telegram, olga: SandboxUser
) -> None:
    """An invitation, a message, an answer, an edit, a key of the keyboard."""
    chat = telegram.chats[olga.user_id]
    assert 200 == (await browser.act(olga, "open", code="K7QM-4TXH"))[0]
    keyboard = {"keyboard": [[{"text": "Номер", "request_contact": True}]]}
    asked = posting.post_from_bot(telegram, chat, body=format_typed("?"), reply_markup=keyboard)
    await browser.act(olga, "tap", caption="Номер")
    await browser.act(olga, "send", text="да", reply_to=asked.message_id)
    await browser.act(olga, "edit", message_id=olga.messages[-1].message_id, text="нет")

    assert ["/start K7QM-4TXH", "?", "", "нет"] == [message.text for message in olga.messages]
    assert olga.messages[2].contact is not None
    assert asked.message_id == olga.messages[3].reply_to


async def test_a_press_and_its_answer(
    browser: Browser, telegram: Telegram, olga: SandboxUser
) -> None:
    """The call names the query, the stream brings the answer; a changed button is not pressed."""
    await olga.send("/start")
    markup = {"inline_keyboard": [[{"text": "Да", "callback_data": "y"}]]}
    chat = telegram.chats[olga.user_id]
    message = posting.post_from_bot(telegram, chat, body=format_typed("?"), reply_markup=markup)
    where = {"message_id": message.message_id, "row": 0, "column": 0}
    await browser.listen()
    status, answer = await browser.act(olga, "press", caption="Да", **where)
    assert 200 == status
    posting.answer_press(telegram, answer["query_id"], text="Записано", is_alert=True)

    event = await browser.event("answer")
    assert (answer["query_id"], "Записано", True) == (
        event["query_id"],
        event["text"],
        event["is_alert"],
    )
    status, answer = await browser.act(olga, "press", caption="Нет", **where)
    assert (409, "the button has changed") == (status, answer["error"])


async def test_blocking_through_the_page(browser: Browser, olga: SandboxUser) -> None:
    """The switch blocks and unblocks, and the page sees it; what cannot be is said."""
    await olga.send("/start")
    await browser.listen()
    await browser.act(olga, "block", is_blocked=True)
    assert (await browser.event("persona"))["persona"]["is_blocked"]
    status, answer = await browser.act(olga, "send", text="a")
    assert (409, "the bot is blocked: unblock it first") == (status, answer["error"])
    await browser.act(olga, "block", is_blocked=False)

    assert not (await browser.event("persona"))["persona"]["is_blocked"]


async def test_files_through_the_page(browser: Browser, olga: SandboxUser) -> None:
    """A file is uploaded with its caption; pictures are shown, all else is saved."""
    await olga.send("/start")
    await olga.send_photo(png())
    form = FormData({"caption": "вот"}, quote_fields=False)  # browsers send names as they are
    form.add_field("file", BytesIO(b"a;b" * 700_000), filename="классы.csv")
    async with browser.session.post(
        f"{browser.url}/sandbox/{olga.user_id}/upload", data=form, headers={"X-Sandbox": "page"}
    ) as response:
        assert 200 == response.status
    state = await browser.listen()
    _, photo, document = state["personas"][0]["messages"]

    assert ("вот", "классы.csv") == (document["text"], document["document"]["name"])
    async with browser.session.get(
        f"{browser.url}/sandbox/file/{photo['photo']['id']}"
    ) as response:
        assert ("image/png", None) == (
            response.content_type,
            response.headers.get("Content-Disposition"),
        )
    async with browser.session.get(
        f"{browser.url}/sandbox/file/{document['document']['id']}"
    ) as response:
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert 2_100_000 == len(await response.read())


async def test_the_clock_can_be_moved(browser: Browser, clock: FakeClock) -> None:
    """Where the caller allows it."""
    before = clock.now()
    offered = (await browser.listen())["jumps"]
    async with browser.session.post(
        f"{browser.url}/sandbox/clock", json={"jump": "hour"}, headers={"X-Sandbox": "page"}
    ) as response:
        told = await response.json()

    assert [("hour", (before + timedelta(hours=1)).timestamp() * 1000)] == [
        (jump["key"], jump["at"]) for jump in offered
    ]
    assert timedelta(hours=1) == clock.now() - before
    assert clock.now().timestamp() * 1000 == told["now"]
    assert told["is_late"] is False


async def test_a_clock_that_stops_on_its_way_says_so(browser: Browser, clock: FakeClock) -> None:
    """The answer has the time where it stands, and that this is not where it was to go."""
    async with browser.session.post(
        f"{browser.url}/sandbox/clock", json={"jump": "far"}, headers={"X-Sandbox": "page"}
    ) as response:
        told = await response.json()

    assert (200, clock.now().timestamp() * 1000, True) == (
        response.status,
        told["now"],
        told["is_late"],
    )


async def test_a_jump_that_is_not_offered_is_refused(browser: Browser, clock: FakeClock) -> None:
    """The clock goes only where a button names."""
    before = clock.now()
    async with browser.session.post(
        f"{browser.url}/sandbox/clock", json={"jump": "1999"}, headers={"X-Sandbox": "page"}
    ) as response:
        status = response.status

    assert (409, before) == (status, clock.now())


async def test_invitations_change_while_the_page_is_open(
    browser: Browser, slips: list[Slip]
) -> None:
    """They are asked for again with every tick."""
    await browser.listen()
    slips[:] = [Slip("Ученику", "NEW1"), Slip("Учителю", "NEW2")]

    tick = await browser.event("tick")
    assert [("NEW1", None), ("NEW2", None)] == [(s["code"], s["persona"]) for s in tick["slips"]]


async def test_unknown_people_and_acts_are_404(browser: Browser, olga: SandboxUser) -> None:
    """Nothing can be done for somebody the page does not show."""
    for path in ("1/send", f"{olga.user_id}/dance"):
        async with browser.session.post(
            f"{browser.url}/sandbox/{path}", json={}, headers={"X-Sandbox": "page"}
        ) as response:
            assert 404 == response.status


async def test_the_sandbox_runs_alone() -> None:
    """`python -m bot.sandbox` serves its page and ends cleanly with Ctrl-C."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.sandbox",
        "--port",
        "0",
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        env={"PYTHONUNBUFFERED": "1"},
        # What a shell starts in the background ignores Ctrl-C, a test run and its children too.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(90):
            line = (await process.stdout.readline()).decode()
            url = line.split(": ", maxsplit=1)[1].strip()
            async with ClientSession() as session, session.get(url) as response:
                assert "Перемена" in await response.text()
            process.send_signal(signal.SIGINT)
            assert 0 == await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
