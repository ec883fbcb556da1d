"""Late corrections: who may make them, what they have to say, and what stays open to teachers."""

import pytest

from services.bulk_entry.facts import PreviewFacts
from services.journal.errors import NotYourLesson, ReasonNeeded, WindowClosed
from tests.factories import at

THEN, NOW = at(16, "09:30"), at(24, "10:35")


async def test_within_the_hold_one_press_is_enough(journal):
    """Families know nothing: no reason is asked for."""
    saved = await journal.save("7б алгебра: Петров 4", now=NOW)
    undone = await journal.entries.undo(
        journal.school.staff("algebra"), saved.entry_id, now=at(24, "10:38")
    )

    assert undone.restored == 1


async def test_after_the_hold_a_reason_goes_with_it(journal):
    """Without one nothing is taken back; with one the audit keeps it."""
    saved = await journal.save("7б алгебра: Петров 4", now=NOW)
    who = journal.school.staff("algebra")
    with pytest.raises(ReasonNeeded):
        await journal.entries.undo(who, saved.entry_id, now=at(24, "11:35"))
    undone = await journal.entries.undo(
        who, saved.entry_id, now=at(24, "11:35"), reason="Не тот класс"
    )

    assert undone.families_told
    assert [] == await journal.marks()


async def test_behind_the_window_a_teacher_corrects_nothing(journal):
    """Eight days later neither a mark nor a letter nor a topic changes, and nothing is undone."""
    saved = await journal.save("7б алгебра: Петров 4, Сидоров н; тема Степень", now=THEN)
    for line in (
        "7б алгебра 16.11 2 урок: Петров 5",
        "7б алгебра 16.11 2 урок: Сидоров о",
        "7б алгебра 16.11 2 урок тема Корень",
    ):
        with pytest.raises(WindowClosed):
            await journal.save(line, now=NOW)
    with pytest.raises(WindowClosed):
        await journal.entries.undo(
            journal.school.staff("algebra"), saved.entry_id, now=NOW, reason="Не тот класс"
        )

    assert [("petrov", 4, "lesson")] == await journal.marks()


async def test_a_late_work_is_recorded_to_its_lesson(journal):
    """A mark nobody had, or another kind of work, is no correction."""
    await journal.save("7б алгебра: Петров 4, Сидоров н", now=THEN)
    await journal.save("7б алгебра 16.11 2 урок кр: Петров 5, Сидоров 3", now=NOW)

    assert [
        ("petrov", 4, "lesson"),
        ("petrov", 5, "control"),
        ("sidorov", 3, "control"),
    ] == await journal.marks()


async def test_within_the_window_a_teacher_corrects_freely(journal):
    """On the seventh day no reason is asked for."""
    await journal.save("7б алгебра: Петров 4", now=at(17, "10:30"))
    await journal.save("7б алгебра 17.11: Петров 5", now=NOW)

    assert [("petrov", 5, "lesson")] == await journal.marks()


async def test_the_deputy_head_corrects_with_a_reason(journal):
    """The line is hers, the lesson somebody else's; the audit says why."""
    await journal.save("7б алгебра: Петров 4", now=THEN)
    who = journal.school.staff("deputy")
    preview = await journal.entries.preview(who, "7б алгебра 16.11 2 урок: Петров 5", now=NOW)
    assert isinstance(preview, PreviewFacts)
    with pytest.raises(ReasonNeeded):
        await journal.entries.save(who, preview.entry_id, now=NOW)
    await journal.entries.save(who, preview.entry_id, now=NOW, reason="Пересчёт баллов")

    assert [("petrov", 5, "lesson")] == await journal.marks()
    assert who.person_id == (await journal.mark_rows())[0].author_id


async def test_the_deputy_head_keeps_no_journal_of_today(journal):
    """Lessons within the window belong to their teachers."""
    with pytest.raises(NotYourLesson):
        await journal.entries.preview(
            journal.school.staff("deputy"), "7б алгебра: Петров 5", now=NOW
        )
