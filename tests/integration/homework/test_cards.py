"""The evening card about tomorrow: for who asked for it, once, in time."""

from datetime import date, time

import pytest
from sqlalchemy import update

from services.database import bind_school
from services.diary.cards import TomorrowCards
from services.due.service import DueService
from services.models import ChangeEntry, ClassPeriod, LessonChange, SchoolSetting
from services.preferences.service import PreferencesService
from services.regulation.profile import SettingKey
from services.vocabulary import ConsentAction, ConsentPurpose, EntryState
from tests.integration.homework.homework_world import ALGEBRA

MARIA = "Мария К. · 7Б"
MONDAY = "<b>Понедельник, 30 ноября: 4 урока, 08:30–12:00</b>"


@pytest.fixture
def cards(homework):
    """Give what writes the cards."""
    return TomorrowCards(homework.database, homework.families.clock)


async def wish(world, guardian="mother_maria", *, is_wanted=True):
    """Choose the card in /settings."""
    family = [world.school.guardian(guardian)]
    await PreferencesService(world.database).set_tomorrow_card(family, is_wanted=is_wanted)


async def evening(world, cards, clock="17:00", day=29):
    """Let it be an evening, by default of the Sunday before a school Monday."""
    await world.go_to(clock, day=day)
    world.families.sender.sent.clear()
    return await cards.prepare()


async def test_it_shows_tomorrow_to_who_asked_for_it(homework, cards):
    """Lessons with times and homework, at six, without a sound; nobody else gets one."""
    await wish(homework)
    await homework.save(*ALGEBRA)
    await evening(homework, cards)
    await homework.go_to("17:59", day=29)
    assert [] == homework.texts

    await homework.go_to("18:00", day=29)

    (text,) = homework.texts
    assert [
        MARIA,
        MONDAY,
        "1. 08:30 Разговоры о важном",
        "2. 09:20 Алгебра — № 214, 216",
        "3. 10:20 Алгебра",
        "4. 11:20 ОРКСЭ",
    ] == text.splitlines()
    assert homework.families.sender.sent[0].is_silent


async def test_it_is_owed_once_an_evening(homework, cards):
    """However often it is prepared, before and after it was sent."""
    await wish(homework)
    added = [await evening(homework, cards), await cards.prepare()]
    await homework.go_to("18:00", day=29)
    added.append(await cards.prepare())
    await homework.go_to("20:00", day=29)

    assert [1, 0, 0] == added
    assert 1 == len(homework.texts)


async def test_asked_for_late_it_comes_late(homework, cards):
    """At twenty past seven it is due at once; at night it is not written any more."""
    await evening(homework, cards, "19:20")
    await wish(homework)
    await cards.prepare()
    await homework.families.steps()
    assert 1 == len(homework.texts)

    await wish(homework, "mother_petrov")
    await homework.go_to("21:00", day=29)
    assert 0 == await cards.prepare()


async def test_who_changes_their_mind_gets_none(homework, cards):
    """The choice is asked again when the card leaves."""
    await wish(homework)
    await evening(homework, cards)
    await wish(homework, is_wanted=False)
    await homework.go_to("18:00", day=29)

    assert [] == homework.texts


async def test_no_card_before_a_free_day(homework, cards):
    """On Friday nobody needs to know about Saturday."""
    await wish(homework)

    assert 0 == await evening(homework, cards, day=27)


async def test_it_waits_for_the_homework_of_the_second_shift(homework, cards):
    """The last lesson ends at 18:30, so the homework is in by 19:30."""
    await wish(homework)
    with bind_school(homework.school.school_id):
        async with homework.database.transaction() as session:
            await session.execute(
                update(ClassPeriod)
                .where(ClassPeriod.number == 4)
                .values(starts_at=time(17, 50), ends_at=time(18, 30))
            )
    await evening(homework, cards, "17:00", day=30)
    await homework.go_to("19:29", day=30)
    assert [] == homework.texts

    await homework.go_to("19:30", day=30)
    assert [MARIA] == [text.splitlines()[0] for text in homework.texts]


async def test_changes_are_in_it(homework, cards):
    """A cancelled lesson is struck out, and no longer counted."""
    await wish(homework)
    school = homework.school
    entry = ChangeEntry(
        author_id=school.people["deputy"], state=EntryState.SAVED, source="x", resolved={},
        created_at=homework.now,
    )  # fmt: skip
    await homework.add(entry)
    await homework.add(
        LessonChange(
            entry_id=entry.id, lesson_on=date(2026, 11, 30), number=4,
            study_group_id=school.groups["7Б"], subject_id=school.subjects["ethics"],
            teacher_id=school.people["primary"], author_id=school.people["deputy"],
            recorded_at=homework.now, told_from=homework.now,
        )
    )  # fmt: skip
    await evening(homework, cards)
    await homework.go_to("18:00", day=29)

    lines = homework.texts[0].splitlines()
    assert "<b>Понедельник, 30 ноября: 3 урока, 08:30–11:00</b>" == lines[1]
    assert "4. 11:20 <s>ОРКСЭ</s> (отмена)" == lines[5]


async def test_after_a_standstill_it_is_no_news_when_the_day_has_begun(homework, cards):
    """Nobody reads «tomorrow» about a lesson that goes on."""
    await wish(homework)
    await evening(homework, cards)
    await homework.go_to("08:30", day=30)

    assert [] == homework.texts


async def test_a_student_may_have_one_too(homework, cards):
    """The own choice of the student, not the mother's."""
    await homework.families.link("maria", account_id=3)
    for person in ("mother_maria", "maria"):
        await homework.families.consent_outside(
            person, "maria", purpose=ConsentPurpose.STUDENT_ACCOUNT, action=ConsentAction.GIVEN
        )
    who = homework.school.guardian("mother_maria")
    student = type(who)(
        who.school_id, homework.school.people["maria"], who.kind, student_ids=who.student_ids
    )
    await PreferencesService(homework.database).set_tomorrow_card([student], is_wanted=True)
    await evening(homework, cards)
    await homework.go_to("18:00", day=29)

    assert [5003] == [one.chat_id for one in homework.families.sender.sent]


async def test_where_nothing_may_be_said_there_is_no_card(homework, cards):
    """In signal mode it is neither offered nor written."""
    await wish(homework)
    await homework.add(SchoolSetting(key=SettingKey.CONTENT_MODE, value="signal"))
    family = [homework.school.guardian("mother_maria")]

    assert 0 == await evening(homework, cards)
    settings = await PreferencesService(homework.database).settings(family)
    assert settings.has_tomorrow_card is None


async def test_the_choice_is_remembered(homework):
    """Off until somebody switches it on; staff have nothing to choose."""
    preferences = PreferencesService(homework.database)
    family = [homework.school.guardian("mother_maria")]
    before = await preferences.settings(family)
    await wish(homework)
    after = await preferences.settings(family)

    assert (False, True) == (before.has_tomorrow_card, after.has_tomorrow_card)
    assert (await preferences.settings([])).has_tomorrow_card is None


async def test_the_scheduled_job_writes_them(homework, cards):
    """As a row of the schedule: in the unit of work that notes the slot, once per slot."""
    await wish(homework)
    await homework.go_to("17:00", day=29)
    due = DueService(homework.database, homework.families.clock)
    for _ in range(2):
        await due.do_once("tomorrow_cards", cards.prepare, slot="2026-11-29T12")
    homework.families.sender.sent.clear()
    await homework.go_to("18:00", day=29)

    assert 1 == len(homework.texts)
