"""/class on the small school: missing today, to be called, and the families in touch."""

from datetime import timedelta

import pytest

from services.database import bind_school
from services.errors import NotAllowed
from services.homeroom.families import FamilyReach
from services.homeroom.overview import ClassService
from services.models import SchoolEvent
from services.vocabulary import AbsenceKind
from tests.integration.absences.conftest import TODAY, Morning


async def overview(morning: Morning, **facts):
    """Return what Orlov sees of 7Б."""
    return await ClassService(morning.families.database).overview(
        morning.school.staff("physics", homeroom="7Б"), now=morning.now, **facts
    )


async def test_a_quiet_morning_shows_the_families(morning):
    """Maria's are in touch, Petrov's have not joined, the others have no guardian on the list."""
    morning.at("08:20")
    facts = await overview(morning)

    assert (6, (), ()) == (facts.students, facts.missing, facts.calls)
    assert {
        FamilyReach.IN_TOUCH: 1,
        FamilyReach.NOT_LINKED: 1,
        FamilyReach.NO_CONSENT: 1,
        FamilyReach.NOBODY: 3,
    } == {reach: len(pupils) for reach, pupils in facts.families.items() if pupils}


async def test_who_is_missing_and_whom_to_call(morning):
    """Half an hour without an answer the family is to be called; tried is not reached."""
    await morning.missing()
    morning.at("09:25")
    await morning.calls.ask_due()
    asked = await overview(morning)
    await morning.calls.record(
        morning.school.staff("physics", homeroom="7Б"),
        call_id=asked.calls[0].call_id,
        is_reached=False,
        now=morning.now,
    )
    tried = await overview(morning)

    assert [("Мария", (1,), True)] == [
        (one.pupil.name.given_name, one.numbers, one.is_unknown) for one in asked.missing
    ]
    assert [False, True] == [asked.calls[0].is_tried, tried.calls[0].is_tried]
    await morning.calls.record(
        morning.school.staff("physics", homeroom="7Б"),
        call_id=asked.calls[0].call_id,
        is_reached=True,
        now=morning.now,
    )
    assert () == (await overview(morning)).calls


async def test_a_given_reason_is_known(morning):
    """What the family said is enough for today."""
    await morning.missing()
    await morning.reasons.give(
        morning.mother, student_id=morning.maria, on=TODAY, kind=AbsenceKind.SICK, now=morning.now
    )

    assert [False] == [one.is_unknown for one in (await overview(morning)).missing]


async def test_another_class_is_not_theirs(morning):
    """A forged button."""
    with pytest.raises(NotAllowed):
        await overview(morning, class_id=morning.school.classes["1А"])


async def test_events_of_the_coming_fortnight_are_the_classs_and_the_schools(morning):
    """Another class's, and what is further ahead, is not shown."""
    with bind_school(morning.school.school_id):
        async with morning.families.database.transaction() as session:
            session.add_all(
                SchoolEvent(on_date=TODAY + timedelta(days=days), name=name, school_class_id=of)
                for days, name, of in (
                    (0, "Классный час", morning.school.classes["7Б"]),
                    (14, "Ёлка", None),
                    (3, "Утренник", morning.school.classes["1А"]),
                    (15, "Каникулы", None),
                )
            )
    morning.at("08:20")

    assert ["Классный час", "Ёлка"] == [name for _on, name in (await overview(morning)).events]
