"""Wrong data: asked in the chat, seen to by the office within seven working days, answered."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from services.audit.verify import verify_chain
from services.database import bind_school
from services.models import CorrectionRequest, Notice
from services.news.facts import CorrectionDecidedNews, CorrectionRequestNews
from services.news.requests import CorrectionRequestSource
from services.news.sources import Moment
from services.outbox.ports import Look
from services.regulation.repository import load_profile
from services.vocabulary import FactKind, FactRef, Role
from tests.integration.joining.chat import Line
from tests.integration.joining.joining_world import KEYS
from tests.integration.joining.test_people_in_chat import come_in

MOTHER, OFFICE, TEACHER = 501, 602, 601
WRONG = "Дочь родилась 14.05.2013, а не 2012"


@pytest.fixture
def line(world):
    """Give the way updates take into the program."""
    return Line(world)


@pytest.fixture
async def office(world, line):
    """Give the chat of a secretary."""
    await world.give_role("deputy", Role.SECRETARY)
    return await come_in(world, line, "deputy", OFFICE)


@pytest.fixture
async def mother(world, line, office):
    """Give the chat of a mother who has said what is wrong."""
    chat = await come_in(world, line, "mother_maria", MOTHER, consents=True)
    await chat.send("/privacy")
    await chat.press("Something is wrong")
    await chat.send(WRONG)
    return chat


async def news(world):
    """Return what every notice about the request would say now, by who reads it."""
    async with world.database.reading() as session:
        with bind_school(world.school.school_id):
            rows = await session.scalars(
                select(Notice)
                .where(Notice.fact_kind == FactKind.CORRECTION_REQUEST)
                .order_by(Notice.id)
            )
            looks = [
                Look(
                    notice_id=row.id,
                    person_id=row.person_id,
                    student_id=row.student_id,
                    kind=row.kind,
                    fact=FactRef(row.fact_kind, row.fact_id),
                    revision=row.revision,
                    told=None,
                )
                for row in rows
            ]
            moment = Moment(world.clock.now(), await load_profile(session))
            found = await CorrectionRequestSource().look(session, [looks], moment)
    return [(one.person_id, found[one.notice_id].news) for one in looks]


async def test_what_is_wrong_is_handed_in_mended_and_answered(world, office, mother):
    """Asked with its day, told to the office, done with one press, told to the mother."""
    asked = mother.last.text
    told = await news(world)
    await office.send("/menu")
    await office.press("Data to be corrected (1)")
    card = office.last.text
    await office.press("Corrected")
    await office.press("Corrected")
    again = office.last.text
    verified = await verify_chain(world.database, world.school.school_id, keys=KEYS)

    assert "due by 03.12.2026" in asked  # seven working days after Tuesday 24.11
    assert world.person("deputy") == told[0][0]
    assert isinstance(told[0][1], CorrectionRequestNews)
    assert WRONG in card
    assert "out of date" in again
    assert [(world.person("mother_maria"), CorrectionDecidedNews(is_done=True, answer=""))] == [
        one for one in await news(world) if one[1] is not None
    ]
    assert verified.is_intact
    assert [("insert", world.person("mother_maria")), ("update", world.person("deputy"))] == (
        await world.entries("correction_request")
    )


async def test_declining_needs_a_reason_and_the_mother_reads_it(world, office, mother):
    """Without words nothing is recorded; «My data» shows what became of it."""
    await office.send("/status")
    await office.press("Data to be corrected")
    await office.press("Decline")
    await office.send("—")
    unclear = office.last.text
    await office.send("Так стоит в свидетельстве")
    await mother.send("/privacy")
    await mother.press("Something is wrong")

    assert "say it in words" in unclear
    assert "not changed: Так стоит в свидетельстве" in mother.last.text
    assert CorrectionDecidedNews(is_done=False, answer="Так стоит в свидетельстве") in [
        one for _, one in await news(world)
    ]


async def test_an_answer_that_is_late_stands_in_the_status(world, office, mother):
    """On the day itself it is not late yet; the day after it is."""
    lines = []
    for day in (3, 4):
        world.clock.move_to(datetime(2026, 12, day, 6, tzinfo=UTC))
        await office.send("/status")
        lines.append("Answers that are overdue: 1" in office.last.text)

    assert [False, True] == lines


async def test_a_year_without_a_calendar_has_no_day(world, office, mother):
    """The number of days is said instead; nothing is made up."""
    world.clock.move_to(datetime(2028, 3, 1, 6, tzinfo=UTC))
    await mother.send("/privacy")
    await mother.press("Something is wrong")
    await mother.send("И отчество неверно")

    assert "within 7 working days" in mother.last.text


async def test_nobody_else_sees_to_it_and_erasure_takes_the_words(world, line, office, mother):
    """A class teacher's press is refused; who deletes the own data takes the words along."""
    teacher = await come_in(world, line, "physics", TEACHER)
    await teacher.press_data("crdn:1")
    refused = teacher.last.text
    await mother.send("/privacy")
    await mother.press("Delete my data")
    await mother.press("Delete now")
    async with world.database.reading() as session:
        with bind_school(world.school.school_id):
            row = (await session.scalars(select(CorrectionRequest))).one()
    verified = await verify_chain(world.database, world.school.school_id, keys=KEYS)

    assert "not open to you" in refused
    assert ("", "out_of_date") == (row.text, row.state)
    assert verified.is_intact
