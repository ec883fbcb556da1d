"""A narrower mode binds what is opened, too: the reader's own choice, child by child."""

import pytest

from handlers.screens.child_words import child_title
from services.diary.absences import AbsencePagesService
from services.diary.facts import DetailsAtSchool
from services.diary.service import DiaryService
from services.finals.family import FamilyFinalsService
from services.finals.outlook import ForecastService
from services.preferences.service import PreferencesService
from services.summaries.service import SummaryService
from services.vocabulary import ContentMode
from tests.factories import build_school
from tests.integration.outbox.family import make_family_world
from tests.integration.outbox.test_wishes import mother


async def test_pages_say_no_more_than_the_chosen_mode(database):
    """Signal for one child closes its pages; the other child's stay as they are."""
    world = await make_family_world(database, await build_school(database))
    await world.link("mother_maria", account_id=1, student="maria")
    await world.guard("mother_maria", "petrov")
    maria, petrov = (world.school.people[key] for key in ("maria", "petrov"))
    family, now = mother(world), world.clock.now()
    diary = DiaryService(database)
    await PreferencesService(database).set_mode(family, maria, ContentMode.SIGNAL)
    page = await diary.marks(family, student_id=petrov, now=now)

    assert "Артём" == page.child.given_name
    assert {"", "Артём"} == {child.given_name for child in page.children}
    with pytest.raises(DetailsAtSchool):
        await diary.marks(family, student_id=maria, now=now)


async def test_pages_call_the_child_as_the_parent_does(database):
    """Name and class are left out as they are in messages; what the parent calls it stands there.

    Diary, marks, finals, absences, forecast, summary, timetable, and the calendar of the phone.
    """
    world = await make_family_world(database, await build_school(database))
    await world.link("mother_maria", account_id=1, student="maria")
    family = (world.school.guardian("mother_maria"),)
    maria = world.school.people["maria"]
    await PreferencesService(database).set_alias(family, maria, "Зайка")
    now = world.clock.now()
    titles = [
        child_title(page.child, page.children)
        for page in (
            await DiaryService(database).day(family, student_id=maria, now=now),
            await DiaryService(database).marks(family, student_id=maria, now=now),
            await FamilyFinalsService(database).page(family, student_id=maria, now=now),
            await AbsencePagesService(database).page(family, student_id=maria, now=now),
            await ForecastService(database).page(family, student_id=maria, now=now),
            await SummaryService(database).page(family, student_id=maria, now=now),
        )
    ]

    assert ["Зайка"] * 6 == titles
