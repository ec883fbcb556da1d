"""Each reader's own quiet hours, from the moment of recording to the moment of sending."""

from datetime import datetime

from services.database import bind_school
from services.outbox.keys import marks_sitting
from services.outbox.rescheduling import WaitingNews, bring_forward, postpone
from services.preferences import repository as preferences
from services.regulation.repository import load_profile
from services.vocabulary import FactKind, FactRef, PreferenceKey
from tests.factories import at
from tests.integration.outbox.family import FamilyWorld


async def _choose(families: FamilyWorld, person: str, hours: str) -> None:
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            await preferences.choose(
                session, PreferenceKey.QUIET_HOURS, families.school.people[person], hours
            )


async def _mark(families: FamilyWorld, *, number: int, hold: int) -> int:
    mark_id = await families.mark(await families.lesson(number=number), 4)
    await families.tell(*families.mark_news(mark_id, hold=hold))
    return mark_id


async def _times(families: FamilyWorld) -> list[tuple[datetime, datetime]]:
    return [(row.due_at, row.deadline_at) for row in await families.notices()]


async def test_a_mother_who_sleeps_by_day_hears_after_it(families: FamilyWorld):
    """A night nurse's hours hold what is saved and what is prolonged into them, and she may
    prolong them: one silent message at their end, each deadline an hour after it.
    """
    await families.link("mother_maria", account_id=1, student="maria")
    families.clock.move_to(at(24, "13:50"))
    started_at = families.clock.now()
    await _mark(families, number=1, hold=5)  # due 13:55, then prolonged into her hours
    await _mark(families, number=2, hold=1)  # (same)
    await _choose(families, "mother_maria", "14:00-16:00")
    await _mark(families, number=3, hold=15)  # released in them
    sitting = marks_sitting(teacher_id=1, group_id=1, started_at=started_at)
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            await postpone(
                session,
                sitting,
                student_ids=[families.school.people["maria"]],
                due_at=at(24, "14:03"),
                profile=await load_profile(session),
            )
    held = await _times(families)
    await _choose(families, "mother_maria", "13:00-17:00")
    families.clock.move_to(at(24, "16:00"))
    await families.steps()
    early = list(families.sender.sent)
    longer = await _times(families)
    families.clock.move_to(at(24, "17:00"))
    families.time.skip(3600)
    await families.steps()

    assert [(at(24, "16:00"), at(24, "17:00"))] * 3 == held
    assert [] == early
    assert [(at(24, "17:00"), at(24, "18:00"))] * 3 == longer
    assert [True] == [one.is_silent for one in families.sender.sent]


async def test_who_has_no_quiet_hours_is_moved_past_the_schools(families: FamilyWorld):
    """What is complete at 21:30 leaves then for whoever chose so, and in the morning else."""
    families.clock.move_to(at(24, "20:00"))
    await families.guard("mother_petrov", "maria")
    await _choose(families, "mother_petrov", "none")
    mark_id = await _mark(families, number=3, hold=13 * 60)
    student_ids = [families.school.people["maria"]]
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            await bring_forward(
                session,
                WaitingNews(
                    facts=[FactRef(FactKind.MARK, mark_id)],
                    student_ids=student_ids,
                    merge_key="complete",
                ),
                due_at=at(24, "21:30"),
                student_due_at=at(24, "21:30"),
                profile=await load_profile(session),
            )
    rows = {row.person_id: row.due_at for row in await families.notices()}

    assert {
        families.school.people["mother_maria"]: at(25, "07:00"),
        families.school.people["mother_petrov"]: at(24, "21:30"),
    } == rows
