"""Who has changed class or group hears nothing of what is set there: it is not theirs to do."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from services.database import bind_school
from services.models import Enrollment, GroupMembership
from tests.integration.homework.homework_world import ALGEBRA, ENGLISH

MARIA = "Мария К."
TODAY = date(2026, 11, 24)


@pytest.fixture
def move(homework):
    """Let Maria leave 7Б for 1А on a day."""

    async def move(on: date) -> None:
        student, school = homework.school.people["maria"], homework.school
        with bind_school(school.school_id):
            async with homework.database.transaction() as session:
                row = await session.scalar(
                    select(Enrollment).where(Enrollment.student_id == student)
                )
                row.ends_on = on - timedelta(days=1)
                session.add(
                    Enrollment(
                        student_id=student, school_class_id=school.classes["1А"], starts_on=on
                    )
                )

    return move


def to_maria(world) -> list[str]:
    """Return what Maria's mother has read."""
    return [text for text in world.texts if text.startswith(MARIA)]


@pytest.mark.parametrize("on", [TODAY, date(2026, 11, 27)], ids=["today", "before it is due"])
async def test_homework_that_waits_is_not_told_after_a_move(homework, move, on):
    """The lists were mended at noon, the class's homework goes out by the hour."""
    await homework.save(*ALGEBRA)  # for Monday the 30th
    await move(on)
    await homework.go_to("12:00")

    assert ([], 1) == (to_maria(homework), len(homework.texts))


async def test_homework_due_before_the_move_is_still_theirs(homework, move):
    """Who moves next week does this week's homework."""
    await homework.save(*ALGEBRA)
    await move(date(2026, 12, 1))
    await homework.go_to("12:00")

    assert 1 == len(to_maria(homework))


async def test_a_correction_is_not_told_after_a_move(homework, move):
    """What the old class is told of a homework once told to Maria's mother, too."""
    await homework.save(*ALGEBRA)
    await homework.go_to("12:00")
    await move(TODAY)
    await homework.save("7б алгебра дз № 300")
    await homework.go_to("14:00")

    assert 1 == len(to_maria(homework))
    assert any("№ 300" in text for text in homework.texts)


async def test_homework_of_a_left_group_is_not_told(homework):
    """From one group of English to the other: the first one's exercise is not hers any more."""
    school = homework.school
    await homework.save(*ENGLISH[0])
    with bind_school(school.school_id):
        async with homework.database.transaction() as session:
            row = await session.scalar(
                select(GroupMembership).where(GroupMembership.student_id == school.people["maria"])
            )
            row.study_group_id = school.groups["7Б англ. 2"]
    await homework.go_to("12:00")

    assert ([], 1) == (to_maria(homework), len(homework.texts))
