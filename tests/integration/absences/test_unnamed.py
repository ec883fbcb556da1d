"""Where no name may be written: which of a parent's children an answer is about."""

from dataclasses import replace

import pytest

from handlers.screens.absences import announcement, left_home_question, reason_given
from handlers.screens.absences import reason_question as question_page
from handlers.screens.alarm import parent_alarm
from services.access.identity import Identity
from services.database import bind_school
from services.i18n import use_locale
from services.models import SchoolSetting
from services.preferences.service import PreferencesService
from services.regulation.profile import SettingKey
from services.vocabulary import AbsenceKind
from tests.integration.absences.conftest import TODAY, Morning


@pytest.fixture
async def mother(morning: Morning) -> Identity:
    """Give Maria's mother, who has Lev too, at a school that writes no names."""
    await morning.missing()
    with bind_school(morning.school.school_id):
        async with morning.families.database.transaction() as session:
            session.add(SchoolSetting(key=SettingKey.CONTENT_MODE, value="alias"))
    (mother,) = morning.mother
    others = {morning.school.people["sidorov"], morning.maria}
    return replace(mother, student_ids=frozenset(others))


async def _heads(morning: Morning, family: list[Identity]) -> list[str]:
    """What each answer about Maria begins with, from the reason to the alarm."""
    asked = await morning.reasons.question(
        family, student_id=morning.maria, on=TODAY, now=morning.now
    )
    alarm = await morning.alarms.raise_alarm(
        family, student_id=morning.maria, on=TODAY, now=morning.now
    )
    given = await morning.reasons.give(
        family, student_id=morning.maria, on=TODAY, kind=AbsenceKind.SICK, now=morning.now
    )
    with use_locale("ru"):
        pages = question_page(asked), left_home_question(asked), parent_alarm(alarm)
        return [one.text.splitlines()[0] for one in (*pages, reason_given(given))]


async def test_every_answer_numbers_the_child_as_pages_do(morning, mother):
    """Maria is the first by her id, Lev the second: every answer says «Ребёнок 1»."""
    offered = await morning.reasons.read([mother], "", now=morning.now)
    with use_locale("ru"):
        page = announcement(offered)

    assert {"Ребёнок 1"} == set(await _heads(morning, [mother]))
    assert "Ребёнок 1" == page.text.splitlines()[0]
    assert "Ребёнок 2" in [one.caption for row in page.buttons for one in row]


async def test_an_only_child_has_no_number(morning, mother):
    """There is nothing to confuse."""
    only = replace(mother, student_ids=frozenset({morning.maria}))

    assert {"Ваш ребёнок"} == set(await _heads(morning, [only]))


async def test_the_name_a_parent_chose_goes_before_the_number(morning, mother):
    """It says more."""
    preferences = PreferencesService(morning.families.database)
    await preferences.set_alias([mother], morning.maria, "Зайка")

    assert {"Зайка"} == set(await _heads(morning, [mother]))
