"""Figures of a month: the class teacher's register and the list of systematic absence."""

import pytest

from services.errors import NotAllowed
from services.homeroom.figures import FiguresService
from services.vocabulary import Role
from tests.factories import at
from tests.integration.absences.conftest import Morning


@pytest.fixture
async def missed(morning: Morning):
    """Maria misses the physics of every Tuesday of November, Petrov is late once."""
    for day in (3, 10, 17, 24):
        morning.at("08:40", day=day)
        await morning.line("7б физика 1 урок: Кузнецова Мария н", by="physics")
    await morning.line("7б физика 1 урок: Петров о10", by="physics")
    morning.at("12:00", day=24)
    return morning


async def test_a_month_counts_lessons_and_what_was_held(missed):
    """The lessons that are over, her own group of English among them; holidays hold none."""
    service = FiguresService(missed.families.database)
    teacher = missed.school.staff("physics", homeroom="7Б")
    facts = await service.month(teacher, now=missed.now)
    maria = facts.pupils[0]

    # Mondays 2, 9, 16, 23: four lessons each; Tuesdays 3, 10, 17, 24: three; Wednesdays in even
    # weeks, 11 and 25 (to come).
    assert (4, 16 + 12 + 1) == (maria.figures.missed, maria.held)
    assert [4, 0] == [one.figures.missed for one in facts.pupils]
    assert (6, 4, 1) == (facts.students, facts.total.missed, facts.total.tardy)
    assert not maria.is_systematic


async def test_who_misses_three_tenths_is_on_the_list(missed):
    """Until the ninth of a month little was held: one of three lessons is systematic."""
    service = FiguresService(missed.families.database)
    pedagogue = missed.staff("deputy", Role.SOCIAL_PEDAGOGUE)
    early = at(3, "12:00")
    for _ in range(1):
        missed.at("10:10", day=3)
        await missed.line("7б англ 2 урок: Кузнецова Мария н", by="english1")
        missed.at("11:10", day=3)
        await missed.line("7б алгебра 3 урок: Кузнецова Мария н", by="algebra")
    first, pupils = await service.systematic(pedagogue, now=early)

    assert at(1, "12:00").date() == first
    assert [("Кузнецова", "7Б", 6, 7)] == [
        (one.pupil.name.family_name, one.class_name, one.figures.missed, one.held)
        for one in pupils
    ]


async def test_the_list_is_for_those_who_see_to_it(missed):
    """A class teacher has the own class; a subject teacher has neither."""
    service = FiguresService(missed.families.database)
    with pytest.raises(NotAllowed):
        await service.systematic(missed.school.staff("algebra"), now=missed.now)
    with pytest.raises(NotAllowed):
        await service.month(missed.school.staff("algebra"), now=missed.now)
