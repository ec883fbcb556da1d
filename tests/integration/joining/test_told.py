"""What really leaves: requests reach who decides them, and nothing reaches a suspended parent."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from random import Random

import pytest

from services.access.audience import delivery_permissions
from services.access.identity import Actor
from services.access.service import AccessService
from services.database import Database, bind_school
from services.joining.access_desk import ALL_CHILDREN, AccessDesk
from services.joining.facts import VerifiedBy, Visitor
from services.joining.invitations import InvitationService
from services.joining.service import JoiningService
from services.joining.typed_access import Suspension
from services.models import RoleAssignment
from services.vocabulary import Role
from tests.factories import build_school
from tests.integration.joining.joining_world import KEYS
from tests.integration.outbox.family import FamilyWorld, make_family_world

TEACHER, OFFICE, MOTHER, FATHER, CHILD, ASKING = 101, 102, 103, 104, 105, 160


@dataclass(slots=True)
class Told:
    """A school with delivery running, and the way into it."""

    families: FamilyWorld
    joining: JoiningService
    access: AccessService
    invitations: InvitationService

    async def ask_human(self, key: str, *, user_id: int = ASKING) -> None:
        """Show a code and ask to be confirmed."""
        people, school_id = self.families.school.people, self.families.school.school_id
        (issued,) = await self.invitations.issue(school_id=school_id, person=str(people[key]))
        visitor = Visitor(1, user_id, 5000 + user_id, "ru")
        await self.joining.try_code(visitor, issued.code)
        await self.joining.ask_human(visitor)

    async def actor(self, account_id: int) -> Actor:
        """Return who an account is now."""
        actor = await self.access.actor(bot_id=1, telegram_user_id=account_id)
        if actor is None:
            raise LookupError(account_id)
        return actor

    async def told(self) -> dict[int, list[str]]:
        """Let delivery work and return what each account gets."""
        before = len(self.families.sender.sent)
        await self.families.steps()
        found: dict[int, list[str]] = {}
        for one in self.families.sender.sent[before:]:
            found.setdefault(one.chat_id - 5000, []).append(one.text)
        return found


@pytest.fixture
async def world(database: Database) -> AsyncIterator[Told]:
    """Give a school with a class teacher, a secretary, and both parents of Maria."""
    school = await build_school(database)
    families = await make_family_world(database, school)
    with bind_school(school.school_id):
        async with database.transaction() as session:
            session.add(RoleAssignment(person_id=school.people["deputy"], role=Role.SECRETARY))
    await families.guard("father_sidorov", "maria")
    await families.link("physics", account_id=TEACHER)
    await families.link("deputy", account_id=OFFICE)
    await families.link("mother_maria", account_id=MOTHER, student="maria")
    await families.link("father_sidorov", account_id=FATHER, student="maria")
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(families.pacer.run(stop))
        yield Told(
            families,
            JoiningService(database, families.clock, KEYS),
            AccessService(database, families.clock),
            InvitationService(database, families.clock, KEYS, Random(7)),  # noqa: S311  # dice
        )
        await families.office.close()
        stop.set()
        families.pacer.wake()
        while not running.done():
            await families.time.advance(1.0)


async def test_the_class_teacher_hears_who_asks_for_whom(world):
    """Silently, once, with the way to the cards; nobody else hears of it."""
    await world.ask_human("mother_petrov")
    told = await world.told()
    sent = world.families.sender.sent[-1]

    assert {TEACHER} == set(told)
    assert "Петрова Инна Львовна: Артём П. · 7Б" in told[TEACHER][0]
    assert sent.is_silent
    assert {} == await world.told()


async def test_the_office_hears_of_staff_who_ask(world):
    """Class teachers decide about families only."""
    await world.ask_human("algebra")

    assert {OFFICE} == set(await world.told())


async def test_a_students_chat_is_named_as_one(world):
    """A child with the mother's slip is seen before the card is opened."""
    await world.families.link("petrov", account_id=CHILD)
    await world.ask_human("mother_petrov", user_id=CHILD)

    assert "⚠" in (await world.told())[TEACHER][0]


async def test_a_request_decided_meanwhile_is_no_news(world):
    """Whoever was faster in the menu is not reminded of it."""
    await world.ask_human("mother_petrov")
    teacher = await world.actor(TEACHER)
    (card,) = await world.joining.requests.open_requests(teacher)
    await world.joining.requests.decide(teacher, card.request_id, verified_by=VerifiedBy.IN_PERSON)

    assert TEACHER not in await world.told()


async def test_the_office_hears_of_a_new_phone_without_the_number(world):
    """The figures are read in the card, where the decision is taken."""
    mother = await world.actor(MOTHER)
    await world.joining.contacts.ask(mother, "+79165554477", now=world.families.clock.now())
    told = await world.told()

    assert {OFFICE} == set(told)
    assert "Кузнецова Ольга Сергеевна" in told[OFFICE][0]
    assert "4477" not in told[OFFICE][0]


async def test_what_was_queued_does_not_reach_a_suspended_parent(world):
    """The mark leaves to the father alone; later ones, too; opened again, new ones come."""
    families = world.families
    desk, now = AccessDesk(families.database), families.clock.now
    office = (await world.actor(OFFICE)).staff
    mother_id = families.school.people["mother_maria"]
    lesson = await families.lesson()
    await families.tell(*families.mark_news(await families.mark(lesson, 5)))

    await desk.suspend(
        office,
        guardian_id=mother_id,
        student_id=ALL_CHILDREN,
        suspension=Suspension("решение суда", date(2026, 11, 24), None),
        now=now(),
    )
    queued = set(await world.told())
    await families.tell(*families.mark_news(await families.mark(lesson, 4, part=2)))
    later = set(await world.told())
    await desk.resume(office, guardian_id=mother_id, now=now())
    other = await families.lesson(number=1, subject="physics")
    await families.tell(*families.mark_news(await families.mark(other, 3)))
    after = set(await world.told())

    assert ({FATHER}, {FATHER}, {FATHER, MOTHER}) == (queued, later, after)


async def test_a_class_without_a_teacher_asks_the_office(world):
    """No request waits for somebody who does not exist."""
    await world.ask_human("belova")
    told = await world.told()

    assert {OFFICE} == set(told)
    assert "Алёна Б. · 1А" in told[OFFICE][0] or "Белова Алёна" in told[OFFICE][0]


async def test_who_asked_hears_that_they_may_go_on(world):
    """Before consent, about nobody's child: the father presses on from the message itself."""
    await world.ask_human("mother_petrov")
    await world.told()
    teacher = await world.actor(TEACHER)
    (card,) = await world.joining.requests.open_requests(teacher)
    await world.joining.requests.decide(teacher, card.request_id, verified_by=VerifiedBy.IN_PERSON)
    told = [one for texts in (await world.told()).values() for one in texts]

    (text,) = told
    assert "Школа подтвердила, что это Вы" in text
    assert "Петров" not in text
    assert {} == await world.told()


async def test_a_parent_hears_what_became_of_the_new_phone(world):
    """Confirmed: two figures and no more."""
    mother, now = await world.actor(MOTHER), world.families.clock.now()
    await world.joining.contacts.ask(mother, "+79165554477", now=now)
    await world.told()
    office = (await world.actor(OFFICE)).staff
    (card,) = await world.joining.contacts.open_requests(office, now=now)
    await world.joining.contacts.decide(office, card.request_id, is_confirmed=True, now=now)
    told = await world.told()

    assert {MOTHER} == set(told)
    assert "77" in told[MOTHER][0]
    assert "Мария" not in told[MOTHER][0]


async def test_a_guardian_suspended_altogether_hears_nothing_of_the_account_either(world):
    """Everything to that account has stopped."""
    mother, now = await world.actor(MOTHER), world.families.clock.now()
    await world.joining.contacts.ask(mother, "+79165554477", now=now)
    office = (await world.actor(OFFICE)).staff
    await AccessDesk(world.families.database).suspend(
        office,
        guardian_id=world.families.school.people["mother_maria"],
        student_id=ALL_CHILDREN,
        suspension=Suspension("решение суда", date(2026, 11, 24), None),
        now=now,
    )
    (card,) = await world.joining.contacts.open_requests(office, now=now)
    await world.joining.contacts.decide(office, card.request_id, is_confirmed=True, now=now)

    assert MOTHER not in await world.told()


async def test_a_guardian_is_never_told_what_staff_are_told(world):
    """The gate opens for the own account only, not for the work of others."""
    people = world.families.school.people
    pairs = [
        (people["mother_maria"], None),
        (people["mother_maria"], people["mother_maria"]),
        (people["mother_maria"], people["petrov"]),
        (people["maria"], None),
    ]
    async with world.families.database.reading() as session:
        with bind_school(world.families.school.school_id):
            answers = await delivery_permissions(session, pairs, now=world.families.clock.now())

    assert [False, True, False, False] == [answers[pair].is_allowed for pair in pairs]
