"""Saving a line: rows, replacement, addition, and what families are owed."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from services.bulk_entry.errors import EntryGone
from services.bulk_entry.facts import PreviewFacts
from services.database import bind_school
from services.errors import NotFound
from services.journal.errors import NotYourLesson
from services.models import Account, AccountLink, Bot, TeachingAssignment, TimetableEntry
from tests.factories import at, build_school

NOW = at(24, "10:35")  # in Tuesday's algebra, behind its tenth minute


async def test_a_saved_line_is_in_the_journal(journal):
    """Marks, the two parts of a double mark, absence and topic are stored with one press."""
    saved = await journal.save(
        "7б алгебра: Кузнецова Мария 4, Петров 5/4, Сидоров н; тема Степень", now=NOW
    )

    assert [("maria", 4, "lesson"), ("petrov", 5, "lesson"), ("petrov", 4, "lesson")] == (
        await journal.marks()
    )
    assert [1, 1, 2] == [row.part for row in await journal.mark_rows()]
    assert [("sidorov", "absent", None)] == await journal.attendance()
    assert [(3, "Степень")] == await journal.topics()
    assert (3, 1, 1) == (saved.marks, saved.attendance, saved.topics)
    assert NOW + timedelta(minutes=5) == saved.held_until


async def test_families_are_owed_what_was_saved(journal):
    """Marks wait five minutes, an absence two; a guardian without a chat is owed it on paper."""
    await journal.save("7б алгебра: Петров 5, Сидоров н, Иванов Пётр 3", now=NOW)

    assert [
        ("father_sidorov", "absence", 1, NOW + timedelta(minutes=2)),
        ("mother_petrov", "mark", 1, NOW + timedelta(minutes=5)),
    ] == sorted(await journal.waiting())


@pytest.mark.parametrize(
    ("saved_at", "due"),
    [
        ("10:21", "10:30"),  # the tenth minute is later than the hold
        ("10:29", "10:31"),
        ("12:30", "12:32"),  # the lesson is over
        ("10:05", "10:30"),  # before it began
    ],
)
async def test_an_absence_waits_for_the_tenth_minute_of_its_lesson(journal, saved_at, due):
    """Until then a child may still come in; of a lesson that is over only the hold is waited."""
    await journal.save("/absent 7Б 3 Сидоров", now=at(24, saved_at))

    assert [("father_sidorov", "absence", 1, at(24, due))] == await journal.waiting()


async def test_what_is_saved_late_waits_for_the_morning(journal):
    """In quiet hours the journal is written at once, and the family sleeps."""
    late = at(24, "22:30")
    preview = await journal.entries.preview(
        journal.school.staff("algebra"), "7б алгебра: Петров 5", now=late
    )
    await journal.save("7б алгебра: Петров 5", now=late)

    assert isinstance(preview, PreviewFacts)
    assert at(25, "07:00") == preview.marks_due_at
    assert [("mother_petrov", "mark", 1, at(25, "07:00"))] == await journal.waiting()


async def test_the_same_kind_of_work_replaces(journal):
    """«было 4, станет 5»: the preview says so, the row is the same one at its next revision."""
    await journal.save("7б алгебра: Петров 4", now=NOW)

    preview = await journal.entries.preview(
        journal.school.staff("algebra"), "7б алгебра: Петров 5", now=NOW
    )
    await journal.save("7б алгебра: Петров 5", now=NOW)

    assert isinstance(preview, PreviewFacts)
    assert (4,) == preview.lessons[0].students[0].marks[0].was
    assert [(5, 2, False)] == [
        (row.value, row.revision, row.is_withdrawn) for row in await journal.mark_rows()
    ]


async def test_another_kind_of_work_and_more_add(journal):
    """A control work and «ещё 5» stand beside the first mark; control counts twice."""
    await journal.save("7б алгебра: Петров 4", now=NOW)
    await journal.save("7б алгебра кр: Петров 3", now=NOW)
    await journal.save("7б алгебра: Петров ещё 5", now=NOW)

    assert [("petrov", 4, "lesson"), ("petrov", 3, "control"), ("petrov", 5, "lesson")] == (
        await journal.marks()
    )
    assert [10, 20, 10] == [row.weight_tenths for row in await journal.mark_rows()]


async def test_a_single_mark_takes_the_place_of_a_double_one(journal):
    """The second part is withdrawn; undone, both stand again."""
    await journal.save("7б алгебра: Петров 5/4", now=NOW)
    saved = await journal.save("7б алгебра: Петров 3", now=NOW)
    single = await journal.marks()

    await journal.entries.undo(journal.school.staff("algebra"), saved.entry_id, now=NOW)

    assert [("petrov", 3, "lesson")] == single
    assert [("petrov", 5, "lesson"), ("petrov", 4, "lesson")] == await journal.marks()


async def test_one_message_about_one_lesson_twice(journal):
    """The second part sees what the first has just recorded."""
    await journal.save("7б алгебра: Петров 4\n\n7б алгебра: Петров 5", now=NOW)

    assert [("petrov", 5, "lesson")] == await journal.marks()


async def test_the_same_value_again_changes_nothing(journal):
    """The preview says that the journal has it already, and saving it all the same is empty."""
    line = "7б алгебра: Петров 4, Сидоров о 10; тема Степень"
    await journal.save(line, now=NOW)

    preview = await journal.entries.preview(journal.school.staff("algebra"), line, now=NOW)
    again = await journal.save(line, now=NOW + timedelta(hours=1))

    assert isinstance(preview, PreviewFacts)
    assert preview.is_unchanged
    assert (0, 0, 0, None) == (again.marks, again.attendance, again.topics, again.held_until)
    assert [1] == [row.revision for row in await journal.mark_rows()]


async def test_a_letter_replaces_attendance_only(journal):
    """The late child keeps the mark, and the absence told becomes a lateness at once."""
    await journal.save("7б алгебра: Сидоров 5 н", now=NOW)

    later = NOW + timedelta(minutes=3)
    preview = await journal.entries.preview(
        journal.school.staff("algebra"), "7б алгебра: Сидоров о 12", now=later
    )
    await journal.save("7б алгебра: Сидоров о 12", now=later)

    assert [("sidorov", 5, "lesson")] == await journal.marks()
    assert [("sidorov", "tardy", 12)] == await journal.attendance()
    assert ("father_sidorov", "presence", 2, later) in await journal.waiting()
    assert isinstance(preview, PreviewFacts)
    assert later == preview.absences_due_at


async def test_a_lateness_before_the_alert_waits_its_hold(journal):
    """Nobody was told of the absence yet: there is nothing to answer at once."""
    await journal.save("7б алгебра: Сидоров н", now=NOW)

    await journal.save("7б алгебра: Сидоров о", now=NOW + timedelta(minutes=1))

    assert ("father_sidorov", "presence", 2, NOW + timedelta(minutes=3)) in (
        await journal.waiting()
    )


async def test_present_corrects_an_absence(journal):
    """«есть» takes an absence back; without one it is not worth a row."""
    await journal.save("7б алгебра: Сидоров н", now=NOW)

    await journal.save("7б алгебра: Сидоров есть, Петров есть", now=NOW)

    assert [("sidorov", "present", None)] == await journal.attendance()


async def test_a_mark_of_an_absent_student_is_warned_about(journal):
    """Work handed in later is possible, a slip is likelier: the preview says so."""
    await journal.save("7б алгебра: Сидоров н", now=NOW)

    preview = await journal.entries.preview(
        journal.school.staff("algebra"), "7б алгебра: Сидоров 5, Петров 4", now=NOW
    )

    assert [True, False] == [one.is_absent_with_mark for one in preview.lessons[0].students]


async def test_a_second_press_changes_nothing(journal):
    """The entry is saved once; the second answer says that it was saved before."""
    saved = await journal.save("7б алгебра: Петров ещё 5", now=NOW)

    again = await journal.entries.save(
        journal.school.staff("algebra"), saved.entry_id, now=NOW + timedelta(minutes=1)
    )

    assert (False, True) == (saved.is_repeat, again.is_repeat)
    assert (NOW, NOW) == (saved.saved_at, again.saved_at)
    assert [("petrov", 5, "lesson")] == await journal.marks()
    assert 1 == len(await journal.waiting())


async def test_a_discarded_preview_is_not_saved(journal):
    """«Не сохранять» is final, twice pressed it stays so, and nothing is in the journal."""
    who = journal.school.staff("algebra")
    preview = await journal.entries.preview(who, "7б алгебра: Петров 5", now=NOW)
    await journal.entries.discard(who, preview.entry_id)
    await journal.entries.discard(who, preview.entry_id)

    with pytest.raises(EntryGone):
        await journal.entries.save(who, preview.entry_id, now=NOW)

    assert [] == await journal.marks()
    assert ["discarded"] == await journal.states()


async def test_a_preview_ends_after_half_a_day(journal):
    """A button of yesterday does not write into today's journal."""
    who = journal.school.staff("algebra")
    preview = await journal.entries.preview(who, "7б алгебра: Петров 5", now=NOW)

    with pytest.raises(EntryGone):
        await journal.entries.save(who, preview.entry_id, now=NOW + timedelta(hours=13))


async def test_an_entry_belongs_to_its_author(journal):
    """Another teacher, or one of another school, cannot press somebody else's button."""
    preview = await journal.entries.preview(
        journal.school.staff("algebra"), "7б алгебра: Петров 5", now=NOW
    )
    other = await build_school(journal.database, short_name="Другая школа")

    for who in (journal.school.staff("physics"), other.staff("algebra")):
        with pytest.raises(NotFound):
            await journal.entries.save(who, preview.entry_id, now=NOW)

    assert [] == await journal.marks()


async def test_rights_are_asked_again_at_saving(journal):
    """Who lost the class between preview and press saves nothing."""
    who = journal.school.staff("algebra")
    preview = await journal.entries.preview(who, "7б алгебра 3 урок: Петров 5", now=NOW)
    with bind_school(journal.school.school_id):
        async with journal.database.transaction() as session:
            for model in (TeachingAssignment, TimetableEntry):
                await session.execute(
                    update(model)
                    .where(model.teacher_id == who.person_id)
                    .values(teacher_id=journal.school.people["physics"])
                )

    with pytest.raises(NotYourLesson):
        await journal.entries.save(who, preview.entry_id, now=NOW)


async def test_saves_of_one_sitting_are_told_together(journal):
    """A second line of the class lets the first wait; after three holds nothing waits longer."""
    hold = timedelta(minutes=5)
    await journal.save("7б алгебра: Петров 5", now=NOW)
    await journal.save("7б алгебра: Петров ещё 4", now=NOW + timedelta(minutes=4))

    assert {("mother_petrov", NOW + timedelta(minutes=4) + hold)} == {
        (who, due) for who, _, _, due in await journal.waiting()
    }
    assert 1 == len(await journal.merge_keys())

    await journal.save("7б алгебра: Петров ещё 3", now=NOW + timedelta(minutes=8))
    await journal.save("7б алгебра: Петров ещё 2", now=NOW + timedelta(minutes=12))

    assert {NOW + 3 * hold} == {due for _, _, _, due in await journal.waiting()}

    await journal.save("7б алгебра: Петров ещё 5", now=NOW + timedelta(minutes=16))

    assert 2 == len(await journal.merge_keys())


async def test_another_class_is_another_sitting(journal):
    """Lines of two groups do not wait for each other."""
    await journal.save("7б алгебра: Петров 5", now=NOW)
    await journal.save("7б англ: Петров 5", now=NOW + timedelta(minutes=4), by="english1")

    assert {NOW + timedelta(minutes=5), NOW + timedelta(minutes=9)} == {
        due for _, _, _, due in await journal.waiting()
    }


async def test_a_student_hears_after_the_last_lesson(journal):
    """Phones are banned in lessons: the own account waits until 11:00, the family does not."""
    student_id = journal.school.people["petrov"]
    with bind_school(journal.school.school_id):
        async with journal.database.transaction() as session:
            session.add(bot := Bot(telegram_bot_id=1))
            await session.flush()
            account = Account(
                bot_id=bot.id,
                telegram_user_id=5,
                chat_id=5,
                language="ru",
                is_reachable=True,
                created_at=datetime(2026, 9, 1, tzinfo=UTC),
            )
            session.add(account)
            await session.flush()
            session.add(
                AccountLink(
                    account_id=account.id,
                    person_id=student_id,
                    verified_by="phone",
                    linked_at=datetime(2026, 9, 1, tzinfo=UTC),
                )
            )

    await journal.save("7б алгебра: Петров 5", now=NOW)

    assert [
        ("mother_petrov", "mark", 1, NOW + timedelta(minutes=5)),
        ("petrov", "mark", 1, at(24, "11:00")),
    ] == sorted(await journal.waiting())
