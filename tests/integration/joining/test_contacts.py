"""A parent's new phone: a request to the office, never stored by itself."""

import pytest
from sqlalchemy import select

from services.audit.verify import verify_chain
from services.database import bind_school
from services.errors import NotAllowed, NotFound, OutOfDate
from services.joining.access_errors import PhoneUnclear
from services.joining.contacts import ContactAsked, OwnContact
from services.models import ContactRequest, Person
from services.vocabulary import Role
from tests.integration.joining.joining_world import KEYS, PHONES

MOTHER, CHILD, TEACHER = 501, 502, 601
NEW = "+7 916 555-44-77"


@pytest.fixture
def secretary(world):
    """Give a secretary."""
    return world.staff("deputy", Role.SECRETARY)


@pytest.fixture
async def asked(world):
    """Give a world in which a mother has handed in another number."""
    actor = await world.join("mother_maria", MOTHER)
    await world.joining.contacts.ask(actor, NEW, now=world.clock.now())
    return world


async def phone_of(world, key):
    """Return what is on record of a person's phone."""
    async with world.database.reading() as session:
        with bind_school(world.school.school_id):
            row = await session.get_one(Person, world.person(key))
            return row.phone_hash, row.phone_tail


async def requests(world):
    """Return all requests as they are stored."""
    async with world.database.reading() as session:
        with bind_school(world.school.school_id):
            rows = await session.scalars(select(ContactRequest).order_by(ContactRequest.id))
            return [(row.state.value, row.sealed_phone) for row in rows]


async def test_the_old_number_holds_until_the_office_has_decided(asked):
    """Whoever holds the phone for a minute cannot move the account to their own."""
    actor = await asked.actor(MOTHER)

    assert (KEYS.phone_hash(PHONES["mother_maria"]), "01") == await phone_of(asked, "mother_maria")
    own = await asked.joining.contacts.own(actor)
    assert ("01", "77", False) == (own.phone_tail, own.asked_tail, own.was_refused)


async def test_the_number_lies_sealed_and_is_forgotten_when_decided(asked, secretary):
    """Neither digits in the database, nor anything that opens after the decision."""
    ((state, sealed),) = await requests(asked)
    (card,) = await asked.joining.contacts.open_requests(secretary, now=asked.clock.now())
    await asked.joining.contacts.decide(
        secretary, card.request_id, is_confirmed=True, now=asked.clock.now()
    )

    assert "pending" == state
    assert b"5554477" not in sealed
    assert "+79165554477" == card.phone
    assert [("confirmed", None)] == await requests(asked)


async def test_a_confirmed_number_is_on_record(asked, secretary):
    """From now on it is the one that proves the parent; the chain of the audit holds."""
    (card,) = await asked.joining.contacts.open_requests(secretary, now=asked.clock.now())
    await asked.joining.contacts.decide(
        secretary, card.request_id, is_confirmed=True, now=asked.clock.now()
    )

    assert (KEYS.phone_hash("+79165554477"), "77") == await phone_of(asked, "mother_maria")
    report = await verify_chain(asked.database, asked.school.school_id, keys=KEYS)
    assert report.is_intact, report


async def test_a_refused_number_changes_nothing_and_the_parent_reads_it(asked, secretary):
    """The old one holds, and the way out is named."""
    (card,) = await asked.joining.contacts.open_requests(secretary, now=asked.clock.now())
    await asked.joining.contacts.decide(
        secretary, card.request_id, is_confirmed=False, now=asked.clock.now()
    )

    assert (KEYS.phone_hash(PHONES["mother_maria"]), "01") == await phone_of(asked, "mother_maria")
    assert OwnContact("01", was_refused=True) == (
        await asked.joining.contacts.own(await asked.actor(MOTHER))
    )


async def test_a_second_number_replaces_the_first(asked, secretary):
    """A slip of the finger is mended by writing again; the first request is out of date."""
    (first,) = await asked.joining.contacts.open_requests(secretary, now=asked.clock.now())
    await asked.joining.contacts.ask(
        await asked.actor(MOTHER), "8 916 555 44 78", now=asked.clock.now()
    )
    (second,) = await asked.joining.contacts.open_requests(secretary, now=asked.clock.now())

    assert "+79165554478" == second.phone
    with pytest.raises(OutOfDate):
        await asked.joining.contacts.decide(
            secretary, first.request_id, is_confirmed=True, now=asked.clock.now()
        )


async def test_the_number_on_record_needs_no_request(world):
    """Nothing to decide about what is known."""
    actor = await world.join("mother_maria", MOTHER)

    said = await world.joining.contacts.ask(actor, PHONES["mother_maria"], now=world.clock.now())

    assert ContactAsked("01", is_known=True) == said
    assert [] == await requests(world)


@pytest.mark.parametrize("text", ["", "мой новый номер", "12", "+7 916 555-44-77, 8 916 1"])
async def test_what_is_no_number_is_not_kept(world, text):
    """The sentence shows how to write it."""
    actor = await world.join("mother_maria", MOTHER)

    with pytest.raises(PhoneUnclear):
        await world.joining.contacts.ask(actor, text, now=world.clock.now())
    assert [] == await requests(world)


@pytest.mark.parametrize("roles", [(Role.TEACHER,), (Role.HOMEROOM_TEACHER,), (Role.DIRECTOR,)])
async def test_others_neither_see_nor_decide(asked, secretary, roles):
    """Not even the class teacher: the list of phones is the office's."""
    (card,) = await asked.joining.contacts.open_requests(secretary, now=asked.clock.now())
    who = asked.staff("physics", *roles, homeroom="7Б")

    assert () == await asked.joining.contacts.open_requests(who, now=asked.clock.now())
    with pytest.raises(NotAllowed):
        await asked.joining.contacts.decide(
            who, card.request_id, is_confirmed=True, now=asked.clock.now()
        )


async def test_another_schools_secretary_finds_nothing(asked):
    """Requests stay in their school."""
    from dataclasses import replace

    from tests.factories import build_school

    other = await build_school(asked.database, short_name="Школа 99")
    who = replace(
        asked.staff("deputy", Role.SECRETARY),
        school_id=other.school_id,
        person_id=other.people["deputy"],
    )

    assert () == await asked.joining.contacts.open_requests(who, now=asked.clock.now())
    with pytest.raises(NotFound):
        await asked.joining.contacts.decide(who, 1, is_confirmed=True, now=asked.clock.now())


async def test_staff_and_students_have_no_such_page(world):
    """Their numbers are the school's own lists."""
    teacher = await world.join("physics", TEACHER)
    child = await world.join("maria", CHILD)

    assert await world.joining.contacts.own(teacher) is None
    assert await world.joining.contacts.own(child) is None
    for actor in (teacher, child):
        with pytest.raises(NotAllowed):
            await world.joining.contacts.ask(actor, NEW, now=world.clock.now())
