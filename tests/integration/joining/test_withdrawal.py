"""Taking consent back: effect at once, old buttons dead, data destroyed the next day."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from services.access.audience import delivery_permission
from services.access.consent_rules import DeliveryVerdict
from services.audit import verify_chain
from services.database import bind_school
from services.errors import OutOfDate
from services.joining.consent_facts import ConsentRecorded
from services.joining.facts import LinkEnd
from services.models import (
    Account,
    AccountLink,
    CodeAttempt,
    Consent,
    Dialogue,
    InviteCode,
    Message,
    Notice,
    Told,
)
from services.vocabulary import ConsentAction, ConsentPurpose, FactKind, NoticeState
from tests.integration.joining.joining_world import KEYS

MOTHER, OTHER = 501, 502
EVERYTHING = 0


async def given_ids(world, user_id):
    """Return the ids of the consents a person could withdraw now."""
    held = await world.privacy.overview(await world.actor(user_id))
    return [consent.consent_id for one in held for consent in one.given]


async def count(world, entity):
    """Return how many rows of a kind there are."""
    async with world.database.reading() as session:
        with bind_school(world.school.school_id):
            return await session.scalar(select(func.count()).select_from(entity))


async def test_withdrawal_stops_what_waits_at_once(world):
    """What was queued is refused in the same transaction, the link ends, the act is recorded."""
    await world.join_and_consent("mother_maria", MOTHER)
    await world.queue_notice("mother_maria", "maria")
    actor = await world.actor(MOTHER)
    (consent_id,) = await given_ids(world, MOTHER)
    facts = await world.privacy.withdraw(actor, consent_id, update_id=9)
    after = await world.actor(MOTHER)

    assert [(NoticeState.REFUSED, "withdrawn", True)] == await world.notices("mother_maria")
    assert facts.is_link_ended
    assert not facts.is_still_somebody
    assert facts.destroyed_by == world.clock.now().date() + timedelta(days=1)
    assert not after.is_linked
    assert [
        (ConsentPurpose.DELIVERY, ConsentAction.GIVEN),
        (ConsentPurpose.DELIVERY, ConsentAction.WITHDRAWN),
    ] == await world.acts("mother_maria")


async def test_buttons_of_before_are_dead(world):
    """The old consent message and the old withdrawal screen say that they are out of date."""
    await world.join("mother_maria", MOTHER)
    ask = await world.ask(MOTHER)
    await world.answer(MOTHER, ask, is_given=True)
    actor = await world.actor(MOTHER)
    await world.privacy.withdraw(actor, EVERYTHING, update_id=1)
    await world.join("mother_maria", MOTHER)

    with pytest.raises(OutOfDate):
        await world.answer(MOTHER, ask, is_given=True)
    with pytest.raises(OutOfDate):
        await world.privacy.withdraw(await world.actor(MOTHER), EVERYTHING, update_id=2)


async def test_coming_back_with_a_new_code_asks_anew(world):
    """After a withdrawal a new code leads to a new question and a new act."""
    await world.join_and_consent("mother_maria", MOTHER)
    await world.privacy.withdraw(await world.actor(MOTHER), EVERYTHING, update_id=1)
    world.clock.advance(timedelta(hours=1))
    await world.join("mother_maria", MOTHER)
    recorded = await world.answer(MOTHER, await world.ask(MOTHER), is_given=True)

    assert isinstance(recorded, ConsentRecorded)
    assert frozenset({world.person("maria")}) == (
        (await world.actor(MOTHER)).family[0].student_ids
    )


async def test_what_was_recorded_between_is_not_told_to_who_comes_back(world):
    """Given again, consent is for what comes: the weeks without it are in the diary."""
    await world.join_and_consent("mother_maria", MOTHER)
    await world.privacy.withdraw(await world.actor(MOTHER), EVERYTHING, update_id=1)
    world.clock.advance(timedelta(days=3))
    await world.queue_notice("mother_maria", "maria")
    await world.join("mother_maria", MOTHER)
    await world.answer(MOTHER, await world.ask(MOTHER), is_given=True)
    await world.queue_notice("mother_maria", "maria", fact_id=2)

    assert [
        (NoticeState.REFUSED, "withdrawn", True),
        (NoticeState.WAITING, "", True),
    ] == await world.notices("mother_maria")


async def test_one_child_can_be_withdrawn_and_the_other_stays(world):
    """Per child: the link stays for what is left."""
    await world.add_guardianship("mother_maria", "petrov")
    await world.join_and_consent("mother_maria", MOTHER)
    await world.answer(MOTHER, await world.ask(MOTHER), is_given=True)
    await world.queue_notice("mother_maria", "maria", fact_id=1)
    await world.queue_notice("mother_maria", "petrov", fact_id=2)
    first, _ = await given_ids(world, MOTHER)
    facts = await world.privacy.withdraw(await world.actor(MOTHER), first, update_id=1)

    assert not facts.is_link_ended
    assert frozenset({world.person("petrov")}) == (
        (await world.actor(MOTHER)).family[0].student_ids
    )
    assert [
        (NoticeState.REFUSED, "withdrawn", True),
        (NoticeState.WAITING, "", True),
    ] == await world.notices("mother_maria")


async def test_a_teacher_who_withdraws_as_a_mother_stays_a_teacher(world):
    """Only the family side of the account ends."""
    await world.change_person("algebra", phone_hash=KEYS.phone_hash("+79160000001"))
    await world.joining.try_code(world.visitor(MOTHER), await world.code("algebra"))
    await world.share(MOTHER, "+79160000001")
    await world.join_and_consent("mother_maria", MOTHER)
    facts = await world.privacy.withdraw(await world.actor(MOTHER), EVERYTHING, update_id=1)
    world.clock.advance(timedelta(days=1))
    await world.privacy.destroy_due()
    actor = await world.actor(MOTHER)

    assert facts.is_link_ended
    assert facts.is_still_somebody
    assert actor.staff is not None
    assert actor.family == ()
    assert 1 == await count(world, AccountLink)


async def test_a_refused_consent_cannot_be_withdrawn(world):
    """Nothing given, nothing to withdraw."""
    await world.join("mother_maria", MOTHER)
    await world.answer(MOTHER, await world.ask(MOTHER), is_given=False)

    with pytest.raises(OutOfDate):
        await world.privacy.withdraw(await world.actor(MOTHER), EVERYTHING, update_id=1)


async def test_the_consent_of_another_cannot_be_withdrawn(world):
    """A forged id of somebody else's consent is out of date."""
    await world.join_and_consent("mother_maria", MOTHER)
    await world.join_and_consent("mother_petrov", OTHER)
    (foreign,) = await given_ids(world, OTHER)

    with pytest.raises(OutOfDate):
        await world.privacy.withdraw(await world.actor(MOTHER), foreign, update_id=1)


async def leave_traces(world):
    """Let the mother have been told something, with everything a chat leaves behind."""
    await world.queue_notice("mother_maria", "maria")
    async with world.database.transaction() as session:
        with bind_school(world.school.school_id):
            account = (await session.scalars(select(Account))).one()
            message = Message(
                person_id=world.person("mother_maria"),
                account_id=account.id,
                chat_id=MOTHER,
                telegram_message_id=12,
                outcome="accepted",
                sent_at=world.clock.now(),
            )
            session.add(message)
            await session.flush()
            session.add(
                Told(
                    person_id=world.person("mother_maria"),
                    fact_kind=FactKind.MARK,
                    fact_id=1,
                    revision=1,
                    value={"value": "4"},
                    message_id=message.id,
                    told_at=world.clock.now(),
                )
            )
            session.add(CodeAttempt(account_id=account.id, tried_at=world.clock.now()))
            session.add(
                Dialogue(
                    bot_id=world.bot_id,
                    chat_id=MOTHER,
                    user_id=MOTHER,
                    state="x",
                    data={},
                    updated_at=world.clock.now(),
                )
            )
            await session.flush()


async def test_the_next_day_the_chats_data_are_destroyed_and_the_journal_stays(world):
    """Chat, account, link, dialogue and what was told go; acts of consent and the ledger stay."""
    await world.join_and_consent("mother_maria", MOTHER)
    await leave_traces(world)
    await world.privacy.withdraw(await world.actor(MOTHER), EVERYTHING, update_id=1)
    same_day = await world.privacy.destroy_due()
    world.clock.advance(timedelta(days=1))
    next_day = await world.privacy.destroy_due()
    again = await world.privacy.destroy_due()
    async with world.database.reading() as session:
        with bind_school(world.school.school_id):
            message = (await session.scalars(select(Message))).one()
            presented = (await session.scalars(select(InviteCode.presented_by))).all()

    verified = await verify_chain(world.database, world.school.school_id, keys=KEYS)

    assert (same_day, next_day, again) == (0, 1, 0)
    assert [0, 0, 0, 0, 0] == [
        await count(world, entity)
        for entity in (Account, AccountLink, Told, CodeAttempt, Dialogue)
    ]
    assert (None, None, None) == (
        message.account_id,
        message.chat_id,
        message.telegram_message_id,
    )
    assert [None] == list(presented)
    assert [2, 1] == [await count(world, entity) for entity in (Consent, Notice)]
    assert await world.access.actor(bot_id=world.bot_id, telegram_user_id=MOTHER) is None
    assert () == verified.findings


async def test_who_came_back_in_time_keeps_the_chat(world):
    """A new code before the night keeps the account; only the old link is history."""
    await world.join_and_consent("mother_maria", MOTHER)
    await world.privacy.withdraw(await world.actor(MOTHER), EVERYTHING, update_id=1)
    world.clock.advance(timedelta(hours=1))
    await world.join_and_consent("mother_maria", MOTHER)
    world.clock.advance(timedelta(days=1))

    assert 0 == await world.privacy.destroy_due()
    assert (await world.actor(MOTHER)).is_linked


async def test_one_childs_withdrawal_forgets_what_was_told_about_that_child(world):
    """What was told about the other child is still known: corrections must find it."""
    await world.add_guardianship("mother_maria", "petrov")
    await world.join_and_consent("mother_maria", MOTHER)
    await world.answer(MOTHER, await world.ask(MOTHER), is_given=True)
    await leave_traces(world)
    _, second = await given_ids(world, MOTHER)
    await world.privacy.withdraw(await world.actor(MOTHER), second, update_id=1)
    world.clock.advance(timedelta(days=1))
    await world.privacy.destroy_due()
    kept = await count(world, Told)
    (first,) = await given_ids(world, MOTHER)
    await world.privacy.withdraw(await world.actor(MOTHER), first, update_id=2)
    world.clock.advance(timedelta(days=1))
    await world.privacy.destroy_due()

    assert (kept, 0) == (1, await count(world, Told))


async def test_an_ended_chat_knows_why(world):
    """The former mother's chat reads when and why it was disconnected."""
    await world.join_and_consent("mother_maria", MOTHER)
    await world.privacy.withdraw(await world.actor(MOTHER), EVERYTHING, update_id=1)
    facts = await world.joining.welcome(await world.actor(MOTHER))

    assert (LinkEnd.WITHDRAWN, world.clock.now().date()) == (facts.ended_because, facts.ended_on)


async def test_what_is_held_is_shown(world):
    """Since when, how confirmed, which consents under which version, how many messages."""
    await world.join_and_consent("mother_maria", MOTHER)
    await leave_traces(world)
    (held,) = await world.privacy.overview(await world.actor(MOTHER))

    assert (world.clock.now(), "phone", 1) == (
        held.linked_at,
        held.verified_by,
        held.messages_sent,
    )
    assert [(ConsentAction.GIVEN, 1, "Мария")] == [
        (one.action, one.version, one.child.given_name) for one in held.consents
    ]


async def test_delivery_hears_of_a_withdrawal_just_before_sending(world):
    """What another process has already claimed is refused by the last question."""
    await world.join_and_consent("mother_maria", MOTHER)
    await world.privacy.withdraw(await world.actor(MOTHER), EVERYTHING, update_id=1)
    async with world.database.reading() as session:
        with bind_school(world.school.school_id):
            permission = await delivery_permission(
                session,
                person_id=world.person("mother_maria"),
                student_id=world.person("maria"),
                now=world.clock.now(),
            )

    assert permission.verdict is DeliveryVerdict.NOT_LINKED


async def test_chats_that_only_tried_codes_are_forgotten(world):
    """A stranger's account lasts a day; who waits for a confirmation stays."""
    await world.joining.try_code(world.visitor(OTHER), "ACEFGHJKMNPR")
    await world.joining.try_code(world.visitor(503), await world.code("father_sidorov"))
    await world.joining.ask_human(world.visitor(503))
    world.clock.advance(timedelta(hours=23))
    await world.privacy.destroy_due()
    too_early = await count(world, Account)
    world.clock.advance(timedelta(hours=2))
    await world.privacy.destroy_due()

    assert (too_early, 1, 0) == (2, await count(world, Account), await count(world, CodeAttempt))
    assert not (await world.actor(503)).is_linked
