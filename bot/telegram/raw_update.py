"""Reading a raw update without parsing it: a new field of Telegram's cannot break the receipt."""

import json
import math
from typing import Any, NoReturn

__all__ = [
    "HANDLED_KINDS",
    "callback_query_id",
    "chat_id_of",
    "kind_of",
    "language_code_of",
    "read_update",
    "storable",
    "user_id_of",
]

HANDLED_KINDS = ("message", "callback_query", "my_chat_member")
_LARGEST_ID = 2**63 - 1  # what a database holds; Telegram's have 52 bits
_DEEPEST = 100  # levels of JSON; Telegram's own have some twenty


def read_update(body: bytes) -> dict[str, Any] | None:
    """Return the update that was posted; None when the bytes are none, whatever they are."""
    try:
        update = json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    if not isinstance(update, dict) or not _is_shallow(update):
        return None
    return update if _whole(update.get("update_id"), least=0) is not None else None


def kind_of(update: dict[str, Any]) -> str:
    """Return which of the kinds we handle an update is; empty when it is another one."""
    return next((kind for kind in HANDLED_KINDS if kind in update), "")


def chat_id_of(update: dict[str, Any]) -> int:
    """Return the chat whose turn an update takes: where it happened, else its author, else 0."""
    event = _event(update)
    for holder in (event, event.get("message")):
        chat_id = _id(holder, "chat")
        if chat_id:
            return chat_id
    return user_id_of(update)


def user_id_of(update: dict[str, Any]) -> int:
    """Return who caused an update; 0 when it does not say."""
    return _id(_event(update), "from")


def language_code_of(update: dict[str, Any]) -> str:
    """Return the language of the author's app; empty when it does not say."""
    author = _event(update).get("from")
    code = author.get("language_code") if isinstance(author, dict) else None
    return code if isinstance(code, str) else ""


def callback_query_id(update: dict[str, Any]) -> str:
    """Return what a press is answered by; empty when the update is no press."""
    event = update.get("callback_query")
    query_id = event.get("id") if isinstance(event, dict) else None
    return query_id if isinstance(query_id, str) else ""


def storable(value: Any) -> Any:
    """Return JSON that PostgreSQL stores, too: no NUL, no lone surrogates, no infinity."""
    match value:
        case str():
            return value.replace("\x00", "").encode("utf-8", "replace").decode()
        case float() if not math.isfinite(value):
            return None  # written as 1e999: JSON of databases has no infinity
        case dict():
            return {storable(key): storable(one) for key, one in value.items()}
        case list():
            return [storable(one) for one in value]
        case _:
            return value


def _event(update: dict[str, Any]) -> dict[str, Any]:
    event = next((value for key, value in update.items() if key != "update_id"), None)
    return event if isinstance(event, dict) else {}


def _id(holder: Any, key: str) -> int:
    part = holder.get(key) if isinstance(holder, dict) else None
    return _whole(part.get("id") if isinstance(part, dict) else None) or 0


def _whole(value: Any, *, least: int = -_LARGEST_ID) -> int | None:
    """Return a number a database holds; None for anything else, also for true and false."""
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if least <= value <= _LARGEST_ID else None


def _is_shallow(value: Any) -> bool:
    """Whether everything that walks through *value* comes back: no more levels than Telegram's."""
    level = [value]
    for _ in range(_DEEPEST):
        parts = [one for one in level if isinstance(one, dict | list)]
        level = [one for part in parts for one in _inside(part)]
        if not level:
            return True
    return False


def _inside(part: dict[str, Any] | list[Any]) -> list[Any]:
    return list(part.values()) if isinstance(part, dict) else part


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)
