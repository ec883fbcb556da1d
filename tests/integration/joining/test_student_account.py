"""A student's own account: both consents, each independent; 18 changes who decides."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from services.access.audience import delivery_permissions
from services.access.consent_rules import DeliveryVerdict
from services.database import bind_school
from services.joining.consent_facts import ConsentAsk, ConsentRecorded, GuardianNeeded
from services.joining.facts import ContactNeeded
from services.models import Notice
from services.news.facts import AccountNews
from services.news.loader import SchoolNews
from services.outbox.ports import Look
from services.vocabulary import (
    ConsentAction,
    ConsentPurpose,
    FactKind,
    FactRef,
    NoticeKind,
    NoticeState,
    PersonKind,
)

MOTHER, MARIA = 501, 502
ACCOUNT = ConsentPurpose.STUDENT_ACCOUNT


async def verdicts(world):
    """Return what delivery would be told about Maria, for her and for her mother."""
    student, mother = world.person("maria"), world.person("mother_maria")
    async with world.database.reading() as session:
        with bind_school(world.school.school_id):
            answers = await delivery_permissions(
                session, [(student, student), (mother, student)], now=world.clock.now()
            )
    return answers[student, student].verdict, answers[mother, student].verdict


@pytest.fixture
async def joined(world):
    """Give a world in which mother (with her delivery consent) and student are linked."""
    await world.join_and_consent("mother_maria", MOTHER)
    await world.join("maria", MARIA)
    return world


async def test_a_student_comes_in_like_everybody(world):
    """A code and the number on record, or the class teacher."""
    step = await world.joining.try_code(world.visitor(MARIA), await world.code("maria"))
    other = await world.joining.try_code(world.visitor(503), await world.code("petrov"))

    assert step == ContactNeeded("Школа 12", PersonKind.STUDENT, has_phone=True)
    assert other == ContactNeeded("Школа 12", PersonKind.STUDENT, has_phone=False)


async def test_under_14_the_guardian_alone_decides(joined):
    """The mother is asked once the child has come in; until then the child sees nothing."""
    before = (await joined.actor(MARIA)).family[0].student_ids
    nothing_of_the_childs_own = await joined.joining.consents.next_ask(await joined.actor(MARIA))
    ask = await joined.ask(MOTHER)
    await joined.answer(MOTHER, ask, is_given=True)
    after = (await joined.actor(MARIA)).family[0].student_ids

    assert ask.key.purpose is ACCOUNT
    assert before == frozenset()
    assert nothing_of_the_childs_own == GuardianNeeded()
    assert after == {joined.person("maria")}


async def test_the_childs_account_is_not_asked_about_before_the_child_comes(world):
    """A parent is not bothered with a purpose nobody uses."""
    await world.join_and_consent("mother_maria", MOTHER)

    assert await world.joining.consents.next_ask(await world.actor(MOTHER)) is None


async def test_from_14_both_decide(joined):
    """The student's own consent is asked for too, and either alone is not enough."""
    await joined.change_person("maria", birth_date=date(2012, 11, 1))
    await joined.answer(MOTHER, await joined.ask(MOTHER), is_given=True)
    guardian_only, _ = await verdicts(joined)
    own = await joined.ask(MARIA)
    await joined.answer(MARIA, own, is_given=True)

    assert own.is_about_oneself
    assert guardian_only is DeliveryVerdict.NO_CONSENT
    assert (DeliveryVerdict.ALLOWED, DeliveryVerdict.ALLOWED) == await verdicts(joined)


async def test_neithers_withdrawal_touches_the_other(joined):
    """The student's withdrawal closes the student's chat and leaves the mother's news."""
    await joined.change_person("maria", birth_date=date(2012, 11, 1))
    await joined.answer(MOTHER, await joined.ask(MOTHER), is_given=True)
    await joined.answer(MARIA, await joined.ask(MARIA), is_given=True)
    await joined.privacy.withdraw(await joined.actor(MARIA), 0, update_id=1)

    assert not (await joined.actor(MARIA)).is_linked
    assert (DeliveryVerdict.NOT_LINKED, DeliveryVerdict.ALLOWED) == await verdicts(joined)


async def test_the_guardian_can_close_the_childs_chat_alone(joined):
    """The mother withdraws that purpose only: what waits for the child is refused at once."""
    await joined.answer(MOTHER, await joined.ask(MOTHER), is_given=True)
    await joined.queue_notice("maria", "maria")
    (held,) = await joined.privacy.overview(await joined.actor(MOTHER))
    (consent,) = [one for one in held.given if one.key.purpose is ACCOUNT]
    facts = await joined.privacy.withdraw(
        await joined.actor(MOTHER), consent.consent_id, update_id=1
    )

    assert not facts.is_link_ended
    # What was owed about her marks, and the word that the chat is open.
    assert [(NoticeState.REFUSED, "withdrawn", True)] * 2 == await joined.notices("maria")
    assert not (await joined.actor(MARIA)).is_linked
    assert (await joined.actor(MOTHER)).family[0].student_ids == {joined.person("maria")}


async def test_another_guardians_consent_keeps_the_childs_chat(joined):
    """One guardian's withdrawal does not close what another one has opened."""
    await joined.add_guardianship("mother_petrov", "maria")
    await joined.answer(MOTHER, await joined.ask(MOTHER), is_given=True)
    await joined.join("mother_petrov", 503)
    while isinstance(
        ask := await joined.joining.consents.next_ask(await joined.actor(503)), ConsentAsk
    ):
        await joined.answer(503, ask, is_given=True)
    await joined.privacy.withdraw(await joined.actor(MOTHER), 0, update_id=1)

    assert (await joined.actor(MARIA)).family[0].student_ids == {joined.person("maria")}


async def test_at_18_the_guardians_news_pause_until_the_student_agrees(joined):
    """From the birthday on the student decides; agreeing lets the mother's news go on."""
    await joined.change_person("maria", birth_date=date(2008, 11, 25))
    _, the_day_before = await verdicts(joined)
    joined.clock.advance(timedelta(days=1))
    paused = await verdicts(joined)
    own = await joined.ask(MARIA)
    recorded = await joined.answer(MARIA, own, is_given=True)
    assert isinstance(recorded, ConsentRecorded)
    agreement = recorded.following
    assert isinstance(agreement, ConsentAsk)
    await joined.answer(MARIA, agreement, is_given=True)

    assert the_day_before is DeliveryVerdict.ALLOWED
    assert paused == (DeliveryVerdict.NO_CONSENT, DeliveryVerdict.ADULT_STUDENT)
    assert [ACCOUNT, ConsentPurpose.GUARDIANS_INFORMED] == [
        own.key.purpose,
        agreement.key.purpose,
    ]
    assert (DeliveryVerdict.ALLOWED, DeliveryVerdict.ALLOWED) == await verdicts(joined)


async def test_a_guardian_who_comes_after_that_birthday_hears_who_decides(joined):
    """No promise is made that the gate would break at once."""
    await joined.change_person("petrov", birth_date=date(2008, 1, 1))
    await joined.join("mother_petrov", 503)
    recorded = await joined.answer(503, await joined.ask(503), is_given=True)

    assert isinstance(recorded, ConsentRecorded)
    assert recorded.awaits_student


async def test_an_adult_student_can_stop_the_guardians_news(joined):
    """Taking the agreement back pauses the mother's news and drops what waits for her."""
    await joined.change_person("maria", birth_date=date(2008, 1, 1))
    for _ in range(2):
        await joined.answer(MARIA, await joined.ask(MARIA), is_given=True)
    await joined.queue_notice("mother_maria", "maria")
    (held,) = await joined.privacy.overview(await joined.actor(MARIA))
    (consent,) = [
        one for one in held.given if one.key.purpose is ConsentPurpose.GUARDIANS_INFORMED
    ]
    facts = await joined.privacy.withdraw(
        await joined.actor(MARIA), consent.consent_id, update_id=1
    )

    assert not facts.is_link_ended
    # What was owed about her marks, and the question about her account.
    assert [(NoticeState.REFUSED, "withdrawn", True)] * 2 == await joined.notices("mother_maria")
    assert (DeliveryVerdict.ALLOWED, DeliveryVerdict.ADULT_STUDENT) == await verdicts(joined)
    assert (ConsentPurpose.GUARDIANS_INFORMED, ConsentAction.WITHDRAWN) == (
        (await joined.acts("maria"))[-1]
    )


async def account_notices(world):
    """Return who is owed the question about Maria's account, and what of it holds now."""
    with bind_school(world.school.school_id):
        async with world.database.reading() as session:
            rows = await session.scalars(
                select(Notice).where(Notice.fact_kind == FactKind.STUDENT_ACCOUNT)
            )
            return [row.person_id for row in rows]


async def test_guardians_are_asked_as_soon_as_the_child_has_come(joined):
    """The mother need not guess that her child waits for her; coming twice asks once."""
    first = await account_notices(joined)
    await joined.join("maria", MARIA + 1)

    assert [joined.person("mother_maria")] == first == await account_notices(joined)


async def test_who_has_decided_is_not_asked_about_the_account(joined):
    """The question still on its way is not put after the answer."""
    waiting = await what_is_true(joined)
    await joined.answer(MOTHER, await joined.ask(MOTHER), is_given=False)
    decided = await what_is_true(joined)

    assert isinstance(waiting.news, AccountNews)
    assert decided.news is None


async def test_the_child_hears_that_the_account_is_open(joined):
    """Who was told to wait for a parent is told when the waiting is over."""
    await joined.answer(MOTHER, await joined.ask(MOTHER), is_given=True)
    told = await what_is_true(joined, reader="maria")

    people = [joined.person("mother_maria"), joined.person("maria")]
    assert people == await account_notices(joined)
    assert told.news is not None
    assert told.news.is_open


async def test_a_refusal_tells_the_child_nothing(joined):
    """What parents decide against is theirs to say."""
    await joined.answer(MOTHER, await joined.ask(MOTHER), is_given=False)

    assert [joined.person("mother_maria")] == await account_notices(joined)


async def test_from_14_the_account_is_open_with_the_second_consent(joined):
    """While the student's own consent is missing a parent's has opened nothing."""
    await joined.change_person("maria", birth_date=date(2012, 11, 1))
    await joined.answer(MOTHER, await joined.ask(MOTHER), is_given=True)

    assert [joined.person("mother_maria")] == await account_notices(joined)


async def what_is_true(world, reader="mother_maria"):
    """Return what delivery would find about Maria's account for her mother, or her, now."""
    maria = world.person("maria")
    look = Look(
        notice_id=1,
        person_id=world.person(reader),
        student_id=maria,
        kind=NoticeKind.AGREEMENT,
        fact=FactRef(FactKind.STUDENT_ACCOUNT, maria),
        revision=1,
        told=None,
    )
    with bind_school(world.school.school_id):
        async with world.database.reading() as session:
            ((found,),) = await SchoolNews().look(session, [[look]], now=world.clock.now())
    return found
