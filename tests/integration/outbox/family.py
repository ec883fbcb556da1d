"""The small school with a linked mother who consented, and a journal written by hand."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.screens.notices import NoticeScreens
from services.database import Database, bind_school
from services.models import (
    Account,
    AccountLink,
    Attendance,
    Bot,
    Consent,
    Guardianship,
    Lesson,
    Mark,
    Notice,
)
from services.news.facts import News
from services.news.loader import SchoolNews
from services.outbox.delivery import DeliveryEngine
from services.outbox.enqueue import FactNews, tell_family
from services.outbox.gate import FamilyGate
from services.outbox.keys import absence_key, marks_key, marks_sitting
from services.outbox.office import DeliveryOffice
from services.outbox.pacer import Pacer
from services.outbox.queue_time import LocalQueueTime
from services.regulation.repository import load_profile
from services.vocabulary import (
    AccessMode,
    AttendanceCode,
    ConsentAction,
    ConsentPurpose,
    FactKind,
    FactRef,
    NoticeKind,
)
from tests.factories import SmallSchool, at
from tests.fakes import FakeClock
from tests.integration.outbox.channel import EndlessSlots, FakeSender
from tests.virtual_time import VirtualTime

LESSON_END = at(24, "11:00")


@dataclass(slots=True)
class FamilyWorld:
    """Everything real but Telegram and time: a journal, a gate, news, screens, delivery."""

    database: Database
    school: SmallSchool
    clock: FakeClock
    time: VirtualTime
    sender: FakeSender
    pacer: Pacer
    office: DeliveryOffice
    engine: DeliveryEngine[News]

    async def link(self, person: str, *, account_id: int, student: str | None = None) -> None:
        """Give a person an account; with *student*, as a guardian who consented."""
        with bind_school(self.school.school_id):
            async with self.database.transaction() as session:
                if await session.get(Account, account_id) is None:
                    session.add(
                        Account(
                            id=account_id, bot_id=1, telegram_user_id=account_id,
                            chat_id=5000 + account_id, language="ru", is_reachable=True,
                            created_at=self.clock.now(),
                        )
                    )  # fmt: skip
                    await session.flush()
                person_id = self.school.people[person]
                session.add(
                    AccountLink(
                        account_id=account_id, person_id=person_id, verified_by="phone",
                        linked_at=self.clock.now(),
                    )
                )  # fmt: skip
                if student is not None:
                    await self.consent(person, student, session=session)

    async def consent(
        self,
        person: str,
        student: str,
        *,
        session: AsyncSession,
        purpose: ConsentPurpose = ConsentPurpose.DELIVERY,
        action: ConsentAction = ConsentAction.GIVEN,
    ) -> None:
        """Record an act on consent."""
        session.add(
            Consent(
                person_id=self.school.people[person], student_id=self.school.people[student],
                purpose=purpose, action=action, acted_at=self.clock.now(),
            )
        )  # fmt: skip

    async def consent_outside(self, person: str, student: str, **facts: Any) -> None:
        """Record an act on consent in a transaction of its own."""
        with bind_school(self.school.school_id):
            async with self.database.transaction() as session:
                await self.consent(person, student, session=session, **facts)

    async def guard(self, guardian: str, student: str, **facts: Any) -> None:
        """Make a person a guardian of one more child."""
        with bind_school(self.school.school_id):
            async with self.database.transaction() as session:
                session.add(
                    Guardianship(
                        guardian_id=self.school.people[guardian],
                        student_id=self.school.people[student],
                        application_number="7", **{"access": AccessMode.ELECTRONIC} | facts,
                    )
                )  # fmt: skip

    async def lesson(self, *, subject: str = "algebra", day: int = 24, number: int = 3) -> int:
        """Store a lesson of 7Б and return its id."""
        begins = "08:30" if number == 1 else "10:20"
        with bind_school(self.school.school_id):
            async with self.database.transaction() as session:
                row = Lesson(
                    study_group_id=self.school.groups["7Б"],
                    subject_id=self.school.subjects[subject],
                    teacher_id=self.school.people["algebra"],
                    lesson_on=at(day, "10:20").date(), number=number,
                    starts_at=at(day, begins), ends_at=at(day, "11:00"),
                )  # fmt: skip
                session.add(row)
                await session.flush()
                return row.id

    async def mark(
        self, lesson_id: int, value: int, *, student: str = "maria", **facts: Any
    ) -> int:
        """Store a mark and return its id."""
        with bind_school(self.school.school_id):
            async with self.database.transaction() as session:
                lesson = (
                    await session.scalars(select(Lesson).where(Lesson.id == lesson_id))
                ).one()
                row = Mark(
                    lesson_id=lesson_id, student_id=self.school.people[student],
                    subject_id=lesson.subject_id, given=value, author_id=lesson.teacher_id,
                    recorded_at=self.clock.now(),
                    **{"work_kind": "lesson", "weight_tenths": 10, "lesson_on": lesson.lesson_on}
                    | facts,
                )  # fmt: skip
                session.add(row)
                await session.flush()
                return row.id

    async def attend(
        self, lesson_id: int, code: AttendanceCode, *, student: str = "maria", **facts: Any
    ) -> int:
        """Store attendance and return its id."""
        with bind_school(self.school.school_id):
            async with self.database.transaction() as session:
                row = Attendance(
                    lesson_id=lesson_id, student_id=self.school.people[student],
                    lesson_on=at(24, "10:20").date(), code=code,
                    author_id=self.school.people["algebra"], recorded_at=self.clock.now(), **facts,
                )  # fmt: skip
                session.add(row)
                await session.flush()
                return row.id

    async def change(self, entity: type[Mark | Attendance], fact_id: int, **values: Any) -> None:
        """Change a fact, as one revision more."""
        with bind_school(self.school.school_id):
            async with self.database.transaction() as session:
                await session.execute(
                    update(entity)
                    .where(entity.id == fact_id)
                    .values(revision=entity.revision + 1, **values)
                )

    async def tell(self, *news: FactNews) -> int:
        """Owe news to families."""
        with bind_school(self.school.school_id):
            async with self.database.transaction() as session:
                profile = await load_profile(session)
                return await tell_family(session, news, profile=profile, now=self.clock.now())

    def mark_news(
        self, *mark_ids: int, student: str = "maria", revision: int = 1, hold: int = 0
    ) -> list[FactNews]:
        """Return the news of marks of one sitting."""
        sitting = marks_sitting(teacher_id=1, group_id=1, started_at=self.clock.now())
        student_id = self.school.people[student]
        return [
            FactNews(
                student_id=student_id,
                fact=FactRef(FactKind.MARK, mark_id),
                revision=revision,
                kind=NoticeKind.MARK,
                merge_key=marks_key(sitting, student_id=student_id),
                result_at=LESSON_END,
                due_at=self.clock.now() + timedelta(minutes=hold),
            )
            for mark_id in mark_ids
        ]

    def absence_news(
        self,
        attendance_id: int,
        *,
        student: str = "maria",
        revision: int = 1,
        kind: NoticeKind = NoticeKind.ABSENCE,
    ) -> FactNews:
        """Return the news of attendance, due now."""
        student_id = self.school.people[student]
        return FactNews(
            student_id=student_id,
            fact=FactRef(FactKind.ATTENDANCE, attendance_id),
            revision=revision,
            kind=kind,
            merge_key=absence_key(student_id=student_id, on=LESSON_END.date()),
            result_at=LESSON_END,
            due_at=self.clock.now(),
        )

    async def steps(self) -> None:
        """Let delivery work until nothing more may leave now, a second of pace later."""
        while await self.engine.step():
            self.time.skip(1.1)

    def pass_minutes(self, minutes: float) -> None:
        """Let time pass."""
        self.clock.advance(timedelta(minutes=minutes))
        self.time.skip(minutes * 60)

    async def notices(self) -> list[Any]:
        """Return every notice, in the order of writing."""
        async with self.database.reading() as session:
            return list(await session.execute(select(Notice.__table__).order_by(Notice.id)))


async def make_family_world(database: Database, school: SmallSchool) -> FamilyWorld:
    """Return the school on a Tuesday at noon, with a bot."""
    async with database.transaction() as session:
        session.add(Bot(id=1, telegram_bot_id=77, username="bot"))
    time = VirtualTime()
    clock = FakeClock(at(24, "12:00"))
    pacer = Pacer(EndlessSlots(time), time, messages_per_second=30)
    sender = FakeSender()
    office = DeliveryOffice(
        database, clock=clock, time=time, rate=pacer.rate, queue_time=LocalQueueTime(time)
    )
    engine = DeliveryEngine(
        office,
        bot_id=1,
        pacer=pacer,
        sender=sender,
        gate=FamilyGate(),
        facts=SchoolNews(),
        renderer=NoticeScreens(),
    )
    return FamilyWorld(database, school, clock, time, sender, pacer, office, engine)


def moved(news: FactNews, **values: Any) -> FactNews:
    """Return news with other times."""
    return replace(news, **values)
