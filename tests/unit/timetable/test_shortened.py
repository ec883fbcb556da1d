"""A day by shorter bells: a table of cases."""

from datetime import time

import pytest

from services.timetable.changes import (
    Changes,
    DayRule,
    placed_on_day,
    resolve_changed_day,
    waiting_for_others,
)
from services.timetable.rules import BaseLesson, Bell, Calendar, TaughtGroup
from services.timetable.shortened import ShortBells
from services.vocabulary import DayKind
from tests.unit.timetable.tuesday import (
    ALGEBRA,
    BELLS,
    CALENDAR,
    CHOIR,
    GUSEVA,
    LESSONS,
    TUE,
    WHOLE,
    ZONE,
    place,
    rule,
)

SECOND_SHIFT = TaughtGroup(31, 80, "8А", 8, "вторая", frozenset({80}), is_whole_class=True)
SECOND_BELLS = (
    Bell("вторая", 1, time(14), time(14, 40)),
    Bell("вторая", 2, time(14, 50), time(15, 30)),
)
HOLIDAY_BELLS = (
    Bell("предпраздничные", 1, time(9), time(9, 30)),
    Bell("предпраздничные", 3, time(9, 40), time(10, 10)),
)


def short_rule(*class_ids: int, how: ShortBells, rule_id: int = 1) -> DayRule:
    """Return a shortened Tuesday."""
    return DayRule(rule_id, DayKind.SHORTENED, TUE, TUE, frozenset(class_ids), bells=how)


def times(*rules: DayRule, lessons=LESSONS, bells=BELLS) -> list[str]:
    """Return the lessons of the day as «number from–to»."""
    calendar = Calendar(
        timezone=ZONE,
        year_starts_on=CALENDAR.year_starts_on,
        year_ends_on=CALENDAR.year_ends_on,
        bells=bells,
    )
    plan = resolve_changed_day(lessons, calendar, on=TUE, changes=Changes(days=rules))
    return [
        f"{one.number} {one.starts_at.astimezone(ZONE):%H:%M}–{one.ends_at.astimezone(ZONE):%H:%M}"
        for one in plan.lessons
    ]


ORDINARY = ["1 08:30–09:10", "2 09:20–10:00", "2 09:20–10:00", "3 10:20–11:00", "4 11:20–12:00"]
BY_30 = ["1 08:30–09:00", "2 09:10–09:40", "2 09:10–09:40", "3 10:00–10:30", "4 10:50–11:20"]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        # breaks of 10, 20 and 20 minutes stay; the choir of both classes is shortened for both
        ([short_rule(70, 10, how=ShortBells(30))], BY_30),
        # the choir is shared with a class that is not shortened: it waits for that class
        ([short_rule(70, how=ShortBells(30))], [*BY_30[:4], ORDINARY[4]]),
        ([short_rule(10, how=ShortBells(30))], ORDINARY),
        # lessons are never made longer
        ([short_rule(70, 10, how=ShortBells(60))], ORDINARY),
        # the later word counts
        ([short_rule(70, 10, how=ShortBells(20)), short_rule(70, 10, how=ShortBells(30))], BY_30),
    ],
)
def test_lessons_by_minutes(rules, expected):
    """The day begins when it always does, keeps its breaks and ends earlier."""
    assert expected == times(*rules)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([short_rule(70, how=ShortBells(30))], [4]),
        ([short_rule(10, how=ShortBells(30))], [4]),
        ([short_rule(70, 10, how=ShortBells(30))], []),
        # two words name both classes, and still neither of them shortens the choir
        ([short_rule(70, how=ShortBells(30)), short_rule(10, how=ShortBells(30), rule_id=2)], [4]),
        ([short_rule(70, how=ShortBells(30)), short_rule(70, 10, how=ShortBells(30))], []),
        ([rule(DayKind.REMOTE, 70)], []),
        ([], []),
    ],
)
def test_a_shared_lesson_that_waits_for_another_class_is_named(rules, expected):
    """Whoever shortens one of its classes is to know that it is not shortened."""
    changes = Changes(days=tuple(rules))
    plan = resolve_changed_day(LESSONS, CALENDAR, on=TUE, changes=changes)

    assert expected == [one.number for one in waiting_for_others(plan.lessons, changes, on=TUE)]


def test_a_set_of_the_school_gives_its_own_times():
    """A lesson the set does not have stays where it is."""
    rules = short_rule(70, 10, how=ShortBells(bell_set="предпраздничные"))

    assert [
        "1 09:00–09:30",
        "2 09:20–10:00",
        "2 09:20–10:00",
        "3 09:40–10:10",
        "4 11:20–12:00",
    ] == sorted(times(rules, bells=(*BELLS, *HOLIDAY_BELLS)))


def test_the_second_shift_begins_with_its_own_first_lesson():
    """Its bells are a day of their own; the third lesson, which they lack, is the main set's."""
    lessons = [BaseLesson(SECOND_SHIFT, 2, number, ALGEBRA, GUSEVA) for number in (1, 2, 3)]
    found = times(
        short_rule(80, how=ShortBells(30)), lessons=lessons, bells=(*BELLS, *SECOND_BELLS)
    )

    assert ["3 10:00–10:30", "1 14:00–14:30", "2 14:40–15:10"] == found


@pytest.mark.parametrize(
    ("rules", "kind"),
    [
        ((short_rule(70, how=ShortBells(30)),), None),
        (
            (rule(DayKind.REMOTE, 70), short_rule(70, how=ShortBells(30), rule_id=2)),
            DayKind.REMOTE,
        ),
        ((short_rule(70, how=ShortBells(30)), rule(DayKind.FROST, 70, rule_id=2)), DayKind.FROST),
    ],
)
def test_whoever_is_missed_on_another_day_is_missed_on_a_shortened_one(rules, kind):
    """Only what keeps children at home spares them, whichever word came later."""
    plan = resolve_changed_day(LESSONS, CALENDAR, on=TUE, changes=Changes(days=rules), class_id=70)

    assert plan.day_rule is not None
    assert kind is plan.lessons[0].day_kind
    assert (kind is None) is plan.lessons[0].counts_absences
    assert (kind or DayKind.SHORTENED) is plan.day_rule.kind
    assert "09:00" == f"{plan.lessons[0].ends_at.astimezone(ZONE):%H:%M}"


def test_a_lesson_moved_to_a_shortened_day_has_its_bells():
    """What clashes with what is asked by the times that hold."""
    changes = Changes(days=(short_rule(70, how=ShortBells(30)),))
    moved = placed_on_day(place(WHOLE, 4), CALENDAR, changes)
    of_nobody = placed_on_day(place(CHOIR, 9), CALENDAR, changes)

    assert moved is not None
    assert "10:50" == f"{moved.starts_at.astimezone(ZONE):%H:%M}"
    assert of_nobody is None
