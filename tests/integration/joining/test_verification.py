"""Codes and contacts: guessing, reuse, expiry, somebody else's card, one person one account."""

from datetime import timedelta

import pytest

from services.joining.facts import (
    AlreadyLinked,
    CodeFault,
    CodeRefused,
    ContactNeeded,
    DoorLocked,
    InviteLapsed,
    Linked,
    LinkEnd,
    NotOwnContact,
    NumberDiffers,
    SharedContact,
    Welcome,
)
from services.vocabulary import PersonKind, Role
from tests.integration.joining.joining_world import KEYS, PHONES

MOTHER, OTHER, STRANGER = 501, 502, 503


async def test_code_and_own_number_open_the_door(world):
    """The right code and the number on record make an account the person's."""
    code = await world.code("mother_maria")
    step = await world.joining.try_code(world.visitor(MOTHER), code)
    linked = await world.share(MOTHER, PHONES["mother_maria"])
    actor = await world.actor(MOTHER)

    assert step == ContactNeeded("Школа 12", PersonKind.GUARDIAN, has_phone=True)
    assert isinstance(linked, Linked)
    assert [world.person("mother_maria")] == [one.person_id for one in actor.identities]
    assert frozenset() == actor.family[0].student_ids  # nothing is shown before consent


@pytest.mark.parametrize(
    "phone", ["79160000001", "+7 916 000-00-01", "8 (916) 000-00-01", "89160000001"]
)
async def test_a_number_counts_however_it_is_written(world, phone):
    """Numbers are compared in one normal form."""
    await world.joining.try_code(world.visitor(MOTHER), await world.code("mother_maria"))

    assert isinstance(await world.share(MOTHER, phone), Linked)


@pytest.mark.parametrize(("owner_id", "is_forwarded"), [(OTHER, False), (MOTHER, True)])
async def test_somebody_elses_card_proves_nothing(world, owner_id, is_forwarded):
    """Another person's contact or a forwarded one is not even compared."""
    await world.joining.try_code(world.visitor(MOTHER), await world.code("mother_maria"))
    step = await world.share(
        MOTHER, PHONES["mother_maria"], owner_id=owner_id, is_forwarded=is_forwarded
    )

    assert step == NotOwnContact()
    assert not (await world.actor(MOTHER)).is_linked


async def test_a_card_without_an_owner_proves_nothing(world):
    """A contact that is no Telegram user's has no id; that is not the sender's id."""
    await world.joining.try_code(world.visitor(MOTHER), await world.code("mother_maria"))
    contact = SharedContact(PHONES["mother_maria"], None, is_forwarded=False)

    assert NotOwnContact() == await world.joining.verify_contact(world.visitor(MOTHER), contact)


async def test_another_number_is_counted_and_does_not_burn_the_code(world):
    """One's own but unknown number is a wrong try; the right one still opens afterwards."""
    await world.joining.try_code(world.visitor(MOTHER), await world.code("mother_maria"))
    wrong = await world.share(MOTHER, "+79990000000")
    right = await world.share(MOTHER, PHONES["mother_maria"])

    assert wrong == NumberDiffers(PersonKind.GUARDIAN, tries_left=4, has_phone=True)
    assert isinstance(right, Linked)


async def test_a_contact_without_a_code_leads_nowhere(world):
    """The number alone, even a right one, is no proof."""
    assert InviteLapsed() == await world.share(MOTHER, PHONES["mother_maria"])


async def test_a_code_shown_by_another_account_goes_on_there_only(world):
    """The account that showed a code first cannot finish after another one has shown it."""
    code = await world.code("mother_maria")
    await world.joining.try_code(world.visitor(MOTHER), code)
    await world.joining.try_code(world.visitor(STRANGER), code)

    assert InviteLapsed() == await world.share(MOTHER, PHONES["mother_maria"])


async def test_a_code_works_once(world):
    """Somebody who finds a used slip gets nothing by it."""
    code = await world.code("mother_maria")
    await world.joining.try_code(world.visitor(MOTHER), code)
    await world.share(MOTHER, PHONES["mother_maria"])
    step = await world.joining.try_code(world.visitor(STRANGER), code)

    assert step == CodeRefused(CodeFault.USED, tries_left=4)


async def test_a_code_expires_with_its_last_day(world, clock):
    """Thirty days after it was issued a code says that it has expired."""
    code = await world.code("mother_maria")
    clock.advance(timedelta(days=30) - timedelta(seconds=1))
    in_time = await world.joining.try_code(world.visitor(MOTHER), code)
    clock.advance(timedelta(seconds=1))
    late = await world.joining.try_code(world.visitor(MOTHER), code)

    assert isinstance(in_time, ContactNeeded)
    assert late == CodeRefused(CodeFault.EXPIRED, tries_left=4)
    assert InviteLapsed() == await world.share(MOTHER, PHONES["mother_maria"])


async def test_a_new_code_ends_the_older_one(world):
    """Of two slips of one person only the newer opens."""
    older = await world.code("mother_maria")
    newer = await world.code("mother_maria")

    assert CodeRefused(CodeFault.ENDED, tries_left=4) == await world.joining.try_code(
        world.visitor(MOTHER), older
    )
    assert isinstance(await world.joining.try_code(world.visitor(MOTHER), newer), ContactNeeded)


async def test_somebody_who_left_the_school_cannot_come_in(world, clock):
    """A code outlives its person's time at school only on paper."""
    code = await world.code("mother_maria")
    await world.change_person("mother_maria", left_on=clock.now().date())

    assert CodeRefused(CodeFault.ENDED, tries_left=4) == await world.joining.try_code(
        world.visitor(MOTHER), code
    )


async def test_five_wrong_codes_lock_the_door_for_an_hour(world, clock):
    """The lock refuses the right code as well, in the same words, and ends by itself."""
    code = await world.code("mother_maria")
    visitor = world.visitor(MOTHER)
    wrong = []
    for number in range(5):
        wrong.append(await world.joining.try_code(visitor, f"ACEFGHJKMNP{number}"))
        clock.advance(timedelta(minutes=1))
    locked_right = await world.joining.try_code(visitor, code)
    locked_wrong = await world.joining.try_code(visitor, "ACEFGHJKMNPR")
    contact = await world.share(MOTHER, PHONES["mother_maria"])
    elsewhere = await world.joining.try_code(world.visitor(OTHER), "ACEFGHJKMNPR")
    clock.advance(timedelta(minutes=59))
    after = await world.joining.try_code(visitor, code)

    assert [4, 3, 2, 1, 0] == [one.tries_left for one in wrong]
    assert locked_right == locked_wrong == contact == DoorLocked(minutes_left=59)
    assert elsewhere == CodeRefused(CodeFault.UNKNOWN, tries_left=4)
    assert isinstance(after, ContactNeeded)


async def test_wrong_numbers_lock_the_door_too(world):
    """Trying numbers with a found code ends like trying codes."""
    await world.joining.try_code(world.visitor(MOTHER), await world.code("mother_maria"))
    for number in range(5):
        await world.share(MOTHER, f"+7999000000{number}")

    assert DoorLocked(minutes_left=60) == await world.share(MOTHER, PHONES["mother_maria"])


async def test_a_code_of_ones_own_account_is_not_burnt(world):
    """Who is already connected is told so, and nothing is counted or used up."""
    await world.join("mother_maria", MOTHER)
    code = await world.code("mother_maria")
    step = await world.joining.try_code(world.visitor(MOTHER), code)
    elsewhere = await world.joining.try_code(world.visitor(OTHER), code)

    assert step == AlreadyLinked()
    assert isinstance(elsewhere, ContactNeeded)


async def test_a_second_account_of_a_person_replaces_the_first(world):
    """One person, one account: the earlier chat is disconnected and says so."""
    await world.join("mother_maria", MOTHER)
    await world.queue_notice("mother_maria", "maria")
    await world.joining.try_code(world.visitor(OTHER), await world.code("mother_maria"))
    linked = await world.share(OTHER, PHONES["mother_maria"])
    before, after = await world.actor(MOTHER), await world.actor(OTHER)
    old_chat = await world.joining.welcome(before)

    assert isinstance(linked, Linked)
    assert linked.has_moved
    assert not before.is_linked
    assert after.is_linked
    assert isinstance(old_chat, Welcome)
    assert old_chat.ended_because == LinkEnd.MOVED


async def test_a_teacher_is_also_a_mother(world):
    """One account is several people; each keeps its own rights."""
    await world.change_person("algebra", phone_hash=KEYS.phone_hash(PHONES["mother_petrov"]))
    for key in ("algebra", "mother_petrov"):
        await world.joining.try_code(world.visitor(MOTHER), await world.code(key))
        await world.share(MOTHER, PHONES["mother_petrov"])
    await world.answer(MOTHER, await world.ask(MOTHER), is_given=True)
    await world.briefings.acknowledge(await world.actor(MOTHER))
    actor = await world.actor(MOTHER)

    assert actor.staff is not None
    assert Role.TEACHER in actor.staff.roles
    assert [frozenset({world.person("petrov")})] == [one.student_ids for one in actor.family]


async def test_a_linked_member_of_staff_has_the_roles_of_the_list_and_of_the_assignments(world):
    """The class teacher follows from the class, not from the list of roles."""
    await world.joining.try_code(world.visitor(MOTHER), await world.code("physics"))
    linked = await world.share(MOTHER, PHONES["physics"])

    assert isinstance(linked, Linked)
    assert linked.roles == {Role.TEACHER, Role.HOMEROOM_TEACHER}


async def test_a_stranger_is_not_stored(world):
    """Who only opens the chat leaves no trace."""
    facts = await world.joining.welcome(None)

    assert facts == Welcome("Школа 12")
    assert await world.access.actor(bot_id=world.bot_id, telegram_user_id=STRANGER) is None
