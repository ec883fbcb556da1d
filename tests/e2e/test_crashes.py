"""A power cut between the teacher's press and the recorded outcome loses and doubles nothing.

One school lives through all of it: each test lets the process die at another moment, starts it
again, and looks at the journal and at the mother's phone.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from bot.sandbox.faults import FaultKind
from bot.sandbox.person import SandboxUser
from services.database import Database, bind_school
from services.models import Mark, Notice, Person, School
from services.vocabulary import NoticeState
from tests.e2e.crashing_run import order
from tests.e2e.patience import PATIENCE_SECONDS
from tests.e2e.world import SchoolWorld, school_world

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]

# Days of algebra lessons in 7А (Mondays and Tuesdays), one for each moment.
LESSON_DAYS = [
    date(2026, month, day)
    for month, day in (
        (11, 24), (11, 23), (11, 17), (11, 16), (11, 10), (11, 9), (11, 3), (11, 2),
        (10, 20), (10, 19), (10, 13), (10, 12),
    )
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """Where the process dies: around its n-th commit after the press, or while Telegram works."""

    commit: int = 0
    is_before: bool = False
    chat: str = ""  # whose sendMessage or editMessageText is under way
    method: str = ""
    fault: FaultKind = FaultKind.DELAY
    may_repeat: bool = False


MOMENTS = {
    "before the update is in the inbox": Moment(commit=1, is_before=True),
    "after the update is in the inbox": Moment(commit=1),
    "before the marks are committed": Moment(commit=2, is_before=True),
    "after the marks are committed": Moment(commit=2),
    "before the next commit": Moment(commit=3, is_before=True),
    "after the next commit": Moment(commit=3, may_repeat=True),
    "before the one after it": Moment(commit=4, is_before=True, may_repeat=True),
    "after the one after it": Moment(commit=4, may_repeat=True),
    "while the teacher's screen is on its way": Moment(
        chat="T004", method="editMessageText", may_repeat=True
    ),
    "while the mother's message is on its way": Moment(
        chat="P0027", method="sendMessage", may_repeat=True
    ),
    "when the mother has it and the answer is lost": Moment(
        chat="P0027", method="sendMessage", fault=FaultKind.DROP_AFTER, may_repeat=True
    ),
}


@dataclass(frozen=True, slots=True)
class Scene:
    """A school with a teacher and a mother in it."""

    world: SchoolWorld
    database: Database
    teacher: SandboxUser
    mother: SandboxUser


@pytest.fixture(
    scope="module",
    params=[
        # Each kind of database lives through its moments in one process of the test run.
        pytest.param("sqlite", marks=pytest.mark.xdist_group("crashes-sqlite")),
        pytest.param("postgres", marks=pytest.mark.xdist_group("crashes-postgres")),
    ],
)
def url(request: pytest.FixtureRequest) -> str:
    """Give one database for all moments, of each kind."""
    return str(request.getfixturevalue(f"{request.param}_templates").fresh())


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """Give one running school for all moments."""
    folder: Path = tmp_path_factory.mktemp("crashes")
    async with school_world(url, folder, module="tests.e2e.crashing_run") as world:
        await world.bot.start()
        teacher = await world.link_staff("T004")
        mother = await world.link_guardian("P0027")
        database = Database(url)
        yield Scene(world, database, teacher, mother)
        await database.close()


@pytest.mark.parametrize(
    ("moment", "day"), list(zip(MOMENTS.values(), LESSON_DAYS, strict=False)), ids=list(MOMENTS)
)
async def test_the_mark_is_there_once_and_the_family_hears_of_it(
    scene: Scene, moment: Moment, day: date
) -> None:
    """After the restart the mark exists once; the mother is told, twice only if in flight."""
    world, teacher, mother = scene.world, scene.teacher, scene.mother
    line = f"7А алгебра {day:%d.%m}: Орлова 5"
    await teacher.send(line)
    await teacher.wait_for(lambda m: m.has_button("Сохранить"), timeout=PATIENCE_SECONDS)
    before = mother.mark()

    if moment.method:
        fault = world.server.faults.add(
            moment.fault,
            method=moment.method,
            chat_id=world.people[moment.chat].user_id,
            seconds=PATIENCE_SECONDS,
        )
        await teacher.press("Сохранить")
        await world.telegram.wait_until(lambda: fault.hits, timeout_seconds=PATIENCE_SECONDS)
        await world.bot.kill()
        world.server.faults.clear()
    else:
        order(world.surroundings.data_dir, commit=moment.commit, is_before=moment.is_before)
        await teacher.press("Сохранить")
        await world.bot.wait()
    await world.bot.start()
    told = await mother.wait_for(f"{day:%d.%m}", since=before, timeout=PATIENCE_SECONDS)
    await _until_nothing_waits(scene)

    heard = [m for m in mother.messages if m.changed > before and f"{day:%d.%m}" in m.text]
    assert told.text.startswith("Варвара О. · 7А")
    assert await _marks_of(scene, day) == 1
    assert len(heard) <= (2 if moment.may_repeat else 1)


async def _until_nothing_waits(scene: Scene) -> None:
    """Return when every notice has its end: nothing more can come by itself."""
    pending = (
        select(func.count())
        .select_from(Notice)
        .where(Notice.state == NoticeState.WAITING, Notice.account_id.is_not(None))
    )
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            async with scene.database.reading() as session:
                with bind_school(await _school(scene)):
                    if not (await session.scalars(pending)).one():
                        return


async def _marks_of(scene: Scene, day: date) -> int:
    async with scene.database.reading() as session:
        with bind_school(await _school(scene)):
            query = (
                select(func.count())
                .select_from(Mark)
                .join(Person, Person.id == Mark.student_id)
                .where(Person.external_id == "U0017", Mark.lesson_on == day)
            )
            return (await session.scalars(query)).one()


async def _school(scene: Scene) -> int:
    async with scene.database.reading() as session:
        return (await session.scalars(select(School.id))).one()
