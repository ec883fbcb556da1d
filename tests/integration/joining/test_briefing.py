"""The confidentiality briefing: nothing of the journal before «Ознакомлен», recorded once."""

from sqlalchemy import select

from services.access.audience import delivery_permissions
from services.access.consent_rules import DeliveryVerdict
from services.access.policy import Action, is_allowed
from services.audit import verify_chain
from services.database import bind_school
from services.models import Briefing
from tests.integration.joining.chat import Line
from tests.integration.joining.joining_world import KEYS, PHONES
from tests.integration.strangers.crawling import Crawler

TEACHER, MOTHER = 701, 501


async def come_in(world, key, user_id):
    """Come in with code and phone, without reading anything."""
    await world.joining.try_code(world.visitor(user_id), await world.code(key))
    await world.share(user_id, PHONES[key])


async def rows(world):
    """Return who owes or has read the briefing."""
    with bind_school(world.school.school_id):
        async with world.database.reading() as session:
            return list(await session.scalars(select(Briefing).order_by(Briefing.id)))


async def own_work(world, key):
    """Return whether a member of staff may be sent what is of the own work."""
    pair = (world.person(key), None)
    with bind_school(world.school.school_id):
        async with world.database.reading() as session:
            found = await delivery_permissions(session, [pair], now=world.clock.now())
    return found[pair].verdict


async def test_staff_may_do_nothing_before_they_have_read_it(world):
    """No role, no class, no right: the policy itself says no."""
    await come_in(world, "physics", TEACHER)
    before = (await world.actor(TEACHER)).staff
    await world.briefings.acknowledge(await world.actor(TEACHER))
    after = (await world.actor(TEACHER)).staff
    own = {"teacher_ids": {world.person("physics")}, "class_id": world.school.classes["7Б"]}

    assert before.owes_briefing
    assert [] == [action for action in Action if is_allowed(before, action, **own)]
    assert is_allowed(after, Action.RECORD_ENTRY, **own)
    assert not after.owes_briefing


async def test_nothing_of_a_child_is_sent_before_either(world):
    """A lesson's card names the absent: it waits until the briefing was read."""
    await come_in(world, "physics", TEACHER)
    before = await own_work(world, "physics")
    await world.briefings.acknowledge(await world.actor(TEACHER))

    assert (DeliveryVerdict.NOT_LINKED, DeliveryVerdict.ALLOWED) == (
        before,
        await own_work(world, "physics"),
    )


async def test_it_is_recorded_once_and_owed_once(world):
    """A second press, a new phone: the first reading stays, nobody is asked again."""
    await come_in(world, "physics", TEACHER)
    first = await world.briefings.acknowledge(await world.actor(TEACHER))
    world.clock.advance(first[0] - first[0].replace(hour=0))
    second = await world.briefings.acknowledge(await world.actor(TEACHER))
    await come_in(world, "physics", TEACHER + 1)

    assert first == second
    assert not (await world.actor(TEACHER + 1)).owes_briefing
    assert [first[0]] == [row.read_at for row in await rows(world)]
    assert (await verify_chain(world.database, world.school.school_id, keys=KEYS)).is_intact


async def test_every_command_and_button_leads_to_the_briefing(world):
    """Whatever is typed or pressed, no child's name comes up before the button."""
    await come_in(world, "physics", TEACHER)
    seen = await Crawler(world).crawl(TEACHER)

    assert [] == seen.naming(("Кузнецов", "Иванов", "Петров", "Сидоров"))
    assert seen.naming(["Памятка о неразглашении"])


async def test_the_button_opens_the_work(world):
    """Read, pressed, menu: one way without a dead end."""
    await come_in(world, "physics", TEACHER)
    chat = await Line(world).chat(TEACHER).send("/menu")
    asked = chat.last.text
    await chat.press("Ознакомлен")
    await chat.press("Меню")

    assert "Памятка о неразглашении" in asked
    assert any(caption.startswith("Сегодня") for caption in chat.captions)


async def test_a_teacher_who_is_a_mother_reads_her_child_meanwhile(world):
    """The briefing holds back the journal of others, never a parent's own child."""
    await world.change_person("algebra", phone_hash=KEYS.phone_hash(PHONES["mother_maria"]))
    await world.join_and_consent("mother_maria", MOTHER)
    await world.joining.try_code(world.visitor(MOTHER), await world.code("algebra"))
    await world.share(MOTHER, PHONES["mother_maria"])
    actor = await world.actor(MOTHER)
    chat = await Line(world).chat(MOTHER).send("/menu")

    assert actor.family[0].student_ids
    assert actor.staff.roles == frozenset()
    assert "Дневник" in chat.captions
    assert any(caption.startswith("Памятка") for caption in chat.captions)
    for command in ("/people", "/invite"):
        await chat.send(command)

        assert "Памятка о неразглашении" in chat.last.text, command


async def test_families_owe_no_briefing(world):
    """A parent or a student is asked for consent and nothing else."""
    await come_in(world, "mother_maria", MOTHER)

    assert [] == await rows(world)
    assert await world.briefings.acknowledge(await world.actor(MOTHER)) is None
