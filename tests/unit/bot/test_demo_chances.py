"""What happens at the lessons of the demo school."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from bot.demo.life.chances import Happening, Mood, happening, homework_text, mood_of, planned_topic
from bot.demo.lists import curriculum
from services.regulation.work_kinds import CONTROL_WORK
from services.vocabulary import AttendanceCode

ON = date(2026, 11, 24)
WELL = Mood(4.4, frozenset())
CLASS = dict.fromkeys(range(1, 21), WELL)


def _lesson(
    *,
    on: date = ON,
    grade: int = 7,
    ordinal: int = 3,
    moods: Mapping[int, Mood] = CLASS,
    is_marked: bool = True,
) -> Happening:
    return happening(
        on=on,
        subject="Алгебра",
        grade=grade,
        ordinal=ordinal,
        per_week=3,
        moods=moods,
        is_marked=is_marked,
    )


def test_the_same_lesson_always_happens_in_the_same_way():
    """A demo shown twice shows the same marks; another day shows others."""
    assert _lesson() == _lesson()
    assert _lesson().marks != _lesson(on=ON + timedelta(days=1)).marks


@pytest.mark.parametrize(("grade", "is_marked"), [(1, True), (7, False)])
def test_there_are_no_marks_where_none_are_given(grade: int, *, is_marked: bool):
    """Grade 1 and unmarked subjects have topics and attendance only."""
    assert {} == _lesson(grade=grade, is_marked=is_marked, ordinal=10).marks


def test_whoever_is_ill_is_absent_and_not_marked():
    """A mark and an absence at the same lesson would contradict each other."""
    ill = Mood(5, frozenset({ON}))
    lesson = _lesson(moods=CLASS | {7: ill}, ordinal=10)

    assert AttendanceCode.ABSENT_SICK is lesson.letters[7]
    assert 7 not in lesson.marks


def test_a_control_work_is_written_by_everybody_present():
    """Each tenth lesson of a written subject; its marks are on the scale."""
    lesson = _lesson(ordinal=20)
    absent = {one for one, code in lesson.letters.items() if code is not AttendanceCode.TARDY}

    assert CONTROL_WORK == lesson.work_kind
    assert set(CLASS) - absent == set(lesson.marks)
    assert set(lesson.marks.values()) <= {2, 3, 4, 5}


def test_a_cold_takes_days():
    """Illness is no lottery of single lessons."""
    days = [ON + timedelta(days=number) for number in range(400)]
    ill = mood_of("Орлова Варвара", days).ill_on

    assert ill
    assert all({on - timedelta(days=1), on + timedelta(days=1)} & ill for on in ill)


@pytest.mark.parametrize(
    ("ordinal", "expected"), [(1, "А"), (2, "А"), (3, "Б"), (5, "Б"), (6, "Б"), (60, "Б")]
)
def test_a_topic_takes_its_hours(ordinal: int, expected: str):
    """The last topic goes on until the end of the year."""
    assert expected == planned_topic([("А", 2), ("Б", 3)], ordinal)


def test_a_class_without_a_plan_has_no_topics():
    """Nothing is invented."""
    assert "" == planned_topic([], 3)


def test_homework_is_complete_or_absent():
    """No placeholder is left in what families read."""
    texts = {
        homework_text(one.subject, on=ON + timedelta(days=days), ordinal=days + 1)
        for one in curriculum()
        for days in range(12)
    }

    assert "" in texts
    assert not [text for text in texts if "{" in text]
