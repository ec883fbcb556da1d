"""Turns an expected refusal into its sentence, in the language it happened in, and rolls back."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject
from structlog import get_logger

from handlers.screens.briefing import briefing
from handlers.screens.errors import message_for
from services.access.identity import Actor
from services.errors import DiaryError, NotAllowed
from services.outgoing import OutgoingMessage

__all__ = ["RefusalMiddleware", "Refused"]

_log = get_logger(__name__)


class Refused(Exception):
    """The update was refused and must leave no trace; *message* tells the person."""

    def __init__(self, message: OutgoingMessage) -> None:
        super().__init__()
        self.message = message


class RefusalMiddleware(BaseMiddleware):
    """Raises ``Refused`` for a ``DiaryError``: whoever opened the unit of work must know."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Go on; turn a refusal into its sentence."""
        try:
            return await handler(event, data)
        except DiaryError as error:
            _log.info("refused", error=type(error).__name__)
            raise Refused(_sentence(error, data.get("actor"))) from error


def _sentence(error: DiaryError, actor: Actor | None) -> OutgoingMessage:
    """Say why; who has yet to read the briefing may do nothing, and is shown it instead."""
    if isinstance(error, NotAllowed) and actor is not None and actor.owes_briefing:
        return briefing()
    return message_for(error)
