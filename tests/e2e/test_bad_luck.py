"""Bad input and bad luck on the real process: one kind sentence or one clear line, never more."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from tests.e2e.patience import PATIENCE_SECONDS
from tests.e2e.process import BotProcess
from tests.e2e.world import SchoolWorld, school_world

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("bad-luck"),  # one school for all of it
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SchoolWorld]:
    """Give one running school on SQLite."""
    folder: Path = tmp_path_factory.mktemp("bad-luck")
    async with school_world(f"sqlite+aiosqlite:///{folder / 'school.db'}", folder) as made:
        await made.bot.start()
        yield made


async def test_a_second_copy_on_one_file_is_refused_in_one_line(world: SchoolWorld) -> None:
    """Two processes never write one SQLite file; the second says so and ends with 1."""
    await world.link_staff("T004")
    second = BotProcess(world.surroundings)
    second.log_file = world.surroundings.data_dir / "second.log"
    await second.start()

    assert await second.wait() == 1
    assert len(second.log().strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"token": "4200000001:not-the-right-one"}, 1),
        ({"token": ""}, 2),
        ({"token": "nonsense"}, 2),
        ({"database_url": "postgresql+asyncpg://nobody@127.0.0.1:9/nothing"}, 1),
        ({"database_url": "mysql://x"}, 2),
    ],
    ids=["wrong token", "no token", "no token at all like", "dead database", "strange database"],
)
async def test_what_cannot_work_is_said_in_one_line(
    world: SchoolWorld, tmp_path: Path, change: dict[str, str], status: int
) -> None:
    """A wrong token or a dead database end the start with one line and without a traceback."""
    surroundings = replace(
        world.surroundings, data_dir=tmp_path, database_url=f"sqlite+aiosqlite:///{tmp_path}/x.db"
    )
    process = BotProcess(replace(surroundings, **change))  # type: ignore[arg-type]
    await process.start()

    assert await process.wait() == status
    assert len([line for line in process.log().splitlines() if line.strip()]) == 1
    assert "Traceback" not in process.log()


@pytest.mark.parametrize(
    "text",
    [
        "я" * 5000,
        "7А алгебра: <b>Орлова</b> 5",
        "7А алгебра: 🦊 5",
        "/start <b>",
        "/nonsense",
        "😀",
    ],
    ids=["5000 characters", "markup", "an emoji for a name", "markup code", "command", "emoji"],
)
async def test_strange_words_get_a_kind_sentence(world: SchoolWorld, text: str) -> None:
    """Whatever a teacher types, the bot answers in plain words, and the chat goes on."""
    teacher = await world.link_staff("T003") if "T003" not in world.people else world.user("T003")

    await teacher.send(text)
    answer = await teacher.wait_for(lambda m: bool(m.text), timeout=PATIENCE_SECONDS)

    assert "Traceback" not in answer.text
    assert "Error" not in answer.text


async def test_a_stranger_learns_no_name(world: SchoolWorld) -> None:
    """Before the proof nothing on the screen names anybody of the school."""
    stranger = world.telegram.add_user(first_name="Stranger", phone="+79995550000")
    names = ("Орлов", "Варвара", "Гусева", "7А")

    for text in ("/start", "/diary", "/marks", "/start ABCDEFGHJKLM", "7А алгебра: Орлова 5"):
        await stranger.send(text)
        await stranger.wait_for(lambda m: bool(m.text), timeout=PATIENCE_SECONDS)
    await stranger.open_link(world.invites["P0029"].code)
    await stranger.wait_for(lambda m: bool(m.text), timeout=PATIENCE_SECONDS)
    await stranger.tap_reply_button("Подтвердить номер")
    await stranger.wait_for(
        lambda m: m.has_button("Попросить классного"), timeout=PATIENCE_SECONDS
    )

    shown = "\n".join(m.text for m in stranger.messages if m.from_bot)
    assert [] == [name for name in names if name in shown]


async def test_a_group_gets_one_sentence_and_no_data(world: SchoolWorld) -> None:
    """In a group the bot says where to go and shows nothing."""
    teacher = world.user("T004")
    group = world.telegram.add_group("7А родители", [teacher])
    mark = teacher.mark()

    await teacher.send("/diary@peremena_demo_bot", chat=group)
    await world.telegram.wait_until(
        lambda: world.telegram.calls("sendMessage", chat_id=group.chat_id),
        timeout_seconds=PATIENCE_SECONDS,
    )

    assert [] == [m for m in teacher.messages if m.from_bot and m.changed > mark]
