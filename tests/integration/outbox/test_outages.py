"""The diary says honestly when it was away, and nobody else has to find out."""

from datetime import timedelta

import pytest

from services.database import bind_school
from services.models import Bot, RoleAssignment
from services.outages.service import OutageService
from services.outbox.enqueue import FactNews
from services.outbox.ports import Accepted, Retry
from services.vocabulary import FactKind, FactRef, NoticeKind, Role
from tests.factories import at
from tests.integration.outbox.family import FamilyWorld

MOTHER, FATHER, ADMINISTRATOR, TEACHER = 1, 2, 11, 12


@pytest.fixture
async def outages(families: FamilyWorld) -> OutageService:
    """Give the watch over a school with two families and an administrator in their chats."""
    await families.link("mother_maria", account_id=MOTHER, student="maria")
    await families.guard("mother_maria", "marina")
    await families.consent_outside("mother_maria", "marina")
    await families.link("father_sidorov", account_id=FATHER, student="sidorov")
    await families.link("deputy", account_id=ADMINISTRATOR)
    await families.link("physics", account_id=TEACHER)
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            session.add(
                RoleAssignment(person_id=families.school.people["deputy"], role=Role.ADMINISTRATOR)
            )
    return OutageService(families.database, families.clock)


def told(families: FamilyWorld, account_id: int) -> list[str]:
    """Return what a chat got."""
    return [one.text for one in families.sender.sent if one.chat_id == 5000 + account_id]


async def test_after_a_day_away_everybody_hears_it_once(families, outages):
    """Families and administrator: from when to when, and what did not arrive."""
    await outages.reached(1)
    families.clock.advance(timedelta(hours=30))
    families.time.skip(30 * 3600)
    again = OutageService(families.database, families.clock)  # the process was off
    await again.reached(1)
    families.clock.advance(timedelta(minutes=2))
    await again.reached(1)
    families.clock.move_to(at(26, "07:01"))
    await families.steps()

    (to_mother,) = told(families, MOTHER)
    (to_office,) = told(families, ADMINISTRATOR)
    assert "24.11 12:00" in to_mother
    assert "25.11 18:00" in to_mother
    assert "24.11 18:00" in to_mother  # until then nothing has arrived
    assert 1 == len(told(families, FATHER))
    assert "24.11 18:00" in to_office
    assert [] == told(families, TEACHER)


@pytest.mark.usefixtures("outages")
@pytest.mark.parametrize(("awake_hours", "expected"), [(0.01, 0), (72, 1)])
async def test_a_clock_that_was_moved_is_no_break(families, awake_hours, expected):
    """Where the process ran all the time, families are told of no break that never was."""
    awake = iter([0.0, awake_hours * 3600])
    running = OutageService(families.database, families.clock, awake_seconds=awake.__next__)
    await running.reached(1)
    families.clock.advance(timedelta(hours=72))
    families.time.skip(72 * 3600)
    await running.reached(1)
    await families.steps()

    assert expected == len(told(families, MOTHER))


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        ([(0, 0)], [False]),  # just begun: what waited for it is on its way
        ([(0, 0), (10, 10), (20, 20)], [False, False, True]),
        ([(0, 0), (600, 1), (610, 11), (620, 21)], [False, False, False, True]),  # moved forward
    ],
    ids=["begun", "watched", "moved"],
)
async def test_silence_has_been_watched(families, outages, minutes, expected):
    """Hours that a clock jumped over, or the process was off, are no hours of refusal."""
    await outages.reached(1)
    await _owe_final(families, "maria")
    begun = families.clock.now() + timedelta(hours=2)
    awake = iter([60.0 * one for _, one in minutes])
    running = OutageService(families.database, families.clock, awake_seconds=awake.__next__)
    silent = []
    for after, _ in minutes:
        families.clock.move_to(begun + timedelta(minutes=after))
        silent.append(bool(await running.look()))

    assert expected == silent


@pytest.mark.parametrize("hours", [0.1, 5, 20])
async def test_a_shorter_time_away_is_nobodys_trouble(families, outages, hours):
    """Telegram kept what people wrote: it all comes, late."""
    await outages.reached(1)
    families.clock.advance(timedelta(hours=hours))
    await OutageService(families.database, families.clock).reached(1)

    assert [] == await families.notices()


async def test_between_twenty_hours_and_a_day_nothing_was_lost(families, outages):
    """The break is told, but nobody is asked to write again."""
    await outages.reached(1)
    families.clock.advance(timedelta(hours=22))
    families.time.skip(22 * 3600)
    await OutageService(families.database, families.clock).reached(1)
    await families.steps()

    (text,) = told(families, MOTHER)
    assert 1 == len(text.splitlines())


async def test_a_first_start_is_no_break(families, outages):
    """Nobody was waiting before there was a diary."""
    async with families.database.transaction() as session:
        bot = await session.get_one(Bot, 1)
        bot.reached_at = None
    await outages.reached(1)

    assert [] == await families.notices()


async def test_when_nothing_is_taken_the_administrator_hears_of_it_as_soon_as_can_be(
    families, outages
):
    """A quarter of an hour without one accepted message though something is due."""
    await outages.reached(1)
    families.sender.outcomes[5001] = [Retry("server_error")] * 3
    lesson = await families.lesson()
    await families.tell(*families.mark_news(await families.mark(lesson, 5)))
    silent = []
    for _ in range(3):
        await families.steps()
        silent.append(await outages.look())
        families.pass_minutes(10)
    families.sender.outcomes[5001] = [Accepted(1)]
    await families.steps()
    silent.append(await outages.look())
    silent.append(await outages.look())
    await families.steps()

    assert [0, 0, 1, 0, 0] == silent
    (text,) = told(families, ADMINISTRATOR)
    assert "24.11 12:00" in text
    assert "24.11 12:30" in text


async def _owe_final(families: FamilyWorld, student: str) -> None:
    """Owe a family the mark of a period; what it says does not matter here."""
    student_id = families.school.people[student]
    await families.tell(
        FactNews(
            student_id=student_id,
            fact=FactRef(FactKind.FINAL, student_id),
            revision=1,
            kind=NoticeKind.FINAL,
            merge_key=f"final:{student_id}",
            result_at=families.clock.now(),
            due_at=families.clock.now(),
        )
    )


async def test_a_final_mark_not_taken_in_twenty_hours_alarms_the_class_teacher(families, outages):
    """Names of the students whose families do not know it, once."""
    await _owe_final(families, "petrov")  # the mother has no chat
    families.clock.advance(timedelta(hours=19, minutes=59))
    early = await outages.alarm_untold_finals()
    families.clock.advance(timedelta(minutes=1))
    due = await outages.alarm_untold_finals()
    again = await outages.alarm_untold_finals()
    await families.steps()

    assert (0, 1, 0) == (early, due, again)
    (text,) = told(families, TEACHER)
    assert "Петров Артём" in text
    assert "семья ещё не знает итоговую отметку" in text


async def test_a_family_that_was_told_alarms_nobody(families, outages):
    """One guardian who has it is enough."""
    await _owe_final(families, "maria")
    await families.steps()
    families.clock.advance(timedelta(hours=21))

    assert 0 == await outages.alarm_untold_finals()
