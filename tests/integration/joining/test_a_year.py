"""One family's year: in, 14, a new phone, another class, a withdrawal, back, 18, gone.

After every step the chain is whole, and what must be gone is in no table.
"""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from services.access.audience import delivery_permission
from services.access.consent_rules import DeliveryVerdict
from services.database import bind_school
from services.joining.agreements import AgreementNews
from services.joining.consent_facts import ConsentAsk
from services.models import Enrollment, Person
from services.privacy.acts import Acts
from services.privacy.office import PrivacyOffice
from services.vocabulary import ConsentPurpose
from tests.integration.joining.joining_world import KEYS, PHONES
from tests.integration.joining.test_destruction import everything, is_intact

OLD_PHONE, NEW_PHONE, CHILD = 880001001, 880002002, 880003003


async def verdict(world, person, student):
    """Return what delivery would say now."""
    with bind_school(world.school.school_id):
        async with world.database.reading() as session:
            permission = await delivery_permission(
                session,
                person_id=world.person(person),
                student_id=world.person(student),
                now=world.clock.now(),
            )
    return permission.verdict


async def consent_to_all(world, user_id):
    """Give every consent that is asked for."""
    while True:
        ask = await world.joining.consents.next_ask(await world.actor(user_id))
        if not isinstance(ask, ConsentAsk):
            return
        await world.answer(user_id, ask, is_given=True)


async def pass_to(world, year, month, day):
    """Let the scheduled work of every day on the way be done, as after a long standstill."""
    world.clock.move_to(datetime(year, month, day, 6, tzinfo=UTC))
    await AgreementNews(world.database, world.clock).prepare()
    await world.privacy.destroy_due()


async def test_a_family_lives_through_a_year(world):  # noqa: PLR0915  # a life has many steps
    """Arrival, 14, new phone, class move, withdrawal, return, 18, leaving."""
    steps = {}
    await world.change_person("maria", birth_date=date(2012, 12, 1))
    # They come in: the mother first, then the daughter with the mother's consent.
    await world.join("mother_maria", OLD_PHONE)
    await consent_to_all(world, OLD_PHONE)
    await world.join("maria", CHILD)
    await consent_to_all(world, OLD_PHONE)
    steps["in"] = [
        await verdict(world, "mother_maria", "maria"),
        await verdict(world, "maria", "maria"),
        await is_intact(world),
    ]
    # 14: without the daughter's own consent her diary closes, the mother's does not.
    await pass_to(world, 2026, 12, 2)
    steps["fourteen"] = [
        await verdict(world, "maria", "maria"),
        await verdict(world, "mother_maria", "maria"),
    ]
    await consent_to_all(world, CHILD)
    steps["own consent"] = await verdict(world, "maria", "maria")
    # A new phone: the old chat is nobody's, and goes.
    await world.join("mother_maria", NEW_PHONE)
    old = await world.access.actor(bot_id=world.bot_id, telegram_user_id=OLD_PHONE)
    steps["new phone"] = [old is None or not old.is_linked, await is_intact(world)]
    # Another class: nothing about consent changes.
    async with world.database.transaction() as session:
        with bind_school(world.school.school_id):
            session.add(
                Enrollment(
                    student_id=world.person("maria"),
                    school_class_id=world.school.classes["1А"],
                    starts_on=date(2027, 1, 11),
                )
            )
            await session.flush()
    await pass_to(world, 2027, 1, 12)
    steps["moved"] = await verdict(world, "mother_maria", "maria")
    # The mother takes all back: the daughter's chat needs her consent, and ends with it.
    await world.queue_notice("mother_maria", "maria")
    await world.privacy.withdraw(await world.actor(NEW_PHONE), 0, update_id=7)
    steps["withdrawn"] = [
        await verdict(world, "mother_maria", "maria"),
        await verdict(world, "maria", "maria"),
    ]
    await pass_to(world, 2027, 1, 14)
    after_withdrawal = await everything(world)
    steps["destroyed"] = [
        str(NEW_PHONE) in after_withdrawal,
        str(CHILD) in after_withdrawal,
        await is_intact(world),
    ]
    # Both come back with new codes, and are asked anew.
    await world.join("mother_maria", NEW_PHONE)
    await consent_to_all(world, NEW_PHONE)
    await world.join("maria", CHILD)
    await consent_to_all(world, NEW_PHONE)
    await consent_to_all(world, CHILD)
    steps["back"] = [
        await verdict(world, "mother_maria", "maria"),
        await verdict(world, "maria", "maria"),
    ]
    # 18 (some years on): the mother pauses until the daughter agrees.
    await pass_to(world, 2030, 12, 1)
    paused = await verdict(world, "mother_maria", "maria")
    await consent_to_all(world, CHILD)
    steps["eighteen"] = [paused, await verdict(world, "mother_maria", "maria")]
    acts = await world.acts("maria")
    # She leaves school; at the mother's demand everything of hers is destroyed.
    await world.change_person("maria", left_on=date(2031, 5, 26))
    await pass_to(world, 2031, 5, 27)
    steps["left"] = [
        await verdict(world, "mother_maria", "maria"),
        await verdict(world, "maria", "maria"),
    ]
    office = PrivacyOffice(world.database, world.clock)
    for person in ("mother_maria", "maria"):
        await office.erase(world.school.school_id, str(world.person(person)))
    await world.privacy.destroy_due()
    kept = await everything(world)
    gone = (str(OLD_PHONE), str(NEW_PHONE), str(CHILD), KEYS.phone_hash(PHONES["mother_maria"]))
    with bind_school(world.school.school_id):
        async with world.database.reading() as session:
            names = (
                await session.scalars(
                    select(Person.family_name).where(
                        Person.id.in_([world.person("mother_maria"), world.person("maria")])
                    )
                )
            ).all()

    allowed = DeliveryVerdict.ALLOWED
    assert {
        "in": [allowed, allowed, True],
        "fourteen": [DeliveryVerdict.NO_CONSENT, allowed],
        "own consent": allowed,
        "new phone": [True, True],
        "moved": allowed,
        "withdrawn": [DeliveryVerdict.NOT_LINKED, DeliveryVerdict.NOT_LINKED],
        "destroyed": [False, False, True],
        "back": [allowed, allowed],
        "eighteen": [DeliveryVerdict.ADULT_STUDENT, allowed],
        "left": [DeliveryVerdict.LEFT, DeliveryVerdict.LEFT],
    } == steps
    assert ConsentPurpose.GUARDIANS_INFORMED in {purpose for purpose, _action in acts}
    assert [] == [value for value in gone if value in kept]
    assert ["", "Кузнецова"] == sorted(names)
    assert 3 <= len(await Acts(world.database).latest(world.school.school_id))
    assert await is_intact(world)
    assert timedelta(days=1600) < world.clock.now() - datetime(2026, 11, 24, tzinfo=UTC)
