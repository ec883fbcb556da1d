"""News of the own account needs no consent; by that way no news of a child is told, ever."""

from datetime import date

from services.access.audience import delivery_permissions
from services.access.consent_rules import DeliveryVerdict
from services.database import bind_school
from services.privacy.office import PrivacyOffice
from services.vocabulary import AccessMode
from tests.integration.joining.joining_world import JoiningWorld

MOTHER = 501
OWN, CHILDS, STUDENTS = ("mother_maria",) * 2, ("mother_maria", "maria"), ("ivanov",) * 2


async def verdicts(world: JoiningWorld) -> list[DeliveryVerdict | str]:
    """Return what holds now: for oneself (and whether as such), for the child, for a student."""
    pairs = [(world.person(one), world.person(other)) for one, other in (OWN, CHILDS, STUDENTS)]
    with bind_school(world.school.school_id):
        async with world.database.reading() as session:
            found = await delivery_permissions(session, pairs, now=world.clock.now())
    own, childs, students = (found[pair] for pair in pairs)
    assert not childs.is_of_own_account
    assert not students.is_of_own_account
    assert own.is_of_own_account is (own.verdict is not DeliveryVerdict.NOT_RELATED)
    return [own.verdict, childs.verdict, students.verdict]


async def test_the_own_account_opens_nothing_of_a_child(world):
    """No consent, withdrawn, suspended, left, erased: what is said of oneself, and no more."""
    # A student who is somebody's guardian as well is asked for the own consent all the same.
    await world.add_guardianship("ivanov", "ivanova")
    steps = {"not linked": await verdicts(world)}
    await world.join("mother_maria", MOTHER)
    steps["no consent"] = await verdicts(world)
    await world.answer(MOTHER, await world.ask(MOTHER), is_given=True)
    steps["consented"] = await verdicts(world)
    await world.change_guardianship("mother_maria", access=AccessMode.SUSPENDED)
    steps["suspended"] = await verdicts(world)
    await world.change_guardianship("mother_maria", access=AccessMode.PAPER)
    steps["on paper"] = await verdicts(world)
    await world.change_guardianship("mother_maria", access=AccessMode.ELECTRONIC)
    await world.change_person("mother_maria", left_on=date(2026, 11, 24))
    steps["left"] = await verdicts(world)
    await world.change_person("mother_maria", left_on=None)
    await world.privacy.withdraw(await world.actor(MOTHER), 0, update_id=7)
    steps["withdrawn"] = await verdicts(world)
    office = PrivacyOffice(world.database, world.clock)
    await office.erase(world.school.school_id, str(world.person("mother_maria")))
    steps["erased"] = await verdicts(world)

    of = DeliveryVerdict
    assert {
        "not linked": [of.NOT_LINKED, of.NOT_LINKED],
        "no consent": [of.ALLOWED, of.NO_CONSENT],
        "consented": [of.ALLOWED, of.ALLOWED],
        "suspended": [of.SUSPENDED, of.SUSPENDED],
        "on paper": [of.ALLOWED, of.ON_PAPER],
        "left": [of.LEFT, of.LEFT],
        "withdrawn": [of.NOT_LINKED, of.NOT_LINKED],
        "erased": [of.NOT_RELATED, of.NOT_RELATED],
    } == {step: found[:2] for step, found in steps.items()}
    assert {of.NOT_LINKED} == {found[2] for found in steps.values()}
