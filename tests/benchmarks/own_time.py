"""What a request costs us: from the parsed update to the rendered screen, without Telegram.

Everything the program does on the way is in it: who is asking, what they may see, the dialogue's
state, the route, the service's reads, the screen in the person's language.
"""

import os
import random
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiogram.filters.callback_data import CallbackData
from sqlalchemy import text

from bot.dispatcher import Feed, build_dispatcher
from bot.memory import settle
from bot.services import build_services
from bot.telegram.client import make_bot
from bot.telegram.dialogue_storage import DialogueStorage
from handlers import build_router
from handlers.callbacks.control_works import OpenControlWorks
from handlers.callbacks.debts import OpenDebts
from handlers.callbacks.diary import OpenDatedMarks, OpenMarks, OpenTimetable, OpenWeek
from handlers.callbacks.finals import OpenFinalMarks
from handlers.callbacks.journal_pages import OpenJournal
from handlers.callbacks.summaries import OpenSummary
from handlers.show import Edit, Say
from services.database import Database
from services.dialogue.service import DialogueService
from services.keys import Keys
from tests.benchmarks.many_families import CHAT_OFFSET, TOKEN
from tests.benchmarks.scale import NOW, STUDENTS_A_CLASS, Scale
from tests.fakes import FakeClock, FakeFiles

__all__ = ["FAMILY_REQUESTS", "JOURNAL_PAGE", "School", "Spent", "Wish", "measure", "table"]

_TODAY = int(f"{NOW:%Y%m%d}")
_SOME_MOMENT = 1_795_600_000
_FIRST_MESSAGE_ID = 100

Wish = Callable[[int], CallbackData | str]
"""What a family presses or types; the number is that of the child."""

# The twelve a family may ask for; of the summary both, the last one and the one that goes on.
FAMILY_REQUESTS: Mapping[str, Wish] = {
    "diary, day": lambda _child: "/diary",
    "diary, week": lambda child: OpenWeek(student_id=child, on=0),
    "marks by subject": lambda child: OpenMarks(student_id=child, period_id=0),
    "marks by date": lambda child: OpenDatedMarks(student_id=child, period_id=0),
    "homework": lambda _child: "/homework",
    "timetable, week": lambda child: OpenTimetable(student_id=child, on=_TODAY, is_week=True),
    "absences": lambda _child: "/absences",
    "finals": lambda child: OpenFinalMarks(student_id=child),
    "debts": lambda child: OpenDebts(student_id=child),
    "forecast": lambda _child: "/forecast",
    "summary, the last": lambda _child: "/summary",
    "summary, so far": lambda child: OpenSummary(student_id=child, is_running=True),
    "control works": lambda child: OpenControlWorks(student_id=child),
}
JOURNAL_PAGE = "journal page"


@dataclass(slots=True)
class Spent:
    """What one kind of request took, in milliseconds: by the clock, and of our processor."""

    wall: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)

    def line(self, label: str) -> str:
        """Return the figures as a line of a table."""
        wall, own = (
            f"{part(one, 0.5):8.1f} {part(one, 0.99):7.1f}" for one in (self.wall, self.own)
        )
        return f"{label:34}{len(self.wall):5}{wall}{own}"


def part(values: Sequence[float], share: float) -> float:
    """Return the value that *share* of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def table(rows: Mapping[str, Spent]) -> str:
    """Return the figures of all kinds of request."""
    heading = f"{'ms':34}{'n':>5}{'p50':>8} {'p99':>7}{'CPU p50':>8} {'p99':>7}"
    load = f"(load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)"
    return "\n".join([f"\n{heading}  {load}", *(one.line(name) for name, one in rows.items())])


class School:
    """The program's answering side on one database, as warm as after a morning."""

    def __init__(self, url: str, scale: Scale) -> None:
        self.scale = scale
        self.database = Database(url)
        self.spent: dict[str, Spent] = {}
        clock, keys = FakeClock(NOW), Keys("secret of the bench " * 2)
        services = build_services(
            self.database, keys=keys, clock=clock, public_url="http://localhost", files=FakeFiles()
        )
        self._bot = make_bot(TOKEN, api_url="http://127.0.0.1:9")  # nothing listens there
        self._feeds = {
            bot_id: Feed(
                build_dispatcher(
                    router=build_router(),
                    access=services.access,
                    clock=clock,
                    bot_id=bot_id,
                    storage=DialogueStorage(DialogueService(self.database, clock), bot_id=bot_id),
                    services=services.by_name(),
                ),
                self._bot,
            )
            for bot_id in range(1, scale.bots + 1)
        }
        self._updates = 0
        settle()  # as the process does once it is wired

    async def close(self) -> None:
        """Let everything go."""
        await self._bot.session.close()
        await self.database.close()

    async def family(self, dice: random.Random, *, name: str) -> None:
        """Let some family ask for something."""
        school_id = dice.randint(1, self.scale.schools)
        guardian = dice.choice(self.scale.guardians(school_id))
        child = guardian - self.scale.first_guardian + 1
        await self._ask(name, school_id, guardian, FAMILY_REQUESTS[name](child))

    async def teacher(self, dice: random.Random) -> None:
        """Let some teacher open the journal of some class."""
        school_id = dice.randint(1, self.scale.schools)
        class_id, subject = dice.choice(self.scale.class_ids(school_id)), dice.randrange(12)
        teacher = self.scale.teacher_id(school_id, class_id, subject)
        wanted = OpenJournal(
            group_id=class_id,
            subject_id=self.scale.subject_id(school_id, subject),
            period_id=0,
            page=-1,
        )
        shown = await self._ask(JOURNAL_PAGE, school_id, teacher, wanted)
        assert shown.count("Кузнецова") >= STUDENTS_A_CLASS, shown

    async def _ask(
        self, name: str, school_id: int, account: int, wanted: CallbackData | str
    ) -> str:
        self._updates += 1
        payload = _update(self._updates, CHAT_OFFSET + account, wanted)
        feed = self._feeds[self.scale.bot_id(school_id)]
        wall, own = time.perf_counter(), time.process_time()
        async with self.database.unit_of_work():  # as every update is handled
            shows = await feed(payload)
        spent = self.spent.setdefault(name, Spent())
        spent.own.append(1000 * (time.process_time() - own))
        spent.wall.append(1000 * (time.perf_counter() - wall))
        return "".join(one.message.text for one in shows if isinstance(one, (Say, Edit)))


async def measure(
    schools: Sequence[School], ask: Sequence[Callable[[School, random.Random], Awaitable[None]]],
    *, rounds: int, warm: int,
) -> None:  # fmt: skip
    """Ask every school everything, *rounds* times, mixed; the first *warm* rounds do not count."""
    dice = random.Random(1)  # noqa: S311  # which family asks
    for number in range(warm + rounds):
        if number == warm:
            for one in schools:
                one.spent.clear()
        todo = [(school, question) for question in ask for school in schools]
        dice.shuffle(todo)
        for school, question in todo:
            await question(school, dice)


async def server_milliseconds(database: Database) -> float:
    """Return what the database's other processes have used so far; 0 where there are none."""
    if database.is_sqlite:
        return 0.0
    async with database.reading() as session:
        rows = await session.scalars(
            text("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        )
        used = [Path(f"/proc/{pid}/schedstat") for pid in rows]
        return sum(int(one.read_text().split()[0]) for one in used if one.exists()) / 1e6


def _update(number: int, chat_id: int, wanted: CallbackData | str) -> dict[str, Any]:
    chat = {"id": chat_id, "type": "private", "first_name": "О"}
    person = {"id": chat_id, "is_bot": False, "first_name": "О", "language_code": "ru"}
    message = {"message_id": _FIRST_MESSAGE_ID, "date": _SOME_MOMENT, "chat": chat}
    if isinstance(wanted, str):
        entities = [{"type": "bot_command", "offset": 0, "length": len(wanted)}]
        return {
            "update_id": number,
            "message": message | {"from": person, "text": wanted, "entities": entities},
        }
    return {
        "update_id": number,
        "callback_query": {
            "id": str(number),
            "from": person,
            "chat_instance": "1",
            "data": wanted.pack(),
            "message": message | {"text": "…"},
        },
    }
