"""A new edition of the consent text: asked again, the old one lasts a while, then a pause."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from services.access.audience import delivery_permission
from services.access.consent_rules import DeliveryVerdict
from services.audit import FindingKind, verify_chain
from services.database import bind_school
from services.joining.agreements import AgreementNews
from services.joining.consent_facts import AlreadyDecided, ConsentAsk
from services.joining.publishing import (
    ConsentPublisher,
    EditionTooEarly,
    OperatorUnknown,
    TextUnusable,
)
from services.models import ConsentText, Notice
from services.regulation.profile import SettingKey
from services.vocabulary import ConsentAction, ConsentPurpose, FactKind, NoticeKind
from tests.factories import at
from tests.integration.joining.joining_world import KEYS, build_world

MOTHER, FATHER = 501, 502
FROM = date(2026, 12, 1)
TEXT = "Новый текст согласия.\n\n1. Оператор: Школа № 12."


async def publish(world, wording=TEXT, *, valid_from=FROM):
    """Publish a text as the office does."""
    publisher = ConsentPublisher(world.database, world.clock)
    return await publisher.publish(world.school.school_id, wording, valid_from=valid_from)


async def verdict(world, guardian, child):
    """Return what delivery would say now."""
    with bind_school(world.school.school_id):
        async with world.database.reading() as session:
            permission = await delivery_permission(
                session,
                person_id=world.person(guardian),
                student_id=world.person(child),
                now=world.clock.now(),
            )
    return permission.verdict


async def notices(world, kind=FactKind.CONSENT_TEXT):
    """Return who is owed word of an edition."""
    with bind_school(world.school.school_id):
        async with world.database.reading() as session:
            rows = await session.scalars(
                select(Notice).where(Notice.kind == NoticeKind.AGREEMENT, Notice.fact_kind == kind)
            )
            return [row.person_id for row in rows]


async def test_delivery_goes_on_for_fourteen_days_and_pauses_then(world):
    """Before the day nothing changes; from then on it is asked; on the fifteenth day it pauses."""
    await world.join_and_consent("mother_maria", MOTHER)
    edition = await publish(world)
    before = await world.joining.consents.next_ask(await world.actor(MOTHER))
    world.clock.move_to(at(1, "09:00", month=12))
    ask = await world.ask(MOTHER)
    on_the_day = await verdict(world, "mother_maria", "maria")
    world.clock.move_to(at(14, "23:59", month=12))
    on_the_last = await verdict(world, "mother_maria", "maria")
    world.clock.move_to(at(15, "00:01", month=12))
    after = await verdict(world, "mother_maria", "maria")

    assert edition.is_new
    assert date(2026, 12, 15) == edition.pauses_on
    assert before is None
    assert (TEXT, edition.version) == (ask.text, ask.version)
    assert [DeliveryVerdict.ALLOWED, DeliveryVerdict.ALLOWED, DeliveryVerdict.NO_CONSENT] == [
        on_the_day,
        on_the_last,
        after,
    ]


async def test_the_answer_to_the_new_text_is_recorded_once(world):
    """Consent under the new edition is an act of its own; a second press adds none."""
    await world.join_and_consent("mother_maria", MOTHER)
    await publish(world)
    world.clock.move_to(at(20, "09:00", month=12))
    ask = await world.ask(MOTHER)
    await world.answer(MOTHER, ask, is_given=True)
    again = await world.answer(MOTHER, ask, is_given=True)

    assert isinstance(again, AlreadyDecided)
    assert DeliveryVerdict.ALLOWED == await verdict(world, "mother_maria", "maria")
    assert await world.joining.consents.next_ask(await world.actor(MOTHER)) is None
    assert [(ConsentPurpose.DELIVERY, ConsentAction.GIVEN)] * 2 == await world.acts("mother_maria")


async def test_a_refusal_of_the_new_text_stops_delivery_at_once(world):
    """The days of grace are for who has not answered, not for who said no."""
    await world.join_and_consent("mother_maria", MOTHER)
    await publish(world)
    world.clock.move_to(at(2, "09:00", month=12))
    await world.answer(MOTHER, await world.ask(MOTHER), is_given=False)

    assert DeliveryVerdict.CONSENT_REFUSED == await verdict(world, "mother_maria", "maria")


async def test_who_comes_before_the_day_reads_the_old_text_and_is_asked_again(world):
    """The edition of the day is shown; the coming one is asked about when it has come."""
    await publish(world)
    await world.join("mother_maria", MOTHER)
    first = await world.ask(MOTHER)
    await world.answer(MOTHER, first, is_given=True)
    world.clock.move_to(at(1, "09:00", month=12))
    second = await world.ask(MOTHER)

    assert TEXT != first.text
    assert TEXT == second.text


async def test_the_same_text_again_changes_nothing(world):
    """Published twice, asked once: the office may repeat the command."""
    first = await publish(world)
    second = await publish(world, f"\n{TEXT}  \n", valid_from=date(2026, 12, 20))

    assert not second.is_new
    assert (first.version, FROM) == (second.version, second.valid_from)


@pytest.mark.parametrize(
    ("wording", "valid_from", "refusal"),
    [
        (" \n", FROM, TextUnusable),
        ("д" * 3601, FROM, TextUnusable),
        (TEXT, date(2026, 11, 23), EditionTooEarly),
    ],
)
async def test_what_cannot_be_used_is_refused(world, wording, valid_from, refusal):
    """An empty or endless text, a day that is over: nothing is stored."""
    with pytest.raises(refusal):
        await publish(world, wording, valid_from=valid_from)

    with bind_school(world.school.school_id):
        async with world.database.reading() as session:
            assert await session.scalar(select(ConsentText.id)) is None


async def test_an_edition_follows_the_one_before(world):
    """Two texts for one day would leave nobody sure which one holds."""
    await publish(world)

    with pytest.raises(EditionTooEarly) as refusal:
        await publish(world, "Другой текст")

    assert FROM + timedelta(days=1) == refusal.value.earliest


async def test_without_an_operator_nothing_is_published(recorded, clock):
    """«Школа» says first who asks."""
    world = await build_world(recorded, clock, {SettingKey.NAME: "Школа № 12"})

    with pytest.raises(OperatorUnknown):
        await publish(world)


async def test_families_are_told_once_whatever_the_number_of_children(world):
    """One message to a parent of two; nobody who has answered; nobody twice."""
    await world.add_guardianship("mother_maria", "petrov")
    await world.join_and_consent("mother_maria", MOTHER)
    await world.answer(MOTHER, await world.ask(MOTHER), is_given=True)
    await world.join_and_consent("mother_petrov", FATHER)
    await publish(world)
    news = AgreementNews(world.database, world.clock)
    before = await news.prepare()
    world.clock.move_to(at(1, "09:00", month=12))
    await world.answer(FATHER, await world.ask(FATHER), is_given=True)
    added = [await news.prepare(), await news.prepare()]

    assert 0 == before
    assert [1, 0] == added
    assert [world.person("mother_maria")] == await notices(world)


async def test_an_edited_text_is_found(world):
    """What people consented to cannot be changed unseen."""
    await world.join_and_consent("mother_maria", MOTHER)
    async with world.database.transaction() as session:
        await session.execute(text("UPDATE consent_text SET text = 'Другое'"))
    found = await verify_chain(world.database, world.school.school_id, keys=KEYS)

    assert [(FindingKind.ROW_CHANGED, "consent_text")] == [
        (one.kind, one.entity) for one in found.findings
    ]


async def test_ages_are_told_ahead_and_once(world):
    """Guardian, student, class teacher hear of 18 a fortnight before; the student on the day."""
    await world.change_person("maria", birth_date=date(2008, 12, 8))
    await world.join_and_consent("mother_maria", MOTHER)
    await world.join("maria", FATHER)
    news = AgreementNews(world.database, world.clock)
    ahead = [await news.prepare(), await news.prepare()]
    people = sorted(await notices(world, FactKind.COMING_OF_AGE))
    world.clock.move_to(at(8, "09:00", month=12))
    on_the_day = await news.prepare()

    assert [3, 0] == ahead
    assert sorted(map(world.person, ("mother_maria", "maria", "physics"))) == people
    assert 1 == on_the_day
    assert DeliveryVerdict.ADULT_STUDENT == await verdict(world, "mother_maria", "maria")


async def test_the_student_may_consent_before_turning_fourteen(world):
    """Told a fortnight ahead, one can decide at once: the diary does not close on the birthday."""
    await world.change_person("maria", birth_date=date(2012, 12, 1))
    await world.join("mother_maria", MOTHER)
    await world.join("maria", FATHER)
    for _ in range(2):
        await world.answer(MOTHER, await world.ask(MOTHER), is_given=True)
    ask = await world.ask(FATHER)
    await world.answer(FATHER, ask, is_given=True)
    world.clock.move_to(at(2, "09:00", month=12))

    assert isinstance(ask, ConsentAsk)
    assert DeliveryVerdict.ALLOWED == await verdict(world, "maria", "maria")
