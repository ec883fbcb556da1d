"""Moving a saved entry as a whole: another lesson, another kind of work, nothing left behind."""

import pytest

from services.bulk_entry.facts import PreviewFacts
from services.errors import OutOfDate
from services.vocabulary import EntryState
from tests.factories import at

NOW, LATER = at(24, "10:35"), at(24, "12:35")


async def test_another_kind_of_work(journal):
    """The marks count as a control work; the old ones are withdrawn."""
    saved = await journal.save("7б алгебра: Петров 5, Сидоров 4", now=NOW)
    who = journal.school.staff("algebra")
    preview = await journal.entries.move(who, saved.entry_id, now=LATER, work_kind="control")
    assert isinstance(preview, PreviewFacts)
    await journal.entries.save(who, preview.entry_id, now=LATER)

    assert [("petrov", 5, "control"), ("sidorov", 4, "control")] == await journal.marks()
    assert [EntryState.UNDONE, EntryState.SAVED] == await journal.states()


async def test_another_lesson_with_everything_in_it(journal):
    """Marks, letters, topic and homework go together; nothing stays at the wrong lesson."""
    saved = await journal.save("7б алгебра: Петров 5, Сидоров н; тема Степень; дз № 214", now=NOW)
    who = journal.school.staff("algebra")
    options = await journal.entries.move_options(who, saved.entry_id, now=LATER)
    monday = next(one for one in options.lessons if one.number == 3)
    key = (monday.group_id, monday.subject_id, monday.on.isoformat(), monday.number)
    preview = await journal.entries.move(who, saved.entry_id, now=LATER, lesson=key)
    assert isinstance(preview, PreviewFacts)
    await journal.entries.save(who, preview.entry_id, now=LATER)

    assert at(23, "10:20") == monday.starts_at
    assert [("petrov", 5, "lesson")] == await journal.marks()
    assert [("sidorov", "present", None), ("sidorov", "absent", None)] == (
        await journal.attendance()
    )
    assert [(3, ""), (3, "Степень")] == await journal.topics()


async def test_a_second_press_moves_nothing_twice(journal):
    """Saved again it is as it was; the old entry cannot be moved once more."""
    saved = await journal.save("7б алгебра: Петров 5", now=NOW)
    who = journal.school.staff("algebra")
    preview = await journal.entries.move(who, saved.entry_id, now=LATER, work_kind="control")
    assert isinstance(preview, PreviewFacts)
    await journal.entries.save(who, preview.entry_id, now=LATER)
    again = await journal.entries.save(who, preview.entry_id, now=LATER)

    assert again.is_repeat
    assert [("petrov", 5, "control")] == await journal.marks()
    with pytest.raises(OutOfDate):
        await journal.entries.move(who, saved.entry_id, now=LATER, work_kind="test")


async def test_not_saved_nothing_moves(journal):
    """A preview of a move thrown away leaves the entry where it was."""
    saved = await journal.save("7б алгебра: Петров 5", now=NOW)
    who = journal.school.staff("algebra")
    preview = await journal.entries.move(who, saved.entry_id, now=LATER, work_kind="control")
    assert isinstance(preview, PreviewFacts)
    await journal.entries.discard(who, preview.entry_id)

    assert [("petrov", 5, "lesson")] == await journal.marks()
