"""aiogram's dialogue state kept in our own table: it is committed with the update's effect."""

from collections.abc import Mapping
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from services.dialogue.facts import DialogueKey
from services.dialogue.service import DialogueService

__all__ = ["DialogueStorage"]


class DialogueStorage(BaseStorage):
    """The state of one bot's dialogues, one row per chat and account."""

    def __init__(self, dialogues: DialogueService, *, bot_id: int) -> None:
        """Keep the state of the bot with our id *bot_id*."""
        self._dialogues = dialogues
        self._bot_id = bot_id

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Go to a step, or to none."""
        step = state.state if isinstance(state, State) else state
        await self._dialogues.set_step(self._key(key), step or "")

    async def get_state(self, key: StorageKey) -> str | None:
        """Return the step, None when there is none or it is a day old."""
        return (await self._dialogues.state(self._key(key))).step or None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Replace the data; JSON values only."""
        await self._dialogues.set_data(self._key(key), dict(data))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """Return the data, empty when there is none or it is a day old."""
        return dict((await self._dialogues.state(self._key(key))).data)

    async def close(self) -> None:
        """Nothing to close: the database is the application's."""

    def _key(self, key: StorageKey) -> DialogueKey:
        return DialogueKey(bot_id=self._bot_id, chat_id=key.chat_id, user_id=key.user_id)
