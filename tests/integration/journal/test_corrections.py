"""Late corrections: who may make them, what they have to say, and what stays open to teachers."""

import pytest

from services.bulk_entry.errors import LineNotTaken, ResolveFault
from services.bulk_entry.facts import PreviewFacts
from services.journal.errors import MarkNotThere, NotYourLesson, ReasonNeeded, WindowClosed
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


async def test_a_correction_that_names_the_old_mark(journal):
    """«4→5» replaces the mark of the control work it finds, and says what it was."""
    await journal.save("7б алгебра кр: Петров 4", now=NOW)
    preview = await journal.entries.preview(
        journal.school.staff("algebra"), "7б алгебра: Петров 4→5", now=NOW
    )
    assert isinstance(preview, PreviewFacts)
    ((mark,),) = (student.marks for student in preview.lessons[0].students)
    assert ((4,), "control") == (mark.was, mark.want.work_kind)
    await journal.entries.save(journal.school.staff("algebra"), preview.entry_id, now=NOW)

    assert [("petrov", 5, "control")] == await journal.marks()


@pytest.mark.parametrize(
    ("before", "stands"), [("Петров 5", [5]), ("Сидоров 4", []), ("Петров 3/4", [3, 4])]
)
async def test_another_mark_stands_there(journal, before, stands):
    """Nothing is stored, and the refusal says what the journal has."""
    await journal.save(f"7б алгебра: {before}", now=NOW)
    marks = await journal.marks()
    with pytest.raises(MarkNotThere) as refused:
        await journal.save("7б алгебра: Сидоров 5, Петров 4→3", now=NOW)

    assert ("Петров", (4,)) == (refused.value.family_name, refused.value.replaces)
    assert stands == [one.value for one in refused.value.stands]
    assert marks == await journal.marks()


async def test_the_mark_changed_behind_the_preview(journal):
    """What stood there at the preview is asked again at the press."""
    who = journal.school.staff("algebra")
    await journal.save("7б алгебра: Петров 4", now=NOW)
    preview = await journal.entries.preview(who, "7б алгебра: Петров 4→5", now=NOW)
    assert isinstance(preview, PreviewFacts)
    await journal.save("7б алгебра: Петров 3", now=NOW)
    with pytest.raises(MarkNotThere):
        await journal.entries.save(who, preview.entry_id, now=NOW)

    assert [("petrov", 3, "lesson")] == await journal.marks()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("7б алгебра тема Степень, Петров 5", "Петров 5"),
        ("7б алгебра тема Степень Петров 5 Сидоров 4", "Петров 5"),
        ("7б алгебра: Сидоров 4; дз № 214, Петрову 5", "Петрову 5"),
    ],
)
async def test_a_mark_inside_a_text_is_not_lost(journal, line, words):
    """A name of the class with a mark in a topic or homework is pointed at, nothing is stored."""
    with pytest.raises(LineNotTaken) as refused:
        await journal.save(line, now=NOW)

    assert ResolveFault.MARK_IN_TEXT is refused.value.reason
    assert words == line[refused.value.start : refused.value.end]


@pytest.mark.parametrize(
    "line",
    ["7б алгебра тема Теорема Петрова, часть 5", "/topic 7Б Алгебра Задача Петрова 5"],
)
async def test_a_text_with_a_name_is_a_text(journal, line):
    """Without a mark behind the name, or with /topic, it stays as it is."""
    await journal.save(line, now=NOW)

    assert line.rpartition("лгебра ")[2].removeprefix("тема ") == (await journal.topics())[0][1]
