"""Taking an entry back: exactly, once, and never over somebody else's later word."""

from datetime import timedelta

import pytest

from services.bulk_entry.errors import EntryGone, NothingSaved
from services.bulk_entry.facts import SavedFacts
from services.errors import NotFound
from services.journal.errors import NothingToUndo
from tests.factories import at

NOW = at(24, "10:35")
SOON = NOW + timedelta(minutes=1)
LATER = NOW + timedelta(hours=2)


async def undo(journal, saved, *, now, by="algebra", reason="Wrong class or lesson"):
    """Press «Отменить запись», with a reason where one is asked for."""
    return await journal.entries.undo(
        journal.school.staff(by), saved.entry_id, now=now, reason=reason
    )


async def test_within_the_hold_everything_is_as_it_was(journal):
    """The old mark has its author and moment again, new ones are withdrawn, so is the topic."""
    await journal.save("7б алгебра: Петров 4, Сидоров н", now=NOW)
    before = [(row.value, row.author_id, row.recorded_at) for row in await journal.mark_rows()]
    saved = await journal.save(
        "7б алгебра: Петров 5, Иванова Анна 3, Сидоров о10; тема Степень", now=SOON
    )

    undone = await undo(journal, saved, now=SOON + timedelta(minutes=1))

    rows = await journal.mark_rows()
    assert before == [(row.value, row.author_id, row.recorded_at) for row in rows[:1]]
    assert [("petrov", 4, "lesson")] == await journal.marks()
    assert [("sidorov", "absent", None)] == await journal.attendance()
    assert [(3, "")] == await journal.topics()
    assert (4, 0, False) == (undone.restored, undone.kept, undone.families_told)
    assert ["saved", "undone"] == await journal.states()


async def test_revisions_only_grow(journal):
    """Undone or not, a revision is never used twice: notices are told apart by it."""
    await journal.save("7б алгебра: Петров 4", now=NOW)
    saved = await journal.save("7б алгебра: Петров 5", now=SOON)
    await undo(journal, saved, now=SOON)

    assert [3] == [row.revision for row in await journal.mark_rows()]


async def test_what_waited_to_be_told_is_dropped(journal):
    """The revisions of the undone entry wait no more; a look at the truth takes their place."""
    saved = await journal.save("7б алгебра: Петров 5, Сидоров н", now=NOW)

    await undo(journal, saved, now=SOON)

    assert [2, 2] == [revision for _, _, revision, _ in await journal.waiting()]


async def test_after_the_hold_families_are_corrected(journal):
    """The mark is withdrawn and the absence taken back for those who were told."""
    saved = await journal.save("7б алгебра: Петров 5, Сидоров н", now=NOW)

    undone = await undo(journal, saved, now=LATER)

    assert undone.families_told
    assert [] == await journal.marks()
    assert [("sidorov", "present", None)] == await journal.attendance()
    assert [
        ("father_sidorov", "presence", 2, LATER),
        ("mother_petrov", "mark", 2, LATER + timedelta(minutes=5)),
    ] == sorted(await journal.waiting())


async def test_a_correction_that_left_at_once_is_corrected_too(journal):
    """The family was told of the lateness without a hold: it hears of its undoing."""
    await journal.save("7б алгебра: Сидоров н", now=NOW)
    saved = await journal.save("7б алгебра: Сидоров о", now=LATER)

    undone = await undo(journal, saved, now=LATER + timedelta(minutes=1))

    assert undone.families_told
    assert [("sidorov", "absent", None)] == await journal.attendance()


async def test_a_second_press_changes_nothing(journal):
    """The entry is undone once; the second answer says that it was undone before."""
    saved = await journal.save("7б алгебра: Петров 5", now=NOW)
    await undo(journal, saved, now=SOON)

    again = await undo(journal, saved, now=SOON)

    assert again.is_repeat
    assert [2] == [row.revision for row in await journal.mark_rows()]


async def test_a_later_word_stays(journal):
    """What another entry changed since is not touched, and the answer counts it."""
    first = await journal.save("7б алгебра: Петров 4, Сидоров 3", now=NOW)
    await journal.save("7б алгебра: Петров 5", now=SOON)

    undone = await undo(journal, first, now=SOON)

    assert (1, 1) == (undone.restored, undone.kept)
    assert [("petrov", 5, "lesson")] == await journal.marks()


async def test_an_entry_wholly_overwritten_cannot_be_undone(journal):
    """The teacher is told instead of shown an undo that did nothing; the entry stays saved."""
    first = await journal.save("7б алгебра: Петров 4", now=NOW)
    await journal.save("7б алгебра: Петров 5", now=SOON)

    with pytest.raises(NothingToUndo):
        await undo(journal, first, now=SOON)

    assert ["saved", "saved"] == await journal.states()


async def test_entries_are_undone_one_after_the_other(journal):
    """With the later entry gone, the earlier one can be taken back too."""
    first = await journal.save("7б алгебра: Петров 4", now=NOW)
    second = await journal.save("7б алгебра: Петров 5", now=SOON)

    await undo(journal, second, now=SOON)
    await undo(journal, first, now=SOON)

    assert [] == await journal.marks()


async def test_the_same_line_can_be_saved_again(journal):
    """A withdrawn mark is not there: the line adds a new one."""
    saved = await journal.save("7б алгебра: Петров 5", now=NOW)
    await undo(journal, saved, now=SOON)

    again = await journal.save("7б алгебра: Петров 5", now=SOON)

    assert 1 == again.marks
    assert [("petrov", 5, "lesson")] == await journal.marks()


async def test_a_preview_cannot_be_undone(journal):
    """There is nothing to take back before saving."""
    who = journal.school.staff("algebra")
    preview = await journal.entries.preview(who, "7б алгебра: Петров 5", now=NOW)

    with pytest.raises(EntryGone):
        await journal.entries.undo(who, preview.entry_id, now=NOW)


async def test_somebody_else_cannot_undo(journal):
    """An entry is its author's."""
    saved = await journal.save("7б алгебра: Петров 5", now=NOW)

    with pytest.raises(NotFound):
        await undo(journal, saved, now=SOON, by="physics")


async def test_the_last_saved_entry_is_found_by_words(journal):
    """«отмена последнего» offers the last entry that is not undone yet; without one it says so."""
    who = journal.school.staff("algebra")
    first = await journal.save("7б алгебра: Петров 4", now=NOW)
    second = await journal.save("7б алгебра: Сидоров 5", now=SOON)
    await undo(journal, second, now=SOON)

    offered = await journal.entries.preview(who, "отмена последнего", now=SOON)

    assert isinstance(offered, SavedFacts)
    assert first.entry_id == offered.entry_id
    await undo(journal, first, now=SOON)
    with pytest.raises(NothingSaved):
        await journal.entries.last_saved(who, now=SOON)
