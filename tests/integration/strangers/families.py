"""Three families of one class: linked, consented, each child with marks, absences and homework."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from handlers.screens.notices import NoticeScreens
from services.access.repository import linked_accounts
from services.database import bind_school
from services.models import (
    AbsenceAlarm,
    AbsenceReason,
    AcademicYear,
    Attendance,
    Homework,
    Lesson,
    Mark,
    PeriodMark,
    Person,
)
from services.news.loader import SchoolNews
from services.outbox import waiting_repository
from services.outbox.delivery import DeliveryEngine
from services.outbox.gate import FamilyGate
from services.outbox.kinds import KIND_RULES
from services.outbox.office import DeliveryOffice
from services.outbox.pacer import Pacer
from services.outbox.queue_time import LocalQueueTime
from services.vocabulary import (
    AbsenceKind,
    AttendanceCode,
    FactKind,
    FinalKind,
    NoticeKind,
    NoticeState,
)
from tests.factories import at
from tests.integration.joining.joining_world import KEYS, PHONES, JoiningWorld
from tests.integration.outbox.channel import EndlessSlots, FakeSender
from tests.virtual_time import VirtualTime

__all__ = ["CHILD_OF", "FACT_OF", "USERS", "WORDS", "Families", "move_in"]

CHILD_OF = {"mother_maria": "maria", "mother_petrov": "petrov", "father_sidorov": "sidorov"}
USERS = {"mother_maria": 501, "mother_petrov": 502, "father_sidorov": 503}
WORDS = {
    # what only the own family may read of a child, in whatever text
    "maria": ("Мария", "Кузнец", "тайна-maria"),
    "petrov": ("Артём", "Петров", "тайна-petrov"),
    "sidorov": ("Лев С", "Сидоров", "тайна-sidorov"),
}
# A kind of notice and the fact of a child's it speaks of.
FACT_OF = {
    NoticeKind.MARK: FactKind.MARK,
    NoticeKind.ABSENCE: FactKind.ATTENDANCE,
    NoticeKind.PRESENCE: FactKind.ATTENDANCE,
    NoticeKind.ALARM: FactKind.ALARM,
    NoticeKind.FINAL: FactKind.FINAL,
    NoticeKind.HOMEWORK: FactKind.HOMEWORK,
}


@dataclass(slots=True)
class Families:
    """The world with the ids of what is about each child."""

    world: JoiningWorld
    facts: dict[tuple[str, FactKind], int]
    sender: FakeSender

    async def owe(self, reader: str, child: str, kind: NoticeKind, *, revision: int = 1) -> None:
        """Write a notice about a child to a person, whoever they are to each other."""
        world, now = self.world, self.world.clock.now()
        fact_kind = FACT_OF.get(kind, FactKind.MARK)
        async with world.database.transaction() as session:
            with bind_school(world.school.school_id):
                accounts = await linked_accounts(session, [world.person(reader)])
            account = accounts.get(world.person(reader))
            row: dict[str, Any] = {
                "school_id": world.school.school_id,
                "person_id": world.person(reader),
                "student_id": world.person(child),
                "account_id": account.account_id if account else None,
                "kind": kind,
                "fact_kind": fact_kind,
                "fact_id": self.facts[child, fact_kind],
                "revision": revision,
                "merge_key": f"{kind}:{child}",
                "priority": KIND_RULES[kind].priority,
                "result_at": now,
                "recorded_at": now,
                "due_at": now,
                "deadline_at": now,
                "expires_at": now + timedelta(days=1),
                "clause": "",
                "state": NoticeState.WAITING,
                "attempts": 0,
                "reason": "",
            }
            await waiting_repository.add(session, [row])

    async def deliver(self) -> dict[int, list[str]]:
        """Let delivery work until nothing may leave now; return what each chat was sent."""
        async with self._engine() as (engine, time):
            while await engine.step():
                time.skip(1.1)
        sent: dict[int, list[str]] = {}
        for one in self.sender.sent:
            sent.setdefault(one.chat_id, []).append(one.text)
        return sent

    @asynccontextmanager
    async def _engine(self) -> AsyncIterator[tuple[DeliveryEngine[Any], VirtualTime]]:
        time = VirtualTime()
        pacer = Pacer(EndlessSlots(time), time, messages_per_second=30)
        office = DeliveryOffice(
            self.world.database,
            clock=self.world.clock,
            time=time,
            rate=pacer.rate,
            queue_time=LocalQueueTime(time),
        )
        engine = DeliveryEngine(
            office,
            bot_id=self.world.bot_id,
            pacer=pacer,
            sender=self.sender,
            gate=FamilyGate(),
            facts=SchoolNews(),
            renderer=NoticeScreens(),
        )
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(pacer.run(stop))
            try:
                yield engine, time
            finally:
                await office.close()
                stop.set()
                pacer.wake()
                while not running.done():
                    await time.advance(1.0)


async def move_in(world: JoiningWorld) -> Families:
    """Let three families come in and consent, and fill their children's journal."""
    phone = "+79160000009"
    await world.change_person(
        "father_sidorov", phone_hash=KEYS.phone_hash(phone), phone_tail=phone[-2:]
    )
    for guardian, user_id in USERS.items():
        await world.joining.try_code(world.visitor(user_id), await world.code(guardian))
        await world.share(user_id, PHONES.get(guardian, phone))
        await world.answer(user_id, await world.ask(user_id), is_given=True)
    return Families(world, await _fill(world), FakeSender())


async def _fill(world: JoiningWorld) -> dict[tuple[str, FactKind], int]:
    school, now, today = world.school, world.clock.now(), date(2026, 11, 24)
    facts: dict[tuple[str, FactKind], int] = {}
    async with world.database.transaction() as session:
        with bind_school(school.school_id):
            lesson = Lesson(
                study_group_id=school.groups["7Б"],
                subject_id=school.subjects["algebra"],
                teacher_id=school.people["algebra"],
                lesson_on=today,
                number=3,
                starts_at=at(24, "10:20"),
                ends_at=at(24, "11:00"),
                topic="Степень",
            )
            session.add(lesson)
            year_id = await _year(session)
            await session.flush()
            for guardian, child in CHILD_OF.items():
                secret = f"тайна-{child}"
                student_id = school.people[child]
                written = {"author_id": school.people["algebra"], "recorded_at": now}
                rows: dict[FactKind | None, Any] = {
                    FactKind.MARK: Mark(
                        lesson_id=lesson.id,
                        student_id=student_id,
                        subject_id=lesson.subject_id,
                        value=5,
                        work_kind="lesson",
                        weight_tenths=10,
                        lesson_on=today,
                        comment=secret,
                        **written,
                    ),
                    FactKind.ATTENDANCE: Attendance(
                        lesson_id=lesson.id,
                        student_id=student_id,
                        lesson_on=today,
                        code=AttendanceCode.ABSENT,
                        **written,
                    ),
                    FactKind.HOMEWORK: Homework(
                        lesson_id=lesson.id,
                        study_group_id=school.groups["7Б"],
                        subject_id=lesson.subject_id,
                        lesson_on=today,
                        addressee_id=student_id,
                        text=secret,
                        due_on=date(2026, 11, 25),
                        **written,
                    ),
                    FactKind.FINAL: PeriodMark(
                        student_id=student_id,
                        subject_id=lesson.subject_id,
                        academic_year_id=year_id,
                        grading_period_id=school.periods["q1"],
                        kind=FinalKind.PERIOD,
                        value=4,
                        result_on=date(2026, 10, 23),
                        **written,
                    ),
                    FactKind.ALARM: AbsenceAlarm(
                        student_id=student_id,
                        alarm_on=today,
                        raised_by=school.people[guardian],
                        raised_at=now,
                    ),
                    None: AbsenceReason(
                        student_id=student_id,
                        starts_on=date(2026, 11, 26),
                        ends_on=date(2026, 11, 26),
                        kind=AbsenceKind.FAMILY,
                        given_by=school.people[guardian],
                        given_at=now,
                    ),
                }
                session.add_all(rows.values())
                await session.flush()
                facts |= {(child, kind): row.id for kind, row in rows.items() if kind is not None}
            (await session.get_one(Person, school.people["maria"])).birth_date = date(2008, 12, 1)
            await session.flush()
    return facts


async def _year(session: Any) -> int:
    return int((await session.scalars(select(AcademicYear.id))).one())
