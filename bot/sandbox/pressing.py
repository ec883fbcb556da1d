"""A press of an inline button, followed from the thumb to the bot's answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.model import Press

if TYPE_CHECKING:
    from bot.sandbox.chats import Telegram

__all__ = ["PressedButton"]


class PressedButton:
    """A press on its way to the bot and back."""

    def __init__(self, *, telegram: Telegram, press: Press) -> None:
        """Follow *press*; made by SandboxUser.press."""
        self._telegram = telegram
        self._press = press

    @property
    def query_id(self) -> str:
        """The id of the callback query."""
        return self._press.query_id

    @property
    def is_answered(self) -> bool:
        """Whether the little clock on the button has gone."""
        return self._press.is_answered

    @property
    def text(self) -> str | None:
        """The words the bot answered with, if it did."""
        return self._press.answer_text

    @property
    def is_alert(self) -> bool:
        """Whether the words came as a window to be closed."""
        return self._press.is_alert

    async def answered(self, *, timeout: float = 5.0) -> str | None:  # noqa: ASYNC109  # handed to asyncio.timeout
        """Wait for the bot's answer and return its words."""
        await self._telegram.wait_until(lambda: self.is_answered, timeout_seconds=timeout)
        return self.text
