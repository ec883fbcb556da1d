"""The pace of a token and of each chat, in virtual time."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.outbox.pacer import ANSWER_PRIORITY, Pacer, pace_of
from services.outbox.slots import MemorySlots
from tests.virtual_time import VirtualTime, settle

ABSENCE, MARK = 1, 5


class Traffic:
    """Senders that note when, and in which order, they got leave."""

    def __init__(
        self, time: VirtualTime, pacers: Sequence[Pacer], senders: asyncio.TaskGroup
    ) -> None:
        """Send through *pacers* in turn, as tasks of *senders*."""
        self.time = time
        self.pacer = pacers[0]
        self._turns = itertools.cycle(pacers)
        self._senders = senders
        self.granted: list[tuple[float, str]] = []
        self.refused: list[str] = []

    def ask(
        self, name: str, *, priority: int = MARK, chat_id: int | None = None, patience: float = 1e9
    ) -> None:
        """Let a new sender ask for a slot."""
        self._senders.create_task(self._send(name, priority, chat_id, patience))

    async def _send(self, name: str, priority: int, chat_id: int | None, patience: float) -> None:
        has_slot = await next(self._turns).slot(
            priority=priority, chat_id=chat_id, patience_seconds=patience
        )
        if has_slot:
            self.granted.append((self.time.now(), name))
        else:
            self.refused.append(name)

    @property
    def moments(self) -> list[float]:
        """When leave was given."""
        return [moment for moment, _ in self.granted]

    @property
    def names(self) -> list[str]:
        """Who got leave, in order."""
        return [name for _, name in self.granted]


class SharedSlots(MemorySlots):
    """Slots that several processes take from, as on PostgreSQL."""

    is_shared = True


@asynccontextmanager
async def traffic(
    *, limit: int = 30, is_paid: bool = False, warm: bool = True, processes: int = 1
) -> AsyncIterator[Traffic]:
    """Run pacers in virtual time that share their slots; *warm*: the first second is over."""
    time = VirtualTime()
    kind = MemorySlots if processes == 1 else SharedSlots
    slots = kind(time, rate=pace_of(limit, is_paid=is_paid))
    pacers = [
        Pacer(slots, time, messages_per_second=limit, is_paid=is_paid) for _ in range(processes)
    ]
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(pacer.run(stop)) for pacer in pacers]
        if warm:
            await time.advance(1.0)
        yield Traffic(time, pacers, tasks)
        stop.set()
        for pacer in pacers:
            pacer.wake()
        while not all(one.done() for one in running):
            await time.advance(1.0)


def most_within_a_second(moments: Sequence[float]) -> int:
    """Return the largest number of moments in any trailing second."""
    return max(
        (sum(1 for other in moments if moment - 1.0 < other <= moment) for moment in moments),
        default=0,
    )


@pytest.mark.parametrize(
    ("limit", "is_paid", "lowest", "highest"), [(30, False, 29, 30), (1000, True, 940, 1000)]
)
async def test_a_crowd_leaves_just_below_the_limit(limit, is_paid, lowest, highest):
    """With more to send than allowed, almost every slot of the limit is used, none above it."""
    async with traffic(limit=limit, is_paid=is_paid) as crowd:
        for number in range(3 * limit):
            crowd.ask(str(number))
        await crowd.time.advance(2.0)

        assert lowest <= most_within_a_second(crowd.moments) <= highest
        assert len(crowd.granted) >= 2 * lowest


async def test_a_new_process_begins_after_a_silent_second():
    """What the process before sent in its last second is unknown: nothing leaves for a second."""
    async with traffic(warm=False) as crowd:
        crowd.ask("first")
        await crowd.time.advance(0.99)
        before = list(crowd.names)
        await crowd.time.advance(0.02)

        assert ([], ["first"]) == (before, crowd.names)


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ask", "answer", "pass", "stall"]),
        st.floats(min_value=0.01, max_value=0.4),
    ),
    min_size=3,
    max_size=40,
)


@settings(max_examples=100, deadline=None)
@given(limit=st.sampled_from([2, 10, 30]), processes=st.sampled_from([1, 2, 3]), steps=_STEPS)
def test_no_second_ever_holds_more_than_the_limit(limit, processes, steps):
    """However messages arrive and processes stall, together they fill no second too much."""

    async def run() -> list[float]:
        async with traffic(limit=limit, processes=processes) as crowd:
            for number in range(4 * limit):
                crowd.ask(f"backlog {number}")
            for number, (what, amount) in enumerate(steps):
                match what:
                    case "ask":
                        for index in range(int(amount * limit)):
                            crowd.ask(f"mark {number}.{index}")
                    case "answer":
                        crowd.ask(f"a{number}", priority=ANSWER_PRIORITY, chat_id=number % 3)
                    case "stall":
                        crowd.time.skip(amount)  # the machine was busy: everybody wakes late
                    case _:
                        await crowd.time.advance(amount)
                await settle()
            await crowd.time.advance(3.0)
            return crowd.moments

    assert most_within_a_second(asyncio.run(run())) <= limit


async def test_answers_come_first_then_the_urgent_then_the_early():
    """A person who pressed a button does not wait behind a class's marks."""
    async with traffic() as crowd:
        for number in range(10):
            crowd.ask(f"mark {number}", priority=MARK)
        await crowd.time.advance(0.05)
        crowd.ask("absence", priority=ABSENCE)
        crowd.ask("answer", priority=ANSWER_PRIORITY)
        await crowd.time.advance(2.0)

        already = crowd.names.index("answer")
        assert already <= 3
        assert "absence" == crowd.names[already + 1]
        assert [f"mark {number}" for number in range(10)] == [
            name for name in crowd.names if name.startswith("mark")
        ]


async def test_an_answer_never_waits_longer_than_the_look_ahead():
    """Slots given away in advance cover a quarter of a second at most, also at full speed."""
    async with traffic(limit=1000, is_paid=True) as crowd:
        for number in range(900):
            crowd.ask(f"mark {number}")
        await crowd.time.advance(0.3)
        asked_at = crowd.time.now()
        crowd.ask("answer", priority=ANSWER_PRIORITY)
        await crowd.time.advance(0.3)

        granted_at = {name: at for at, name in crowd.granted}
        assert granted_at["answer"] - asked_at <= 0.25


async def test_one_chat_gets_one_message_a_second():
    """Answers to one chat are spaced too; other chats go on meanwhile, edits do not count."""
    async with traffic() as crowd:
        crowd.ask("a1", chat_id=1, priority=ANSWER_PRIORITY)
        crowd.ask("a2", chat_id=1, priority=ANSWER_PRIORITY)
        crowd.ask("b1", chat_id=2)
        crowd.ask("edit")
        await crowd.time.advance(3.0)

        at = {name: moment for moment, name in crowd.granted}
        assert ["a1", "b1", "edit", "a2"] == crowd.names
        assert pytest.approx(1.05, abs=0.05) == at["a2"] - at["a1"]


async def test_who_waited_in_vain_is_told_so():
    """A message that got no slot in time is not sent with what was true long ago."""
    async with traffic() as crowd:
        crowd.ask("first", chat_id=1)
        crowd.ask("second", chat_id=1, patience=0.5)
        await crowd.time.advance(2.0)

        assert (["first"], ["second"]) == (crowd.names, crowd.refused)


async def test_a_short_refusal_silences_its_chat_only():
    """One chat answering 429 with a few seconds waits; the others do not notice."""
    async with traffic() as crowd:
        crowd.pacer.refused(chat_id=1, retry_after=3)
        crowd.ask("refused", chat_id=1)
        crowd.ask("other", chat_id=2)
        await crowd.time.advance(2.9)
        early = list(crowd.names)
        await crowd.time.advance(0.2)

        assert (["other"], ["other", "refused"]) == (early, crowd.names)


@pytest.mark.parametrize("refusals", [[(1, 20)], [(1, 3), (2, 3), (3, 3)]])
async def test_a_long_refusal_or_several_in_a_row_silence_the_token(refusals):
    """A long wait, or three chats refused one after the other, means the token itself."""
    async with traffic() as crowd:
        for chat_id, seconds in refusals:
            crowd.pacer.refused(chat_id=chat_id, retry_after=seconds)
        pause = crowd.pacer.paused_seconds
        crowd.ask("other", chat_id=9)
        await crowd.time.advance(refusals[-1][1] - 0.1)
        early = list(crowd.names)
        await crowd.time.advance(0.2)

        assert refusals[-1][1] == pause
        assert ([], ["other"]) == (early, crowd.names)


async def test_refusals_with_a_success_between_do_not_add_up():
    """Three chats that are too fast for themselves are no sign of a token that is."""
    async with traffic() as crowd:
        for chat_id in (1, 2, 3):
            crowd.pacer.refused(chat_id=chat_id, retry_after=3)
            crowd.pacer.accepted()

        assert 0 == crowd.pacer.paused_seconds


async def test_slots_reserved_before_a_refusal_are_not_used():
    """Whoever waits for a slot already reserved waits again when the token is refused."""
    async with traffic() as crowd:
        for number in range(20):
            crowd.ask(str(number))
        await crowd.time.advance(0.1)
        sent = len(crowd.granted)
        crowd.pacer.refused(chat_id=1, retry_after=60)
        await crowd.time.advance(59.0)

        assert sent == len(crowd.granted)


async def test_when_the_pacer_ends_nobody_waits_for_ever():
    """Senders that wait at the end, or come after it, get no leave instead of none ever."""
    async with traffic() as crowd:
        crowd.pacer.refused(chat_id=1, retry_after=60)
        crowd.ask("waiting", chat_id=1)
        await crowd.time.advance(0.1)

    assert ["waiting"] == crowd.refused
    assert not await crowd.pacer.slot(priority=MARK, chat_id=2)


async def test_a_sender_that_goes_away_costs_no_slot():
    """A cancelled sender leaves its place to the next one."""
    async with traffic() as crowd:
        async with asyncio.TaskGroup() as group:
            gone = group.create_task(crowd.pacer.slot(priority=ABSENCE, chat_id=None))
            await asyncio.sleep(0)
            gone.cancel()
        crowd.ask("next")
        await crowd.time.advance(0.01)

        assert ["next"] == crowd.names


class FailingSlots:
    """A source whose database is away for the first two requests."""

    is_shared = True

    def __init__(self, time: VirtualTime) -> None:
        """Work again from the third request on."""
        self._time = time
        self.failures_left = 2

    async def reserve(self, count: int, *, horizon: float) -> Sequence[float]:
        """Fail, or give moments that are free now."""
        del horizon
        if self.failures_left:
            self.failures_left -= 1
            raise OSError
        return [self._time.now()] * count

    async def push(self, seconds: float) -> None:
        """Do nothing."""


async def test_the_pacer_goes_on_when_its_source_comes_back():
    """A database that is away for a moment delays messages, it does not end them."""
    time = VirtualTime()
    pacer = Pacer(FailingSlots(time), time, messages_per_second=30)
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(pacer.run(stop))
        crowd = Traffic(time, [pacer], tasks)
        crowd.ask("patient")
        await time.advance(2.0)
        stop.set()
        pacer.wake()

    assert ["patient"] == crowd.names
