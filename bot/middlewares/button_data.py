"""Looks at the data of a pressed button before its handler: ids no database holds are forged."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.filters.callback_data import CallbackData
from aiogram.types import TelegramObject, Update

from services.errors import OutOfDate

__all__ = ["ButtonDataMiddleware", "ButtonNumbersMiddleware", "holds_numbers", "is_forged"]

_LARGEST = 2**63 - 1
_LARGEST_COUNT = 2**31 - 1  # columns that refer to no other row are so large at the most
_REFERENCES = ("_id", "ref")  # ends of the names of numbers that refer to a row


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


class ButtonNumbersMiddleware(BaseMiddleware):
    """The same once the route is known, and with it which numbers are ids, and which text."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Go on with numbers that a row may hold.

        Raises:
            OutOfDate: no row can hold one of them.
        """
        pressed = data.get("callback_data")
        if isinstance(pressed, CallbackData) and not holds_numbers(pressed):
            raise OutOfDate
        return await handler(event, data)


def holds_numbers(pressed: CallbackData) -> bool:
    """Whether every number in a button's data fits its column; ids have been looked at before."""
    return all(
        not isinstance(value, int) or name.endswith(_REFERENCES) or abs(value) <= _LARGEST_COUNT
        for name, value in pressed
    )


def is_forged(data: str) -> bool:
    """Whether a part of a button's data is a number beyond every id, or written oddly."""
    return any(_is_odd(part) for part in data.split(":")[1:])


def _is_odd(part: str) -> bool:
    digits = part.removeprefix("-")
    if not digits.isdecimal():
        return False
    return not digits.isascii() or len(digits) > len(str(_LARGEST)) or int(digits) > _LARGEST
