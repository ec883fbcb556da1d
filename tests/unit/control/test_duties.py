"""Tests of what a lesson owes the journal."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.control.duties import (
    Duty,
    DutyRules,
    DutyState,
    LessonRecord,
    duties_of_day,
    state_of,
)
from services.regulation.deadlines import DutySort as D
from services.timetable.rules import PlannedLesson, TaughtGroup, TaughtSubject
from services.vocabulary import DayKind

DAY = date(2026, 11, 24)
ZONE = ZoneInfo("Asia/Yekaterinburg")
SEVENTH = TaughtGroup(1, 10, "7Б", 7, class_ids=frozenset({10}), is_whole_class=True)
FIRST = TaughtGroup(2, 20, "1А", 1, class_ids=frozenset({20}), is_whole_class=True)
ALGEBRA, TALKS = TaughtSubject(5, "Алгебра"), TaughtSubject(6, "Разговоры")
RULES = DutyRules(ZONE, frozenset({5}), frozenset({5}), timedelta(hours=1))


def at(clock: str, *, day: int = 24) -> datetime:
    """Return a moment by the school's clock."""
    hours, minutes = map(int, clock.split(":"))
    return datetime(2026, 11, day, hours, minutes, tzinfo=ZONE).astimezone(UTC)


def lesson(number: int = 1, **facts) -> PlannedLesson:
    """Return a lesson of the day; the third ends at 11:00."""
    starts = at("08:20") + timedelta(minutes=60 * (number - 1))
    known = PlannedLesson(
        group=SEVENTH, subject=ALGEBRA, teacher_id=100, on=DAY, number=number,
        starts_at=starts, ends_at=starts + timedelta(minutes=40),
    )  # fmt: skip
    return replace(known, **facts)


def states(*records: LessonRecord, homework=None, now: datetime) -> dict[D, str]:
    """Return how each sort of duty stands; several of one sort must agree."""
    duties = duties_of_day(records, homework or {}, on=DAY, rules=RULES)
    return {one.sort: state_of(one, now=now).value for one in duties}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, {D.ATTENDANCE, D.TOPIC, D.HOMEWORK}),
        ({"day_kind": DayKind.REMOTE}, {D.TOPIC, D.HOMEWORK}),
        ({"day_kind": DayKind.FROST}, set()),
        ({"day_kind": DayKind.QUARANTINE}, set()),
        ({"day_kind": DayKind.NO_LESSONS}, set()),
        ({"subject": TALKS}, {D.ATTENDANCE, D.TOPIC}),
        ({"group": FIRST}, {D.ATTENDANCE, D.TOPIC}),
    ],
)
def test_what_a_lesson_owes(facts, expected):
    """Frost and quarantine owe nothing; from home no attendance, the first grade no task."""
    duties = duties_of_day([LessonRecord(lesson(**facts))], {}, on=DAY, rules=RULES)

    assert expected == {one.sort for one in duties}


@pytest.mark.parametrize(
    ("done_at", "now", "state"),
    [
        (None, at("23:59"), DutyState.AHEAD),
        (None, at("00:01", day=25), DutyState.OVERDUE),
        (at("23:59"), at("12:00", day=26), DutyState.IN_TIME),
        (at("00:01", day=25), at("12:00", day=26), DutyState.LATE),
    ],
)
def test_attendance_and_topic_are_due_on_the_day(done_at, now, state):
    """Until midnight by the school's own clock."""
    record = LessonRecord(lesson(), attendance_at=done_at, topic="Степень", topic_at=done_at)
    found = states(record, now=now)

    assert (state, state) == (found[D.ATTENDANCE], found[D.TOPIC])


def test_homework_is_due_two_hours_after_the_classes_last_lesson():
    """One duty for a double lesson, and it waits for the class's last lesson, not for its own."""
    records = [
        LessonRecord(lesson(1)),
        LessonRecord(lesson(2)),
        LessonRecord(lesson(3, subject=TALKS)),
    ]
    duties = [
        one for one in duties_of_day(records, {}, on=DAY, rules=RULES) if one.sort is D.HOMEWORK
    ]

    assert [(2, at("13:00"))] == [(one.lesson.number, one.deadline_at) for one in duties]
    assert (
        "in_time"
        == states(*records, homework={(1, 5, DAY): at("12:59")}, now=at("15:00"))[D.HOMEWORK]
    )
    assert (
        "late"
        == states(*records, homework={(1, 5, DAY): at("13:01")}, now=at("15:00"))[D.HOMEWORK]
    )


@pytest.mark.parametrize(
    ("topic", "works", "now_day", "expected"),
    [
        ("Контрольная работа № 2", {}, 27, {D.CONTROL_WORK: "ahead"}),
        ("Контрольная работа № 2", {}, 28, {D.CONTROL_WORK: "overdue"}),
        ("Контрольная работа № 2", {"control": 27}, 28, {D.CONTROL_WORK: "in_time"}),
        ("Контрольная работа № 2", {"control": 28}, 29, {D.CONTROL_WORK: "late"}),
        ("Контрольная работа № 2", {"check": 26}, 29, {D.WRITTEN_WORK: "in_time"}),
        ("Подготовка к контрольной работе", {}, 30, {}),
        ("Работа над ошибками контрольной работы", {}, 30, {}),
        ("Сочинение «Осень»", {}, 30, {D.WRITTEN_WORK: "ahead"}),
        ("Лабораторная работа № 3", {"lesson": 24}, 30, {D.WRITTEN_WORK: "ahead"}),
        ("Степень", {"lesson": 24, "oral": 24}, 30, {}),
        ("Степень", {"independent": 24}, 30, {D.WRITTEN_WORK: "in_time"}),
    ],
)
def test_marks_of_a_work_have_three_or_seven_days(topic, works, now_day, expected):
    """What was written is known by its marks, or else by the topic."""
    record = LessonRecord(
        lesson(), topic=topic, works={kind: at("10:00", day=day) for kind, day in works.items()}
    )
    found = states(record, now=at("12:00", day=now_day))

    assert expected == {
        sort: state for sort, state in found.items() if sort in {D.CONTROL_WORK, D.WRITTEN_WORK}
    }


def test_whoever_really_gives_the_lesson_answers():
    """A substitute's lesson is a duty of the substitute."""
    duties = duties_of_day([LessonRecord(lesson(teacher_id=7))], {}, on=DAY, rules=RULES)

    assert {7} == {one.lesson.teacher_id for one in duties}


def test_a_duty_done_at_its_deadline_is_in_time():
    """The moment itself still counts."""
    duty = Duty(D.TOPIC, lesson(), at("12:00"), at("12:00"))

    assert DutyState.IN_TIME is state_of(duty, now=at("13:00"))
