"""Confirming by a human: no phone, or another one."""

import pytest

from services.errors import NotAllowed, NotFound, OutOfDate
from services.joining.facts import (
    CodeFault,
    CodeRefused,
    ContactNeeded,
    InviteLapsed,
    Linked,
    NumberDiffers,
    RequestDecided,
    RequestLapsed,
    RequestSent,
    VerifiedBy,
)
from services.vocabulary import LinkRequestState, PersonKind, Role
from tests.integration.joining.joining_world import KEYS, PHONES

FATHER, TEACHER, DEPUTY, STRANGER = 501, 601, 602, 701


@pytest.fixture
async def asking(world):
    """Give a world in which a father without a phone on record has asked the class teacher."""
    await world.join("physics", TEACHER)
    await world.joining.try_code(world.visitor(FATHER), await world.code("father_sidorov"))
    await world.joining.ask_human(world.visitor(FATHER))
    return world


async def test_without_a_phone_on_record_a_human_is_needed(world):
    """The step says so, and a contact changes nothing about it."""
    code = await world.code("father_sidorov")
    step = await world.joining.try_code(world.visitor(FATHER), code)
    contact = await world.share(FATHER, "+79160000009")

    assert step == ContactNeeded("Школа 12", PersonKind.GUARDIAN, has_phone=False)
    assert contact == NumberDiffers(PersonKind.GUARDIAN, tries_left=4, has_phone=False)


async def test_the_class_teacher_sees_who_asks_for_whom(asking, clock):
    """The card names the guardian and the child, to the class teacher only."""
    (card,) = await asking.joining.requests.open_requests(await asking.actor(TEACHER))

    assert (card.kind, card.person.family_name) == (PersonKind.GUARDIAN, "Сидоров")
    assert [("Лев", "7Б")] == [(one.given_name, one.class_name) for one in card.children]
    assert card.asked_at == clock.now()
    assert card.account_is == ()


async def test_a_confirmed_person_is_linked(asking):
    """One press of the class teacher replaces the phone; how it was verified is kept."""
    teacher = await asking.actor(TEACHER)
    (card,) = await asking.joining.requests.open_requests(teacher)
    outcome = await asking.joining.requests.decide(
        teacher, card.request_id, verified_by=VerifiedBy.MEETING
    )
    actor = await asking.actor(FATHER)
    held = await asking.privacy.overview(actor)

    assert isinstance(outcome, RequestDecided)
    assert outcome.is_confirmed
    assert [asking.person("father_sidorov")] == [one.person_id for one in actor.identities]
    assert ["meeting"] == [one.verified_by for one in held]
    assert RequestSent(PersonKind.GUARDIAN, LinkRequestState.CONFIRMED) == (
        await asking.joining.check_request(actor)
    )
    assert () == await asking.joining.requests.open_requests(teacher)


async def test_a_refused_person_stays_outside_and_the_code_is_dead(asking):
    """A code that came into other hands opens nothing any more."""
    teacher = await asking.actor(TEACHER)
    (card,) = await asking.joining.requests.open_requests(teacher)
    outcome = await asking.joining.requests.decide(teacher, card.request_id, verified_by=None)
    actor = await asking.actor(FATHER)

    assert isinstance(outcome, RequestDecided)
    assert not outcome.is_confirmed
    assert not actor.is_linked
    assert RequestSent(PersonKind.GUARDIAN, LinkRequestState.REFUSED) == (
        await asking.joining.check_request(actor)
    )
    assert InviteLapsed() == await asking.joining.ask_human(asking.visitor(FATHER))


async def test_a_request_is_decided_once(asking):
    """The second press on a card is out of date."""
    teacher = await asking.actor(TEACHER)
    (card,) = await asking.joining.requests.open_requests(teacher)
    await asking.joining.requests.decide(teacher, card.request_id, verified_by=None)

    with pytest.raises(OutOfDate):
        await asking.joining.requests.decide(
            teacher, card.request_id, verified_by=VerifiedBy.IN_PERSON
        )


async def test_asking_twice_is_one_request(asking):
    """A nervous thumb makes one card."""
    again = await asking.joining.ask_human(asking.visitor(FATHER))

    assert again == RequestSent(PersonKind.GUARDIAN)
    assert 1 == len(await asking.joining.requests.open_requests(await asking.actor(TEACHER)))


async def test_others_cannot_decide(asking):
    """Another teacher, a deputy head or a parent sees no card and can decide none."""
    (card,) = await asking.joining.requests.open_requests(await asking.actor(TEACHER))
    deputy = await asking.join("deputy", DEPUTY)
    mother = await asking.join("mother_maria", STRANGER)

    for actor in (deputy, mother):
        assert () == await asking.joining.requests.open_requests(actor)
        with pytest.raises(NotAllowed):
            await asking.joining.requests.decide(
                actor, card.request_id, verified_by=VerifiedBy.IN_PERSON
            )
    with pytest.raises(NotFound):
        await asking.joining.requests.decide(
            await asking.actor(TEACHER), 999_999, verified_by=None
        )


async def test_the_office_decides_about_staff_and_about_every_class(asking):
    """A member of staff without a phone on record asks the office, not a class teacher."""
    await asking.joining.try_code(asking.visitor(STRANGER), await asking.code("english1"))
    sent = await asking.joining.ask_human(asking.visitor(STRANGER))
    await asking.join("deputy", DEPUTY)
    await asking.give_role("deputy", Role.SECRETARY)
    cards = await asking.joining.requests.open_requests(await asking.actor(DEPUTY))
    of_teacher = await asking.joining.requests.open_requests(await asking.actor(TEACHER))

    assert sent == RequestSent(PersonKind.STAFF)
    assert [PersonKind.GUARDIAN, PersonKind.STAFF] == [card.kind for card in cards]
    assert [PersonKind.GUARDIAN] == [card.kind for card in of_teacher]


async def test_the_card_warns_of_a_students_account(asking):
    """A student who shows a parent's code from the own account is noticed."""
    await asking.join("maria", STRANGER)
    await asking.change_person("mother_maria", phone_hash=None)
    await asking.joining.try_code(asking.visitor(STRANGER), await asking.code("mother_maria"))
    await asking.joining.ask_human(asking.visitor(STRANGER))
    cards = await asking.joining.requests.open_requests(await asking.actor(TEACHER))

    assert [[], [(PersonKind.STUDENT, "Мария")]] == [
        [(kind, person.given_name) for kind, person in card.account_is] for card in cards
    ]


async def test_a_renewed_code_ends_the_request(asking):
    """A request under an older code is neither shown nor confirmed."""
    teacher = await asking.actor(TEACHER)
    (card,) = await asking.joining.requests.open_requests(teacher)
    await asking.code("father_sidorov")
    shown = await asking.joining.requests.open_requests(teacher)
    outcome = await asking.joining.requests.decide(
        teacher, card.request_id, verified_by=VerifiedBy.IN_PERSON
    )

    assert shown == ()
    assert outcome == RequestLapsed()
    assert not (await asking.actor(FATHER)).is_linked


async def test_a_phone_on_record_meanwhile_is_as_good(asking):
    """Who waits may still prove the number; the request is over then."""
    phone_hash = KEYS.phone_hash(PHONES["algebra"])
    await asking.change_person("father_sidorov", phone_hash=phone_hash)
    linked = await asking.share(FATHER, PHONES["algebra"])

    assert isinstance(linked, Linked)
    assert () == await asking.joining.requests.open_requests(await asking.actor(TEACHER))


async def test_a_used_code_cannot_be_asked_with(asking):
    """Somebody who finds a used slip cannot ask either."""
    code = await asking.code("mother_petrov")
    await asking.joining.try_code(asking.visitor(702), code)
    await asking.share(702, PHONES["mother_petrov"])

    assert CodeRefused(CodeFault.USED, tries_left=4) == await asking.joining.try_code(
        asking.visitor(STRANGER), code
    )
    assert InviteLapsed() == await asking.joining.ask_human(asking.visitor(STRANGER))


CHILD = 801


async def test_a_student_with_the_mothers_slip_meets_the_class_teachers_warning(world):
    """Another number: the child may only ask, and the card says whose chat it is."""
    await world.join("physics", TEACHER)
    await world.join("maria", CHILD)
    await world.joining.try_code(world.visitor(CHILD), await world.code("mother_maria"))

    by_phone = await world.share(CHILD, PHONES["maria"])
    await world.joining.ask_human(world.visitor(CHILD))
    (card,) = await world.joining.requests.open_requests(await world.actor(TEACHER))

    assert isinstance(by_phone, NumberDiffers)
    assert [(PersonKind.STUDENT, "Мария")] == [
        (kind, person.given_name) for kind, person in card.account_is
    ]
    assert [PersonKind.STUDENT] == [one.kind for one in (await world.actor(CHILD)).identities]


async def test_the_childs_number_in_the_mothers_row_lets_nobody_in_by_itself(world):
    """A list with the child's phone for the mother's: the right number still asks the teacher."""
    await world.join("physics", TEACHER)
    await world.join("maria", CHILD)
    await world.change_person("mother_maria", phone_hash=KEYS.phone_hash(PHONES["maria"]))
    await world.joining.try_code(world.visitor(CHILD), await world.code("mother_maria"))

    step = await world.share(CHILD, PHONES["maria"])
    again = await world.share(CHILD, PHONES["maria"])
    (card,) = await world.joining.requests.open_requests(await world.actor(TEACHER))

    assert RequestSent(PersonKind.GUARDIAN) == step == again
    assert [PersonKind.STUDENT] == [kind for kind, _ in card.account_is]
    assert [PersonKind.STUDENT] == [one.kind for one in (await world.actor(CHILD)).identities]


async def test_a_teacher_who_is_a_mother_comes_in_by_her_number_alone(world):
    """One chat, two people: only a student's chat needs the class teacher's eye."""
    await world.join("physics", TEACHER)
    await world.change_person("mother_maria", phone_hash=KEYS.phone_hash(PHONES["physics"]))
    await world.joining.try_code(world.visitor(TEACHER), await world.code("mother_maria"))

    step = await world.share(TEACHER, PHONES["physics"])

    assert isinstance(step, Linked)
    assert [PersonKind.STAFF, PersonKind.GUARDIAN] == [
        one.kind for one in (await world.actor(TEACHER)).identities
    ]
