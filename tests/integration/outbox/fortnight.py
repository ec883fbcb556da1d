"""A simulated time of a school: marks, absences, homework, announcements, withdrawals, faults.

Some families have quiet hours of their own, some read once a day.

Journal rows are written by hand, everything behind them is real: gate, news, screens, engine.
The clock jumps from one thing that happens to the next.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Table, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.screens.notices import NoticeScreens
from services.database import Base, Database, bind_school
from services.models import (
    Attendance,
    Broadcast,
    ChatQueue,
    Consent,
    Homework,
    Lesson,
    Mark,
    Message,
    Notice,
    Person,
    StudyGroup,
    Subject,
)
from services.news.loader import SchoolNews
from services.outbox.delivery import DeliveryEngine
from services.outbox.enqueue import FactNews, tell_family
from services.outbox.gate import FamilyGate
from services.outbox.keys import absence_key, broadcast_key, homework_key, marks_key, marks_sitting
from services.outbox.office import DeliveryOffice
from services.outbox.pacer import Pacer
from services.outbox.queue_time import LocalQueueTime
from services.regulation.repository import load_profile
from services.vocabulary import (
    Assessment,
    AttendanceCode,
    BroadcastScope,
    BroadcastTarget,
    ConsentAction,
    ConsentPurpose,
    EntryState,
    FactKind,
    FactRef,
    GroupKind,
    NoticeKind,
    NoticeState,
    PersonKind,
)
from tests.benchmarks.many_families import CHAT_OFFSET, make_school
from tests.fakes import FakeClock
from tests.integration.outbox.channel import EndlessSlots
from tests.integration.outbox.fortnight_edges import (
    Counts,
    MoodyChannel,
    choose_wishes,
    is_woken,
    reads_once_a_day,
)
from tests.virtual_time import VirtualTime

__all__ = ["Simulation"]

FIRST_DAY = date(2026, 11, 9)
_TEACHER = 800_000
_CLASS_SIZE = 25
_PATIENCE = timedelta(seconds=10)
_LESSONS = (time(9), time(11), time(13))


def _table(entity: type[Base]) -> Table:
    found = entity.__table__
    assert isinstance(found, Table)
    return found


class Simulation:
    """A school of some students in classes of 25, for some days."""

    def __init__(self, database: Database, *, students: int, days: int, seed: int) -> None:
        """Everything random comes from *seed*."""
        self._database = database
        self._students = students
        self._days = days
        self._dice = random.Random(seed)  # noqa: S311  # a test's own dice
        self._clock = FakeClock(datetime.combine(FIRST_DAY, time(8), tzinfo=UTC))
        self._time = VirtualTime()
        outage_day = FIRST_DAY + timedelta(days=3)
        outage = datetime.combine(outage_day, time(9, 30), tzinfo=UTC)
        self._outages = [(outage, outage + timedelta(minutes=90))]
        blocked = frozenset(
            CHAT_OFFSET + n for n in self._dice.sample(range(1, students + 1), students // 50)
        )
        self._channel = MoodyChannel(self._clock, self._dice, blocked, self._outages)
        self._pacer = Pacer(EndlessSlots(self._time), self._time, messages_per_second=1000)
        self._office = DeliveryOffice(
            database,
            clock=self._clock,
            time=self._time,
            rate=self._pacer.rate,
            queue_time=LocalQueueTime(self._time),
        )
        self._engine = DeliveryEngine(
            self._office,
            bot_id=1,
            pacer=self._pacer,
            sender=self._channel,
            gate=FamilyGate(),
            facts=SchoolNews(),
            renderer=NoticeScreens(),
            jitter=lambda: 0.0,
        )
        self._withdrawn: dict[int, datetime] = {}
        self._ids = iter(range(1, 10_000_000))
        self._marks: list[tuple[int, int]] = []
        self._last_lesson = 0

    async def run(self) -> Counts:
        """Live through it and count."""
        await make_school(self._database, families=self._students, now=self._clock.now())
        await choose_wishes(self._database, students=self._students)
        await self._staff()
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as tasks:
            pacing = tasks.create_task(self._pacer.run(stop))
            for offset in range(self._days):
                on = FIRST_DAY + timedelta(days=offset)
                if on.isoweekday() <= 5:
                    await self._school_day(on)
            last = FIRST_DAY + timedelta(days=self._days)
            await self._until(datetime.combine(last, time(12), tzinfo=UTC))
            await self._office.close()
            stop.set()
            self._pacer.wake()
            while not pacing.done():
                await self._time.advance(1.0)
        return await self._counts()

    async def _school_day(self, on: date) -> None:
        for starts in _LESSONS:
            begins = datetime.combine(on, starts, tzinfo=UTC)
            await self._until(begins + timedelta(minutes=12))
            for first in range(1, self._students + 1, _CLASS_SIZE):
                await self._lesson(first, begins)
        await self._until(datetime.combine(on, time(15), tzinfo=UTC))
        await self._homework(on)
        await self._corrections()
        if on.isoweekday() in {2, 4}:
            await self._broadcast()
        await self._withdrawals()
        evening = datetime.combine(on, time(20, 58), tzinfo=UTC)
        await self._until(evening)
        await self._lesson(1, evening - timedelta(hours=7), is_late=True)

    async def _lesson(self, first: int, begins: datetime, *, is_late: bool = False) -> None:
        """Store a lesson with an absence and some marks of one class."""
        now, children = self._clock.now(), range(first, first + _CLASS_SIZE)
        lesson_id, ends = next(self._ids), begins + timedelta(minutes=40)
        self._last_lesson = lesson_id
        sitting = marks_sitting(teacher_id=_TEACHER, group_id=1, started_at=now)
        marked = self._dice.sample(children, 4)
        missing = [] if is_late else [self._dice.choice(children)]
        news: list[FactNews] = []
        with bind_school(1):
            async with self._database.transaction() as session:
                session.add(
                    Lesson(
                        id=lesson_id, study_group_id=1, subject_id=1, teacher_id=_TEACHER,
                        lesson_on=begins.date(), number=1 + lesson_id, starts_at=begins,
                        ends_at=ends,
                    )
                )  # fmt: skip
                await session.flush()
                for child in marked:
                    mark_id = next(self._ids)
                    session.add(
                        Mark(
                            id=mark_id, lesson_id=lesson_id, student_id=child, subject_id=1,
                            value=self._dice.randint(2, 5), author_id=_TEACHER, recorded_at=now,
                            work_kind="lesson", weight_tenths=10, lesson_on=begins.date(),
                        )
                    )  # fmt: skip
                    self._marks.append((mark_id, child))
                    news.append(self._mark_news(mark_id, child, 1, sitting, ends))
                for child in missing:
                    attendance_id = next(self._ids)
                    session.add(
                        Attendance(
                            id=attendance_id, lesson_id=lesson_id, student_id=child,
                            lesson_on=begins.date(), code=AttendanceCode.ABSENT,
                            author_id=_TEACHER, recorded_at=now,
                        )
                    )  # fmt: skip
                    news.append(
                        FactNews(
                            student_id=child,
                            fact=FactRef(FactKind.ATTENDANCE, attendance_id),
                            revision=1,
                            kind=NoticeKind.ABSENCE,
                            merge_key=absence_key(student_id=child, on=begins.date()),
                            result_at=ends,
                            due_at=now + timedelta(minutes=2),
                        )
                    )
                await session.flush()
                await self._tell(session, news)

    def _mark_news(
        self, mark_id: int, child: int, revision: int, sitting: str, ends: datetime
    ) -> FactNews:
        return FactNews(
            student_id=child,
            fact=FactRef(FactKind.MARK, mark_id),
            revision=revision,
            kind=NoticeKind.MARK,
            merge_key=marks_key(sitting, student_id=child),
            result_at=ends,
            due_at=self._clock.now() + timedelta(minutes=5),
        )

    async def _corrections(self) -> None:
        now = self._clock.now()
        for mark_id, child in self._dice.sample(self._marks, min(6, len(self._marks))):
            with bind_school(1):
                async with self._database.transaction() as session:
                    revision = await session.scalar(
                        update(Mark)
                        .where(Mark.id == mark_id)
                        .values(value=9 - Mark.value - 2, revision=Mark.revision + 1)
                        .returning(Mark.revision)
                    )
                    assert revision is not None
                    sitting = marks_sitting(teacher_id=_TEACHER, group_id=2, started_at=now)
                    news = self._mark_news(mark_id, child, revision, sitting, now)
                    await self._tell(session, [news])

    async def _homework(self, on: date) -> None:
        """Give one class homework at the day's last lesson that was stored."""
        now, homework_id = self._clock.now(), next(self._ids)
        first = self._dice.randrange(1, self._students, _CLASS_SIZE)
        with bind_school(1):
            async with self._database.transaction() as session:
                session.add(
                    Homework(
                        id=homework_id, lesson_id=self._last_lesson, study_group_id=1,
                        subject_id=1, lesson_on=on, text=f"№ {homework_id}",
                        due_on=on + timedelta(days=3), author_id=_TEACHER, recorded_at=now,
                    )
                )  # fmt: skip
                await session.flush()
                await self._tell(
                    session,
                    [
                        FactNews(
                            student_id=child,
                            fact=FactRef(FactKind.HOMEWORK, homework_id),
                            revision=1,
                            kind=NoticeKind.HOMEWORK,
                            merge_key=homework_key(class_id=first, on=on),
                            result_at=now,
                            due_at=now + timedelta(minutes=5),
                        )
                        for child in range(first, first + _CLASS_SIZE)
                    ],
                )

    async def _broadcast(self) -> None:
        now, broadcast_id = self._clock.now(), next(self._ids)
        with bind_school(1):
            async with self._database.transaction() as session:
                session.add(
                    Broadcast(
                        id=broadcast_id, author_id=_TEACHER, state=EntryState.SAVED,
                        scope=BroadcastScope.SCHOOL, scope_ref=0, target=BroadcastTarget.PARENTS,
                        label="", text="Собрание в четверг, 18:30.", answers=[], created_at=now,
                        sent_at=now,
                    )
                )  # fmt: skip
                await session.flush()
                await self._tell(
                    session,
                    [
                        FactNews(
                            student_id=child,
                            fact=FactRef(FactKind.BROADCAST, broadcast_id),
                            revision=1,
                            kind=NoticeKind.BROADCAST,
                            merge_key=broadcast_key(broadcast_id),
                            result_at=now,
                            due_at=now,
                        )
                        for child in range(1, self._students + 1)
                    ],
                )

    async def _withdrawals(self) -> None:
        """Withdraw a consent while something waits: the journal is owed, the chat gets nothing."""
        child = self._dice.randint(1, self._students)
        if child in self._withdrawn:
            return
        now = self._clock.now()
        self._withdrawn[child] = now
        with bind_school(1):
            async with self._database.transaction() as session:
                session.add(
                    Consent(
                        person_id=self._students + child, student_id=child,
                        purpose=ConsentPurpose.DELIVERY, action=ConsentAction.WITHDRAWN,
                        acted_at=now,
                    )
                )  # fmt: skip

    async def _tell(self, session: AsyncSession, news: Sequence[FactNews]) -> None:
        profile = await load_profile(session)
        await tell_family(session, news, profile=profile, now=self._clock.now())

    async def _staff(self) -> None:
        with bind_school(1):
            async with self._database.transaction() as session:
                session.add(
                    Person(
                        id=_TEACHER, kind=PersonKind.STAFF, family_name="Гусева",
                        given_name="Екатерина",
                    )
                )  # fmt: skip
                session.add(
                    Subject(
                        id=1, name="Алгебра", short_name="Алг.", assessment=Assessment.MARKS,
                        has_homework=True,
                    )
                )  # fmt: skip
                session.add(StudyGroup(id=1, name="7А", kind=GroupKind.SUBGROUP))

    async def _until(self, moment: datetime) -> None:
        """Let everything that falls due until *moment* leave."""
        while (due_at := await self._next_due()) is not None and due_at <= moment:
            if due_at > self._clock.now():
                self._move(due_at)
            claimed = 0
            while count := await self._engine.step():
                claimed += count
                self._time.skip(1.1)
            if not claimed:
                if self._clock.now() + _PATIENCE > moment:
                    break
                self._move(self._clock.now() + _PATIENCE)
        self._move(moment)

    def _move(self, moment: datetime) -> None:
        self._time.skip(max(0.0, (moment - self._clock.now()).total_seconds()))
        self._clock.move_to(max(moment, self._clock.now()))

    async def _next_due(self) -> datetime | None:
        queue = _table(ChatQueue)
        async with self._database.reading() as session:
            found: datetime | None = await session.scalar(select(func.min(queue.c.head_due_at)))
        return found

    async def _counts(self) -> Counts:
        notice, message = _table(Notice), _table(Message)
        async with self._database.reading() as session:
            rows = (
                await session.execute(
                    select(notice, message.c.sent_at, message.c.outcome).outerjoin(
                        message, message.c.id == notice.c.message_id
                    )
                )
            ).all()
            recorded = await session.scalar(
                select(func.count()).select_from(message).where(message.c.outcome == "accepted")
            )
        told = [row for row in rows if row.state == NoticeState.TOLD]
        return Counts(
            owed=len(rows),
            by_state=dict(Counter(str(row.state) for row in rows)),
            messages=len(self._channel.arrived),
            faults=dict(self._channel.faults),
            late=[
                row.id
                for row in told
                if row.sent_at > row.deadline_at + timedelta(minutes=2)
                and not self._is_explained(row.due_at, row.sent_at)
            ],
            lost=[row.id for row in rows if row.state in {NoticeState.WAITING, NoticeState.DEAD}],
            at_night=[
                text
                for at, chat_id, text in self._channel.arrived
                if is_woken(chat_id - CHAT_OFFSET, at, text)
            ],
            outside_digest=[
                row.id
                for row in told
                if row.kind in {NoticeKind.MARK, NoticeKind.HOMEWORK}
                and reads_once_a_day(row.student_id)
                and row.sent_at.hour not in {18, 19}
            ],
            without_consent=[
                chat_id
                for at, chat_id, _ in self._channel.arrived
                if at > self._withdrawn.get(chat_id - CHAT_OFFSET, at)
            ],
            repeats=len(self._channel.arrived) - (recorded or 0),
            unheard=self._channel.unheard,
        )

    def _is_explained(self, due_at: datetime, sent_at: datetime) -> bool:
        """Whether an outage lay between."""
        return any(due_at < end and start < sent_at for start, end in self._outages)
