"""``/import/<secret>``: the lists of a school brought by a page of our own, past the messenger.

Between the plan and the press that stores it the file waits in the page itself, in the browser
that brought it: it is written nowhere here, and any process may answer the next press.
"""

import asyncio
import base64
import binascii
import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import BodyPartReader, web

from handlers.screens import imports as screens
from services.database import Database
from services.errors import DiaryError
from services.exchange.desk import ImportDesk
from services.exchange.links import ImportLinkOwner, ImportLinks
from services.exchange.reading.files import LARGEST_FILE
from services.exchange.workbook import Workbook, read_sent_workbook
from services.i18n import gettext as _
from services.i18n import use_locale

__all__ = ["ImportPages"]

_LONGEST_SECRET = 64
_LONGEST_FIELD = 100
_KEPT, _KEPT_NAME = "kept", "kept_name"
_LONGEST_KEPT = (LARGEST_FILE + 2) // 3 * 4  # the largest file in base64
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
class _File:
    """Lists as the browser brought them."""

    name: str
    data: bytes

    async def read(self) -> Workbook:
        return await asyncio.to_thread(read_sent_workbook, self.data, self.name)


@dataclass(frozen=True, slots=True)
class _Sent:
    """What a form brought: a file chosen now, or the one the page has kept since the plan."""

    fields: dict[str, str]
    file: _File | None = None
    is_chosen: bool = False
    is_too_large: bool = False


class ImportPages:
    """Shows the form, the plan, and what was stored; a wrong address is only ever not found."""

    def __init__(
        self,
        database: Database,
        *,
        desk: Callable[[], ImportDesk],
        links: Callable[[], ImportLinks],
    ) -> None:
        self._database = database
        self._desk = desk
        self._links = links

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
        if sent.file is None:
            return _text(_("Please choose the file once more.")) + _file_form()
        with_leavers = sent.fields.get("with_leavers") == "1" and not sent.is_chosen
        if sent.fields.get("do") == "save" and not sent.is_chosen:
            return await self._save(
                owner, sent.file, sent.fields.get("plan", ""), with_leavers=with_leavers
            )
        if sent.fields.get("do") == "leavers":
            with_leavers = not with_leavers
        return await self._plan(owner, sent.file, with_leavers=with_leavers)

    async def _plan(self, owner: ImportLinkOwner, file: _File, *, with_leavers: bool) -> str:
        plan = await self._desk().plan(owner.who, await file.read(), with_leavers=with_leavers)
        shown = _text(screens.plan(plan, with_leavers=with_leavers).text)
        presses = []
        if plan.unlisted or with_leavers:
            presses.append(("leavers", screens.leavers_caption(with_leavers=with_leavers)))
        if screens.changes_something(plan):
            presses.append(("save", screens.save_caption(with_leavers=with_leavers)))
        form = _presses(presses, file, plan.fingerprint, with_leavers=with_leavers)
        return shown + (form if presses else "") + _file_form()

    async def _save(
        self, owner: ImportLinkOwner, file: _File, planned: str, *, with_leavers: bool
    ) -> str:
        workbook = await file.read()
        async with self._database.unit_of_work():
            done = await self._desk().save(
                owner.who, workbook, planned=planned, with_leavers=with_leavers
            )
            if done.school_id is not None:
                await self._links().end(owner)
        if done.school_id is None:
            first = _text(screens.changed_meanwhile(done, with_leavers=with_leavers).text)
            return first + await self._plan(owner, file, with_leavers=with_leavers)
        return _text(screens.saved(done).text)


async def _read(request: web.Request) -> _Sent:
    """Read a form, part by part, and no more of a file than a school's lists may have."""
    if request.content_type != "multipart/form-data":
        return _Sent({})
    fields: dict[str, str] = {}
    chosen: _File | None = None
    kept = b""
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        if part.name not in {"file", _KEPT}:
            fields[str(part.name)] = (await part.read_chunk(_LONGEST_FIELD)).decode(
                errors="replace"
            )
            continue
        data = await _bytes(part, LARGEST_FILE if part.name == "file" else _LONGEST_KEPT)
        if data is None:
            return _Sent(fields, is_too_large=True)
        if part.name == _KEPT:
            kept = data
        elif part.filename:
            chosen = _File(part.filename, data)
    if chosen is not None:
        return _Sent(fields, chosen, is_chosen=True)
    return _Sent(fields, _kept(fields.get(_KEPT_NAME, ""), kept))


async def _bytes(part: BodyPartReader, most: int) -> bytes | None:
    """Return a part; None where it is larger than it may be."""
    data = bytearray()
    while chunk := await part.read_chunk():
        data += chunk
        if len(data) > most:
            return None
    return bytes(data)


def _kept(name: str, encoded: bytes) -> _File | None:
    """Return the file a page has kept; None where it has none, or somebody played with it."""
    try:
        data = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        return None
    return _File(name, data) if data and name else None


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


def _presses(
    presses: Sequence[tuple[str, str]], file: _File, plan: str, *, with_leavers: bool
) -> str:
    """Return one form of several buttons, which brings the file along again."""
    hidden = {
        "plan": plan,
        "with_leavers": str(int(with_leavers)),
        _KEPT_NAME: file.name[-_LONGEST_FIELD // 4 :],  # its ending counts, in bytes
        _KEPT: base64.b64encode(file.data).decode(),
    }
    fields = "".join(
        f'<input type="hidden" name="{name}" value="{html.escape(value)}">'
        for name, value in hidden.items()
    )
    buttons = "".join(
        f'<button name="do" value="{what}">{html.escape(caption)}</button>'
        for what, caption in presses
    )
    return f'<form method="post" enctype="multipart/form-data">{fields}{buttons}</form>'


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
