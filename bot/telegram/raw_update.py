"""Reading a raw update without parsing it: a new field of Telegram's cannot break the receipt."""

from typing import Any

__all__ = [
    "HANDLED_KINDS",
    "callback_query_id",
    "chat_id_of",
    "kind_of",
    "language_code_of",
    "storable",
    "user_id_of",
]

HANDLED_KINDS = ("message", "callback_query", "my_chat_member")


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
    """Return JSON that PostgreSQL can store too: without NUL and lone surrogates in its texts."""
    match value:
        case str():
            return value.replace("\x00", "").encode("utf-8", "replace").decode()
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
    number = part.get("id") if isinstance(part, dict) else None
    return number if isinstance(number, int) else 0
