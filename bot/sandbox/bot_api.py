"""The Bot API over HTTP: every call is read, checked, judged, carried out and written down."""

from http import HTTPStatus
from typing import Any

from aiohttp import web

from bot.sandbox.api_request import ApiRequest, find_method, read_params, validated
from bot.sandbox.changes import Change
from bot.sandbox.chats import Telegram
from bot.sandbox.errors import TelegramRefusal, unsupported
from bot.sandbox.faults import Fault, FaultKind, Faults
from bot.sandbox.limits import check_fields, check_required
from bot.sandbox.methods import HANDLERS, ApiCall
from bot.sandbox.model import Call
from bot.sandbox.rates import RateModel, too_many_requests

__all__ = ["BotApi"]

_PROXY_PAGE = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n"
    "</body>\r\n</html>\r\n"
)


class BotApi:
    """The routes /bot<token>/<method> and /file/bot<token>/<path> of one Telegram."""

    def __init__(self, telegram: Telegram, *, rates: RateModel, faults: Faults) -> None:
        """Speak for *telegram*, judged by *rates*, spoilt by *faults*."""
        self._telegram = telegram
        self._rates = rates
        self._faults = faults

    def routes(self) -> list[web.RouteDef]:
        """Return the routes, to be added to an application of one's own."""
        return [
            web.route("*", r"/bot{token:[^/]+}/{method:[^/]+}", self._handle),
            web.get(r"/file/bot{token:[^/]+}/{path:.+}", self._download),
        ]

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self._telegram.token:
            return _refused(TelegramRefusal(401, "Unauthorized"))
        method = find_method(request.match_info["method"])
        if method is None:
            return _refused(TelegramRefusal(404, "Not Found: method not found"))
        name: str = method.__api_method__
        try:
            call = await read_params(request)
        except TelegramRefusal as refusal:
            self._write_down(name, {}, refusal.description)
            return _refused(refusal)
        fault = self._faults.strike(name, call.fields)
        if fault is not None:
            self._telegram.changes.publish(Change("fault"))  # whoever waits for its hit looks now
        if fault is not None and not fault.kind.is_delivered:
            self._write_down(name, call.fields, fault.kind.name.lower(), fault)
            return _spoilt(fault, request)
        if fault is not None and fault.kind is FaultKind.DELAY:
            await self._faults.sleep(fault.seconds)
        params = call.fields
        try:
            check_required(name, _given(call))
            params = validated(method, call)
            check_fields(name, params)
            result = await self._carry_out(name, params, call)
        except TelegramRefusal as refusal:
            self._write_down(name, params, f"{refusal.code} {refusal.description}", fault)
            return _refused(refusal)
        self._write_down(name, params, "ok", fault)
        if fault is not None and fault.kind is not FaultKind.DELAY:
            return _spoilt(fault, request)
        return web.json_response({"ok": True, "result": result})

    async def _carry_out(self, name: str, params: dict[str, Any], call: ApiRequest) -> object:
        handler = HANDLERS.get(name)
        if handler is None:
            raise unsupported(f"method {name}")
        return await handler(ApiCall(self._telegram, self._rates, params, call.uploads))

    async def _download(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self._telegram.token:
            return _refused(TelegramRefusal(401, "Unauthorized"))
        file = self._telegram.files.at_path(request.match_info["path"])
        if file is None:
            return _refused(TelegramRefusal(404, "Not Found"))
        return web.Response(body=file.content, content_type="application/octet-stream")

    def _write_down(
        self, method: str, params: dict[str, Any], outcome: str, fault: Fault | None = None
    ) -> None:
        self._telegram.transcript.append(
            Call(
                method=method,
                params=params,
                at=self._telegram.clock.now(),
                outcome=outcome,
                fault=None if fault is None else fault.kind.name.lower(),
            )
        )


def _given(call: ApiRequest) -> set[str]:
    return {name for name, value in call.fields.items() if value not in (None, "")} | set(
        call.uploads
    )


def _refused(refusal: TelegramRefusal) -> web.Response:
    return web.json_response(refusal.as_json(), status=refusal.code)


def _spoilt(fault: Fault, request: web.Request) -> web.StreamResponse:
    """Return what the bot gets to see of a call that went wrong."""
    match fault.kind:
        case FaultKind.TOO_MANY_REQUESTS:
            return _refused(too_many_requests(fault.retry_after))
        case FaultKind.TOO_MANY_REQUESTS_BARE:
            words = f"Too Many Requests: retry after {fault.retry_after}"
            return _refused(TelegramRefusal(429, words))
        case FaultKind.REFUSAL:
            refusal = TelegramRefusal(fault.code, fault.description, parameters=fault.parameters)
            return _refused(refusal)
        case FaultKind.INTERNAL_ERROR:
            return _refused(TelegramRefusal(500, "Internal Server Error"))
        case FaultKind.BAD_GATEWAY:
            return _refused(TelegramRefusal(502, "Bad Gateway"))
        case FaultKind.BAD_GATEWAY_PAGE:
            return web.Response(
                text=_PROXY_PAGE, content_type="text/html", status=HTTPStatus.BAD_GATEWAY
            )
        case FaultKind.GARBAGE_PAGE:
            return web.Response(text="<html>Please log in</html>", content_type="text/html")
        case FaultKind.GARBAGE_RESULT:
            return web.json_response({"ok": True, "result": {"kind": "something else"}})
        case _:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
