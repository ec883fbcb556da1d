"""Consent: asked per child, recorded with its evidence, refused, given later, not by accident."""

from asyncio import gather
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from services.access.audience import delivery_permission, delivery_permissions, family_of
from services.access.consent_rules import DeliveryVerdict
from services.database import bind_school
from services.errors import NotAllowed, OutOfDate
from services.joining.consent_facts import (
    AlreadyDecided,
    ConsentAsk,
    ConsentClosed,
    ConsentRecorded,
    TextChanged,
)
from services.joining.consent_text import default_text
from services.models import Consent, ConsentText, SchoolSetting
from services.outbox.reachability import ReachabilityService
from services.regulation.profile import SettingKey
from services.regulation.repository import load_profile
from services.vocabulary import AccessMode, ConsentAction, ConsentPurpose
from tests.integration.joining.joining_world import KEYS, OPERATOR, build_world

MOTHER, OTHER = 501, 502
GIVEN = (ConsentPurpose.DELIVERY, ConsentAction.GIVEN)
REFUSED = (ConsentPurpose.DELIVERY, ConsentAction.REFUSED)


async def verdict(world, guardian, student):
    """Return what delivery would be told now."""
    async with world.database.reading() as session:
        with bind_school(world.school.school_id):
            permission = await delivery_permission(
                session,
                person_id=world.person(guardian),
                student_id=world.person(student),
                now=world.clock.now(),
            )
    return permission.verdict


async def set_setting(world, key, value):
    """Change a value of the sheet «Школа»."""
    async with world.database.transaction() as session:
        with bind_school(world.school.school_id):
            row = await session.scalar(select(SchoolSetting).where(SchoolSetting.key == key))
            if row is None:
                session.add(SchoolSetting(key=key, value=value))
            else:
                row.value = value
            await session.flush()


async def test_consent_opens_the_childs_data(world):
    """Before consent nothing is shown; after it the child is."""
    await world.join("mother_maria", MOTHER)
    before = await verdict(world, "mother_maria", "maria")
    recorded = await world.answer(MOTHER, await world.ask(MOTHER), is_given=True)
    actor = await world.actor(MOTHER)

    assert before is DeliveryVerdict.NO_CONSENT
    assert isinstance(recorded, ConsentRecorded)
    assert not recorded.awaits_application
    assert recorded.following is None
    assert frozenset({world.person("maria")}) == actor.family[0].student_ids
    assert await verdict(world, "mother_maria", "maria") is DeliveryVerdict.ALLOWED


async def test_parents_who_come_at_once_are_asked_with_one_text(world):
    """The first evening, a class of them: on PostgreSQL each in a transaction of its own."""
    await world.join("mother_maria", MOTHER)
    actor = await world.actor(MOTHER)
    asks = await gather(*(world.joining.consents.next_ask(actor) for _parent in range(8)))

    assert {1} == {ask.version for ask in asks}
    assert 1 == len({ask.text_id for ask in asks})


async def test_the_evidence_of_consent_is_complete(world, clock):
    """Text and its digest, purpose, person, child, keyed account, update, time, application."""
    await world.join("mother_maria", MOTHER)
    ask = await world.ask(MOTHER)
    await world.answer(MOTHER, ask, is_given=True, update_id=77)
    async with world.database.reading() as session:
        with bind_school(world.school.school_id):
            act = (await session.scalars(select(Consent))).one()
            text = await session.get_one(ConsentText, act.consent_text_id)
            expected = default_text(ConsentPurpose.DELIVERY, await load_profile(session))

    assert ask.text == text.text == expected
    assert (text.version, ask.version) == (1, 1)
    assert len(text.sha256) == 64
    assert (act.person_id, act.student_id) == (
        world.person("mother_maria"),
        world.person("maria"),
    )
    assert act.account_hash == KEYS.account_hash(bot_id=world.bot_id, telegram_user_id=MOTHER)
    assert (act.update_id, act.acted_at) == (77, clock.now())
    assert (act.application_number, act.application_date) == ("101", date(2026, 9, 1))


async def test_pressing_twice_records_one_act(world):
    """A nervous thumb does not consent twice."""
    await world.join("mother_maria", MOTHER)
    ask = await world.ask(MOTHER)
    await world.answer(MOTHER, ask, is_given=True)
    again = await world.answer(MOTHER, ask, is_given=True)

    assert isinstance(again, AlreadyDecided)
    assert not again.wanted_refusal
    assert [GIVEN] == await world.acts("mother_maria")


async def test_the_other_button_after_consent_withdraws_nothing(world):
    """«I do not consent» under a consent already given points to withdrawal instead."""
    await world.join("mother_maria", MOTHER)
    ask = await world.ask(MOTHER)
    await world.answer(MOTHER, ask, is_given=True)
    again = await world.answer(MOTHER, ask, is_given=False)

    assert isinstance(again, AlreadyDecided)
    assert again.wanted_refusal
    assert [GIVEN] == await world.acts("mother_maria")


async def test_refusal_is_recorded_and_can_be_reconsidered(world):
    """Who refused is not asked again by itself, and may consent by the same message or menu."""
    await world.join("mother_maria", MOTHER)
    ask = await world.ask(MOTHER)
    await world.answer(MOTHER, ask, is_given=False)
    after_refusal = await world.joining.consents.next_ask(await world.actor(MOTHER))
    missing = await world.joining.consents.missing(await world.actor(MOTHER))
    refused = await verdict(world, "mother_maria", "maria")
    await world.answer(MOTHER, ask, is_given=True)

    assert after_refusal is None
    assert missing == (ask.key,)
    assert refused is DeliveryVerdict.CONSENT_REFUSED
    assert [REFUSED, GIVEN] == await world.acts("mother_maria")
    assert await verdict(world, "mother_maria", "maria") is DeliveryVerdict.ALLOWED


async def test_each_child_is_asked_for_in_a_message_of_its_own(world):
    """Two children, two consents; one given says nothing about the other."""
    await world.add_guardianship("mother_maria", "petrov")
    await world.join("mother_maria", MOTHER)
    first = await world.ask(MOTHER)
    recorded = await world.answer(MOTHER, first, is_given=True)
    assert isinstance(recorded, ConsentRecorded)
    second = recorded.following
    assert isinstance(second, ConsentAsk)
    await world.answer(MOTHER, second, is_given=False)
    actor = await world.actor(MOTHER)

    assert (first.ordinal, second.ordinal, second.children_count) == (1, 2, 2)
    assert (first.child.given_name, second.child.given_name) == ("Мария", "Артём")
    assert second.application_number == "102"
    assert frozenset({world.person("maria")}) == actor.family[0].student_ids
    assert await verdict(world, "mother_maria", "petrov") is DeliveryVerdict.CONSENT_REFUSED


async def test_a_child_that_comes_later_is_asked_for_then(world):
    """A second child of the same guardian needs neither a new code nor a new account."""
    await world.join_and_consent("mother_maria", MOTHER)
    await world.add_guardianship("mother_maria", "petrov")

    assert (await world.ask(MOTHER)).child.student_id == world.person("petrov")


async def test_without_the_paper_half_consent_waits(recorded, clock):
    """With «бумажное согласие: да» both halves are needed; the number may come later."""
    world = await build_world(recorded, clock, OPERATOR)
    await world.change_guardianship("mother_maria", application_number="")
    await world.join("mother_maria", MOTHER)
    outcome = await world.answer(MOTHER, await world.ask(MOTHER), is_given=True)
    waiting = await verdict(world, "mother_maria", "maria")
    await world.change_guardianship("mother_maria", application_number="105")

    assert isinstance(outcome, ConsentRecorded)
    assert outcome.awaits_application
    assert waiting is DeliveryVerdict.NO_APPLICATION
    assert await verdict(world, "mother_maria", "maria") is DeliveryVerdict.ALLOWED


async def test_a_school_may_do_without_paper(recorded, clock):
    """With «бумажное согласие: нет» the press alone is enough."""
    world = await build_world(recorded, clock, {**OPERATOR, SettingKey.PAPER_CONSENT: "нет"})
    await world.change_guardianship("mother_maria", application_number="")
    await world.join("mother_maria", MOTHER)
    outcome = await world.answer(MOTHER, await world.ask(MOTHER), is_given=True)

    assert isinstance(outcome, ConsentRecorded)
    assert not outcome.awaits_application
    assert await verdict(world, "mother_maria", "maria") is DeliveryVerdict.ALLOWED


@pytest.mark.parametrize("missing", [SettingKey.ADDRESS, SettingKey.DATA_OFFICER])
async def test_no_consent_is_collected_before_the_operator_is_named(recorded, clock, missing):
    """Linking works meanwhile; consent is asked for as soon as the school has filled its data."""
    world = await build_world(recorded, clock, {**OPERATOR, missing: ""})
    actor = await world.join("mother_maria", MOTHER)
    closed = await world.joining.consents.next_ask(actor)
    await set_setting(world, missing, "есть")

    assert closed == ConsentClosed()
    assert isinstance(await world.joining.consents.next_ask(actor), ConsentAsk)


async def test_a_changed_text_is_a_new_version_and_is_read_first(world):
    """A press under the old text does not count; under the new one it does."""
    await world.join("mother_maria", MOTHER)
    old = await world.ask(MOTHER)
    await set_setting(world, SettingKey.ADDRESS, "новый адрес")
    outcome = await world.answer(MOTHER, old, is_given=True)
    assert isinstance(outcome, TextChanged)
    recorded = await world.answer(MOTHER, outcome.ask, is_given=True)

    assert (old.version, outcome.ask.version) == (1, 2)
    assert "новый адрес" in outcome.ask.text
    assert isinstance(recorded, ConsentRecorded)
    assert [GIVEN] == await world.acts("mother_maria")


async def test_the_schools_own_text_is_shown_instead_of_the_default(world):
    """What the school has written is what is shown and kept."""
    await set_setting(world, SettingKey.CONSENT_TEXT, "Собственный текст школы.\nПункт 1.")
    await world.join("mother_maria", MOTHER)

    assert (await world.ask(MOTHER)).text == "Собственный текст школы.\nПункт 1."


@pytest.mark.parametrize(
    ("access", "expected"),
    [
        (AccessMode.SUSPENDED, DeliveryVerdict.SUSPENDED),
        (AccessMode.PAPER, DeliveryVerdict.ON_PAPER),
    ],
)
async def test_suspended_access_stops_everything_at_once(world, access, expected):
    """A court order shows in the next update: nothing of the child is seen or sent."""
    await world.join_and_consent("mother_maria", MOTHER)
    ask_before = await world.joining.consents.missing(await world.actor(MOTHER))
    await world.change_guardianship("mother_maria", access=access)
    actor = await world.actor(MOTHER)

    assert ask_before == ()
    assert frozenset() == actor.family[0].student_ids
    assert await verdict(world, "mother_maria", "maria") is expected


async def test_somebody_elses_consent_cannot_be_given(world):
    """A forged button for another guardian or another child is refused."""
    await world.join("mother_maria", MOTHER)
    await world.join("mother_petrov", OTHER)
    ask = await world.ask(MOTHER)
    own = await world.ask(OTHER)

    with pytest.raises(NotAllowed):
        await world.answer(OTHER, ask, is_given=True)
    with pytest.raises(NotAllowed):
        await world.joining.consents.decide(
            await world.actor(OTHER),
            person_id=own.key.person_id,
            student_id=world.person("maria"),
            text_id=own.text_id,
            after_id=0,
            is_given=True,
            update_id=1,
        )
    with pytest.raises(OutOfDate):
        await world.joining.consents.decide(
            await world.actor(OTHER),
            person_id=own.key.person_id,
            student_id=own.key.student_id,
            text_id=999_999,
            after_id=0,
            is_given=True,
            update_id=1,
        )


async def test_many_permissions_are_asked_at_once(world):
    """The batch gives the same answers as one by one."""
    await world.join_and_consent("mother_maria", MOTHER)
    pairs = [
        (world.person(guardian), world.person(student))
        for guardian, student in (
            ("mother_maria", "maria"),
            ("mother_petrov", "petrov"),
            ("mother_maria", "petrov"),
            ("maria", "maria"),
        )
    ]
    async with world.database.reading() as session:
        with bind_school(world.school.school_id):
            answers = await delivery_permissions(session, pairs, now=world.clock.now())

    assert [
        DeliveryVerdict.ALLOWED,
        DeliveryVerdict.NOT_LINKED,
        DeliveryVerdict.NOT_RELATED,
        DeliveryVerdict.NOT_LINKED,
    ] == [answers[pair].verdict for pair in pairs]
    assert (MOTHER, world.bot_id, "ru", True) == (
        answers[pairs[0]].chat_id,
        answers[pairs[0]].bot_id,
        answers[pairs[0]].language,
        answers[pairs[0]].is_reachable,
    )


async def test_the_family_are_the_guardians_informed_electronically(world, clock):
    """Who has no account is owed the news on paper; who is on paper or suspended is left out."""
    await world.join("mother_maria", MOTHER)
    await world.add_guardianship("mother_petrov", "maria")
    await world.add_guardianship("father_sidorov", "maria", access=AccessMode.SUSPENDED)
    async with world.database.reading() as session:
        with bind_school(world.school.school_id):
            family = await family_of(
                session, world.person("maria"), on=clock.now().date() + timedelta(days=1)
            )

    assert [
        (world.person("mother_maria"), True),
        (world.person("mother_petrov"), False),
    ] == [(one.person_id, one.account_id is not None) for one in family]


@pytest.mark.parametrize("action", [ConsentAction.SUSPENDED, ConsentAction.EXPIRED])
async def test_a_consent_that_ran_out_is_asked_for_again(world, action):
    """What ended without the person's will is asked anew; the old message is out of date."""
    await world.join("mother_maria", MOTHER)
    old = await world.ask(MOTHER)
    await world.answer(MOTHER, old, is_given=True)
    async with world.database.transaction() as session:
        with bind_school(world.school.school_id):
            session.add(
                Consent(
                    person_id=old.key.person_id,
                    student_id=old.key.student_id,
                    purpose=old.key.purpose,
                    action=action,
                    acted_at=world.clock.now(),
                )
            )
            await session.flush()

    with pytest.raises(OutOfDate):
        await world.answer(MOTHER, old, is_given=True)
    assert isinstance(
        await world.answer(MOTHER, await world.ask(MOTHER), is_given=True), (ConsentRecorded)
    )


async def test_who_left_is_nobody_and_who_is_unknown_is_not_made_known(world):
    """An account of somebody who left shows nothing; reachability of strangers is not kept."""
    await world.join_and_consent("mother_maria", MOTHER)
    contacts = ReachabilityService(world.database, world.clock)
    await contacts.lost(bot_id=world.bot_id, telegram_user_id=MOTHER)
    await contacts.lost(bot_id=world.bot_id, telegram_user_id=OTHER)
    await world.access.set_language(await world.actor(MOTHER), "tlh")
    async with world.database.reading() as session:
        with bind_school(world.school.school_id):
            permission = await delivery_permission(
                session,
                person_id=world.person("mother_maria"),
                student_id=world.person("maria"),
                now=world.clock.now(),
            )
    await world.change_person("mother_maria", left_on=world.clock.now().date())

    assert (permission.is_reachable, permission.language) == (False, "ru")
    assert await world.access.actor(bot_id=world.bot_id, telegram_user_id=OTHER) is None
    assert not (await world.actor(MOTHER)).is_linked
