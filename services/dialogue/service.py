"""Reading and writing dialogue state, in the unit of work of the update that causes it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.clock import Clock
from services.database import Database
from services.dialogue import repository
from services.dialogue.facts import DialogueKey, DialogueState

__all__ = ["KEPT_DIALOGUE", "DialogueService"]

# What was asked yesterday is not what somebody answers today; and it may hold personal data.
KEPT_DIALOGUE = timedelta(hours=24)


class DialogueService:
    """Remembers one step per account and chat for a day."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def state(self, key: DialogueKey) -> DialogueState:
        """Return where the dialogue is; an empty state when there is none."""
        async with self._database.reading() as session:
            found = await repository.find(
                session, key, changed_after=self._clock.now() - KEPT_DIALOGUE
            )
        return found or DialogueState()

    async def set_step(self, key: DialogueKey, step: str) -> None:
        """Go to *step*; empty ends it, what was said stays until it is replaced or a day old."""
        await self._write(key, replace(await self.state(key), step=step))

    async def set_data(self, key: DialogueKey, data: dict[str, Any]) -> None:
        """Replace what was said on the way."""
        await self._write(key, replace(await self.state(key), data=data))

    async def purge(self) -> int:
        """Delete dialogues nobody has gone on with for a day; return how many."""
        async with self._database.transaction() as session:
            return await repository.purge(
                session, changed_before=self._clock.now() - KEPT_DIALOGUE
            )

    async def _write(self, key: DialogueKey, state: DialogueState) -> None:
        async with self._database.transaction() as session:
            if state == DialogueState():
                await repository.remove(session, key)
            else:
                await repository.write(session, key, state, now=self._clock.now())
