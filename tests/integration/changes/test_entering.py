"""A dispatcher's message on real databases: preview, doubts, saving, withdrawing."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from services.access.identity import Identity
from services.change_entry.facts import Doubt, DoubtKind, LessonLine, MissingLine
from services.change_entry.faults import ChangeFaultKind, ChangeNotTaken
from services.database import Base, bind_school
from services.errors import NotAllowed, NotFound
from services.models import ChangeEntry, GroupMembership, Lesson, LessonChange, Notice, StudyGroup
from services.timetable.change_errors import ChangedMeanwhile, ChangeGone, NothingToWithdraw
from services.vocabulary import EntryState, Role
from tests.integration.changes.conftest import Office

TUESDAY = date(2026, 11, 24)


async def stored(office: Office, model: type[Base]) -> int | None:
    """Return how many rows of a table there are."""
    async with office.database.reading() as session:
        return await session.scalar(select(func.count()).select_from(model.__table__))


def doubts(preview) -> list[list[DoubtKind]]:
    """Return the doubts about each line."""
    return [[one.kind for one in line.doubts] for line in preview.lines]


async def test_a_preview_stores_no_change_and_counts_the_families(office):
    """Six students, four families electronically known by name, two of them linked."""
    preview = await office.preview("24.11 7Б 3 Биология Смирнова 214")

    assert 0 == await stored(office, LessonChange)
    assert (6, 4) == (preview.families.families, preview.families.unreached)
    assert 2 == preview.teachers
    assert office.now + timedelta(minutes=3) == preview.due_at


async def test_only_the_families_of_a_group_are_counted(office):
    """A group of three students is three families."""
    preview = await office.preview("24.11 7Б 2 группа 2 Гусева")

    assert 3 == preview.families.families


@pytest.mark.parametrize("role", [Role.TEACHER, Role.SECRETARY, Role.DIRECTOR, Role.GUARDIAN])
async def test_only_dispatcher_and_deputy_head_change_the_timetable(office, role):
    """Everybody else is refused, and nothing is stored."""
    staff = office.deputy
    who = Identity(staff.school_id, staff.person_id, staff.kind, roles=frozenset({role}))
    with pytest.raises(NotAllowed):
        await office.preview("24.11 7Б 3 отмена", who=who)

    assert 0 == await stored(office, ChangeEntry)


async def test_a_dispatcher_may(office):
    """The role made for it is enough."""
    staff = office.deputy
    who = Identity(
        staff.school_id, staff.person_id, staff.kind, roles=frozenset({Role.DISPATCHER})
    )

    assert not (await office.preview("24.11 7Б 3 отмена", who=who)).is_empty


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("24.11 7Б 3 Билогия", ChangeFaultKind.UNKNOWN_WORD, "Билогия"),
        ("24.11 7Б 2 группа 3 Орлов", ChangeFaultKind.UNKNOWN_GROUP, "группа 3"),
        ("24.11 7Б 3 английский", ChangeFaultKind.TEACHER_NEEDED, "английский"),
        ("24.11 7Б 9 Биология", ChangeFaultKind.NO_BELL, "9"),
        ("24.11 7Б 3 → 26.11 9", ChangeFaultKind.NO_BELL, "→ 26.11 9"),
        ("24.11 7Б 3 → 3", ChangeFaultKind.MOVE_NOWHERE, "→ 3"),
        ("24.11 7Б 3 отмена\n24.11 7Б 3 каб 305", ChangeFaultKind.LESSON_TWICE, "3"),
        ("24.11 7Б 3 Биология вместо физики", ChangeFaultKind.NOT_THAT_LESSON, "физики"),
    ],
)
async def test_a_line_that_cannot_be_taken_stores_nothing(office, text, kind, word):
    """The fault points at the word; even good lines beside it are not kept."""
    with pytest.raises(ChangeNotTaken) as caught:
        await office.preview(f"24.11 7Б 1 отмена\n{text}")

    fault = caught.value
    assert (kind, word) == (fault.reason, fault.source[fault.start : fault.end])
    assert 0 == await stored(office, ChangeEntry)


async def test_a_lesson_that_does_not_exist_changes_nothing(office):
    """Cancelling what is not there is shown, and there is nothing to save."""
    preview = await office.preview("24.11 7Б 4 отмена")

    assert preview.is_empty
    assert (MissingLine("7Б", TUESDAY, 4),) == preview.lines
    with pytest.raises(ChangeGone):
        await office.changes.save(office.deputy, preview.entry_id, now=office.now)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24.11 7Б 3 ведёт Орлов", []),
        ("24.11 7Б 1 ведёт Лазарева", [DoubtKind.TEACHER_BUSY]),  # in 1А at that time
        ("24.11 7Б 1 каб 101", [DoubtKind.ROOM_BUSY]),
        ("24.11 7Б 3 → 2", [DoubtKind.CLASS_BUSY, DoubtKind.CLASS_BUSY]),  # both groups
        ("24.11 7Б 4 Биология", [DoubtKind.ADDED]),
        ("29.11 7Б 1 Биология", [DoubtKind.ADDED, DoubtKind.DAY_OFF]),
        ("20.11 7Б 1 Биология", [DoubtKind.ADDED, DoubtKind.PAST]),
        ("24.11 7Б 2 ведёт Орлов", []),  # both groups together: no clash with each other
    ],
)
async def test_a_clash_is_a_warning(office, text, expected):
    """It stands in the preview and forbids nothing."""
    preview = await office.preview(text)

    assert expected == doubts(preview)[0]
    assert not preview.is_empty


async def test_free_days_are_warned_of(office):
    """A frost day in the holidays is a slip of the hand."""
    preview = await office.preview("29.11 1-7 актированный день")

    assert [[DoubtKind.DAY_OFF]] == doubts(preview)


async def test_a_shared_lesson_that_is_not_shortened_is_warned_of(office):
    """A group of two classes waits for the other one, and the preview says so."""
    group_id = office.school.groups["7Б англ. 1"]
    with bind_school(office.school.school_id):
        async with office.database.transaction() as session:
            (await session.get_one(StudyGroup, group_id)).school_class_id = None
            session.add(
                GroupMembership(
                    study_group_id=group_id,
                    student_id=office.school.people["belova"],
                )
            )

    alone = await office.preview("24.11 7Б сокращённые по 30 минут")
    both = await office.preview("24.11 все сокращённые по 30 минут")

    assert [(Doubt(DoubtKind.USUAL_TIMES, "7Б англ. 1", "Английский язык", 2),)] == [
        one.doubts for one in alone.lines
    ]
    assert [[]] == doubts(both)


async def test_saving_twice_changes_nothing(office):
    """A second press says so."""
    preview = await office.preview("24.11 7Б 3 отмена")
    first = await office.changes.save(office.deputy, preview.entry_id, now=office.now)
    notices = await stored(office, Notice)
    again = await office.changes.save(office.deputy, preview.entry_id, now=office.now)

    assert (False, True) == (first.is_repeat, again.is_repeat)
    assert (1, notices) == (await stored(office, LessonChange), await stored(office, Notice))


async def test_a_discarded_preview_cannot_be_saved(office):
    """Nor one of somebody else, nor one of yesterday."""
    discarded = await office.preview("24.11 7Б 3 отмена")
    old = await office.preview("24.11 7Б 3 отмена")
    await office.changes.discard(office.deputy, discarded.entry_id)
    with pytest.raises(ChangeGone) as gone:
        await office.changes.save(office.deputy, discarded.entry_id, now=office.now)
    with pytest.raises(ChangeGone):
        await office.changes.save(
            office.deputy, old.entry_id, now=office.now + timedelta(hours=13)
        )
    somebody = Identity(
        office.school.school_id,
        office.school.people["algebra"],
        office.deputy.kind,
        roles=frozenset({Role.DISPATCHER}),
    )
    with pytest.raises(NotFound):
        await office.changes.save(somebody, old.entry_id, now=office.now)

    assert EntryState.DISCARDED is gone.value.state
    assert 0 == await stored(office, LessonChange)


async def test_two_dispatchers_cannot_change_one_lesson_unseen(office):
    """Whose preview is older is told to look again."""
    mine = await office.preview("24.11 7Б 3 отмена")
    await office.save("24.11 7Б 3 Биология")
    with pytest.raises(ChangedMeanwhile):
        await office.changes.save(office.deputy, mine.entry_id, now=office.now)

    assert ["1 Физика", "2 Английский язык", "3 Биология"] == await office.day_of_student(
        "maria", TUESDAY
    )


async def test_a_change_that_was_changed_again_cannot_be_withdrawn(office):
    """The later one can, and the first one holds again."""
    first = await office.save("24.11 7Б 3 Биология")
    second = await office.save("24.11 7Б 3 отмена")
    with pytest.raises(NothingToWithdraw):
        await office.withdraw(first)
    await office.withdraw(second)
    back = await office.day_of_student("maria", TUESDAY)
    await office.withdraw(first)

    assert "3 Биология" in back
    assert "3 Алгебра" in await office.day_of_student("maria", TUESDAY)


async def test_withdrawing_twice_changes_nothing(office):
    """A second press says so."""
    saved = await office.save("24.11 7Б 3 отмена")
    await office.withdraw(saved)

    assert (await office.withdraw(saved)).is_repeat


async def test_a_cancelled_lesson_can_be_filled_again(office):
    """Another subject at a cancelled lesson replaces the cancellation, and is said to do so."""
    await office.save("24.11 7Б 3 отмена")
    preview = await office.preview("24.11 7Б 3 Биология")
    await office.changes.save(office.deputy, preview.entry_id, now=office.now)

    assert [[DoubtKind.CHANGED_BEFORE]] == doubts(preview)
    assert "3 Биология" in await office.day_of_student("maria", TUESDAY)


async def test_a_moved_lesson_can_be_cancelled_where_it_went(office):
    """And an added one where it was added."""
    await office.save("24.11 7Б 3 → 26.11 2")
    await office.save("26.11 7Б 3 Биология")
    await office.save("26.11 7Б 2-3 отмена")

    assert [] == await office.day_of_student("maria", date(2026, 11, 26))
    assert ["1 Физика", "2 Английский язык"] == await office.day_of_student("maria", TUESDAY)


async def test_halves_of_a_class_may_get_one_lesson_together(office):
    """Both groups of English have biology with the whole class, once."""
    preview = await office.preview("24.11 7Б 2 Биология Смирнова 214")
    await office.changes.save(office.deputy, preview.entry_id, now=office.now)

    assert 6 == preview.families.families
    assert ["2 7Б Биология"] == await office.day_of_teacher("biology", TUESDAY)
    assert "2 Биология" in await office.day_of_student("maria", TUESDAY)
    assert "2 Биология" in await office.day_of_student("sidorov", TUESDAY)


async def test_a_reason_is_kept_for_the_office_alone(office):
    """It is stored beside the change and stands in no line of the preview."""
    saved = await office.save("24.11 7Б 3 Биология (болезнь)")
    with bind_school(office.school.school_id):
        async with office.database.reading() as session:
            row = await session.scalar(select(LessonChange))

    assert "болезнь" == row.reason
    assert isinstance(saved.lines[0], LessonLine)
    assert "болезнь" not in repr(saved.lines)


async def test_a_lesson_recorded_already_names_who_really_gives_it(office):
    """And its teacher again when the change is withdrawn."""
    await office.families.lesson(day=24)
    saved = await office.save("24.11 7Б 3 ведёт Смирнова")
    during = await _teacher_of_lesson(office)
    await office.withdraw(saved)

    assert office.school.people["biology"] == during
    assert office.school.people["algebra"] == await _teacher_of_lesson(office)


async def _teacher_of_lesson(office: Office) -> int | None:
    with bind_school(office.school.school_id):
        async with office.database.reading() as session:
            return await session.scalar(select(Lesson.teacher_id))
