"""A lost phone: disconnected at once, by whom it is theirs to do, and nothing is left open."""

import pytest
from sqlalchemy import select

from services.database import bind_school
from services.errors import NotAllowed, NotFound, OutOfDate
from services.joining.access_desk import ALL_CHILDREN
from services.joining.access_errors import NoAccessToUnlink, OneselfUnlinked
from services.joining.facts import Linked, LinkEnd, Welcome
from services.joining.typed_access import Suspension
from services.models import CalendarFeed, JournalEntry
from services.vocabulary import EntryState, NoticeState, PersonKind, Role
from tests.factories import build_school
from tests.integration.joining.joining_world import KEYS, PHONES

MOTHER, THIEF, TEACHER, NEW = 501, 502, 601, 503


@pytest.fixture
def class_teacher(world):
    """Give the class teacher of 7Б."""
    return world.staff("physics", Role.TEACHER, homeroom="7Б")


@pytest.fixture
def administrator(world):
    """Give an administrator."""
    return world.staff("deputy", Role.ADMINISTRATOR)


async def link_of(world, who, key):
    """Return the link a card shows."""
    card = await world.people.card(who, world.person(key), now=world.clock.now())
    return card.link.link_id if card.link else 0


async def unlink(world, who, key, *, link_id=None):
    """Press the second button of «lost phone»."""
    shown = link_id if link_id is not None else await link_of(world, who, key)
    return await world.access_desk.unlink(
        who, world.person(key), link_id=shown, now=world.clock.now()
    )


async def test_a_disconnected_phone_gets_nothing_and_sees_nothing(world, class_teacher):
    """What was queued goes nowhere, the account is nobody, and the chat reads why."""
    await world.join_and_consent("mother_maria", MOTHER)
    await world.queue_notice("mother_maria", "maria")

    await unlink(world, class_teacher, "mother_maria")
    actor = await world.actor(MOTHER)
    welcome = await world.joining.welcome(actor)

    assert not actor.is_linked
    assert [(NoticeState.WAITING, "", False)] == await world.notices("mother_maria")
    assert isinstance(welcome, Welcome)
    assert LinkEnd.LOST == welcome.ended_because


async def test_the_person_comes_in_again_with_a_new_code_and_what_waited_follows(
    world, class_teacher
):
    """The new phone gets what the lost one did not."""
    await world.join_and_consent("mother_maria", MOTHER)
    await world.queue_notice("mother_maria", "maria")
    await unlink(world, class_teacher, "mother_maria")

    issued = await world.invitations.issue_to(class_teacher, world.person("mother_maria"))
    await world.joining.try_code(world.visitor(NEW), issued.code)
    step = await world.share(NEW, PHONES["mother_maria"])

    assert isinstance(step, Linked)
    assert [(NoticeState.WAITING, "", True)] == await world.notices("mother_maria")


async def test_the_calendar_addresses_of_a_lost_phone_end(world, class_teacher):
    """They stand in the phone's calendar; coming in anew does not bring them back."""
    await world.join_and_consent("mother_maria", MOTHER)
    async with world.database.transaction() as session:
        with bind_school(world.school.school_id):
            session.add(
                CalendarFeed(
                    person_id=world.person("mother_maria"),
                    student_id=world.person("maria"),
                    secret_hash="0" * 64,
                    created_at=world.clock.now(),
                )
            )
            await session.flush()

    await unlink(world, class_teacher, "mother_maria")

    async with world.database.reading() as session:
        with bind_school(world.school.school_id):
            (ended_at,) = (await session.scalars(select(CalendarFeed.ended_at))).all()
    assert world.clock.now() == ended_at


async def test_who_did_it_is_kept(world, class_teacher):
    """The audit names the class teacher."""
    await world.join("mother_maria", MOTHER)
    await unlink(world, class_teacher, "mother_maria")

    assert ("update", world.person("physics")) == (await world.entries("account_link"))[-1]


@pytest.mark.parametrize("roles", [(Role.TEACHER,), (Role.DEPUTY_HEAD,)])
async def test_others_disconnect_nobody(world, administrator, roles):
    """An ordinary teacher cannot cut a family off."""
    await world.join("mother_maria", MOTHER)
    link_id = await link_of(world, administrator, "mother_maria")

    with pytest.raises(NotAllowed):
        await unlink(world, world.staff("algebra", *roles), "mother_maria", link_id=link_id)


async def test_staff_are_disconnected_by_an_administrator_only(
    world, class_teacher, administrator
):
    """Neither the class teacher nor the secretary."""
    await world.join("algebra", TEACHER)
    link_id = await link_of(world, administrator, "algebra")

    for who in (class_teacher, world.staff("deputy", Role.SECRETARY)):
        with pytest.raises(NotAllowed):
            await unlink(world, who, "algebra", link_id=link_id)


async def test_what_was_written_from_a_lost_account_is_listed(world, administrator):
    """Saved entries of the last day, undone ones marked; older ones and drafts are not."""
    await world.join("algebra", TEACHER)
    now = world.clock.now()
    from datetime import timedelta

    async with world.database.transaction() as session:
        with bind_school(world.school.school_id):
            for source, state, hours in (
                ("7б алгебра: Петров 5", EntryState.SAVED, 1),
                ("7б алгебра: Сидоров 2", EntryState.UNDONE, 2),
                ("7б алгебра: черновик", EntryState.PREVIEWED, 1),
                ("7б алгебра: давно", EntryState.SAVED, 30),
            ):
                saved_at = now - timedelta(hours=hours)
                session.add(
                    JournalEntry(
                        author_id=world.person("algebra"),
                        state=state,
                        source=source,
                        resolved={},
                        created_at=saved_at,
                        saved_at=None if state is EntryState.PREVIEWED else saved_at,
                    )
                )
            await session.flush()

    done = await unlink(world, administrator, "algebra")

    assert [("7б алгебра: Петров 5", False), ("7б алгебра: Сидоров 2", True)] == [
        (one.source, one.is_undone) for one in done.entries
    ]
    assert ("account_link", 1) in done.changes


async def test_a_lost_phone_is_lost_for_everybody_it_was(world, class_teacher, administrator):
    """A teacher who is a mother: the class teacher ends the mother, an administrator both."""
    await world.join("algebra", TEACHER)
    await world.change_person("mother_maria", phone_hash=KEYS.phone_hash(PHONES["algebra"]))
    await world.joining.try_code(world.visitor(TEACHER), await world.code("mother_maria"))
    await world.share(TEACHER, PHONES["algebra"])

    by_teacher = await unlink(world, class_teacher, "mother_maria")
    left = [one.kind for one in (await world.actor(TEACHER)).identities]
    await world.joining.try_code(world.visitor(TEACHER), await world.code("mother_maria"))
    await world.share(TEACHER, PHONES["algebra"])
    by_office = await unlink(world, administrator, "algebra")

    assert ["Гусева"] == [one.family_name for one in by_teacher.still_there]
    assert [PersonKind.STAFF] == left
    assert ["Кузнецова"] == [one.family_name for one in by_office.also_ended]
    assert () == by_office.still_there
    assert not (await world.actor(TEACHER)).is_linked


async def test_another_schools_person_cannot_be_disconnected_or_suspended(world, administrator):
    """An id of elsewhere is nobody, whatever the button says."""
    other = await build_school(world.database, short_name="Школа 99")
    stranger, now = other.people["mother_maria"], world.clock.now()

    with pytest.raises(NotFound):
        await world.access_desk.unlink(administrator, stranger, link_id=1, now=now)
    with pytest.raises(NotFound):
        await world.access_desk.suspend(
            administrator,
            guardian_id=stranger,
            student_id=ALL_CHILDREN,
            suspension=Suspension("суд", now.date(), None),
            now=now,
        )


async def test_a_button_of_the_old_phone_does_not_take_the_new_one(world, class_teacher):
    """The card shown last month means the link of last month."""
    await world.join("mother_maria", MOTHER)
    old = await link_of(world, class_teacher, "mother_maria")
    await world.join("mother_maria", NEW)

    with pytest.raises(OutOfDate):
        await unlink(world, class_teacher, "mother_maria", link_id=old)
    assert (await world.actor(NEW)).is_linked


async def test_pressed_twice_it_says_so_kindly(world, class_teacher):
    """There is nothing to disconnect any more."""
    await world.join("mother_maria", MOTHER)
    link_id = await link_of(world, class_teacher, "mother_maria")
    await unlink(world, class_teacher, "mother_maria", link_id=link_id)

    with pytest.raises(NoAccessToUnlink):
        await unlink(world, class_teacher, "mother_maria", link_id=link_id)


async def test_nobody_cuts_off_the_chat_they_write_from(world):
    """The last administrator would lock the school out."""
    await world.join("deputy", TEACHER)
    administrator = world.staff("deputy", Role.ADMINISTRATOR)

    with pytest.raises(OneselfUnlinked):
        await unlink(world, administrator, "deputy")
