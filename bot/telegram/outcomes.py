"""What Telegram's answers mean: one table from what aiogram raises to an outcome of delivery.

Only texts tell one 400 from another, so the texts stand here and nowhere else. Tried on a server
of ours with aiogram 3.31; notably ``ClientDecodeError`` is no ``TelegramAPIError``.
"""

import re
from collections.abc import Callable

from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError, ConnectionTimeoutError

from services.outbox.ports import (
    Accepted,
    Ambiguous,
    Blocked,
    ChatNotFound,
    Deactivated,
    Moved,
    OurFault,
    RateLimited,
    Retry,
    SendOutcome,
    TokenRefused,
    TooLate,
)

__all__ = ["SEND_FAILURES", "outcome_of"]

SEND_FAILURES = (AiogramError, UnicodeError, LookupError)
"""What a call may raise. A proxy's page in an odd encoding fails before aiogram sees it."""

_DEFAULT_RETRY_AFTER_SECONDS = 5.0
_RETRY_AFTER = re.compile(r"retry after (\d+)", re.IGNORECASE)

# The first fragment found in the lower-cased description decides.
_FORBIDDEN: tuple[tuple[str, SendOutcome], ...] = (
    ("bot was blocked by the user", Blocked()),
    ("user is deactivated", Deactivated()),
    ("bot was kicked", ChatNotFound()),
    ("bot is not a member", ChatNotFound()),
    ("the group chat was deleted", ChatNotFound()),
    ("bot can't initiate conversation", ChatNotFound()),
    ("", Blocked()),
)
_BAD_REQUEST: tuple[tuple[str, SendOutcome], ...] = (
    ("message is not modified", Accepted(None)),
    ("chat not found", ChatNotFound()),
    ("peer_id_invalid", ChatNotFound()),
    ("group chat was upgraded", ChatNotFound()),  # without the new id
    ("query is too old", TooLate()),
    ("query id is invalid", TooLate()),
    ("message to edit not found", TooLate()),
    ("message can't be edited", TooLate()),
    ("message to delete not found", TooLate()),
    ("message can't be deleted", TooLate()),
    ("can't parse entities", OurFault("markup")),
    ("entities_too_long", OurFault("too_many_entities")),
    ("message is too long", OurFault("too_long")),
    ("message caption is too long", OurFault("too_long")),
    ("reply markup is too long", OurFault("too_many_buttons")),
    ("button_data_invalid", OurFault("button_data")),
    ("message text is empty", OurFault("empty")),
    ("", OurFault("bad_request")),
)

_Row = tuple[type[Exception], Callable[[Exception], SendOutcome]]


def outcome_of(error: Exception) -> SendOutcome:
    """Return what became of a call that raised one of ``SEND_FAILURES``."""
    for kind, outcome in _TABLE:
        if isinstance(error, kind):
            return outcome(error)
    return OurFault("unexpected")


def _by_text(rows: tuple[tuple[str, SendOutcome], ...]) -> Callable[[Exception], SendOutcome]:
    def look_up(error: Exception) -> SendOutcome:
        description = getattr(error, "message", "").lower()
        return next(outcome for fragment, outcome in rows if fragment in description)

    return look_up


def _always(outcome: SendOutcome) -> Callable[[Exception], SendOutcome]:
    return lambda _error: outcome


def _unreadable(error: Exception) -> SendOutcome:
    data = getattr(error, "data", None)
    if not isinstance(data, dict) or data.get("ok") is not True:
        return Retry("proxy_page")  # Telegram itself did not answer
    result = data.get("result")
    message_id = result.get("message_id") if isinstance(result, dict) else None
    return Accepted(message_id if isinstance(message_id, int) else None)


def _network(error: Exception) -> SendOutcome:
    # A connection that was never made carried nothing; one that broke may have.
    if isinstance(error.__cause__, ClientConnectorError | ConnectionTimeoutError):
        return Retry("no_connection")
    return Ambiguous()


def _limited(error: Exception) -> SendOutcome:
    return RateLimited(float(getattr(error, "retry_after", _DEFAULT_RETRY_AFTER_SECONDS)))


def _moved(error: Exception) -> SendOutcome:
    return Moved(int(getattr(error, "migrate_to_chat_id", 0)))


def _other(error: Exception) -> SendOutcome:
    description = getattr(error, "message", "")
    if found := _RETRY_AFTER.search(description):
        return RateLimited(float(found[1]))
    if "too many requests" in description.lower():
        return RateLimited(_DEFAULT_RETRY_AFTER_SECONDS)
    return OurFault("unexpected")


# The first row that fits: special kinds stand before those they belong to.
_TABLE: tuple[_Row, ...] = (
    (ClientDecodeError, _unreadable),
    (TelegramRetryAfter, _limited),
    (TelegramMigrateToChat, _moved),
    (TelegramForbiddenError, _by_text(_FORBIDDEN)),
    (TelegramBadRequest, _by_text(_BAD_REQUEST)),
    (TelegramUnauthorizedError, _always(TokenRefused())),
    (TelegramNotFound, _always(TokenRefused())),
    (TelegramConflictError, _always(Retry("conflict"))),
    (TelegramServerError, _always(Retry("server_error"))),
    (TelegramEntityTooLarge, _always(OurFault("too_large"))),
    (TelegramNetworkError, _network),
    (TelegramAPIError, _other),
    (UnicodeError, _always(Retry("proxy_page"))),
    (LookupError, _always(Retry("proxy_page"))),
)
