"""Issuing codes: for whom, with what on the slip, and never twice in force."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from services.database import bind_school
from services.joining.accounts import bot_username
from services.joining.facts import ContactNeeded, Linked
from services.joining.invitations import NobodyToInvite
from services.models import Bot, InviteCode
from services.vocabulary import AccessMode, PersonKind, Role
from tests.factories import GUARDIANS, STAFF, STUDENTS
from tests.integration.joining.joining_world import KEYS, PHONES

MOTHER = 501


async def issue(world, **filters):
    """Issue codes in the world's school."""
    return await world.invitations.issue(school_id=world.school.school_id, **filters)


def names(issued):
    """Return who got a code."""
    return {(one.person.family_name, one.person.given_name) for one in issued}


async def test_everybody_without_an_account_gets_a_code(world):
    """Staff, students and guardians, each with a code of their own."""
    issued = await issue(world)

    assert len(STAFF) + len(STUDENTS) + len(GUARDIANS) == len(issued)
    assert len(issued) == len({one.code for one in issued})
    assert [PersonKind.STAFF, PersonKind.STUDENT, PersonKind.GUARDIAN] == list(
        dict.fromkeys(one.kind for one in issued)
    )


async def test_only_the_keyed_hash_of_a_code_is_stored(world):
    """The code itself is on paper and nowhere else."""
    (invite,) = await issue(world, person=str(world.person("mother_maria")))
    async with world.database.reading() as session:
        with bind_school(world.school.school_id):
            row = (await session.scalars(select(InviteCode))).one()

    assert row.code_hash == KEYS.code_hash(invite.code)
    assert row.expires_at == world.clock.now() + timedelta(days=30)


async def test_what_stands_on_a_slip(world):
    """Name, class, child, code, link and the last day, by the school's calendar."""
    (invite,) = await issue(world, person=str(world.person("mother_maria")))

    assert (invite.roles, invite.class_names) == ((Role.GUARDIAN,), ("7Б",))
    assert [("Кузнецова", "Мария")] == [
        (one.family_name, one.given_name) for one in invite.students
    ]
    assert invite.link == f"https://t.me/school12_bot?start={invite.code}"
    assert invite.expires_on.isoformat() == "2026-12-24"


async def test_of_several_bots_a_slip_names_the_one_of_the_school(world):
    """The one its people use; for a school whose people are still to come, the one left over."""
    async with world.database.transaction() as session:
        second = Bot(telegram_bot_id=4343, username="second_bot")
        session.add(second)
        await session.flush()
    (before,) = await issue(world, person=str(world.person("mother_maria")))
    await world.join("mother_maria", MOTHER)
    async with world.database.reading() as session:
        of_another_school = await bot_username(session, school_id=world.school.school_id + 1)
    world.bot_id = second.id
    await world.join("mother_petrov", MOTHER + 1)
    await world.join("physics", MOTHER + 2)
    (after,) = await issue(world, person=str(world.person("mother_maria")))

    assert before.link == f"https://t.me/school12_bot?start={before.code}"
    assert "second_bot" == of_another_school
    assert after.link == f"https://t.me/second_bot?start={after.code}"


async def test_who_has_an_account_gets_no_code(world):
    """A second printout is for those who have not come yet."""
    await world.join("mother_maria", MOTHER)

    assert ("Кузнецова", "Ольга") not in names(await issue(world))


async def test_somebody_named_gets_one_anyway_as_for_a_lost_phone(world):
    """The new code moves the person to the new account."""
    await world.join("mother_maria", MOTHER)
    (invite,) = await issue(world, person=str(world.person("mother_maria")))
    await world.joining.try_code(world.visitor(502), invite.code)

    assert isinstance(await world.share(502, PHONES["mother_maria"]), Linked)


async def test_by_role_and_class(world):
    """Filters narrow the list; a class means its students and their guardians."""
    teachers = await issue(world, roles=[Role.TEACHER])
    homeroom = await issue(world, roles=[Role.HOMEROOM_TEACHER])
    of_class = await issue(world, class_name="7Б")
    guardians = await issue(world, class_name="7Б", roles=[Role.GUARDIAN])

    assert {PersonKind.STAFF} == {one.kind for one in teachers}
    assert len(STAFF) - 1 == len(teachers)  # all but the deputy head
    assert {("Орлов", "Денис")} == names(homeroom)
    assert {PersonKind.STUDENT, PersonKind.GUARDIAN} == {one.kind for one in of_class}
    assert all(one.class_names == ("7Б",) for one in of_class)
    assert {(family, given) for family, given, _, _ in GUARDIANS.values()} == names(guardians)


@pytest.mark.parametrize("access", [AccessMode.PAPER, AccessMode.SUSPENDED])
async def test_who_is_on_paper_or_suspended_gets_none(world, access):
    """A code would promise what may not be given."""
    await world.change_guardianship("mother_maria", access=access)

    assert ("Кузнецова", "Ольга") not in names(await issue(world))
    assert () == await issue(world, person=str(world.person("mother_maria")))


async def test_the_schools_own_key_names_a_person(world):
    """The workbook's id is what people know; it stands on the list, too."""
    await world.change_person("mother_maria", external_id="Р-17")
    (invite,) = await issue(world, person="Р-17")

    assert invite.person_id == "Р-17"
    assert isinstance(
        await world.joining.try_code(world.visitor(MOTHER), invite.code), ContactNeeded
    )


@pytest.mark.parametrize("filters", [{"class_name": "99Я"}, {"person": "nobody"}])
async def test_an_unknown_class_or_person_is_an_error(world, filters):
    """A typing mistake does not print an empty list."""
    with pytest.raises(NobodyToInvite):
        await issue(world, **filters)
