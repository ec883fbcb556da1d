"""One family's year: in, 14, a new phone, another class, a withdrawal, back, 18, gone.

After every step the chain is whole, what must be closed is closed, what must be gone is in no
table.
"""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import func, select

from services.access.audience import delivery_permission
from services.access.consent_rules import DeliveryVerdict
from services.database import bind_school
from services.diary.feed_facts import FeedGone
from services.diary.feeds import CalendarFeedService
from services.errors import NotAllowed
from services.joining.agreements import AgreementNews
from services.joining.consent_facts import ConsentAsk
from services.models import Enrollment, Notice, Person
from services.preferences.service import PreferencesService
from services.privacy.acts import Acts
from services.privacy.office import PrivacyOffice
from services.vocabulary import ConsentPurpose, NoticeState, Role
from tests.integration.joining.joining_world import KEYS, PHONES
from tests.integration.joining.test_destruction import everything, is_intact

OLD_PHONE, NEW_PHONE, CHILD = 880001001, 880002002, 880003003
NUMBER = "+79165554477"
ALIAS, WRONG = "Звёздочка", "Отчество: Олеговна, а не Игоревна"


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


async def move_to(world, class_name, on):
    """Let the daughter leave her class for another one, or (None) the school."""
    async with world.database.transaction() as session:
        with bind_school(world.school.school_id):
            old = (
                await session.scalars(
                    select(Enrollment).where(
                        Enrollment.student_id == world.person("maria"),
                        Enrollment.ends_on.is_(None),
                    )
                )
            ).one()
            old.ends_on = on - timedelta(days=1)
            if class_name is not None:
                session.add(
                    Enrollment(
                        student_id=world.person("maria"),
                        school_class_id=world.school.classes[class_name],
                        starts_on=on,
                    )
                )
            await session.flush()


async def waiting_about_her(world):
    """Return how much waits to be told to the mother about the daughter."""
    async with world.database.reading() as session:
        with bind_school(world.school.school_id):
            return await session.scalar(
                select(func.count())
                .select_from(Notice)
                .where(
                    Notice.person_id == world.person("mother_maria"),
                    Notice.student_id == world.person("maria"),
                    Notice.state == NoticeState.WAITING,
                )
            )


async def opens_card(world, homeroom):
    """Whether the class teacher of a class may open the mother's card now."""
    teacher = world.staff("physics", homeroom=homeroom)
    try:
        await world.people.card(teacher, world.person("mother_maria"), now=world.clock.now())
    except NotAllowed:
        return False
    return True


async def has_lessons(world, secret):
    """Whether the calendar of a phone still gets the daughter's lessons."""
    feeds = CalendarFeedService(world.database, KEYS, public_url="https://school.example")
    try:
        await feeds.read(secret, now=world.clock.now())
    except FeedGone:
        return False
    return True


async def test_a_family_lives_through_a_year(world):  # noqa: PLR0915  # a life has many steps
    """Arrival, 14, new phone, class move, withdrawal, return, 18, leaving."""
    steps = {}

    async def note(step, *facts):
        steps[step] = [
            *facts,
            await verdict(world, "mother_maria", "maria"),
            await verdict(world, "maria", "maria"),
            await is_intact(world),
        ]

    secretary = world.staff("deputy", Role.SECRETARY)
    preferences = PreferencesService(world.database)
    feeds = CalendarFeedService(world.database, KEYS, public_url="https://school.example")
    await world.change_person("maria", birth_date=date(2012, 12, 1))
    # They come in: the mother first, then the daughter with the mother's consent.
    await world.join("mother_maria", OLD_PHONE)
    await consent_to_all(world, OLD_PHONE)
    await world.join("maria", CHILD)
    await consent_to_all(world, OLD_PHONE)
    mother = await world.actor(OLD_PHONE)
    await preferences.set_alias(mother.family, world.person("maria"), ALIAS)
    page = await feeds.create(
        mother.family, student_id=world.person("maria"), now=world.clock.now()
    )
    secret = urlsplit(page.url).path.rpartition("/")[2].removesuffix(".ics")
    await note("in", await opens_card(world, "7Б"), await has_lessons(world, secret))
    # 14: without the daughter's own consent her diary closes, the mother's does not.
    await pass_to(world, 2026, 12, 2)
    await note("fourteen")
    await consent_to_all(world, CHILD)
    await note("own consent")
    # What is wrong in the data is said, and mended.
    await world.joining.corrections.ask(mother, WRONG, now=world.clock.now())
    (asked,) = await world.joining.corrections.open_requests(secretary, now=world.clock.now())
    await world.joining.corrections.decide(
        secretary, asked.request_id, is_done=True, now=world.clock.now()
    )
    # A new number, confirmed by the office; then the phone itself: the old chat is nobody's.
    await world.joining.contacts.ask(mother, NUMBER, now=world.clock.now())
    (card,) = await world.joining.contacts.open_requests(secretary, now=world.clock.now())
    await world.joining.contacts.decide(
        secretary, card.request_id, is_confirmed=True, now=world.clock.now()
    )
    await world.joining.try_code(world.visitor(NEW_PHONE), await world.code("mother_maria"))
    await world.share(NEW_PHONE, NUMBER)
    old = await world.access.actor(bot_id=world.bot_id, telegram_user_id=OLD_PHONE)
    await note("new phone", old is None or not old.is_linked)
    # Another class: nothing about consent changes, but who looks after them does.
    await move_to(world, "1А", date(2027, 1, 11))
    await pass_to(world, 2027, 1, 12)
    await note("moved", await opens_card(world, "7Б"), await opens_card(world, "1А"))
    # The mother takes all back: the daughter's chat needs her consent, and ends with it.
    await world.queue_notice("mother_maria", "maria")
    before = await waiting_about_her(world)
    await world.privacy.withdraw(await world.actor(NEW_PHONE), 0, update_id=7)
    await note("withdrawn", await waiting_about_her(world), await has_lessons(world, secret))
    await pass_to(world, 2027, 1, 14)
    kept = await everything(world)
    await note("destroyed", [one for one in (str(NEW_PHONE), str(CHILD), ALIAS) if one in kept])
    # Both come back with new codes, and are asked anew.
    await world.joining.try_code(world.visitor(NEW_PHONE), await world.code("mother_maria"))
    await world.share(NEW_PHONE, NUMBER)
    await note("back, not asked yet")
    await consent_to_all(world, NEW_PHONE)
    await world.join("maria", CHILD)
    await consent_to_all(world, NEW_PHONE)
    await consent_to_all(world, CHILD)
    await note("back", await has_lessons(world, secret))
    # 18 (some years on): the mother pauses until the daughter agrees.
    await pass_to(world, 2030, 12, 1)
    await note("eighteen")
    await consent_to_all(world, CHILD)
    await note("agreed")
    acts = await world.acts("maria")
    # She leaves school; at the mother's demand everything of hers is destroyed.
    await world.change_person("maria", left_on=date(2031, 5, 26))
    await move_to(world, None, date(2031, 5, 26))
    await pass_to(world, 2031, 5, 27)
    await note("left", await opens_card(world, "1А"))
    office = PrivacyOffice(world.database, world.clock)
    for person in ("mother_maria", "maria"):
        await office.erase(world.school.school_id, str(world.person(person)))
    await world.privacy.destroy_due()
    kept = await everything(world)
    await note("erased")
    gone = (
        *(str(OLD_PHONE), str(NEW_PHONE), str(CHILD), ALIAS, WRONG),
        *(KEYS.phone_hash(PHONES["mother_maria"]), KEYS.phone_hash(NUMBER)),
    )
    with bind_school(world.school.school_id):
        async with world.database.reading() as session:
            names = (
                await session.scalars(
                    select(Person.family_name).where(
                        Person.id.in_([world.person("mother_maria"), world.person("maria")])
                    )
                )
            ).all()

    assert before
    of, yes = DeliveryVerdict, DeliveryVerdict.ALLOWED
    assert {
        "in": [True, True, yes, yes, True],
        "fourteen": [yes, of.NO_CONSENT, True],
        "own consent": [yes, yes, True],
        "new phone": [True, yes, yes, True],
        "moved": [False, True, yes, yes, True],
        "withdrawn": [0, False, of.NOT_LINKED, of.NOT_LINKED, True],
        "destroyed": [[], of.NOT_LINKED, of.NOT_LINKED, True],
        "back, not asked yet": [of.CONSENT_WITHDRAWN, of.NOT_LINKED, True],
        "back": [False, yes, yes, True],
        "eighteen": [of.ADULT_STUDENT, yes, True],
        "agreed": [yes, yes, True],
        "left": [False, of.LEFT, of.LEFT, True],
        "erased": [of.NOT_RELATED, of.LEFT, True],
    } == steps
    assert ConsentPurpose.GUARDIANS_INFORMED in {purpose for purpose, _action in acts}
    assert [] == [value for value in gone if value in kept]
    assert ["", "Кузнецова"] == sorted(names)
    assert 3 <= len(await Acts(world.database).latest(world.school.school_id))
    assert timedelta(days=1600) < world.clock.now() - datetime(2026, 11, 24, tzinfo=UTC)
