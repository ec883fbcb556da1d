"""A delivery engine on a real database with fakes at its edges: truth, gate, channel, pace."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.audience import DeliveryPermission
from services.access.consent_rules import DeliveryVerdict
from services.database import Base, Database
from services.models import (
    Account,
    Bot,
    ChatQueue,
    Message,
    Notice,
    School,
    SchoolSetting,
    Told,
)
from services.outbox import waiting_repository
from services.outbox.delivery import DeliveryEngine
from services.outbox.kinds import KIND_RULES
from services.outbox.office import DeliveryOffice
from services.outbox.pacer import Pacer
from services.outbox.ports import Look, Looked, NoticeReader
from services.outbox.queue_time import LocalQueueTime
from services.outgoing import OutgoingMessage
from services.regulation.profile import SettingKey
from services.vocabulary import ContentMode, FactKind, NoticeKind, NoticeState
from tests.fakes import FakeClock
from tests.integration.outbox.channel import EndlessSlots, FakeSender
from tests.virtual_time import VirtualTime, settle, until

NOON = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


def table(entity: type[Base]) -> Table:
    """Return an entity's table."""
    found = entity.__table__
    assert isinstance(found, Table)
    return found


@dataclass(frozen=True, slots=True)
class FakeNews:
    """What a fact is now, and what the person was told of it before."""

    fact_id: int
    value: str | None
    before: str | None


class FakeFacts:
    """Facts by id; a fact that is not here does not exist."""

    def __init__(self) -> None:
        """Know no fact yet."""
        self.values: dict[int, str] = {}
        self.broken: dict[int, Exception] = {}

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], *, now: datetime
    ) -> Sequence[Sequence[Looked[FakeNews]]]:
        """Compare what is true with what was told."""
        del session, now
        return [[self._look(look) for look in group] for group in groups]

    def _look(self, look: Look) -> Looked[FakeNews]:
        if look.fact.id in self.broken:
            raise self.broken[look.fact.id]
        value = self.values.get(look.fact.id)
        before = look.told.value["value"] if look.told else None
        if value == before:
            return Looked(news=None)
        return Looked(
            news=FakeNews(look.fact.id, value, before),
            revision=look.revision,
            value={"value": value},
        )


class FakeRenderer:
    """Writes facts one a line."""

    def render(self, reader: NoticeReader, news: Sequence[FakeNews]) -> OutgoingMessage:
        """Return «fact: before→value» for each piece of news."""
        del reader
        lines = [f"{one.fact_id}: {one.before or ''}→{one.value or ''}" for one in news]
        return OutgoingMessage(text="\n".join(lines))


class FakeGate:
    """Lets everybody through to their own chat, except where a test says otherwise."""

    def __init__(self, accounts: Mapping[int, int]) -> None:
        """Know the account of each person."""
        self.accounts = dict(accounts)
        self.verdicts: dict[int, DeliveryVerdict] = {}
        self.unreachable: set[int] = set()

    async def permissions(
        self, session: AsyncSession, pairs: Collection[tuple[int, int | None]], *, now: datetime
    ) -> Mapping[tuple[int, int | None], DeliveryPermission]:
        """Return what the test decided."""
        del session, now
        return {pair: self._permission(pair[0]) for pair in pairs}

    async def numbers(
        self, session: AsyncSession, account_ids: Collection[int], *, now: datetime
    ) -> Mapping[int, Mapping[int, int]]:
        """Return nothing: whoever reads here has one child."""
        del session, account_ids, now
        return {}

    def _permission(self, person_id: int) -> DeliveryPermission:
        account_id = self.accounts.get(person_id)
        verdict = self.verdicts.get(person_id, DeliveryVerdict.ALLOWED)
        return DeliveryPermission(
            verdict=verdict if account_id else DeliveryVerdict.NOT_LINKED,
            account_id=account_id,
            chat_id=account_id and chat_of(account_id),
            bot_id=1,
            language="ru",
            content_mode=ContentMode.FULL,
            is_reachable=person_id not in self.unreachable,
        )


def chat_of(account_id: int) -> int:
    """Return the chat id of an account of this world."""
    return 5000 + account_id


@dataclass(slots=True)
class World:
    """One school, one bot, some accounts (account n belongs to person 100 + n)."""

    database: Database
    clock: FakeClock
    time: VirtualTime
    facts: FakeFacts
    sender: FakeSender
    gate: FakeGate
    pacer: Pacer
    office: DeliveryOffice
    engine: DeliveryEngine[FakeNews]

    async def owe(self, fact_id: int, **about: Any) -> None:
        """Write the notice that ``notice`` makes of the same arguments."""
        async with self.database.transaction() as session:
            await waiting_repository.add(session, [self.notice(fact_id, **about)])

    def notice(
        self,
        fact_id: int,
        *,
        account: int = 1,
        kind: NoticeKind = NoticeKind.MARK,
        key: str | None = None,
        revision: int = 1,
        due: timedelta = timedelta(),
        expires: timedelta = timedelta(days=7),
    ) -> dict[str, Any]:
        """Return the row of a notice about a fact, due so long from now."""
        now = self.clock.now()
        fact_kind = FactKind.MARK if kind is NoticeKind.MARK else FactKind.ATTENDANCE
        return {
            "school_id": 1,
            "person_id": 100 + account,
            "student_id": 300 + account,
            "account_id": account,
            "kind": kind,
            "fact_kind": fact_kind,
            "fact_id": fact_id,
            "revision": revision,
            "merge_key": key or f"{kind}:{fact_id}",
            "priority": KIND_RULES[kind].priority,
            "result_at": now,
            "recorded_at": now,
            "due_at": now + due,
            "deadline_at": now + due + timedelta(minutes=1),
            "expires_at": now + due + expires,
            "clause": "",
            "state": NoticeState.WAITING,
            "attempts": 0,
            "reason": "",
        }

    async def steps(self) -> None:
        """Let the engine work until nothing more may leave now."""
        while await self.engine.step():
            pass

    async def steps_with_pause(self, seconds: float) -> None:
        """As ``steps``, with time passing while a message waits for its second slot."""
        async with asyncio.TaskGroup() as tasks:
            stepping = tasks.create_task(self.steps())
            while not stepping.done():
                await settle()
                if self.sender.sent:
                    await self.time.advance(seconds)

    def pass_time(self, seconds: float) -> None:
        """Let time pass, for the clock and for the pace."""
        self.clock.advance(timedelta(seconds=seconds))
        self.time.skip(seconds)

    async def states(self) -> dict[int, tuple[str, str]]:
        """Return (state, reason) of the newest notice of each fact."""
        rows = await self.rows(Notice)
        rows.sort(key=lambda row: row.revision)
        return {row.fact_id: (row.state, row.reason) for row in rows}

    async def rows(self, entity: type[Base]) -> list[Any]:
        """Return every row of a table, as committed."""
        async with self.database.reading() as session:
            return list(await session.execute(select(table(entity))))

    async def queue(self, account: int = 1) -> Any:
        """Return the queue row of an account."""
        return next(row for row in await self.rows(ChatQueue) if row.account_id == account)

    async def messages(self) -> list[Any]:
        """Return the message rows."""
        return await self.rows(Message)

    async def told(self) -> dict[int, Any]:
        """Return what was told, by fact."""
        return {row.fact_id: row for row in await self.rows(Told)}


def make_engine(
    database: Database,
    clock: FakeClock,
    time: VirtualTime,
    *,
    accounts: int,
    sender: FakeSender,
    bot_id: int = 1,
    office: DeliveryOffice | None = None,
) -> World:
    """Return the parts of an engine with one pacer, in an *office* of its own by default."""
    pacer = Pacer(EndlessSlots(time), time, messages_per_second=30)
    facts = FakeFacts()
    gate = FakeGate({100 + account: account for account in range(1, accounts + 1)})
    office = office or DeliveryOffice(
        database, clock=clock, time=time, rate=pacer.rate, queue_time=LocalQueueTime(time)
    )
    engine = DeliveryEngine(
        office,
        bot_id=bot_id,
        pacer=pacer,
        sender=sender,
        gate=gate,
        facts=facts,
        renderer=FakeRenderer(),
        jitter=lambda: 0.0,
    )
    return World(database, clock, time, facts, sender, gate, pacer, office, engine)


@asynccontextmanager
async def running_pacer(world: World) -> AsyncIterator[None]:
    """Run the world's pacer for the time of the block."""
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(world.pacer.run(stop))
        try:
            yield
        finally:
            stop.set()
            world.pacer.wake()
            while not running.done():
                await world.time.advance(1.0)


@asynccontextmanager
async def delivering(*worlds: World) -> AsyncIterator[None]:
    """Run the engines of worlds with one office, and it, until the end of the block.

    Raises:
        ChannelRefused: the channel refused a bot.
    """
    stop, is_over = asyncio.Event(), asyncio.Event()
    office, time = worlds[0].office, worlds[0].time
    async with asyncio.TaskGroup() as tasks:
        serving = tasks.create_task(office.run(is_over))
        await until(lambda: office.owner is not None)
        running = [tasks.create_task(world.engine.run(stop)) for world in worlds]
        try:
            yield
        finally:
            stop.set()
            for world in worlds:
                world.engine.wake()
            while not all(one.done() for one in running):
                await time.advance(0.5)
            is_over.set()
            while not serving.done():
                await time.advance(0.5)


async def build_deployment(database: Database, *, accounts: int) -> None:
    """Store one school, one bot and some accounts."""
    async with database.transaction() as session:
        await session.execute(
            insert(table(School)),
            [{"id": 1, "name": "Школа", "short_name": "Школа", "timezone": "UTC",
              "created_at": NOON}],
        )  # fmt: skip
        # Without quiet hours: what is tested here does not depend on the time of day.
        await session.execute(
            insert(table(SchoolSetting)),
            [{"school_id": 1, "key": SettingKey.QUIET_HOURS, "value": "нет"}],
        )
        await session.execute(
            insert(table(Bot)), [{"id": 1, "telegram_bot_id": 77, "username": "bot"}]
        )
        await session.execute(
            insert(table(Account)),
            [
                {"id": account, "bot_id": 1, "telegram_user_id": chat_of(account),
                 "chat_id": chat_of(account), "language": "ru", "is_reachable": True,
                 "created_at": NOON}
                for account in range(1, accounts + 1)
            ],
        )  # fmt: skip
