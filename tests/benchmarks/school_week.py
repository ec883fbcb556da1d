"""Plays school days of three hundred families on a real process, against a Telegram over HTTP.

The clock is moved from moment to moment; at each of them people do what they do at that hour, and
then everything that is due happens before the clock moves on.
"""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time

from sqlalchemy import insert, text

from services.database import Database
from services.models import RoleAssignment
from services.vocabulary import Role
from tests.benchmarks.district_sending import token_of
from tests.benchmarks.district_telegram import Chat, DistrictTelegram
from tests.benchmarks.many_families import CHAT_OFFSET
from tests.benchmarks.scale import LESSONS_A_DAY, SUBJECTS, Scale
from tests.benchmarks.scale_tables import table_of
from tests.e2e.mapped_clock import MappedClock
from tests.e2e.quiet import has_work, jobs_ran, was_there

__all__ = ["SCALE", "TOKEN", "SchoolWeek", "WatchedTelegram"]

SCALE = Scale(schools=1, classes=10, years=1, marks_tenths=10)  # 300 students
TOKEN = token_of(1)
_STUDENTS_A_LESSON = 5  # get a mark
_LESSONS_PLAYED = (1, 3, 5)
_FAMILIES_IN_THE_MORNING, _FAMILIES_IN_THE_EVENING = 50, 150
_MORNING = ("/diary", "/timetable", "/homework", "/menu")
_EVENING = ("/diary", "/forecast", "/marks", "/absences", "/finals", "/homework")
_PAGES = ("dday", "dwek", "dmrk", "hwpg", "ttbl", "abpg", "ddmk", "open:")
_BETWEEN_LOOKS_SECONDS = 0.1
_LONGEST_SECONDS = 120.0


class WatchedTelegram(DistrictTelegram):
    """Also knows the buttons of what nobody has asked for, and whether updates wait."""

    @property
    def is_waited_for(self) -> bool:
        """Whether an update has not been fetched yet."""
        return any(self._pending.values())

    def _shown(self, token: str, fields: dict[str, str]) -> None:
        super()._shown(token, fields)
        chat = self.chats.get(int(fields["chat_id"]))
        rows = json.loads(fields.get("reply_markup", "{}")).get("inline_keyboard", [])
        if chat is not None and rows:
            chat.buttons = [
                (one["text"], one["callback_data"])
                for row in rows
                for one in row
                if "callback_data" in one
            ]


@dataclass(slots=True)
class SchoolWeek:
    """The school of ``SCALE`` while its days are played."""

    telegram: WatchedTelegram
    database: Database
    clock: MappedClock
    dice: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311
    done: Counter[str] = field(default_factory=Counter)

    async def prepare(self, day: date) -> None:
        """Begin in the morning of *day*; one teacher is the deputy head."""
        self.clock.move_to(datetime.combine(day, clock_time(6), tzinfo=UTC))
        async with self.database.transaction() as session:
            await session.execute(text("UPDATE account SET tables = 'no'"))  # nobody is asked
            await session.execute(
                insert(table_of(RoleAssignment)).values(
                    school_id=1, person_id=SCALE.first_teacher, role=Role.DEPUTY_HEAD
                )
            )

    async def play(self, day: date) -> None:
        """Play a school day from the morning until everybody has read the evening's news."""
        await self._at(day, "06:10")
        await self._ask(_FAMILIES_IN_THE_MORNING, _MORNING)
        for number in _LESSONS_PLAYED:
            await self._lesson(day, number)
        await self._at(day, "15:20")
        await self._change(day)
        await self._broadcast(day)
        await self._at(day, "18:05")
        await self._ask(_FAMILIES_IN_THE_EVENING, _EVENING)
        await self._turn_pages(_FAMILIES_IN_THE_EVENING // 2)
        await self._at(day, "21:30")

    async def sleep(self, night: date) -> None:
        """Let the hours from the evening of *night* to the next morning pass."""
        await self._at(night, "23:40")
        await self._at(night + timedelta(days=1), "03:20")

    async def _lesson(self, day: date, number: int) -> None:
        """Let ten teachers record it; families of the absent hear, and half of them answer."""
        await self._at(day, f"{7 + number:02}:45")
        chats = []
        for class_id in SCALE.class_ids(1):
            index = day.weekday() * LESSONS_A_DAY + number - 1
            subject = (index % len(SUBJECTS) + class_id) % len(SUBJECTS)
            chat = self._chat(SCALE.teacher_id(1, class_id, subject))
            told = self.dice.sample(range(1, 31), _STUDENTS_A_LESSON + 1)
            marks = ", ".join(f"№{one} {self.dice.randint(3, 5)}" for one in told[1:])
            name = f"{2 + (class_id - 1) % 10}А"
            self._write(
                chat, f"{name} {SUBJECTS[subject]} {number}: №{told[0]} н, {marks}; дз § {number}"
            )
            chats.append(chat)
        await self._settle()
        await self._press(chats, "Сохранить")
        await self._at(day, f"{8 + number:02}:05")
        families = self._families()[::2]
        await self._press(families, "Сообщить причину")
        await self._press(families, "По болезни", "Опаздывает")

    async def _change(self, day: date) -> None:
        deputy = self._chat(SCALE.first_teacher)
        name = f"{2 + self.dice.randrange(10)}А"
        after = day + timedelta(days=3 if day.isoweekday() == 5 else 1)
        self._write(deputy, f"/change {after:%d.%m} {name} 6 отмена")
        await self._settle()
        await self._press([deputy], "Сохранить")

    async def _broadcast(self, day: date) -> None:
        deputy = self._chat(SCALE.first_teacher)
        text = f"Собрание {day:%d.%m}, 18:30. Возьмите с собой дневник."
        self._write(deputy, f"/broadcast школа: {text}")
        await self._settle()
        await self._press([deputy], "Отправить")

    async def _ask(self, families: int, requests: Sequence[str]) -> None:
        for chat in self.dice.sample(self._families(), families):
            self._write(chat, self.dice.choice(requests))
        await self._settle()

    async def _turn_pages(self, families: int) -> None:
        for chat in self.dice.sample(self._families(), families):
            pages = [data for _, data in chat.buttons if data.startswith(_PAGES)]
            if pages:
                self.done["page"] += 1
                self.telegram.ask(chat, None, data=self.dice.choice(pages))
        await self._settle()

    async def _press(self, chats: Iterable[Chat], *captions: str) -> None:
        """Let whoever has a button with such a caption press it, once."""
        for chat in chats:
            for caption, data in chat.buttons:
                if caption.startswith(captions):
                    chat.buttons = []
                    self.done[captions[0]] += 1
                    self.telegram.ask(chat, None, data=data)
                    break
        await self._settle()

    def _write(self, chat: Chat, text: str) -> None:
        self.done[text.split(maxsplit=1)[0] if text.startswith("/") else "line"] += 1
        self.telegram.ask(chat, None, text=text)

    def _families(self) -> list[Chat]:
        return [self._chat(account) for account in SCALE.guardians(1)]

    def _chat(self, account: int) -> Chat:
        chat_id = CHAT_OFFSET + account
        return self.telegram.chats.setdefault(chat_id, Chat(chat_id, TOKEN))

    async def _at(self, day: date, moment: str) -> None:
        """Move the clock there, and return when all that is due by then has happened."""
        hour, minute = map(int, moment.split(":"))
        self.clock.move_to(datetime.combine(day, clock_time(hour, minute), tzinfo=UTC))
        await was_there(self.database, self.clock.now())
        await self._until_jobs_ran()
        # The jobs after the first of them are known to be done when the next round begins.
        self.clock.advance(timedelta(minutes=1))
        await self._until_jobs_ran()
        await self._settle()

    async def _until_jobs_ran(self) -> None:
        now = self.clock.now()
        async with asyncio.timeout(_LONGEST_SECONDS):
            while not await jobs_ran(self.database, now):  # noqa: ASYNC110  # another process
                await asyncio.sleep(_BETWEEN_LOOKS_SECONDS)

    async def _settle(self) -> None:
        async with asyncio.timeout(_LONGEST_SECONDS):
            while self.telegram.is_waited_for or await has_work(self.database, self.clock.now()):  # noqa: ASYNC110
                await asyncio.sleep(_BETWEEN_LOOKS_SECONDS)
