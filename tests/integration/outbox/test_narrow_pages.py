"""A narrower mode binds what is opened, too: the reader's own choice, child by child."""

import pytest

from services.diary.facts import DetailsAtSchool
from services.diary.service import DiaryService
from services.preferences.service import PreferencesService
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


async def test_an_alias_leaves_the_name_out_of_pages(database):
    """What was chosen not to be said in messages is not said on pages."""
    world = await make_family_world(database, await build_school(database))
    await world.link("mother_maria", account_id=1, student="maria")
    family = (world.school.guardian("mother_maria"),)
    maria = world.school.people["maria"]
    await PreferencesService(database).set_alias(family, maria, "Зайка")
    page = await DiaryService(database).marks(family, student_id=maria, now=world.clock.now())

    assert ("", ContentMode.ALIAS) == (page.child.given_name, page.child.content_mode)
