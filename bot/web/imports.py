"""``/import/<secret>``: the lists of a school brought by a page of our own, past the messenger.

The file is held in the memory of this process between the plan and the press that stores it, for
as long as the link lives; it is written nowhere.
"""

import asyncio
import html
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from aiohttp import BodyPartReader, web

from handlers.screens import imports as screens
from services.clock import Clock
from services.database import Database
from services.errors import DiaryError
from services.exchange.desk import ImportDesk
from services.exchange.links import LINK_LIVES, ImportLinkOwner, ImportLinks
from services.exchange.reading.files import LARGEST_FILE
from services.exchange.workbook import Workbook, read_sent_workbook
from services.i18n import gettext as _
from services.i18n import use_locale

__all__ = ["ImportPages"]

_LONGEST_SECRET = 64
_LONGEST_FIELD = 100
_MOST_HELD = 8  # files at a time: a school has one office
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}
_STYLE = (
    "body{font:18px/1.5 sans-serif;max-width:42em;margin:2em auto;padding:0 1em}"
    "p{white-space:pre-line}button,input{font:inherit;margin:.3em .5em .3em 0}"
)


@dataclass(frozen=True, slots=True)
class _Held:
    """A workbook that was read and waits for the press."""

    workbook: Workbook
    read_at: datetime


@dataclass(frozen=True, slots=True)
class _Sent:
    """What a form brought; *data* is None without a file, or when it is too large."""

    fields: dict[str, str]
    name: str = ""
    data: bytes | None = None
    is_too_large: bool = False


class ImportPages:
    """Shows the form, the plan, and what was stored; a wrong address is only ever not found."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        desk: Callable[[], ImportDesk],
        links: Callable[[], ImportLinks],
    ) -> None:
        self._database = database
        self._clock = clock
        self._desk = desk
        self._links = links
        self._held: dict[int, _Held] = {}

    def routes(self) -> list[web.RouteDef]:
        """Return the page's routes."""
        return [
            web.get("/import/{secret}", self._form, allow_head=False),
            web.post("/import/{secret}", self._post),
        ]

    async def _form(self, request: web.Request) -> web.Response:
        try:
            owner = await self._owner(request)
        except DiaryError:
            return _not_found()
        with use_locale(owner.language):
            return _page(_file_form())

    async def _post(self, request: web.Request) -> web.Response:
        try:
            owner = await self._owner(request)
            sent = await _read(request)
            with use_locale(owner.language):
                return _page(await self._answer(owner, sent))
        except DiaryError:
            return _not_found()

    async def _owner(self, request: web.Request) -> ImportLinkOwner:
        return await self._links().owner(request.match_info["secret"][:_LONGEST_SECRET])

    async def _answer(self, owner: ImportLinkOwner, sent: _Sent) -> str:
        if sent.is_too_large:
            return _text(screens.too_large().text) + _file_form()
        if sent.data is not None:
            workbook = await asyncio.to_thread(read_sent_workbook, sent.data, sent.name)
            self._hold(owner, workbook)
            return await self._plan(owner, workbook, with_leavers=False)
        held = self._held.get(owner.link_id)
        if held is None:
            return _text(_("Please choose the file once more.")) + _file_form()
        with_leavers = sent.fields.get("with_leavers") == "1"
        if sent.fields.get("do") == "save":
            return await self._save(
                owner, held.workbook, sent.fields.get("plan", ""), with_leavers=with_leavers
            )
        return await self._plan(owner, held.workbook, with_leavers=with_leavers)

    async def _plan(
        self, owner: ImportLinkOwner, workbook: Workbook, *, with_leavers: bool
    ) -> str:
        plan = await self._desk().plan(owner.who, workbook, with_leavers=with_leavers)
        shown = _text(screens.plan(plan, with_leavers=with_leavers).text)
        forms = ""
        if plan.unlisted or with_leavers:
            caption = screens.leavers_caption(with_leavers=with_leavers)
            forms += _press("plan", caption, plan.fingerprint, with_leavers=not with_leavers)
        if screens.changes_something(plan):
            caption = screens.save_caption(with_leavers=with_leavers)
            forms += _press("save", caption, plan.fingerprint, with_leavers=with_leavers)
        return shown + forms + _file_form()

    async def _save(
        self, owner: ImportLinkOwner, workbook: Workbook, planned: str, *, with_leavers: bool
    ) -> str:
        async with self._database.unit_of_work():
            done = await self._desk().save(
                owner.who, workbook, planned=planned, with_leavers=with_leavers
            )
            if done.school_id is not None:
                await self._links().end(owner)
        if done.school_id is None:
            first = _text(screens.changed_meanwhile(done, with_leavers=with_leavers).text)
            return first + await self._plan(owner, workbook, with_leavers=with_leavers)
        self._held.pop(owner.link_id, None)
        return _text(screens.saved(done).text)

    def _hold(self, owner: ImportLinkOwner, workbook: Workbook) -> None:
        now = self._clock.now()
        for link_id, held in list(self._held.items()):
            if held.read_at + LINK_LIVES <= now:
                del self._held[link_id]
        while len(self._held) >= _MOST_HELD:
            del self._held[next(iter(self._held))]
        self._held[owner.link_id] = _Held(workbook, now)


async def _read(request: web.Request) -> _Sent:
    """Read a form, part by part, and no more of a file than a school's lists may have."""
    if request.content_type != "multipart/form-data":
        return _Sent({})
    fields: dict[str, str] = {}
    sent = _Sent(fields)
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        if part.name != "file":
            fields[str(part.name)] = (await part.read_chunk(_LONGEST_FIELD)).decode(
                errors="replace"
            )
            continue
        data = bytearray()
        while chunk := await part.read_chunk():
            data += chunk
            if len(data) > LARGEST_FILE:
                return _Sent(fields, is_too_large=True)
        if part.filename:
            sent = _Sent(fields, part.filename, bytes(data))
    return sent


def _file_form() -> str:
    caption, button = (
        _("The workbook (.xlsx, .ods), or a .zip with the CSV files, up to 20 MB"),
        _("Show what would change"),
    )
    return (
        f'<form method="post" enctype="multipart/form-data"><p>{html.escape(caption)}</p>'
        '<input type="file" name="file" accept=".xlsx,.ods,.zip" required>'
        f"<button>{html.escape(button)}</button></form>"
    )


def _press(what: str, caption: str, plan: str, *, with_leavers: bool) -> str:
    return (
        '<form method="post" enctype="multipart/form-data">'
        f'<input type="hidden" name="plan" value="{html.escape(plan)}">'
        f'<input type="hidden" name="with_leavers" value="{int(with_leavers)}">'
        f'<button name="do" value="{what}">{html.escape(caption)}</button></form>'
    )


def _text(shown: str) -> str:
    """Return a screen's text, which is escaped and knows no markup but bold."""
    return f"<p>{shown}</p>"


def _page(body: str) -> web.Response:
    title = html.escape(_("School lists"))
    text = (
        '<!doctype html><html><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{_STYLE}</style></head>"
        f"<body><h1>{title}</h1>{body}</body></html>"
    )
    return web.Response(text=text, content_type="text/html", headers=_HEADERS)


def _not_found() -> web.Response:
    return web.Response(status=HTTPStatus.NOT_FOUND, text="not found\n")
