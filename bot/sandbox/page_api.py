"""Serves the page and does what people press on it; loopback only, no external resource."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from aiohttp import web

from bot.sandbox.api_request import LARGEST_REQUEST
from bot.sandbox.chats import Telegram
from bot.sandbox.errors import CannotDo, StillBusy, TelegramRefusal
from bot.sandbox.limits import LARGEST_UPLOAD
from bot.sandbox.page_feed import ClockMoves, PageFeed, Persona, Slip, StoryGuide
from bot.sandbox.person import SandboxUser
from bot.sandbox.screen import ScreenMessage, snapshot

__all__ = ["ASSETS", "CONTENT_SECURITY_POLICY", "Persona", "SandboxPage", "Slip"]

ASSETS = Path(__file__).parent / "page"
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"} | {
    ".svg": "image/svg+xml"
}
_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif"})
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
Act = Callable[[SandboxUser, dict[str, Any]], Awaitable[dict[str, Any] | None]]


class SandboxPage:
    """The page with its JSON calls and its stream of events."""

    def __init__(
        self,
        telegram: Telegram,
        *,
        personas: Sequence[Persona],
        slips: Callable[[], Sequence[Slip]] = tuple,
        zone: str = "Europe/Moscow",
        clock_moves: ClockMoves | None = None,
        guide: StoryGuide | None = None,
        tick_seconds: float = 2.0,
    ) -> None:
        """Show *personas* side by side and times in *zone* (IANA).

        *slips* returns the invitations that can be clicked now; it and the clock are asked again
        every *tick_seconds* in which nothing else happens.
        With *clock_moves* the page has buttons that let the sandbox's time pass, with *guide* a
        story beside the chats.
        """
        self._telegram = telegram
        self._clock_moves = clock_moves
        self._guide = guide
        self._tick_seconds = tick_seconds
        self._feed = PageFeed(
            telegram,
            personas=personas,
            slips=slips,
            zone=zone,
            clock_moves=clock_moves,
            guide=guide,
        )
        self._acts: dict[str, Act] = {
            "send": self._send,
            "edit": self._edit,
            "press": self._press,
            "tap": self._tap,
            "block": self._block,
            "open": self._open,
        }

    def routes(self) -> list[web.RouteDef]:
        """Return the routes, to be added to an application of one's own."""
        return [
            web.get("/", self._index),
            web.get("/sandbox/events", self._events),
            web.get(r"/sandbox/file/{file_id:\w+}", self._file),
            web.post("/sandbox/clock", self._clock),
            web.post("/sandbox/story", self._story),
            web.post(r"/sandbox/{persona:\d+}/upload", self._upload),
            web.post(r"/sandbox/{persona:\d+}/{act:\w+}", self._do),
            web.get(r"/sandbox/{name:[a-z_]+\.(?:css|js|svg)}", self._asset),
        ]

    def close(self) -> None:
        """End the event streams, so that the server can close."""
        self._feed.close()

    # --- reading ------------------------------------------------------------------------------

    async def _index(self, request: web.Request) -> web.Response:
        return _static(request, ASSETS / "index.html")

    async def _asset(self, request: web.Request) -> web.Response:
        return _static(request, ASSETS / request.match_info["name"])

    async def _file(self, request: web.Request) -> web.Response:
        _must_be_local(request)
        file = self._telegram.files.find(request.match_info["file_id"])
        if file is None:
            raise web.HTTPNotFound
        headers = dict(_HEADERS)
        if file.mime_type not in _PICTURES:
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
        return web.Response(body=file.content, content_type=file.mime_type, headers=headers)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        _must_be_local(request)
        response = web.StreamResponse(headers={**_HEADERS, "Content-Type": "text/event-stream"})
        await response.prepare(request)
        page = self._feed.open()
        try:
            while (event := await self._next(page)) is not None:
                data = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
                await response.write(f"data: {data}\n\n".encode())
        except ConnectionError:
            pass  # The browser went away, which is how every page ends.
        finally:
            self._feed.leave(page)
        return response

    async def _next(self, page: asyncio.Queue[dict[str, Any] | None]) -> dict[str, Any] | None:
        """Return the next event; a tick when nothing happens; None when the sandbox closes."""
        try:
            async with asyncio.timeout(self._tick_seconds):
                return await page.get()
        except TimeoutError:
            return self._feed.tick()

    # --- doing --------------------------------------------------------------------------------

    async def _do(self, request: web.Request) -> web.Response:
        _must_be_own_script(request)
        act = self._acts.get(request.match_info["act"])
        if act is None:
            raise web.HTTPNotFound
        user = self._person(request)
        try:
            done = await act(user, await request.json())
        except (CannotDo, TelegramRefusal, KeyError, IndexError, ValueError) as error:
            return _cannot(error)
        return web.json_response(done or {}, headers=_HEADERS)

    async def _upload(self, request: web.Request) -> web.Response:
        _must_be_own_script(request)
        user = self._person(request)
        caption, name, content = "", "", b""
        async for part in await request.clone(client_max_size=LARGEST_REQUEST).multipart():
            data = bytes(await part.read(decode=True))  # type: ignore[union-attr]  # a form has no nested parts
            if getattr(part, "name", None) == "caption":
                caption = data.decode()
            else:
                name, content = getattr(part, "filename", None) or "file", data
        if len(content) > LARGEST_UPLOAD:
            return _cannot(CannotDo("the file is larger than 50 MB"))
        try:
            await user.send_document(name, content, caption)
        except (CannotDo, TelegramRefusal) as error:
            return _cannot(error)
        return web.json_response({}, headers=_HEADERS)

    async def _clock(self, request: web.Request) -> web.Response:
        _must_be_own_script(request)
        if self._clock_moves is None:
            raise web.HTTPNotFound
        return await self._in_time(self._clock_moves.go(str((await request.json()).get("jump"))))

    async def _story(self, request: web.Request) -> web.Response:
        _must_be_own_script(request)
        if self._guide is None:
            raise web.HTTPNotFound
        return await self._in_time(self._guide.act(str((await request.json()).get("act"))))

    async def _in_time(self, move: Awaitable[None]) -> web.Response:
        """Answer what time it is after *move*, and whether it got where it was to go."""
        is_late = False
        try:
            await move
        except StillBusy:
            is_late = True
        except (CannotDo, TimeoutError) as error:
            return _cannot(error)
        return web.json_response({**self._feed.tick(), "is_late": is_late}, headers=_HEADERS)

    async def _send(self, user: SandboxUser, wanted: dict[str, Any]) -> None:
        reply_to = wanted.get("reply_to")
        shown = None if reply_to is None else self._shown(user, reply_to)
        await user.send(wanted["text"], reply_to=shown)

    async def _edit(self, user: SandboxUser, wanted: dict[str, Any]) -> None:
        await user.edit(self._shown(user, wanted["message_id"]), wanted["text"])

    async def _press(self, user: SandboxUser, wanted: dict[str, Any]) -> dict[str, Any]:
        shown = self._shown(user, wanted["message_id"])
        button = shown.buttons[wanted["row"]][wanted["column"]]
        if button.caption != wanted["caption"]:
            raise CannotDo("the button has changed")
        return {"query_id": user.press_button(button, shown).query_id}

    async def _tap(self, user: SandboxUser, wanted: dict[str, Any]) -> None:
        await user.tap_reply_button(wanted["caption"])

    async def _block(self, user: SandboxUser, wanted: dict[str, Any]) -> None:
        await (user.block() if wanted["is_blocked"] else user.unblock())

    async def _open(self, user: SandboxUser, wanted: dict[str, Any]) -> None:
        await user.open_link(wanted["code"])

    def _person(self, request: web.Request) -> SandboxUser:
        persona = self._feed.personas.get(int(request.match_info["persona"]))
        if persona is None:
            raise web.HTTPNotFound
        return persona.user

    def _shown(self, user: SandboxUser, message_id: int) -> ScreenMessage:
        return snapshot(self._telegram.chats[user.user_id].messages[message_id])


def _static(request: web.Request, path: Path) -> web.Response:
    _must_be_local(request)
    if not path.is_file():
        raise web.HTTPNotFound
    return web.Response(
        body=path.read_bytes(),
        content_type=_KINDS[path.suffix],
        charset="utf-8",
        headers=_HEADERS,
    )


def _must_be_local(request: web.Request) -> None:
    """Refuse a request under a foreign name: another site's page that points here by DNS."""
    if urlsplit(f"//{request.host}").hostname not in _LOOPBACK:
        raise web.HTTPForbidden


def _must_be_own_script(request: web.Request) -> None:
    """Refuse what a form or script of another site could send; browsers ask before this header."""
    _must_be_local(request)
    if request.headers.get("X-Sandbox") != "page":
        raise web.HTTPForbidden


def _cannot(error: Exception) -> web.Response:
    return web.json_response({"error": str(error)}, status=409, headers=_HEADERS)
