"""Every press is answered once: by the handler in time, else by nothing at the deadline."""

import asyncio

from bot.telegram.callback_answers import ANSWER_WITHIN_SECONDS, CallbackAnswers


class World:
    """Answers as Telegram got them, and a clock moved by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.was_sent = asyncio.Event()
        self.sent: list[tuple[str, str, bool]] = []
        self.answers = CallbackAnswers(self._answer, monotonic=lambda: self.seconds)

    async def _answer(self, query_id: str, text: str, is_alert: bool) -> None:  # noqa: FBT001
        self.sent.append((query_id, text, is_alert))
        self.was_sent.set()


async def test_what_the_handler_answers_in_time_is_shown():
    """The text reaches the person, and the deadline adds nothing."""
    world = World()
    world.answers.expect("1")
    was_shown = await world.answers.answer("1", "Сохранено", is_alert=True)
    world.seconds = 2 * ANSWER_WITHIN_SECONDS
    world.answers.stop()
    await world.answers.run()

    assert was_shown
    assert world.sent == [("1", "Сохранено", True)]


async def test_a_late_handler_finds_the_press_answered():
    """At the deadline the press is answered with nothing; the later text must go another way."""
    world = World()
    world.answers.expect("1")
    world.seconds = ANSWER_WITHIN_SECONDS
    world.answers.expect("2")
    async with asyncio.TaskGroup() as group:
        group.create_task(world.answers.run())
        await world.was_sent.wait()
        was_shown = await world.answers.answer("1", "Сохранено")
        answered_until_then = list(world.sent)
        world.answers.stop()

    assert not was_shown
    assert answered_until_then == [("1", "", False)]


async def test_nothing_stays_silent_at_the_end():
    """A press that waits when the process stops is answered on the way out."""
    world = World()
    async with asyncio.TaskGroup() as group:
        group.create_task(world.answers.run())
        await asyncio.sleep(0)
        world.answers.expect("1")
        world.answers.expect("1")
        world.answers.stop()

    assert world.sent == [("1", "", False)]


async def test_a_press_received_again_is_not_answered_again():
    """Telegram repeats updates; a press answered before stays answered."""
    world = World()
    await world.answers.answer("1", "Сохранено")
    world.answers.expect("1")
    world.answers.stop()
    await world.answers.run()

    assert world.sent == [("1", "Сохранено", False)]
