"""What a changed day does to alerts, calls, lesson cards and nudges. One table.

On Tuesday Orlov gives 7Б the first lesson (08:30–09:10), Guseva the last one, until 11:00.
"""

from contextlib import suppress

import pytest

from services.bulk_entry.errors import LineNotTaken
from services.change_entry.service import ChangeService
from services.control.nudges import NudgeService
from services.lesson_cards.sending import LessonCards
from services.vocabulary import NoticeKind
from tests.integration.absences.conftest import Morning, morning

__all__ = ["morning"]

# What may be owed on the day, and the moment at which it is.
CARD, NUDGE, ALERT, CALL, HOMEWORK = "card", "attendance", "alert", "call", "homework"
EVERYTHING = {CARD, NUDGE, ALERT, CALL, HOMEWORK}
KINDS = {
    NoticeKind.LESSON_CARD: CARD,
    NoticeKind.ABSENCE: ALERT,
    NoticeKind.CALL: CALL,
}


async def save(morning: Morning, line: str) -> int:
    """Let the deputy head change Tuesday on Monday noon, and everybody hear of it."""
    morning.at("12:00", day=23)
    changes, deputy = ChangeService(morning.families.database), morning.school.staff("deputy")
    preview = await changes.preview(deputy, line, now=morning.now)
    await changes.save(deputy, preview.entry_id, now=morning.now)
    await morning.told(minutes=10)
    return preview.entry_id


async def reminded(morning: Morning) -> bool:
    """Return whether Orlov gets a reminder now."""
    families = morning.families
    known = len(await families.notices())
    await NudgeService(families.database, families.clock).prepare()
    orlov = morning.school.people["physics"]
    return any(one.person_id == orlov for one in (await families.notices())[known:])


async def a_day(morning: Morning, *, homework: str = "12:00") -> set[str]:
    """Live through Tuesday: a card, the tenth minute, Maria missing, no answer, homework."""
    families = morning.families
    known = len(await families.notices())
    found: set[str] = set()
    morning.at("08:30")
    await LessonCards(families.database, families.clock).prepare()
    morning.at("08:40")
    if await reminded(morning):
        found.add(NUDGE)
    with suppress(LineNotTaken):  # where the lesson does not take place
        await morning.line("7б физика 1 урок: Кузнецова Мария н", by="physics")
    await morning.told(minutes=6)
    morning.at("09:30")
    await morning.calls.ask_due()
    await morning.told()
    morning.at(homework)
    if await reminded(morning):
        found.add(HOMEWORK)
    rows = (await families.notices())[known:]
    return found | {KINDS[one.kind] for one in rows if one.kind in KINDS}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("24.11 7Б 3 каб 101", EVERYTHING),
        ("24.11 7Б актированный день", set()),
        ("24.11 7 классы актированный день", set()),
        ("24.11 1 смена актированный день", set()),
        ("24.11 1-4 актированный день", EVERYTHING),  # other classes: Tuesday as always
        ("24.11 7Б карантин", set()),
        ("23.11-27.11 7Б карантин", set()),
        ("24.11 7Б дистант", {HOMEWORK}),  # lessons are given, but nobody is missed in them
        ("24.11 7Б отмена занятий", set()),
        ("24.11 7Б 1 отмена", set()),  # Orlov owes nothing of a lesson he does not give
    ],
)
async def test_a_changed_day_alarms_and_reminds_only_of_what_is_owed(morning, line, expected):
    """Frost, quarantine, no lessons: nothing at all. From home: homework, and nobody is missed."""
    await save(morning, line)

    assert expected == await a_day(morning)


@pytest.mark.parametrize(
    "line", ["24.11 7Б актированный день", "24.11 7Б карантин", "24.11 7Б дистант"]
)
async def test_a_withdrawn_day_is_watched_again(morning, line):
    """Children come after all: whoever does not is missed."""
    entry_id = await save(morning, line)
    changes, deputy = ChangeService(morning.families.database), morning.school.staff("deputy")
    await changes.withdraw(deputy, entry_id, now=morning.now)
    await morning.told(minutes=5)

    assert EVERYTHING == await a_day(morning)


async def test_a_shortened_day_is_watched_by_its_own_bells(morning):
    """Lessons of 30 minutes: the second begins at 09:10, the last ends at 10:30."""
    await save(morning, "24.11 7Б сокращённые по 30 минут")
    families = morning.families
    cards = LessonCards(families.database, families.clock)
    made = []
    for clock in ("08:30", "09:05", "09:10", "10:00"):
        morning.at(clock)
        made.append(await cards.prepare())
    morning.at("09:05")
    between = await reminded(morning)
    morning.at("11:25")
    early = await reminded(morning)
    morning.at("11:30")
    due = await reminded(morning)

    assert [1, 0, 0, 0] == made  # of the teachers only Orlov has a chat
    assert (False, False, True) == (between, early, due)


async def test_an_absence_of_a_shortened_lesson_waits_for_its_own_tenth_minute(morning):
    """The third lesson begins at 10:00 instead of 10:20: at 10:10 the family may hear."""
    await save(morning, "24.11 7Б сокращённые по 30 минут")
    morning.at("10:02")
    await morning.line("7б алгебра 3 урок: Кузнецова Мария н", by="algebra")
    before = await morning.told(minutes=7)
    then = await morning.told(minutes=1)

    assert {} == before
    assert any("3-м уроке" in text and "10:00" in text for text in then[1])
