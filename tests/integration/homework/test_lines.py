"""What a line of homework means in the school: lesson, addressee, due day; saved and undone."""

from datetime import date

import pytest

from services.bulk_entry.errors import EntryGone, LineNotTaken, ResolveFault
from services.bulk_entry.facts import DueQuestion, PersonQuestion, PreviewFacts
from services.homework.drafts import FileRef
from services.homework.errors import FirstGradeHasNone, NoHomeworkHere
from services.journal.errors import NothingToUndo, NotYourLesson
from services.models import ChangeEntry, LessonChange, SchoolSetting
from services.regulation.profile import SettingKey
from services.vocabulary import EntryState, FileKind
from tests.factories import at
from tests.integration.homework.homework_world import HOLD

PHOTO = FileRef(FileKind.PHOTO, "AgAC1")
PAPER = FileRef(FileKind.DOCUMENT, "BQAC1", "Задание.pdf")
MONDAY = date(2026, 11, 30)


async def stored(world):
    """Return what stands: addressee, text, due day and number; «не задано» as None."""
    names = {person_id: key for key, person_id in world.school.people.items()}
    return [
        (
            names.get(row.addressee_id),
            None if row.is_none else row.text,
            row.due_on.isoformat() if row.due_on else None,
            row.due_number,
        )
        for row in await world.rows()
        if not row.is_withdrawn
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # By default the next lesson on another day: Monday 2, not a second lesson of that day.
        ("7б алгебра дз № 214", (None, "№ 214", "2026-11-30", 2)),
        ("7б алгебра 23.11 2 урок дз № 214", (None, "№ 214", "2026-11-24", 3)),
        ("/hw 7Б Алгебра к пн № 214, 216", (None, "№ 214, 216", "2026-11-30", 2)),
        ("/hw 7Б Алгебра к 01.12 № 214", (None, "№ 214", "2026-12-01", 3)),
        ("/hw 7Б Алгебра на завтра № 214", (None, "№ 214", "2026-11-25", None)),  # no lesson then
        ("/hw 7Б Алгебра не задано", (None, None, None, None)),
        ("7б алгебра дз нет", (None, None, None, None)),
        ("дз для Петрова: § 5 (20 мин)", ("petrov", "§ 5 (20 мин)", "2026-11-30", 2)),
        ("7б алгебра 30.11 2 урок дз § 9", (None, "§ 9", "2026-12-01", 3)),  # set ahead
    ],
)
async def test_a_line_becomes_homework(homework, line, expected):
    """The lesson by the timetable, due at the next one or on the day that is named."""
    saved = await homework.save(line)

    assert 1 == saved.homework
    assert [expected] == await stored(homework)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("7б алгебра дз № 214", (None, "№ 214", "2026-11-30", 2)),
        ("/hw 7Б Алгебра к пн № 214", (None, "№ 214", "2026-11-30", 2)),
        ("7б алгебра дз нет", (None, None, None, None)),
        ("7б алгебра тема Степень; дз № 214", (None, "№ 214", "2026-11-30", 2)),
        # Due today: it was set at the lesson before.
        ("/hw 7Б Алгебра на сегодня № 214", (None, "№ 214", "2026-11-24", 3)),
        ("7б алгебра вчера 3 урок дз № 214", (None, "№ 214", "2026-11-24", 3)),
        # Marks are of a lesson that was.
        ("7б алгебра: Петров 5; дз № 214", (None, "№ 214", "2026-11-24", 3)),
    ],
)
async def test_before_the_lesson_homework_is_set_ahead_for_it(homework, line, expected):
    """Between lessons, in a second shift or early in the morning: it is that of the lesson to
    come today, unless it is due at it.
    """
    homework.families.clock.move_to(at(24, "09:00"))
    preview = await homework.preview(line)
    await homework.save(line)

    is_ahead = expected[2] != "2026-11-24"
    assert [is_ahead] == [one.is_ahead for one in preview.lessons]
    assert [24 if is_ahead else 23] == [one.on.day for one in preview.lessons]
    assert [expected] == await stored(homework)


async def test_the_next_lesson_is_the_one_that_takes_place(homework):
    """Monday's second lesson is cancelled: the homework is due at the third."""
    school = homework.school
    entry = ChangeEntry(
        author_id=school.people["deputy"], state=EntryState.SAVED, source="x", resolved={},
        created_at=homework.now,
    )  # fmt: skip
    await homework.add(entry)
    await homework.add(
        LessonChange(
            entry_id=entry.id, lesson_on=MONDAY, number=2, study_group_id=school.groups["7Б"],
            subject_id=school.subjects["algebra"], teacher_id=school.people["algebra"],
            author_id=school.people["deputy"], recorded_at=homework.now, told_from=homework.now,
        )
    )  # fmt: skip
    await homework.save("7б алгебра дз № 214")

    assert [(None, "№ 214", "2026-11-30", 3)] == await stored(homework)


async def test_after_the_last_lesson_of_the_year_the_day_is_open(homework):
    """Nobody has planned a next one; the homework is kept all the same."""
    homework.families.clock.move_to(at(30, "10:35", month=12))
    await homework.save("7б алгебра дз № 214")

    assert [(None, "№ 214", None, None)] == await stored(homework)


async def test_marks_and_homework_are_one_entry(homework):
    """Saved together, undone together."""
    saved = await homework.save("7б алгебра: Петров 5; тема Степень; дз № 214 к пн")
    undone = await homework.undo(saved)

    assert (1, 1, 1) == (saved.marks, saved.topics, saved.homework)
    assert (3, 0) == (undone.restored, undone.kept)
    assert [] == await stored(homework)


async def test_a_new_text_takes_the_place_of_the_old(homework):
    """The preview says what stood there; undone, it stands there again."""
    await homework.save("7б алгебра дз № 214")
    preview = await homework.preview("7б алгебра дз № 215 к 01.12")
    (piece,) = preview.lessons[0].homework
    saved = await homework.save("7б алгебра дз № 215 к 01.12")
    changed = await stored(homework)
    await homework.undo(saved)

    assert piece.was is not None
    assert ("№ 214", MONDAY) == (piece.was.text, piece.was.due_on)
    assert [(None, "№ 215", "2026-12-01", 3)] == changed
    assert [(None, "№ 214", "2026-11-30", 2)] == await stored(homework)
    assert [3] == [row.revision for row in await homework.rows()]


async def test_the_same_line_again_changes_nothing(homework):
    """The preview says so, and nothing is saved."""
    await homework.save("7б алгебра дз № 214")
    preview = await homework.preview("7б алгебра дз № 214")
    again = await homework.save("7б алгебра дз № 214")

    assert preview.is_unchanged
    assert preview.homework_due_at is None
    assert 0 == again.homework
    assert [1] == [row.revision for row in await homework.rows()]


async def test_what_was_given_to_one_student_is_taken_back_by_name(homework):
    """«дз для Петрова: нет» is about Petrov's own task, not about the class."""
    await homework.save("7б алгебра дз № 214; дз для Петрова: § 3")
    saved = await homework.save("7б алгебра дз для Петрова: нет")
    nothing = await homework.save("7б алгебра дз для Сидорова: нет")

    assert (1, 0) == (saved.homework, nothing.homework)
    assert [(None, "№ 214", "2026-11-30", 2)] == await stored(homework)


async def test_an_entry_changed_since_cannot_be_undone(homework):
    """A later word stays."""
    first = await homework.save("7б алгебра дз № 214")
    await homework.save("7б алгебра дз № 215")

    with pytest.raises(NothingToUndo):
        await homework.undo(first)
    assert [(None, "№ 215", "2026-11-30", 2)] == await stored(homework)


async def test_a_second_press_saves_nothing_more(homework):
    """The answer says that it was saved before."""
    preview = await homework.preview("7б алгебра дз № 214")
    who = homework.school.staff("algebra")
    await homework.entries.save(who, preview.entry_id, now=homework.now)
    again = await homework.entries.save(who, preview.entry_id, now=homework.now)

    assert again.is_repeat
    assert 1 == again.homework
    assert 1 == len(await homework.rows())


async def test_an_unclear_week_is_asked(homework):
    """«к ср» for last Monday's lesson, written on Tuesday of the next week: which Wednesday?"""
    who = homework.school.staff("algebra")
    asked = await homework.entries.preview(
        who, "7б алгебра 16.11 2 урок дз № 214 к ср", now=homework.now
    )
    assert isinstance(asked, DueQuestion)
    preview = await homework.entries.choose(
        who, asked.entry_id, step=asked.step, option=1, now=homework.now
    )
    assert isinstance(preview, PreviewFacts)
    await homework.entries.save(who, preview.entry_id, now=homework.now)

    assert (date(2026, 11, 18), date(2026, 11, 25)) == asked.options
    assert ["2026-11-25"] == [due for _, _, due, _ in await stored(homework)]
    with pytest.raises(EntryGone):
        await homework.entries.choose(
            who, asked.entry_id, step=asked.step, option=0, now=homework.now
        )


async def test_namesakes_are_asked_before_anything_is_theirs(homework):
    """Two Kuznetsovas: the chosen one alone has it."""
    who = homework.school.staff("algebra")
    asked = await homework.entries.preview(
        who, "7б алгебра: Кузнецова Мария 5; дз для Кузнецовой: § 3", now=homework.now
    )
    assert isinstance(asked, PersonQuestion)
    option = [one.given_name for one in asked.options].index("Марина")
    preview = await homework.entries.choose(
        who, asked.entry_id, step=asked.step, option=option, now=homework.now
    )
    assert isinstance(preview, PreviewFacts)
    await homework.entries.save(who, preview.entry_id, now=homework.now)

    assert ["marina"] == [name for name, _, _, _ in await stored(homework)]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("7б физика дз § 5", NotYourLesson),
        ("/hw 7Б Алгебра к 20.11 № 5", LineNotTaken),
        ("/hw 7Б Алгебра", LineNotTaken),
    ],
)
async def test_what_is_not_taken(homework, line, error):
    """Somebody else's lesson, a day before the lesson, no text: nothing is stored."""
    with pytest.raises(error):
        await homework.preview(line)

    assert [] == await homework.rows()


async def test_the_first_grade_has_none(homework):
    """Unless the school decides otherwise; «не задано» is always right."""
    line = "1а литературное чтение дз читать"
    with pytest.raises(FirstGradeHasNone):
        await homework.preview(line, by="primary")
    await homework.save("1а литературное чтение дз нет", by="primary")
    await homework.add(SchoolSetting(key=SettingKey.HOMEWORK_IN_FIRST_GRADE, value="да"))
    await homework.save(line, by="primary")

    assert [(None, "читать", "2026-12-01", 1)] == await stored(homework)


async def test_a_lesson_named_by_a_button_needs_no_heading(homework):
    """The text is the homework's alone, whatever class or number it begins with."""
    school = homework.school
    key = (school.groups["7Б"], school.subjects["algebra"], "2026-11-23", 2)
    who = school.staff("algebra")
    preview = await homework.entries.preview(
        who, "/hw : 7Б физика 3 урок, № 5 к пн", now=homework.now, lesson=key
    )
    assert isinstance(preview, PreviewFacts)

    (lesson,) = preview.lessons
    assert (date(2026, 11, 23), 2) == (lesson.on, lesson.number)
    assert ("7Б физика 3 урок, № 5", MONDAY) == (
        lesson.homework[0].text,
        lesson.homework[0].due_on,
    )
    gone = (school.groups["7Б"], school.subjects["algebra"], "2026-11-23", 7)
    with pytest.raises(LineNotTaken) as refused:
        await homework.entries.preview(who, "/hw : № 5", now=homework.now, lesson=gone)
    assert ResolveFault.NO_LESSON is refused.value.reason


async def test_files_go_with_the_homework(homework):
    """A photo with the line as its caption, a document sent after the preview; undone together."""
    who = homework.school.staff("algebra")
    preview = await homework.preview("/hw 7Б Алгебра № 214", file=PHOTO)
    again = await homework.entries.attach(who, PAPER, now=homework.now)
    assert isinstance(again, PreviewFacts)
    saved = await homework.entries.save(who, again.entry_id, now=homework.now)
    kept = [(row.kind, row.file_id, row.name) for row in await homework.files()]
    await homework.undo(saved)

    assert (1, 2) == (preview.files, again.files)
    assert preview.entry_id == again.entry_id
    assert [
        (FileKind.PHOTO, "AgAC1", ""),
        (FileKind.DOCUMENT, "BQAC1", "Задание.pdf"),
    ] == kept
    assert [True, True] == [row.is_withdrawn for row in await homework.files()]


async def test_a_file_alone_is_a_change(homework):
    """The same text with a photo is no repetition; «не задано» takes its files away."""
    await homework.save("7б алгебра дз № 214")
    with_photo = await homework.save("7б алгебра дз № 214", file=PHOTO)
    repeated = await homework.save("7б алгебра дз № 214", file=PHOTO)
    await homework.save("7б алгебра дз нет")

    assert (1, 0) == (with_photo.homework, repeated.homework)
    assert [True] == [row.is_withdrawn for row in await homework.files()]


async def test_a_file_needs_homework(homework):
    """With marks alone, or with nothing, it cannot be kept."""
    who = homework.school.staff("algebra")
    with pytest.raises(NoHomeworkHere):
        await homework.entries.preview(who, "7б алгебра: Петров 5", now=homework.now, file=PHOTO)
    with pytest.raises(NoHomeworkHere):
        await homework.entries.attach(who, PHOTO, now=homework.now)
    await homework.preview("7б алгебра: Петров 5")
    with pytest.raises(NoHomeworkHere):
        await homework.entries.attach(who, PHOTO, now=homework.now)


async def test_a_file_long_after_the_preview_is_not_meant_for_it(homework):
    """Half an hour later a photo is about something else."""
    await homework.preview("/hw 7Б Алгебра № 214")
    homework.pass_time(HOLD * 7)

    with pytest.raises(NoHomeworkHere):
        await homework.entries.attach(homework.school.staff("algebra"), PHOTO, now=homework.now)


async def test_a_file_may_come_while_a_question_is_open(homework):
    """It waits with the entry until the question is answered."""
    who = homework.school.staff("algebra")
    asked = await homework.entries.preview(
        who, "/hw 7Б Алгебра для Кузнецовой: § 3", now=homework.now
    )
    assert isinstance(asked, PersonQuestion)
    still = await homework.entries.attach(who, PHOTO, now=homework.now)
    assert isinstance(still, PersonQuestion)
    preview = await homework.entries.choose(
        who, still.entry_id, step=still.step, option=0, now=homework.now
    )
    assert isinstance(preview, PreviewFacts)

    assert 1 == preview.files


async def test_todays_lessons_without_homework_are_listed(homework):
    """What has it, or needs none, is not in the list; a later lesson is."""
    who = homework.school.staff("algebra")
    before = await homework.journal.missing(who, now=homework.now)
    await homework.save("7б алгебра дз нет")
    after = await homework.journal.missing(who, now=homework.now)
    sunday = await homework.journal.missing(who, now=at(29, "10:00"))

    assert [(3, "Алгебра")] == [(one.number, one.subject.name) for one in before.lessons]
    assert ((), True) == (after.lessons, after.has_lessons)
    assert ((), False) == (sunday.lessons, sunday.has_lessons)
