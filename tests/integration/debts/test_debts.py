"""Debts: said in a line, told once and weekly, closed by the mark; whose they are."""

from datetime import date

import pytest

from services.bulk_entry.facts import PreviewFacts
from services.database import bind_school
from services.debts.facts import DebtClosed
from services.debts.repository import open_debts
from services.debts.service import DebtService
from services.diary.debts import DebtPagesService
from services.errors import NotAllowed, NotFound
from tests.integration.absences.conftest import FATHER, MOTHER, Morning, morning

__all__ = ["morning"]

LINE = "7б физика 1 урок лаб: Кузнецова Мария долг"


class Debts:
    """Orlov, who waits for a laboratory work of Tuesday, and Maria's parents."""

    def __init__(self, morning: Morning) -> None:
        """Ask the services of the morning's database."""
        self.morning = morning
        database = morning.families.database
        self.service = DebtService(database, morning.families.clock)
        self.pages = DebtPagesService(database)
        self.teacher = morning.school.staff("physics")

    async def said(self) -> dict[int, list[str]]:
        """Let the teacher say the debt and the family hear of it."""
        self.morning.at("08:45")
        await self.morning.line(LINE, by="physics")
        return await self.morning.told(minutes=6)

    async def page(self) -> list[tuple[str, str, int]]:
        """Return what the mother reads: subject, kind of work, day due."""
        page = await self.pages.page(self.morning.mother, now=self.morning.now)
        return [(one.subject, one.work_kind, one.due_on.day) for one in page.debts]

    async def mine(self):
        """Return what the teacher waits for."""
        return (await self.service.mine(self.teacher, now=self.morning.now))[1]


@pytest.fixture
def debts(morning):
    """Give the debt's people."""
    return Debts(morning)


async def test_a_debt_is_told_once_after_the_hold(debts):
    """Both parents read which work and by when; saying it again changes nothing."""
    told = await debts.said()
    await debts.morning.line(LINE, by="physics")

    line = "Не сдано: физика, лабораторная работа от 24.11, сдать до 08.12"
    assert {MOTHER: [f"Мария К. · 7Б\n{line}"], FATHER: [f"Мария К. · 7Б\n{line}"]} == told
    assert debts.morning.families.sender.sent[-1].is_silent
    assert {} == await debts.morning.told(minutes=6)
    assert [("Физика", "laboratory", 8)] == await debts.page()


async def test_the_preview_says_that_it_is_a_debt(debts):
    """And that it stands already, the second time."""
    debts.morning.at("08:45")
    who = debts.teacher
    first = await debts.morning.entries.preview(who, LINE, now=debts.morning.now)
    await debts.said()
    again = await debts.morning.entries.preview(who, LINE, now=debts.morning.now)

    assert isinstance(first, PreviewFacts)
    assert isinstance(again, PreviewFacts)
    assert [(True, True), (True, False)] == [
        (one.lessons[0].students[0].owes, one.lessons[0].students[0].opens_debt)
        for one in (first, again)
    ]
    assert (False, True) == (first.is_unchanged, again.is_unchanged)


async def test_what_is_held_is_on_no_page(debts):
    """Taken back within the hold, it was never there."""
    debts.morning.at("08:45")
    await debts.morning.line(LINE, by="physics")
    before = await debts.page()
    last = await debts.morning.entries.last_saved(debts.teacher, now=debts.morning.now)
    await debts.morning.entries.undo(debts.teacher, last.entry_id, now=debts.morning.now)

    assert [] == before
    assert {} == await debts.morning.told(minutes=10)
    assert [] == await debts.page()
    assert () == await debts.mine()


async def test_the_mark_of_the_work_closes_it(debts):
    """A mark for the lesson itself does not; the family reads both in silence."""
    await debts.said()
    morning = debts.morning
    await morning.line("7б физика 1 урок: Кузнецова Мария 4", by="physics")
    other = await debts.page()
    await morning.told(minutes=6)
    await morning.line("7б физика 1 урок лаб: Кузнецова Мария 5", by="physics")
    told = await morning.told(minutes=6)

    assert 1 == len(other)
    assert any("Сдано: физика, лабораторная работа от 24.11" in one for one in told[MOTHER])
    assert [] == await debts.page()
    assert () == await debts.mine()


async def test_a_mark_taken_back_opens_it_again(debts):
    """The undone entry leaves the debt as it was."""
    await debts.said()
    morning = debts.morning
    await morning.line("7б физика 1 урок лаб: Кузнецова Мария 5", by="physics")
    last = await morning.entries.last_saved(debts.teacher, now=morning.now)
    await morning.entries.undo(debts.teacher, last.entry_id, now=morning.now)

    assert {} == await morning.told(minutes=10)
    assert 1 == len(await debts.mine())


async def test_families_are_reminded_weekly_while_it_is_open(debts):
    """A week later once, then only a week after that; a closed debt is silent."""
    await debts.said()
    morning = debts.morning
    morning.at("16:00", day=30)
    await debts.service.remind_due()
    early = await morning.told()
    morning.families.clock.move_to(morning.now.replace(month=12, day=1))
    await debts.service.remind_due()
    await debts.service.remind_due()
    week = await morning.told()
    debt = (await debts.mine())[0].debt
    await debts.service.close(debts.teacher, debt_id=debt.debt_id, now=morning.now)
    await morning.told(minutes=6)
    morning.families.clock.move_to(morning.now.replace(day=9))
    await debts.service.remind_due()

    assert {} == early
    assert [
        "Мария К. · 7Б\nВсё ещё не сдано: физика, лабораторная работа от 24.11, срок 08.12"
    ] == (week[MOTHER])
    assert {} == await morning.told()


async def test_more_time_is_a_week_and_told(debts):
    """The family reads the new date."""
    await debts.said()
    debt = (await debts.mine())[0].debt
    pressed = await debts.service.give_more_time(
        debts.teacher, debt_id=debt.debt_id, now=debts.morning.now
    )
    told = await debts.morning.told(minutes=6)

    assert date(2026, 12, 15) == pressed.debt.debt.due_on
    assert "сдать до 15.12" in told[MOTHER][0]


async def test_only_the_teacher_of_the_lesson_settles_it(debts):
    """Another teacher's or a forged button; a second press says that it is closed."""
    await debts.said()
    now = debts.morning.now
    debt_id = (await debts.mine())[0].debt.debt_id
    with pytest.raises(NotAllowed):
        await debts.service.close(debts.morning.school.staff("algebra"), debt_id=debt_id, now=now)
    with pytest.raises(NotFound):
        await debts.service.close(debts.teacher, debt_id=999_999, now=now)
    await debts.service.close(debts.teacher, debt_id=debt_id, now=now)
    with pytest.raises(DebtClosed):
        await debts.service.close(debts.teacher, debt_id=debt_id, now=now)


async def test_another_familys_debts_are_not_shown(debts):
    """A forged button opens nothing."""
    with pytest.raises(NotAllowed):
        await debts.pages.page(
            debts.morning.mother,
            now=debts.morning.now,
            student_id=debts.morning.school.people["petrov"],
        )


async def test_a_summary_asks_for_the_debts_of_a_day(debts):
    """What was owed on a day before the work is nothing."""
    await debts.said()
    morning = debts.morning
    with bind_school(morning.school.school_id):
        async with morning.families.database.reading() as session:
            found = [
                len(await open_debts(session, morning.maria, on=on, now=morning.now))
                for on in (date(2026, 11, 23), date(2026, 11, 24))
            ]

    assert [0, 1] == found
