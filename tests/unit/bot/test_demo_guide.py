"""The guided story: what has been done is read off the chats, whoever did it."""

from datetime import date
from typing import Any

import pytest

from bot.demo.cast import choose_cast, demo_moment
from bot.demo.guide import Guide, Seen, Step, Task, steps_of
from bot.demo.guide_words import StepKey
from bot.demo.scenes import demo_lists
from bot.demo.telephones import Part, Telephones
from bot.sandbox import posting
from bot.sandbox.changes import Change
from bot.sandbox.chats import Telegram
from bot.sandbox.errors import CannotDo
from bot.sandbox.formatted import format_typed
from bot.sandbox.person import SandboxUser
from tests.fakes import FakeClock

WORKBOOK = demo_lists()
CAST = choose_cast(WORKBOOK, demo_moment(WORKBOOK, None))
STEPS = [
    lambda: Step(
        StepKey.MARK,
        (
            Task("type", "строка", Seen(Part.TEACHER, text="Понято"), Part.TEACHER),
            Task("clock", "ten_minutes", Seen(Part.MOTHER, text="5")),
        ),
    ),
    lambda: Step(
        StepKey.CONTROL, (Task("type", "/control", Seen(Part.DEPUTY_HEAD, text="Контроль")),)
    ),
]


class Stage:
    """A sandbox with everybody in it, a bot that says what it is told, a clock that is counted."""

    def __init__(self) -> None:
        self.telegram = Telegram(FakeClock())
        self.telephones = Telephones.of(CAST, self.telegram)
        self.jumps: list[str] = []
        self.guide = Guide(self.telegram, self.telephones, self, STEPS)

    async def go(self, key: str) -> None:
        """Take the part of the clock."""
        self.jumps.append(key)
        self.say(Part.MOTHER, "Алгебра: 5")

    def say(self, part: Part, text: str) -> None:
        """Take the part of the bot."""
        chat = self.telegram.chats[self.user(part).user_id]
        posting.post_from_bot(self.telegram, chat, body=format_typed(text))

    def user(self, part: Part) -> SandboxUser:
        """Return who plays a part."""
        telephone = self.telephones.find(part)
        assert telephone is not None
        return telephone.user

    @property
    def done(self) -> list[bool]:
        """Which tasks of the step are done."""
        state: dict[str, Any] = self.guide.state()
        return [task["is_done"] for task in state["tasks"]]


@pytest.fixture
async def stage() -> Stage:
    """Give a stage on which everybody has started the bot."""
    made = Stage()
    for telephone in made.telephones.all:
        await telephone.user.send("/start")
    return made


async def test_what_a_hand_does_counts(stage: Stage) -> None:
    """A task is done when its answer stands in the right chat, in order."""
    stage.say(Part.MOTHER, "5")
    assert [False, False] == stage.done  # the first task comes first
    stage.say(Part.MOTHER, "Понято")
    assert [False, False] == stage.done  # not in this chat
    stage.say(Part.TEACHER, "Понято: 5")
    assert [True, False] == stage.done
    stage.say(Part.MOTHER, "Русский язык: 5")

    assert [True, True] == stage.done
    assert stage.guide.state()["is_done"]


async def test_the_page_can_do_it(stage: Stage) -> None:
    """``do`` types for the person, then lets time pass; each press is one task."""

    def answer(change: Change) -> None:
        if change.kind == "update":
            stage.say(Part.TEACHER, "Понято")

    stage.telegram.changes.listen(answer)
    await stage.guide.act("do")
    assert "строка" in [one.text for one in stage.user(Part.TEACHER).messages]
    await stage.guide.act("do")

    assert (["ten_minutes"], [True, True]) == (stage.jumps, stage.done)


async def test_steps_can_be_skipped_and_gone_back_to(stage: Stage) -> None:
    """A step begins anew: what stood in the chats before does not count."""
    stage.say(Part.DEPUTY_HEAD, "Контроль")
    await stage.guide.act("next")
    assert (1, [False]) == (stage.guide.state()["number"], stage.done)
    await stage.guide.act("next")  # there is no third
    await stage.guide.act("back")

    assert (0, 2) == (stage.guide.state()["number"], stage.guide.state()["count"])


async def test_a_button_that_is_not_there_is_refused(stage: Stage) -> None:
    """The page cannot ask for anything else."""
    with pytest.raises(CannotDo):
        await stage.guide.act("explode")


async def test_the_story_has_eight_steps_with_words_in_both_languages(stage: Stage) -> None:
    """Each step has a title, a text and as many instructions as tasks, Russian and English."""
    steps = steps_of(CAST, next_day=lambda: date(2026, 11, 25))
    guide = Guide(stage.telegram, stage.telephones, stage, steps)
    told = []
    for _step in steps:
        told.append(guide.state())
        await guide.act("next")

    assert list(StepKey) == [step().key for step in steps]
    assert 8 == len({state["words"]["ru"]["title"] for state in told})
    for state in told:
        russian, english = state["words"]["ru"], state["words"]["en"]
        assert russian["title"] != english["title"]
        assert len(state["tasks"]) == len(russian["tasks"]) == len(english["tasks"])
        assert all((russian["text"], english["text"], *russian["tasks"], *english["tasks"]))
