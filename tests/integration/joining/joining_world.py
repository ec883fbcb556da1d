"""A small school with phones, codes and visitors; every change is recorded by the audit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from sqlalchemy import ColumnElement, select

from services.access.identity import Actor, Identity
from services.access.repository import linked_accounts
from services.access.service import AccessService
from services.database import Database, bind_school
from services.joining.access_desk import AccessDesk
from services.joining.briefings import BriefingService
from services.joining.consent_facts import (
    AlreadyDecided,
    ConsentAsk,
    ConsentClosed,
    ConsentRecorded,
    TextChanged,
)
from services.joining.facts import JoiningStep, SharedContact, Visitor
from services.joining.invitations import InvitationService
from services.joining.people import PeopleDesk
from services.joining.service import JoiningService
from services.keys import Keys
from services.models import (
    AuditEntry,
    Bot,
    Consent,
    Guardianship,
    Notice,
    Person,
    RoleAssignment,
)
from services.privacy.service import PrivacyService
from services.regulation.profile import SettingKey
from services.vocabulary import (
    AccessMode,
    ConsentAction,
    ConsentPurpose,
    FactKind,
    NoticeKind,
    NoticeState,
    PersonKind,
    Role,
)
from tests.factories import SmallSchool, build_school
from tests.fakes import FakeClock

__all__ = ["KEYS", "OPERATOR", "PHONES", "JoiningWorld", "build_world"]

KEYS = Keys("a secret of at least thirty-two characters")
OPERATOR: Mapping[str, str] = {
    SettingKey.NAME: "Школа № 12",
    SettingKey.ADDRESS: "623700, Берёзовский, ул. Мира, 5",
    SettingKey.DATA_OFFICER: "Сорокина А. В.",
}
PHONES = {
    "mother_maria": "+79160000001",
    "mother_petrov": "+79160000002",
    "physics": "+79160000003",  # the class teacher of 7Б
    "deputy": "+79160000004",
    "algebra": "+79160000005",
    "maria": "+79160000006",
}
# father_sidorov and english1 have none.


@dataclass(slots=True)
class JoiningWorld:
    """The school and everything one needs to get into it."""

    database: Database
    clock: FakeClock
    school: SmallSchool
    bot_id: int
    joining: JoiningService
    access: AccessService
    privacy: PrivacyService
    invitations: InvitationService
    people: PeopleDesk
    access_desk: AccessDesk
    briefings: BriefingService

    def person(self, key: str) -> int:
        """Return a person's id."""
        return self.school.people[key]

    def visitor(self, user_id: int) -> Visitor:
        """Return a Telegram user who writes in a private chat."""
        return Visitor(self.bot_id, user_id, user_id, "ru")

    async def actor(self, user_id: int) -> Actor:
        """Return who a Telegram user is now."""
        actor = await self.access.actor(bot_id=self.bot_id, telegram_user_id=user_id)
        if actor is None:
            raise LookupError(user_id)
        return actor

    async def code(self, key: str) -> str:
        """Issue a code to one person."""
        issued = await self.invitations.issue(
            school_id=self.school.school_id, person=str(self.person(key))
        )
        return issued[0].code

    async def share(
        self,
        user_id: int,
        phone: str,
        *,
        owner_id: int | None = None,
        is_forwarded: bool = False,
    ) -> JoiningStep:
        """Send a contact; by default the sender's own."""
        contact = SharedContact(phone, owner_id or user_id, is_forwarded)
        return await self.joining.verify_contact(self.visitor(user_id), contact)

    async def join(self, key: str, user_id: int) -> Actor:
        """Come in with a fresh code and the phone on record; staff read the briefing."""
        await self.joining.try_code(self.visitor(user_id), await self.code(key))
        await self.share(user_id, PHONES[key])
        await self.briefings.acknowledge(await self.actor(user_id))
        return await self.actor(user_id)

    async def answer(
        self, user_id: int, ask: ConsentAsk, *, is_given: bool, update_id: int = 1
    ) -> ConsentRecorded | AlreadyDecided | TextChanged | ConsentClosed:
        """Press one of the two buttons of a consent."""
        return await self.joining.consents.decide(
            await self.actor(user_id),
            person_id=ask.key.person_id,
            student_id=ask.key.student_id,
            text_id=ask.text_id,
            after_id=ask.after_id,
            is_given=is_given,
            update_id=update_id,
        )

    async def ask(self, user_id: int) -> ConsentAsk:
        """Return the next consent to decide about; there must be one."""
        ask = await self.joining.consents.next_ask(await self.actor(user_id))
        if not isinstance(ask, ConsentAsk):
            raise TypeError(ask)
        return ask

    async def join_and_consent(self, key: str, user_id: int) -> Actor:
        """Come in and give the first consent asked for."""
        await self.join(key, user_id)
        await self.answer(user_id, await self.ask(user_id), is_given=True)
        return await self.actor(user_id)

    async def acts(self, key: str) -> list[tuple[ConsentPurpose, ConsentAction]]:
        """Return a person's recorded acts on consent, in order."""
        async with self.database.reading() as session:
            with bind_school(self.school.school_id):
                rows = await session.execute(
                    select(Consent.purpose, Consent.action)
                    .where(Consent.person_id == self.person(key))
                    .order_by(Consent.id)
                )
                return [(row.purpose, row.action) for row in rows]

    async def add_guardianship(self, guardian: str, student: str, **changes: object) -> None:
        """Make somebody a guardian of one more child."""
        values = {
            "application_number": "102",
            "application_date": date(2026, 9, 1),
            "access": AccessMode.ELECTRONIC,
        } | changes
        async with self.database.transaction() as session:
            with bind_school(self.school.school_id):
                session.add(
                    Guardianship(
                        guardian_id=self.person(guardian),
                        student_id=self.person(student),
                        **values,
                    )
                )
                await session.flush()

    async def change_person(self, key: str, **changes: object) -> None:
        """Change columns of a person."""
        await self._change(Person, Person.id == self.person(key), changes)

    async def change_guardianship(self, guardian: str, **changes: object) -> None:
        """Change columns of a guardian's guardianships."""
        which = Guardianship.guardian_id == self.person(guardian)
        await self._change(Guardianship, which, changes)

    async def _change(
        self,
        entity: type[Person] | type[Guardianship],
        which: ColumnElement[bool],
        changes: Mapping[str, object],
    ) -> None:
        async with self.database.transaction() as session:
            with bind_school(self.school.school_id):
                rows: Iterable[object] = await session.scalars(select(entity).where(which))
                for row in rows:
                    for column, value in changes.items():
                        setattr(row, column, value)
                await session.flush()

    def staff(self, key: str, *roles: Role, homeroom: str | None = None) -> Identity:
        """Return a member of staff with just these roles as somebody who asks."""
        classes = frozenset({self.school.classes[homeroom]} if homeroom else ())
        return Identity(
            school_id=self.school.school_id,
            person_id=self.person(key),
            kind=PersonKind.STAFF,
            roles=frozenset(roles) | ({Role.HOMEROOM_TEACHER} if homeroom else frozenset()),
            homeroom_class_ids=classes,
        )

    async def entries(self, entity: str) -> list[tuple[str, int | None]]:
        """Return action and actor of every recorded change of a table, in order."""
        async with self.database.reading() as session:
            with bind_school(self.school.school_id):
                rows = await session.scalars(
                    select(AuditEntry).where(AuditEntry.entity == entity).order_by(AuditEntry.seq)
                )
                return [(row.action, row.actor_id) for row in rows]

    async def give_role(self, key: str, role: Role) -> None:
        """Give a member of staff one more role."""
        async with self.database.transaction() as session:
            with bind_school(self.school.school_id):
                session.add(RoleAssignment(person_id=self.person(key), role=role))
                await session.flush()

    async def queue_notice(self, person: str, student: str, *, fact_id: int = 1) -> None:
        """Let something wait for a person about a child."""
        now = self.clock.now()
        actor_id = await self._account_id(person)
        async with self.database.transaction() as session:
            with bind_school(self.school.school_id):
                session.add(
                    Notice(
                        person_id=self.person(person),
                        student_id=self.person(student),
                        account_id=actor_id,
                        kind=NoticeKind.MARK,
                        fact_kind=FactKind.MARK,
                        fact_id=fact_id,
                        revision=1,
                        merge_key="marks:1",
                        priority=5,
                        result_at=now,
                        recorded_at=now,
                        due_at=now,
                        deadline_at=now,
                        expires_at=now,
                        state=NoticeState.WAITING,
                    )
                )
                await session.flush()

    async def notices(self, person: str) -> list[tuple[NoticeState, str, bool]]:
        """Return state, reason, and whether an account is set, of a person's notices."""
        async with self.database.reading() as session:
            with bind_school(self.school.school_id):
                rows = await session.scalars(
                    select(Notice)
                    .where(Notice.person_id == self.person(person))
                    .order_by(Notice.id)
                )
                return [(row.state, row.reason, row.account_id is not None) for row in rows]

    async def _account_id(self, person: str) -> int | None:
        async with self.database.reading() as session:
            with bind_school(self.school.school_id):
                accounts = await linked_accounts(session, [self.person(person)])
        account = accounts.get(self.person(person))
        return account.account_id if account else None


async def build_world(
    database: Database, clock: FakeClock, settings: Mapping[str, str] = OPERATOR
) -> JoiningWorld:
    """Store the school, its phones and the bot; *settings* of the sheet «Школа»."""
    school = await build_school(database, settings=settings)
    async with database.transaction() as session:
        bot = Bot(telegram_bot_id=4242, username="school12_bot")
        session.add(bot)
        await session.flush()
        with bind_school(school.school_id):
            for key, phone in PHONES.items():
                person = await session.get_one(Person, school.people[key])
                person.phone_hash = KEYS.phone_hash(phone)
                person.phone_tail = phone[-2:]
            await session.flush()
    return JoiningWorld(
        database=database,
        clock=clock,
        school=school,
        bot_id=bot.id,
        joining=JoiningService(database, clock, KEYS),
        access=AccessService(database, clock),
        privacy=PrivacyService(database, clock, KEYS),
        briefings=BriefingService(database, clock),
        invitations=InvitationService(database, clock, KEYS, Random(7)),  # noqa: S311  # dice
        people=PeopleDesk(database),
        access_desk=AccessDesk(database),
    )
