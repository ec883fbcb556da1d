"""Suspended access of one guardian: at once, for nobody else, and by its dates."""

from datetime import date, timedelta

import pytest

from services.access.audience import delivery_permission
from services.access.consent_rules import DeliveryVerdict
from services.database import bind_school
from services.errors import NotAllowed, NotFound, OutOfDate
from services.joining.access_desk import ALL_CHILDREN
from services.joining.typed_access import Suspension
from services.vocabulary import AccessMode, NoticeState, Role

MOTHER, FATHER = 501, 502
TODAY = date(2026, 11, 24)
NOW_ON = Suspension("решение суда № 2-114", TODAY, None)


@pytest.fixture
def secretary(world):
    """Give a secretary."""
    return world.staff("deputy", Role.SECRETARY)


async def suspend(world, who, suspension=NOW_ON, *, key="mother_maria", student_id=ALL_CHILDREN):
    """Suspend the mother's access."""
    return await world.access_desk.suspend(
        who,
        guardian_id=world.person(key),
        student_id=student_id,
        suspension=suspension,
        now=world.clock.now(),
    )


async def verdict(world, guardian="mother_maria", student="maria"):
    """Return what delivery would be told at this moment."""
    async with world.database.reading() as session:
        with bind_school(world.school.school_id):
            permission = await delivery_permission(
                session,
                person_id=world.person(guardian),
                student_id=world.person(student),
                now=world.clock.now(),
            )
    return permission.verdict


async def test_everything_to_the_account_stops_at_once(world, secretary):
    """Queued notices are refused, the child is not shown, delivery says suspended."""
    await world.join_and_consent("mother_maria", MOTHER)
    await world.queue_notice("mother_maria", "maria")

    await suspend(world, secretary)
    actor = await world.actor(MOTHER)

    assert [(NoticeState.REFUSED, "suspended")] == [
        (state, reason) for state, reason, _ in await world.notices("mother_maria")
    ]
    assert actor.is_linked
    assert frozenset() == actor.family[0].student_ids
    assert await world.joining.is_suspended(actor)
    assert DeliveryVerdict.SUSPENDED is await verdict(world)


async def test_the_other_guardian_is_not_concerned(world, secretary):
    """What waits for the father leaves, and he sees the child as before."""
    await world.add_guardianship("father_sidorov", "maria")
    await world.change_person("father_sidorov", phone_hash=None)
    await world.join_and_consent("mother_maria", MOTHER)
    await world.queue_notice("father_sidorov", "maria", fact_id=2)

    await suspend(world, secretary)

    assert [NoticeState.WAITING] == [
        state for state, _, _ in await world.notices("father_sidorov")
    ]
    assert DeliveryVerdict.NOT_LINKED is await verdict(world, "father_sidorov")


async def test_it_begins_and_ends_by_its_dates(world, secretary):
    """Before the first day and after the last one nothing is stopped, without anybody's press."""
    await world.join_and_consent("mother_maria", MOTHER)
    first = TODAY + timedelta(days=1)
    await suspend(world, secretary, Suspension("суд", first, first))

    before = await verdict(world)
    world.clock.advance(timedelta(days=1))
    during = await verdict(world)
    world.clock.advance(timedelta(days=1))
    after = await verdict(world)

    assert [DeliveryVerdict.ALLOWED, DeliveryVerdict.SUSPENDED, DeliveryVerdict.ALLOWED] == [
        before,
        during,
        after,
    ]


async def test_a_suspension_to_come_leaves_the_queue_alone(world, secretary):
    """What is due today is told today."""
    await world.join_and_consent("mother_maria", MOTHER)
    await world.queue_notice("mother_maria", "maria")

    card = await suspend(world, secretary, Suspension("суд", TODAY + timedelta(days=7), None))

    assert [NoticeState.WAITING] == [state for state, _, _ in await world.notices("mother_maria")]
    assert card.children[0].is_suspended_later


async def test_one_child_of_two(world, secretary):
    """The order may name one child; the other one's news go on."""
    await world.add_guardianship("mother_maria", "marina")
    await world.join_and_consent("mother_maria", MOTHER)

    await suspend(world, secretary, student_id=world.person("maria"))
    actor = await world.actor(MOTHER)

    assert not await world.joining.is_suspended(actor)
    assert DeliveryVerdict.SUSPENDED is await verdict(world)
    assert DeliveryVerdict.NO_CONSENT is await verdict(world, student="marina")


async def test_opened_again_the_child_is_seen_as_before(world, secretary):
    """Consent and account are as they were; a second press is out of date."""
    await world.join_and_consent("mother_maria", MOTHER)
    await suspend(world, secretary)
    now, guardian_id = world.clock.now(), world.person("mother_maria")

    card = await world.access_desk.resume(secretary, guardian_id=guardian_id, now=now)

    assert AccessMode.ELECTRONIC is card.children[0].access
    assert DeliveryVerdict.ALLOWED is await verdict(world)
    with pytest.raises(OutOfDate):
        await world.access_desk.resume(secretary, guardian_id=guardian_id, now=now)


async def test_who_did_it_and_why_is_kept(world, secretary):
    """The audit names the secretary for each step."""
    office = world.person("deputy")
    await suspend(world, secretary)
    await world.access_desk.resume(
        secretary, guardian_id=world.person("mother_maria"), now=world.clock.now()
    )

    assert [("update", office)] * 2 == (await world.entries("guardianship"))[-2:]


@pytest.mark.parametrize(
    ("roles", "homeroom"), [((Role.TEACHER,), "7Б"), ((Role.DEPUTY_HEAD,), None)]
)
async def test_it_is_the_offices_to_do(world, roles, homeroom):
    """Not the class teacher's: a court order goes through the office."""
    who = world.staff("physics", *roles, homeroom=homeroom)

    with pytest.raises(NotAllowed):
        await suspend(world, who)
    with pytest.raises(NotAllowed):
        await world.access_desk.read_suspension(who, "суд", now=world.clock.now())
    with pytest.raises(NotAllowed):
        await world.access_desk.resume(
            who, guardian_id=world.person("mother_maria"), now=world.clock.now()
        )
    with pytest.raises(NotAllowed):
        await world.access_desk.record_application(
            who,
            guardian_id=world.person("mother_maria"),
            text="7 от 01.09.2026",
            now=world.clock.now(),
        )


async def test_who_is_no_guardian_of_the_child_cannot_be_suspended(world, secretary):
    """A button with ids that do not belong together changes nothing."""
    with pytest.raises(NotFound):
        await suspend(world, secretary, student_id=world.person("petrov"))
    with pytest.raises(NotFound):
        await suspend(world, secretary, key="algebra")


async def test_a_paper_application_opens_what_waited_for_it(world, secretary):
    """Consent was given, the paper half was missing: with its number the child is shown."""
    await world.change_guardianship("mother_maria", application_number="", application_date=None)
    await world.join_and_consent("mother_maria", MOTHER)
    before = await verdict(world)

    _, card = await world.access_desk.record_application(
        secretary,
        guardian_id=world.person("mother_maria"),
        text="№ 215 от 20.11.2026",
        now=world.clock.now(),
    )

    assert (DeliveryVerdict.NO_APPLICATION, DeliveryVerdict.ALLOWED) == (
        before,
        await verdict(world),
    )
    assert ("215", date(2026, 11, 20)) == (
        card.children[0].application_number,
        card.children[0].application_date,
    )
