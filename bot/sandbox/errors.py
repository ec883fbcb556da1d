"""What the sandbox says when something is not possible: to the bot, and to the person."""

from typing import Any

__all__ = [
    "CannotDo",
    "StillBusy",
    "TelegramRefusal",
    "bad_request",
    "conflict",
    "forbidden",
    "unsupported",
]


class TelegramRefusal(Exception):
    """The Bot API answers a call with an error instead of a result."""

    def __init__(
        self, code: int, description: str, *, parameters: dict[str, Any] | None = None
    ) -> None:
        """Refuse with HTTP status *code* and the words Telegram uses."""
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> dict[str, Any]:
        """Return the body of the answer."""
        body: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.parameters is not None:
            body["parameters"] = self.parameters
        return body


class CannotDo(Exception):
    """A person tried something their screen does not offer."""


class StillBusy(CannotDo):
    """The clock stopped on its way: what was due there has not happened in time."""


def bad_request(reason: str, *, parameters: dict[str, Any] | None = None) -> TelegramRefusal:
    """Return the refusal of a call that is wrong in itself."""
    return TelegramRefusal(400, f"Bad Request: {reason}", parameters=parameters)


def forbidden(reason: str) -> TelegramRefusal:
    """Return the refusal of a call that a person or a group does not let through."""
    return TelegramRefusal(403, f"Forbidden: {reason}")


def conflict(reason: str) -> TelegramRefusal:
    """Return the refusal of a receiver that gets in another one's way."""
    return TelegramRefusal(409, f"Conflict: {reason}")


def unsupported(what: str) -> TelegramRefusal:
    """Return the refusal of something Telegram has and the sandbox has not."""
    return bad_request(f"{what} is not supported by the sandbox")
