"""The card comes by itself when a lesson begins: once, silently, to who really gives it."""

import asyncio

import pytest
from sqlalchemy import select

from services.database import bind_school
from services.lesson_cards.sending import LessonCards
from services.models import LessonCard
from tests.factories import at, build_school
from tests.integration.outbox.family import make_family_world


@pytest.fixture
async def world(database):
    """Give the school at 10:20, with the algebra teacher and one physics teacher linked."""
    families = await make_family_world(database, await build_school(database))
    families.clock.move_to(at(24, "10:20"))
    await families.link("algebra", account_id=9)
    await families.link("physics", account_id=10)
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(families.pacer.run(stop))
        yield families
        await families.office.close()
        stop.set()
        families.pacer.wake()
        while not running.done():
            await families.time.advance(1.0)


async def prepare(world) -> int:
    """Look once."""
    return await LessonCards(world.database, world.clock).prepare()


async def test_the_card_comes_once_and_silently(world):
    """To the teacher of the third lesson; a second look, and a second process, add nothing."""
    assert await prepare(world) == 1
    assert await prepare(world) == 0
    await world.steps()

    assert len(world.sender.texts) == 1
    assert "3" in world.sender.texts[0]
    assert "Алгебра" in world.sender.texts[0]
    assert world.sender.sent[0].is_silent


async def test_without_a_chat_nothing_is_owed(world):
    """English is given by two teachers who never linked: nothing waits for them."""
    world.clock.move_to(at(24, "09:20"))

    assert await prepare(world) == 0
    with bind_school(world.school.school_id):
        async with world.database.reading() as session:
            assert [] == list(await session.scalars(select(LessonCard)))


async def test_between_lessons_and_on_free_days_nothing_comes(world):
    """In the break, and on a Sunday."""
    for moment in (at(24, "10:10"), at(24, "11:05"), at(29, "10:20")):
        world.clock.move_to(moment)
        assert await prepare(world) == 0
