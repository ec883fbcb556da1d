"""Looks at the data of a pressed button before any route: numbers no database holds are forged."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject, Update

from services.errors import OutOfDate

__all__ = ["ButtonDataMiddleware", "is_forged"]

_LARGEST = 2**63 - 1


class ButtonDataMiddleware(BaseMiddleware):
    """Refuses, as a screen that is out of date, what none of our buttons can carry."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Go on with data that one of our screens may have made.

        Raises:
            OutOfDate: it was made by somebody else.
        """
        query = event.callback_query if isinstance(event, Update) else None
        if query is not None and is_forged(query.data or ""):
            raise OutOfDate
        return await handler(event, data)


def is_forged(data: str) -> bool:
    """Whether a part of a button's data is a number beyond every id, or written oddly."""
    return any(_is_odd(part) for part in data.split(":")[1:])


def _is_odd(part: str) -> bool:
    digits = part.removeprefix("-")
    if not digits.isdecimal():
        return False
    return not digits.isascii() or len(digits) > len(str(_LARGEST)) or int(digits) > _LARGEST
