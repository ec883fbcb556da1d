"""A whole small school for end-to-end tests: lists imported, codes issued, people with phones.

The bot runs as its own process; Telegram is the sandbox in this one; the clock belongs to the
test.
"""

import csv
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.sandbox.chats import Telegram
from bot.sandbox.person import SandboxUser
from bot.sandbox.server import SandboxServer
from tests.e2e import school_snapshots
from tests.e2e.mapped_clock import MappedClock
from tests.e2e.patience import PATIENCE_SECONDS
from tests.e2e.process import BotProcess, Surroundings, command

__all__ = ["SCHOOL_ZONE", "Invite", "SchoolWorld", "school_world"]

SAMPLE_SCHOOL = Path(__file__).parents[2] / "bot" / "sandbox" / "demo_school"
SCHOOL_ZONE = ZoneInfo("Asia/Yekaterinburg")
# A Tuesday in the fifth lesson, which is algebra in 7А.
LESSON_MOMENT = datetime(2026, 11, 24, 12, 30, tzinfo=SCHOOL_ZONE)
# Nothing is held back: what happens between a press and a message is what is tested.
NO_HOLDS: Mapping[str, str] = {
    "задержка отметок": "0",
    "задержка отсутствий": "0",
    "ждать 10 минут": "нет",
}


@dataclass(frozen=True, slots=True)
class Invite:
    """One row of the file of invitations."""

    person_id: str
    role: str
    code: str


@dataclass(slots=True)
class SchoolWorld:
    """The school while a test plays in it."""

    telegram: Telegram
    server: SandboxServer
    clock: MappedClock
    surroundings: Surroundings
    bot: BotProcess
    invites: dict[str, Invite] = field(default_factory=dict)
    phones: dict[str, str] = field(default_factory=dict)
    people: dict[str, SandboxUser] = field(default_factory=dict)

    def user(self, person_id: str, *, phone: str | None = None) -> SandboxUser:
        """Give a person of the lists a telephone with their own number, or another *phone*."""
        if person_id not in self.people:
            self.people[person_id] = self.telegram.add_user(
                first_name=f"user {person_id}", phone=phone or self.phones[person_id]
            )
        return self.people[person_id]

    async def link_staff(self, person_id: str) -> SandboxUser:
        """Let a member of staff come in with code and phone, and read the briefing."""
        user = self.user(person_id)
        await self._show_phone(user, person_id)
        await user.wait_for(lambda m: m.has_button("Ознакомлен"), timeout=PATIENCE_SECONDS)
        await user.press("Ознакомлен")
        await user.wait_for(
            lambda m: not m.has_button("Ознакомлен") and bool(m.buttons),
            timeout=PATIENCE_SECONDS,
        )
        return user

    async def link_student(self, person_id: str) -> SandboxUser:
        """Let a student come in; a guardian's consent to the account is another step."""
        user = self.user(person_id)
        await self._show_phone(user, person_id)
        await user.wait_for(lambda m: bool(m.buttons), timeout=PATIENCE_SECONDS)
        return user

    async def link_guardian(self, person_id: str) -> SandboxUser:
        """Let a guardian come in with code and phone, and consent for every child."""
        user = self.user(person_id)
        await self._show_phone(user, person_id)
        await self.consent(user)
        return user

    async def consent(self, user: SandboxUser) -> None:
        """Give consent to the message that asks for it, and wait until it is recorded."""
        await user.wait_for(lambda m: m.has_button("Даю согласие"), timeout=PATIENCE_SECONDS)
        await user.press("Даю согласие")
        await user.wait_for(
            lambda m: not m.has_button("Даю согласие") and bool(m.buttons),
            timeout=PATIENCE_SECONDS,
        )

    async def _show_phone(self, user: SandboxUser, person_id: str) -> None:
        await user.open_link(self.invites[person_id].code)
        await self.telegram.wait_until(
            lambda: any("Подтвердить номер" in key for row in user.reply_keyboard for key in row),
            timeout_seconds=PATIENCE_SECONDS,
        )
        await user.tap_reply_button("Подтвердить номер")

    async def save_line(self, teacher: SandboxUser, line: str) -> None:
        """Type a journal line and confirm its preview."""
        await teacher.send(line)
        await teacher.wait_for(lambda m: m.has_button("Сохранить"), timeout=PATIENCE_SECONDS)
        await teacher.press("Сохранить")


def school_folder(target: Path, settings: Mapping[str, str]) -> Path:
    """Copy the sample school's files, with some values of its settings replaced."""
    shutil.copytree(SAMPLE_SCHOOL, target)
    path = target / "school.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    kept = [line for line in lines if line.split(";")[0] not in settings]
    kept += [f"{key};{value}" for key, value in settings.items()]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return target


@asynccontextmanager
async def school_world(
    database_url: str,
    folder: Path,
    *,
    settings: Mapping[str, str] = NO_HOLDS,
    start: datetime = LESSON_MOMENT,
    module: str = "tests.e2e.clocked_run",
) -> AsyncIterator[SchoolWorld]:
    """Build the school in *folder* and its bot's surroundings; the test starts the bot."""
    data_dir = folder / "data"
    data_dir.mkdir()
    async with AsyncExitStack() as stack:
        clock = stack.enter_context(closing(MappedClock(folder / "clock", start=start)))
        telegram = Telegram(clock)
        server = await stack.enter_async_context(SandboxServer(telegram))
        surroundings = Surroundings(
            database_url=database_url,
            data_dir=data_dir,
            telegram_url=server.url,
            token=telegram.token,
            clock_file=folder / "clock",
        )
        lists = school_folder(folder / "lists", settings)
        key = tuple(sorted(settings.items()))
        if not await school_snapshots.restore(database_url, folder, key=key):
            await _must(surroundings, "import", str(lists))
            await _must(surroundings, "invites", "--out", str(folder / "invites.csv"))
            await school_snapshots.keep(database_url, folder, key=key)
        bot = BotProcess(surroundings, module=module)
        world = SchoolWorld(telegram, server, clock, surroundings, bot)
        world.invites = _invites(folder / "invites.csv")
        world.phones = _phones(lists)
        try:
            yield world
        except BaseException:
            print(bot.log())  # noqa: T201  # shown with the failing test
            raise
        finally:
            await bot.end()


async def _must(surroundings: Surroundings, *arguments: str) -> None:
    status, stdout, stderr = await command(surroundings, *arguments)
    if status:
        message = f"peremena {' '.join(arguments)} ended with {status}:\n{stdout}\n{stderr}"
        raise AssertionError(message)


def _invites(path: Path) -> dict[str, Invite]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {
            row["person_id"]: Invite(row["person_id"], row["role"], row["code"])
            for row in csv.DictReader(file, delimiter=";")
        }


def _phones(lists: Path) -> dict[str, str]:
    phones: dict[str, str] = {}
    for name in ("staff", "guardians", "students"):
        with (lists / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            phones |= {row["id"]: row["телефон"] for row in csv.DictReader(file, delimiter=";")}
    return phones
