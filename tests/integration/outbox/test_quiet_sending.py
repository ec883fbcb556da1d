"""What quiet hours overtake on its way waits for the morning."""

from services.outbox.ports import Retry
from services.vocabulary import AttendanceCode
from tests.factories import at
from tests.integration.outbox.family import FamilyWorld

MOTHER = 1


async def _link(families: FamilyWorld, clock: str) -> None:
    families.clock.move_to(at(24, clock))
    await families.link("mother_maria", account_id=MOTHER, student="maria")


async def test_an_outage_that_ends_at_night_wakes_nobody(families):
    """Due in the evening, sent in the morning, silently and as one message."""
    await _link(families, "19:00")
    families.sender.outcomes[5001] = [Retry("no_connection")]
    for number in (1, 3):
        lesson = await families.lesson(number=number)
        await families.tell(*families.mark_news(await families.mark(lesson, 4)))
        families.pass_minutes(20)
    await families.steps()
    families.clock.move_to(at(24, "23:30"))
    families.time.skip(3600)
    await families.steps()
    at_night = len(families.sender.sent)
    families.clock.move_to(at(25, "07:00"))
    await families.steps()

    assert 1 == at_night  # the one that failed before quiet hours
    assert 2 == len(families.sender.sent)
    assert 2 == families.sender.texts[1].count("24.11")
    assert families.sender.sent[1].is_silent
    assert ["told", "told"] == [row.state for row in await families.notices()]


async def test_a_fresh_alarm_passes(families):
    """An absence that is a few minutes late at 21:05 is an alarm all the same."""
    await _link(families, "20:58")
    attendance = await families.attend(await families.lesson(), AttendanceCode.ABSENT)
    await families.tell(families.absence_news(attendance))
    families.pass_minutes(7)
    await families.steps()

    assert 1 == len(families.sender.sent)


async def test_an_old_absence_waits(families):
    """Hours late it is no alarm any more, and its family sleeps."""
    await _link(families, "20:00")
    attendance = await families.attend(await families.lesson(), AttendanceCode.ABSENT)
    await families.tell(families.absence_news(attendance))
    families.pass_minutes(150)
    await families.steps()
    at_night = list(families.sender.sent)
    families.clock.move_to(at(25, "07:00"))
    await families.steps()

    assert [] == at_night
    assert 1 == len(families.sender.sent)
