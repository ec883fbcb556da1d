"""A teacher writes to one family: exactly whom, never to another teacher's, and answered back."""

from datetime import timedelta

import pytest

from services.access.consent_rules import DeliveryVerdict
from services.conversations.letters import FamilyLetterService, NobodyReached
from services.conversations.rules import MOST_LETTERS_A_DAY, TooManyQuestions
from services.errors import NotAllowed
from services.vocabulary import ConsentAction
from tests.integration.conversations.test_talks import TalkWorld, world

__all__ = ["world"]  # the fixture

MARIA = "maria"


@pytest.fixture
def letters(world: TalkWorld) -> FamilyLetterService:
    """Give the service of letters in the same school."""
    return FamilyLetterService(world.families.database)


async def test_it_reaches_the_family_alone_and_is_answered_as_a_thread(world, letters):
    """The mother reads who writes; the child does not; her reply is a question to the teacher."""
    maria, teacher = world.school.people[MARIA], world.school.staff("algebra")
    before = await letters.audience(teacher, maria, now=world.now)
    sent = await letters.write(teacher, maria, "Завтра контрольная.", now=world.now)
    told = await world.deliver()
    talk = (await world.talks.staff_page(teacher)).talks[0]
    await world.talks.write(world.mother, talk.talk_id, "Спасибо!", now=world.now)
    answered = await world.deliver()

    assert (before, 1) == (sent, len(sent.reached))
    assert [5001] == [chat for chat, _ in told]
    assert "Сообщение" in told[0][1]
    assert "Завтра контрольная." in told[0][1]
    assert [5003] == [chat for chat, _ in answered]
    assert "Спасибо!" in answered[0][1]


async def test_nobody_writes_to_the_families_of_others(world, letters):
    """Neither seen nor sent: by who teaches another group, by a parent; the deputy head may."""
    maria, now = world.school.people[MARIA], world.now
    taught = await letters.groups(world.school.staff("english1"), now=now)
    pupils = await letters.pupils(world.school.staff("english1"), taught[0].group_id, now=now)
    is_hers = maria in {one.student_id for one in pupils}
    other = "english2" if is_hers else "english1"
    for stranger in (world.school.staff(other), world.mother[0]):
        with pytest.raises(NotAllowed):
            await letters.audience(stranger, maria, now=now)
        with pytest.raises(NotAllowed):
            await letters.write(stranger, maria, "Здравствуйте", now=now)

    assert [] == await world.deliver()


async def test_who_withdrew_is_named_as_left_out(world, letters):
    """Nobody can be reached: the preview says why, and sending is refused."""
    maria, teacher = world.school.people[MARIA], world.school.staff("algebra")
    await world.families.consent_outside("mother_maria", MARIA, action=ConsentAction.WITHDRAWN)
    to = await letters.audience(teacher, maria, now=world.now)

    with pytest.raises(NobodyReached):
        await letters.write(teacher, maria, "Здравствуйте", now=world.now)

    assert ((), DeliveryVerdict.CONSENT_WITHDRAWN) == (to.reached, to.missed[0][1])


async def test_a_family_is_not_flooded(world, letters):
    """Five letters a day to one family, then a call is due."""
    maria, teacher = world.school.people[MARIA], world.school.staff("algebra")
    for _ in range(MOST_LETTERS_A_DAY):
        await letters.write(teacher, maria, "Здравствуйте", now=world.now)
        world.families.clock.advance(timedelta(seconds=1))
    with pytest.raises(TooManyQuestions):
        await letters.write(teacher, maria, "Здравствуйте", now=world.now)
