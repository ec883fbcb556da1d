"""The topic of the plan on the card, taken with one press, and the plan against what was given."""

from datetime import date

import pytest

from services.clock import Clock
from services.database import bind_school
from services.i18n import use_locale
from services.models import PlannedTopic
from services.reports.office.ask import PeriodWish
from services.reports.office.catalogue import find_report
from services.reports.office.service import OfficeReports
from tests.factories import at
from tests.integration.journal.test_chat import TEACHER

TOPICS = ("Повторение", "Степень", "Одночлены")


@pytest.fixture
async def planned(chats, journal):
    """Give algebra in 7Б a plan of three lines; the first was given on Monday, twice."""
    with bind_school(journal.school.school_id):
        async with journal.database.transaction() as session:
            session.add_all(
                PlannedTopic(
                    subject_id=journal.school.subjects["algebra"],
                    school_class_id=journal.school.classes["7Б"],
                    number=number,
                    topic=topic,
                    hours=1,
                )
                for number, topic in enumerate(TOPICS, start=1)
            )
    await journal.save("7б алгебра 23.11 2 урок: тема Повторение", now=at(23, "12:00"))
    return chats


async def _card(chats):
    lessons = await chats.send(TEACHER, "/today")
    return await chats.press(TEACHER, lessons, "3")


async def test_one_press_takes_the_next_topic_of_the_plan(planned, journal):
    """The card proposes it with its place; pressed twice it is recorded once; it can be undone."""
    card = await _card(planned)
    taken = await planned.press(TEACHER, card, "Take the topic of the plan")
    again = await planned.press(TEACHER, card, "Take the topic of the plan")

    assert "Topic by the plan (2 of 3): Степень" in card.text
    assert "Topic: Степень" in taken.text
    assert "Topic: Степень" in again.text
    assert [(2, "Повторение"), (3, "Степень")] == await journal.topics()
    await planned.press(TEACHER, taken, "Take the entry back")
    assert [(2, "Повторение"), (3, "")] == await journal.topics()


async def test_an_old_proposal_records_nothing(planned, journal):
    """The plan has moved on since the card was sent: the fresh card is shown instead."""
    card = await _card(planned)
    await journal.save("7б алгебра 23.11 3 урок: тема Степень", now=planned.clock.now())
    fresh = await planned.press(TEACHER, card, "Take the topic of the plan")

    assert "Topic by the plan (3 of 3): Одночлены" in fresh.text
    assert [(2, "Повторение"), (3, "Степень")] == await journal.topics()


async def test_the_deputy_head_sees_plan_against_fact(planned, journal):
    """Hours of the plan, due by timetable, given, behind, and whether the year has room."""
    clock: Clock = planned.clock
    kind = find_report("программа")
    assert kind is not None
    with use_locale("en"):
        report = await OfficeReports(journal.database, clock).make(
            kind, school_id=journal.school.school_id, class_name="7Б", wish=PeriodWish(None, 2)
        )
    algebra = next(row for row in report.pages[0].rows if row.cells[1] == "Алгебра")

    _teacher, _subject, _group, hours, due, given, behind, given_of_plan, following, room = (
        algebra.cells
    )
    assert date(2026, 11, 24) == clock.now().date()
    # Mondays have two lessons, Tuesdays one, Wednesdays one in even weeks; holidays have none.
    assert (3, 38, 1, 37, 1) == (hours, due, given, behind, given_of_plan)
    assert ("2. Степень", "enough") == (following, room)
