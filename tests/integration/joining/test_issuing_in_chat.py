"""Codes issued by class teacher and office: for whom, what ends, and that the audit knows."""

import pytest

from services.audit.verify import verify_chain
from services.errors import NotAllowed
from services.joining.access_errors import NotInvitable
from services.joining.facts import CodeFault, CodeRefused, ContactNeeded
from services.vocabulary import AccessMode, Role
from tests.integration.joining.joining_world import KEYS

pytestmark = pytest.mark.one_database

MOTHER, OTHER = 501, 502


@pytest.fixture
def class_teacher(world):
    """Give the class teacher of 7Б."""
    return world.staff("physics", Role.TEACHER, homeroom="7Б")


@pytest.fixture
def secretary(world):
    """Give a secretary."""
    return world.staff("deputy", Role.SECRETARY)


async def test_a_new_code_ends_the_older_one(world, class_teacher):
    """Two slips of one person never work at once."""
    first = await world.invitations.issue_to(class_teacher, world.person("mother_maria"))
    second = await world.invitations.issue_to(class_teacher, world.person("mother_maria"))

    old = await world.joining.try_code(world.visitor(MOTHER), first.code)
    new = await world.joining.try_code(world.visitor(OTHER), second.code)

    assert CodeRefused(CodeFault.ENDED, tries_left=4) == old
    assert isinstance(new, ContactNeeded)


async def test_the_audit_knows_who_issued_and_what_ended(world, class_teacher):
    """A code handed out is a door: who opened it is kept, and the chain holds."""
    teacher = world.person("physics")
    await world.invitations.issue_to(class_teacher, world.person("mother_maria"))
    await world.invitations.issue_to(class_teacher, world.person("mother_maria"))

    assert [("insert", teacher), ("update", teacher), ("insert", teacher)] == (
        await world.entries("invite_code")
    )
    report = await verify_chain(world.database, world.school.school_id, keys=KEYS)
    assert report.is_intact, report


@pytest.mark.parametrize("key", ["belova", "algebra", "deputy"])
async def test_a_class_teacher_invites_no_other_class_and_no_staff(world, class_teacher, key):
    """Whoever could invite staff could become staff."""
    with pytest.raises(NotAllowed):
        await world.invitations.issue_to(class_teacher, world.person(key))


@pytest.mark.parametrize("roles", [(Role.TEACHER,), (Role.DEPUTY_HEAD,), (Role.DIRECTOR,)])
async def test_others_issue_nothing(world, roles):
    """Neither one code nor a list of them."""
    who = world.staff("algebra", *roles)

    with pytest.raises(NotAllowed):
        await world.invitations.issue_to(who, world.person("mother_maria"))
    with pytest.raises(NotAllowed):
        await world.invitations.issue_list(
            who, class_id=world.school.classes["7Б"], only_new=False
        )
    with pytest.raises(NotAllowed):
        await world.invitations.issue_list(who, class_id=0, only_new=True)


async def test_only_an_administrator_gives_staff_with_an_account_a_new_code(world, secretary):
    """A second code takes the account away from whoever has it."""
    await world.join("physics", OTHER)
    administrator = world.staff("deputy", Role.ADMINISTRATOR)

    with pytest.raises(NotAllowed):
        await world.invitations.issue_to(secretary, world.person("physics"))
    assert (await world.invitations.issue_to(administrator, world.person("physics"))).code
    assert (await world.invitations.issue_to(secretary, world.person("algebra"))).code


@pytest.mark.parametrize("access", [AccessMode.PAPER, AccessMode.SUSPENDED])
async def test_who_may_not_be_informed_electronically_gets_no_code(world, secretary, access):
    """It would promise what may not be given; the sentence says why."""
    await world.change_guardianship("mother_maria", access=access)

    with pytest.raises(NotInvitable):
        await world.invitations.issue_to(secretary, world.person("mother_maria"))


async def test_printing_for_a_class_can_spare_slips_handed_out(world, class_teacher):
    """Only who has no code; or everybody who has not come, and then old slips end."""
    class_id = world.school.classes["7Б"]
    handed_out = await world.invitations.issue_to(class_teacher, world.person("mother_maria"))

    new = await world.invitations.issue_list(class_teacher, class_id=class_id, only_new=True)
    still = await world.joining.try_code(world.visitor(MOTHER), handed_out.code)
    everybody = await world.invitations.issue_list(
        class_teacher, class_id=class_id, only_new=False
    )
    ended = await world.joining.try_code(world.visitor(MOTHER), handed_out.code)

    assert len(everybody) - 1 == len(new)
    assert {("7Б",)} == {one.class_names for one in everybody}
    assert isinstance(still, ContactNeeded)
    assert CodeFault.ENDED is ended.fault


async def test_a_class_of_another_school_is_closed(world, class_teacher):
    """An id of elsewhere opens nothing, whatever the button says."""
    from tests.factories import build_school

    other = await build_school(world.database, short_name="Школа 99")

    with pytest.raises(NotAllowed):
        await world.invitations.issue_list(
            class_teacher, class_id=other.classes["1А"] + 1000, only_new=False
        )
