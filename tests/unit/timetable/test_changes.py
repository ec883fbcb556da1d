"""A day with changes laid over it: a table of cases for each rule."""

from datetime import date, datetime

import pytest

from services.timetable.changes import (
    ChangedLesson,
    Changes,
    ChangeSort,
    sort_of,
)
from services.timetable.planner import seen_by_groups
from services.vocabulary import DayKind
from tests.unit.timetable.tuesday import (
    ALGEBRA_3,
    BEFORE,
    BIOLOGY,
    ENGLISH,
    ENGLISH_1,
    ENGLISH_2,
    FIRST,
    MON,
    PHYSICS,
    PHYSICS_1,
    SECOND,
    SMIRNOVA,
    THU,
    WHOLE,
    ZONE,
    day,
    place,
    rule,
    short,
)


@pytest.mark.parametrize(
    ("changes", "expected", "dropped"),
    [
        ([], BEFORE, []),
        # cancelled
        ([(ALGEBRA_3, None)], [*BEFORE[:3], BEFORE[4]], ["3 Алгебра"]),
        # another subject in its place
        (
            [(ALGEBRA_3, place(subject=BIOLOGY, teacher_id=SMIRNOVA))],
            [*BEFORE[:3], "3 7Б Биология", BEFORE[4]],
            [],
        ),
        # moved within the day
        (
            [(ALGEBRA_3, place(number=4))],
            [*BEFORE[:3], "4 7Б Алгебра", BEFORE[4]],
            ["3 Алгебра"],
        ),
        # moved away
        ([(ALGEBRA_3, place(number=2, on=THU))], [*BEFORE[:3], BEFORE[4]], ["3 Алгебра"]),
        # moved here from another day
        (
            [(place(on=THU), place(number=4))],
            [*BEFORE[:4], "4 7Б Алгебра", BEFORE[4]],
            [],
        ),
        # added
        (
            [(None, place(number=4, subject=BIOLOGY))],
            [*BEFORE[:4], "4 7Б Биология", BEFORE[4]],
            [],
        ),
        # one half of the class
        ([(ENGLISH_1, None)], [BEFORE[0], *BEFORE[2:]], ["2 Английский язык"]),
        # both halves joined: one lesson
        (
            [
                (ENGLISH_1, place(number=2, subject=BIOLOGY, teacher_id=SMIRNOVA)),
                (ENGLISH_2, place(number=2, subject=BIOLOGY, teacher_id=SMIRNOVA)),
            ],
            [BEFORE[0], "2 7Б Биология", *BEFORE[3:]],
            [],
        ),
        # without a bell nobody could say when it is
        ([(ALGEBRA_3, place(number=9))], [*BEFORE[:3], BEFORE[4]], ["3 Алгебра"]),
    ],
)
def test_changes_are_laid_over_the_base(changes, expected, dropped):
    """What is new stands in order of time, what is gone is kept beside."""
    plan = day(*changes)

    assert expected == short(plan)
    assert dropped == [f"{one.lesson.number} {one.lesson.subject.name}" for one in plan.dropped]


def test_a_changed_lesson_knows_what_it_was():
    """Times come from the bells of its new place; the mark says what the timetable had."""
    (lesson,) = (
        one for one in day((PHYSICS_1, place(number=4, subject=PHYSICS))).lessons if one.change
    )

    assert lesson.change is not None
    assert PHYSICS_1 == lesson.change.was
    assert datetime(2026, 11, 24, 11, 20, tzinfo=ZONE) == lesson.starts_at


def test_a_moved_lesson_says_where_it_went():
    """The day it is missing from names the day it is on."""
    there = place(number=2, on=THU)
    (dropped,) = day((ALGEBRA_3, there)).dropped

    assert there == dropped.moved_to


def test_an_added_lesson_stands_on_a_free_day_too():
    """A Saturday lesson is a change like any other; the base timetable has none then."""
    saturday = date(2026, 11, 28)
    plan = day((None, place(on=saturday, number=1)), on=saturday)

    assert ["1 7Б Алгебра"] == short(plan)


@pytest.mark.parametrize("kind", [DayKind.FROST, DayKind.QUARANTINE, DayKind.REMOTE])
def test_such_a_day_keeps_its_lessons_and_misses_nobody(kind):
    """Topics and tasks are recorded; an absence is none."""
    plan = day(rules=[rule(kind, 70)])

    assert BEFORE == short(plan)
    assert {kind} == {one.day_kind for one in plan.lessons}
    assert not any(one.counts_absences for one in plan.lessons)
    assert plan.day_rule is not None
    assert kind is plan.day_rule.kind


def test_a_day_without_lessons_has_none():
    """All of them are dropped, for the reason of the day."""
    plan = day(rules=[rule(DayKind.NO_LESSONS, 70)])

    assert () == plan.lessons
    assert [DayKind.NO_LESSONS] * 5 == [one.day_kind for one in plan.dropped]


@pytest.mark.parametrize(
    ("rules", "class_id", "kinds"),
    [
        ([rule(DayKind.FROST, 10)], 70, [None, None, None, None, None]),
        # a lesson shared with a class that stays at home goes on for the others
        ([rule(DayKind.FROST, 10)], None, [None, None, None, None, None]),
        ([rule(DayKind.FROST, 10, 70)], None, [DayKind.FROST] * 5),
        ([rule(DayKind.FROST, 70)], None, [*[DayKind.FROST] * 4, None]),
        ([rule(DayKind.FROST, 70, first=MON, last=MON)], 70, [None] * 5),
        ([rule(DayKind.REMOTE, 70, first=MON, last=THU)], 70, [DayKind.REMOTE] * 5),
        # the later rule says what the day is
        (
            [rule(DayKind.FROST, 70), rule(DayKind.REMOTE, 70, rule_id=2)],
            70,
            [DayKind.REMOTE] * 5,
        ),
    ],
)
def test_a_day_rule_holds_for_its_classes_and_days(rules, class_id, kinds):
    """A shared lesson falls only with all its classes, and always for a student of the class."""
    assert kinds == [one.day_kind for one in day(rules=rules, class_id=class_id).lessons]


def test_each_half_sees_its_own_change_first():
    """A student of the second group reads what her own English became."""
    joined = place(number=2, subject=BIOLOGY, teacher_id=SMIRNOVA)
    changes = Changes((ChangedLesson(1, ENGLISH_1, joined), ChangedLesson(2, ENGLISH_2, joined)))
    seen = seen_by_groups(changes, {WHOLE.group_id, SECOND.group_id})
    stranger = seen_by_groups(changes, {99})

    assert [2, 1] == [one.change_id for one in seen.lessons]
    assert () == stranger.lessons


def test_a_lesson_given_to_another_group_is_gone_for_who_is_not_in_it():
    """What takes its place is not theirs."""
    changes = Changes((ChangedLesson(1, ALGEBRA_3, place(FIRST, subject=ENGLISH)),))
    (seen,) = seen_by_groups(changes, {WHOLE.group_id, SECOND.group_id}).lessons

    assert seen.new is None


@pytest.mark.parametrize(
    ("old", "new", "sort"),
    [
        (ALGEBRA_3, None, ChangeSort.CANCELLED),
        (None, ALGEBRA_3, ChangeSort.ADDED),
        (ALGEBRA_3, place(on=THU), ChangeSort.MOVED),
        (ALGEBRA_3, place(number=4, subject=BIOLOGY), ChangeSort.MOVED),
        (ALGEBRA_3, place(subject=BIOLOGY, teacher_id=SMIRNOVA), ChangeSort.OTHER_SUBJECT),
        (ALGEBRA_3, place(teacher_id=SMIRNOVA, room="1"), ChangeSort.OTHER_TEACHER),
        (ALGEBRA_3, place(room="305"), ChangeSort.OTHER_ROOM),
    ],
)
def test_the_weightiest_difference_names_a_change(old, new, sort):
    """A moved lesson with another teacher reads as moved."""
    assert sort is sort_of(old, new)
