"""Dialogue state on a real database, through aiogram's own interface."""

import pytest
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import StorageKey

from bot.telegram.dialogue_storage import DialogueStorage
from services.database import Database
from services.dialogue.service import KEPT_DIALOGUE, DialogueService
from services.inbox.bots import BotRegistry
from tests.fakes import FakeClock


class Steps(StatesGroup):
    """Two steps."""

    waiting_for_reason = State()
    waiting_for_date = State()


@pytest.fixture
def dialogues(database: Database, clock: FakeClock) -> DialogueService:
    """Give the service."""
    return DialogueService(database, clock)


@pytest.fixture
async def context(database: Database, dialogues: DialogueService) -> FSMContext:
    """Give what a handler gets as ``state``."""
    bot_id = await BotRegistry(database).register(telegram_bot_id=4242)
    storage = DialogueStorage(dialogues, bot_id=bot_id)
    return FSMContext(storage, StorageKey(bot_id=4242, chat_id=7, user_id=7))


async def test_a_step_and_its_data_are_remembered(context: FSMContext):
    """A handler finds what an earlier one left."""
    await context.set_state(Steps.waiting_for_reason)
    await context.update_data(student_id=5)
    await context.set_state(Steps.waiting_for_date)
    await context.update_data(reason="ill")

    assert await context.get_state() == Steps.waiting_for_date.state
    assert await context.get_data() == {"student_id": 5, "reason": "ill"}


async def test_clearing_leaves_nothing(context: FSMContext, dialogues: DialogueService):
    """After ``clear`` there is no row left to purge."""
    await context.set_state(Steps.waiting_for_reason)
    await context.set_data({"student_id": 5})
    await context.clear()

    assert (await context.get_state(), await context.get_data()) == (None, {})
    assert await dialogues.purge() == 0


async def test_a_day_old_dialogue_is_over(
    context: FSMContext, dialogues: DialogueService, clock: FakeClock
):
    """What was asked yesterday is not what somebody answers today; then it is deleted."""
    await context.set_state(Steps.waiting_for_reason)
    clock.advance(KEPT_DIALOGUE)

    assert await context.get_state() is None
    assert await dialogues.purge() == 1


async def test_a_refused_update_leaves_the_dialogue_where_it_was(
    context: FSMContext, database: Database
):
    """State is part of the unit of work: what is rolled back has not moved the dialogue."""
    await context.set_state(Steps.waiting_for_reason)

    async def refused() -> None:
        async with database.unit_of_work():
            await context.set_state(Steps.waiting_for_date)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await refused()

    assert await context.get_state() == Steps.waiting_for_reason.state
