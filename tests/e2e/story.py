"""Plays days of a school on the real process and writes down who heard what, when and how loud.

The clock is moved to a moment; then everything that is due by it happens, as it would by itself.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.sandbox.person import SandboxUser
from bot.sandbox.screen import ScreenMessage
from services.database import Database
from tests.e2e.patience import PATIENCE_SECONDS
from tests.e2e.quiet import has_work, jobs_ran, was_there
from tests.e2e.world import SCHOOL_ZONE, SchoolWorld

__all__ = ["Heard", "Story"]

_YEAR = 2026
_BETWEEN_LOOKS_SECONDS = 0.05  # another process works meanwhile; its database is asked again


@dataclass(frozen=True, slots=True)
class Heard:
    """One message as it came to somebody's phone."""

    who: str
    message: ScreenMessage
    is_edit: bool

    @property
    def sound(self) -> str:
        """What the phone does."""
        return "edit" if self.is_edit else "silent" if self.message.silent else "ring"

    @property
    def line(self) -> str:
        """How the timeline shows it."""
        text = " / ".join(part for part in self.message.text.splitlines() if part)
        return f"    {self.sound:<7} {self.who:<9} {text}"

    def is_like(self, expected: str) -> bool:
        """Whether it has the sound and every piece of text of *expected*."""
        sound, _, pieces = expected.partition(" ")
        return sound == self.sound and all(
            piece.strip() in self.message.text for piece in pieces.split("|")
        )


@dataclass(slots=True)
class Story:
    """The school while its days are played; *listeners* are the phones that are written down."""

    world: SchoolWorld
    database: Database
    listeners: dict[str, SandboxUser]
    families: tuple[str, ...] = ()
    timeline: list[str] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)
    _seen: dict[str, int] = field(default_factory=dict)

    async def begin(self) -> None:
        """Write down only what comes from now on."""
        await self.settle()
        self.look_away()

    def look_away(self) -> None:
        """Leave out what has come since the last look: the answers to somebody's own presses."""
        self._seen = {who: user.mark() for who, user in self.listeners.items()}

    async def hear(
        self, moment: str, expected: Mapping[str, Sequence[str]], why: str, *, jobs: bool = False
    ) -> None:
        """Move to *moment*; whatever the families heard besides *expected* is a surprise.

        A message is expected as its sound (ring, silent, edit) and pieces of its text between
        ``|``. Staff hear more than is told here: of them only what is expected is checked.
        """
        self.timeline.append(f"\n{moment}  {why}")
        news = await self.at(moment, jobs=jobs)
        for who in (*self.families, *expected.keys() - set(self.families)):
            heard, wanted = news.get(who, []), list(expected.get(who, ()))
            if who not in self.families:
                heard = [one for one in heard if any(one.is_like(like) for like in wanted)]
            is_right = len(heard) == len(wanted) and all(
                one.is_like(like) for one, like in zip(heard, wanted, strict=True)
            )
            if not is_right:
                self.surprises.append(
                    f"{moment} {who} should have heard {wanted}, heard:\n"
                    + "\n".join(one.line for one in heard)
                )

    async def at(self, moment: str, *, jobs: bool = False) -> dict[str, list[Heard]]:
        """Move the clock to *moment* (``dd.mm HH:MM``) and return what was heard since the last.

        *jobs*: something scheduled falls due, so wait until it has been asked for, too.
        """
        local = datetime.strptime(f"{_YEAR}.{moment}", "%Y.%d.%m %H:%M")  # noqa: DTZ007
        self.world.clock.move_to(local.replace(tzinfo=SCHOOL_ZONE))
        await was_there(self.database, self.world.clock.now())
        if jobs:
            await self._until_jobs_ran()
            # The jobs after the first of them are known to be done when the next round begins.
            self.world.clock.advance(timedelta(minutes=1))
            await self._until_jobs_ran()
        await self.settle()
        return self.news()

    async def settle(self) -> None:
        """Return when every update is handled and nothing that is due waits for its message."""
        async with asyncio.timeout(2 * PATIENCE_SECONDS):
            while not await self._is_quiet():  # noqa: ASYNC110
                await asyncio.sleep(_BETWEEN_LOOKS_SECONDS)

    def news(self) -> dict[str, list[Heard]]:
        """Return what was heard since the last look, by who heard it, in order."""
        found: dict[str, list[Heard]] = {}
        for who, user in self.listeners.items():
            since = self._seen.get(who, 0)
            new = [m for m in user.messages if m.from_bot and m.changed > since]
            self._seen[who] = user.mark()
            heard = [Heard(who, message, message.edited) for message in new]
            if heard:
                found[who] = heard
        self.timeline += [one.line for heard in found.values() for one in heard]
        return found

    async def save(self, who: SandboxUser, *lines: str) -> None:
        """Type each line and confirm what was understood."""
        for line in lines:
            await self.world.save_line(who, line)
            await self.settle()

    async def type(self, who: SandboxUser, text: str, *captions: str) -> None:
        """Type *text* and press one button after the other."""
        await who.send(text)
        await self.settle()
        await self.press(who, *captions)

    async def press(self, who: SandboxUser, *captions: str) -> None:
        """Press one button after the other, each on the screen the last one led to."""
        for caption in captions:
            await who.press(caption)
            await self.settle()

    async def _until_jobs_ran(self) -> None:
        now = self.world.clock.now()
        async with asyncio.timeout(2 * PATIENCE_SECONDS):
            while not await jobs_ran(self.database, now):  # noqa: ASYNC110
                await asyncio.sleep(_BETWEEN_LOOKS_SECONDS)

    async def _is_quiet(self) -> bool:
        if self.world.telegram.updates.waiting():
            return False
        return not await has_work(self.database, self.world.clock.now())
