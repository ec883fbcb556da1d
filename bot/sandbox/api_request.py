"""Reads a Bot API request of any encoding and validates it with aiogram's own classes."""

import json
import types
import typing
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Any

import aiogram.methods
from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from aiogram.types import BufferedInputFile
from aiohttp import web
from pydantic import ValidationError

from bot.sandbox.errors import bad_request

__all__ = ["LARGEST_REQUEST", "ApiRequest", "Upload", "find_method", "read_params", "validated"]

Method = type[TelegramMethod[Any]]

# Room for one file of the largest size, or an album of pictures, and for what is too large.
LARGEST_REQUEST = 128 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    name: str
    content: bytes


@dataclass(slots=True)
class ApiRequest:
    """A call before anybody has looked into it: named texts and files."""

    fields: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)


@cache
def _methods() -> dict[str, Method]:
    found: dict[str, Method] = {}
    for name in aiogram.methods.__all__:
        candidate = getattr(aiogram.methods, name)
        if isinstance(candidate, type) and issubclass(candidate, TelegramMethod):
            api_method = getattr(candidate, "__api_method__", None)
            if isinstance(api_method, str):
                found[api_method.lower()] = candidate
    return found


def find_method(name: str) -> Method | None:
    """Return aiogram's class of a Bot API method; names are not case sensitive."""
    return _methods().get(name.lower())


async def read_params(request: web.Request) -> ApiRequest:
    """Read query string and body, whichever of the three encodings it has."""
    # The application around may allow less than Telegram does.
    request = request.clone(client_max_size=LARGEST_REQUEST)
    read = ApiRequest(fields=dict(request.query))
    if request.content_type == "application/json":
        try:
            body = await request.json()
        except ValueError:
            raise bad_request("can't parse request JSON object") from None
        if not isinstance(body, dict):
            raise bad_request("expected a JSON object")
        read.fields |= body
    elif request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            name = getattr(part, "name", None)
            if name is None:
                continue
            content = bytes(await part.read(decode=True))  # type: ignore[union-attr]  # a named part is a body part
            filename = getattr(part, "filename", None)
            if filename is None:
                read.fields[name] = content.decode()
            else:
                read.uploads[name] = Upload(filename, content)
    else:
        read.fields |= dict(await request.post())
    return read


@cache
def _takes(method: Method, name: str, kind: type) -> bool:
    """Whether a parameter may be of this simple kind."""
    annotation = method.model_fields[name].annotation
    if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
        return kind in typing.get_args(annotation)
    return annotation is kind


def _decoded(method: Method, name: str, value: str) -> Any:
    """Read a parameter that came as text: "[1,2]" is a list unless texts are wanted."""
    if _takes(method, name, str):
        return value
    if _takes(method, name, bool):
        return value.strip().lower() in {"true", "yes", "1"}
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f"can't parse {name} JSON object") from None


def validated(method: Method, request: ApiRequest) -> dict[str, Any]:
    """Return the parameters as plain values; those that were not given are left out.

    Raises:
        TelegramRefusal: a value is not of the kind the method takes.
    """
    values: dict[str, Any] = {}
    for name, value in request.fields.items():
        if name not in method.model_fields or value is None:
            continue
        values[name] = _decoded(method, name, value) if isinstance(value, str) else value
    for name, upload in request.uploads.items():
        if name in method.model_fields:
            values[name] = (
                f"attach://{name}"
                if _takes(method, name, str)
                else BufferedInputFile(upload.content, upload.name)
            )
    try:
        call = method.model_validate(values)
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(step) for step in problem["loc"])
        if problem["type"] == "missing":
            # The words for it are in the list of required fields, which is looked at first.
            raise bad_request(f"parameter {where} is required") from None
        raise bad_request(f"can't parse {where}: {problem['msg']}") from None
    dumped: dict[str, Any] = call.model_dump(exclude_unset=True, exclude_none=True, warnings=False)
    return {name: _plain(value) for name, value in dumped.items() if not _is_unset(value)}


def _is_unset(value: object) -> bool:
    return isinstance(value, Default)


def _plain(value: Any) -> Any:
    """Turn what aiogram keeps as enums into plain values."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items() if not _is_unset(item)}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.value if isinstance(value, Enum) else value
