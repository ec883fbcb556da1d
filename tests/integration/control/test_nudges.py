"""Nudges on the small school: private, once, merged, and only about what is missing."""

from datetime import time

import pytest

from services.change_entry.service import ChangeService
from services.control.nudges import NudgeService
from services.database import bind_school
from services.models import (
    ClassPeriod,
    SchoolClass,
    StudyGroup,
    TeachingAssignment,
    TimetableEntry,
)
from services.vocabulary import GroupKind, WeekParity
from tests.integration.absences.conftest import TEACHER, Morning, morning

__all__ = ["morning"]


class Nudges:
    """Orlov, who gives the first lesson on Tuesdays, and the job that reminds him."""

    def __init__(self, morning: Morning) -> None:
        """Prepare by the morning's clock."""
        self.morning = morning
        self.service = NudgeService(morning.families.database, morning.families.clock)

    async def at(self, clock: str, *, day: int = 24) -> dict[int, list[str]]:
        """Let it be that moment, prepare, and return who is told what."""
        self.morning.at(clock, day=day)
        await self.service.prepare()
        return await self.morning.told()


async def second_shift(morning: Morning) -> None:
    """Let Orlov give physics to 8А on Tuesdays and Mondays, at 14:00."""
    school = morning.school
    with bind_school(school.school_id):
        async with morning.families.database.transaction() as session:
            row = SchoolClass(name="8А", grade_level=8, shift=2, bell_set="вторая")
            session.add(row)
            await session.flush()
            group = StudyGroup(name="8А", kind=GroupKind.WHOLE_CLASS, school_class_id=row.id)
            session.add(group)
            await session.flush()
            facts = {"study_group_id": group.id, "subject_id": school.subjects["physics"]}
            session.add(TeachingAssignment(teacher_id=school.people["physics"], **facts))
            session.add(
                ClassPeriod(
                    bell_set="вторая",
                    number=1,
                    starts_at=time(14),
                    ends_at=time(14, 40),
                    weekdays=[],
                    grades=[],
                )
            )
            session.add_all(
                TimetableEntry(
                    teacher_id=school.people["physics"],
                    weekday=weekday,
                    number=1,
                    parity=WeekParity.EVERY,
                    **facts,
                )
                for weekday in (1, 2)
            )


@pytest.fixture
def nudges(morning):
    """Give the job."""
    return Nudges(morning)


async def test_the_tenth_minute_reminds_once(nudges):
    """At 08:40 the teacher is reminded, silently; at 08:45 nothing more is said."""
    first = await nudges.at("08:40")
    again = await nudges.at("08:45")

    assert [TEACHER] == list(first)
    assert "7Б · физика, урок 1" in first[TEACHER][0]
    assert nudges.morning.families.sender.sent[-1].is_silent
    assert {} == again


async def test_who_has_marked_absentees_hears_nothing(nudges):
    """Nor does who does it while the reminder is on its way."""
    nudges.morning.at("08:40")
    await nudges.service.prepare()
    await nudges.morning.line("7б физика 1 урок: Петров н", by="physics")

    assert TEACHER not in await nudges.morning.told(minutes=1)


async def test_homework_is_asked_for_an_hour_after_the_last_lesson(nudges):
    """7Б is done at 11:00: at 12:00 the reminder, at 13:00 it is late and the deputy head's."""
    before = await nudges.at("11:55")
    due = await nudges.at("12:00")

    assert TEACHER not in before
    assert "домашнего задания ещё нет" in due[TEACHER][0].lower()
    assert {} == await nudges.at("12:05")


async def test_each_shift_is_asked_for_its_homework(nudges):
    """A class of the second shift is at school when 7Б is asked for its own."""
    await second_shift(nudges.morning)
    noon = await nudges.at("12:00")
    early = await nudges.at("14:55")
    due = await nudges.at("15:45")

    assert ["7Б"] == [name for name in ("7Б", "8А") if name in noon[TEACHER][0]]
    assert TEACHER not in early
    assert "8А · физика" in due[TEACHER][0]
    assert "домашнего задания ещё нет" in due[TEACHER][0].lower()


async def test_homework_given_ahead_leaves_the_second_shift_in_peace(nudges):
    """Written at one for the lesson at two, it is of that lesson, and nothing is asked for."""
    await second_shift(nudges.morning)
    nudges.morning.at("13:00")
    await nudges.morning.line("8а физика дз § 7", by="physics")
    await nudges.morning.line("7б физика дз § 7", by="physics")

    told = (await nudges.at("15:45")).get(TEACHER, [])

    assert not [text for text in told if "домашнего задания ещё нет" in text.lower()]


async def test_who_is_away_is_left_in_peace(nudges):
    """The lesson is Guseva's today: the substitute is asked, Orlov is not."""
    morning = nudges.morning
    morning.at("12:00", day=23)
    changes, deputy = ChangeService(morning.families.database), morning.school.staff("deputy")
    preview = await changes.preview(deputy, "24.11 7Б 1 физика Гусева", now=morning.now)
    await changes.save(deputy, preview.entry_id, now=morning.now)
    await morning.told(minutes=10)

    assert TEACHER not in await nudges.at("08:40")
    assert TEACHER not in await nudges.at("12:00")


async def test_a_frost_day_reminds_nobody(nudges):
    """Nothing is owed for it."""
    morning = nudges.morning
    morning.at("12:00", day=23)
    changes, deputy = ChangeService(morning.families.database), morning.school.staff("deputy")
    preview = await changes.preview(deputy, "24.11 7Б актированный день", now=morning.now)
    await changes.save(deputy, preview.entry_id, now=morning.now)
    await morning.told(minutes=10)

    assert {} == await nudges.at("08:40")
    assert {} == await nudges.at("12:00")


async def test_at_three_works_and_marks_are_one_message(nudges):
    """Thursday: few marks and the period of October in one message, told once."""
    morning = nudges.morning
    morning.at("08:35", day=24)
    await morning.line(
        "7б физика 1 урок: Петров н; тема Контрольная работа № 1; дз § 1", by="physics"
    )
    await morning.told(minutes=10)
    thursday = await nudges.at("15:00", day=26)
    later = await nudges.at("15:05", day=26)
    friday = await nudges.at("15:00", day=27)

    assert 1 == len(thursday[TEACHER])
    assert "Мало отметок" in thursday[TEACHER][0]
    assert "7Б · физика: 6 учеников без отметки" in thursday[TEACHER][0]
    assert TEACHER not in later
    assert "до конца дня пт 27.11" in friday[TEACHER][0]


async def test_the_month_is_checked_by_the_eighth(nudges):
    """From the 5th: how much of the month before is not filled; holidays of students no matter."""
    found = await nudges.at("15:00", day=5)

    assert "октябрь" in found[TEACHER][0]
    assert {} == await nudges.at("15:00", day=6)
