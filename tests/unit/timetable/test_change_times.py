"""Who is affected by a change, how loud they hear of it, and until when it is news."""

from datetime import date, datetime, time

import pytest

from services.timetable.change_drafts import (
    ChangeDrafts,
    DayDraft,
    LessonDraft,
    PlaceIds,
    drafts_from_json,
    drafts_to_json,
    overlaid,
)
from services.timetable.change_effects import AffectedDay, is_first_touched, latest_difference
from services.timetable.change_times import family_times, next_break, staff_times
from services.timetable.changes import ChangedLesson, Changes
from services.timetable.shortened import ShortBells
from services.vocabulary import DayKind, NoticeKind
from tests.unit.timetable.tuesday import (
    ALGEBRA_3,
    BIOLOGY,
    ENGLISH_1,
    MON,
    ORLOV,
    PHYSICS,
    PHYSICS_1,
    PROFILE,
    SMIRNOVA,
    THU,
    TUE,
    ZONE,
    day,
    place,
    rule,
)


def affected(*changes, rules=()) -> AffectedDay:
    """Return what these changes make of the day."""
    return AffectedDay(1, TUE, day(), day(*changes, rules=rules), is_day_rule=bool(rules))


@pytest.mark.parametrize(
    ("changes", "today", "expected"),
    [
        ([(PHYSICS_1, None)], MON, True),
        ([(PHYSICS_1, None)], TUE, True),
        ([(PHYSICS_1, None)], date(2026, 11, 22), False),  # the day after tomorrow
        ([(PHYSICS_1, place(number=1, subject=BIOLOGY))], MON, True),
        ([(PHYSICS_1, place(number=4, subject=PHYSICS, teacher_id=ORLOV))], MON, True),
        (
            [(PHYSICS_1, place(number=1, subject=PHYSICS, teacher_id=ORLOV, room="305"))],
            MON,
            True,
        ),
        (
            [(PHYSICS_1, place(number=1, subject=PHYSICS, teacher_id=SMIRNOVA, room="113"))],
            MON,
            False,
        ),  # another teacher of the same lesson: nothing to act upon
        ([(ALGEBRA_3, None)], MON, False),
    ],
)
def test_only_the_first_lesson_of_today_or_tomorrow_is_urgent(changes, today, expected):
    """Who must act is told with sound; everybody else reads it in time."""
    assert expected is is_first_touched(affected(*changes), today=today)


def at(clock: str, on: date = TUE) -> datetime:
    """Return a moment by the school's clock."""
    return datetime.combine(on, time.fromisoformat(clock), tzinfo=ZONE)


@pytest.mark.parametrize(
    ("change", "due", "expected"),
    [
        ((ALGEBRA_3, None), at("12:00", MON), (NoticeKind.CHANGE, at("21:00", MON))),
        ((PHYSICS_1, None), at("12:00", MON), (NoticeKind.URGENT_CHANGE, None)),
        ((ALGEBRA_3, None), at("10:59"), (NoticeKind.CHANGE, at("21:00", MON))),
        ((ALGEBRA_3, None), at("11:00"), None),  # over
        ((ALGEBRA_3, None), at("08:00", THU), None),  # long over
    ],
)
def test_how_a_family_hears_of_a_day(change, due, expected):
    """Kind and deadline; nothing of what is over."""
    times = family_times(affected(change), due_at=due, last_on=TUE, profile=PROFILE)

    assert expected == (times and (times.kind, times.deadline_at))


def test_a_change_is_news_to_the_end_of_its_last_day():
    """A lesson moved to Thursday is still news on Wednesday."""
    change = (ALGEBRA_3, place(number=2, on=THU))
    times = family_times(
        affected(change),
        due_at=at("08:00", date(2026, 11, 25)),
        last_on=THU,
        profile=PROFILE,
    )

    assert times is not None
    assert at("00:00", date(2026, 11, 27)) == times.expires_at


def test_a_cancelled_day_is_urgent_whenever_it_is():
    """A quarantine from Thursday on is nothing to read a day late."""
    quarantine = affected(rules=[rule(DayKind.QUARANTINE, 70)])
    times = family_times(
        quarantine, due_at=at("12:00", date(2026, 11, 20)), last_on=TUE, profile=PROFILE
    )

    assert times is not None
    assert NoticeKind.URGENT_CHANGE is times.kind


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (at("12:00", MON), NoticeKind.URGENT_CHANGE),
        (at("12:00", date(2026, 11, 20)), NoticeKind.CHANGE),
        (at("08:00", THU), None),
    ],
)
def test_a_teacher_hears_at_once_of_today_and_tomorrow(due, expected):
    """Who has to stand before a class must know."""
    times = staff_times(TUE, due_at=due, last_on=TUE, profile=PROFILE)

    assert expected == (times and times.kind)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [("09:00", "09:10"), ("09:15", "09:15"), ("08:00", "08:00"), ("09:20", "10:00")],
)
def test_a_student_hears_in_the_next_break(moment, expected):
    """In a lesson it waits for its end."""
    assert at(expected) == next_break(day().lessons, at=at(moment))


def test_a_difference_ends_with_its_last_lesson():
    """The end of what differs decides whether it is still news; without a difference none does."""
    assert at("11:00") == latest_difference(affected((PHYSICS_1, None), (ALGEBRA_3, None)))
    assert latest_difference(AffectedDay(1, TUE, day(), day())) is None


def test_drafts_survive_their_json():
    """What is kept between preview and saving is what was meant."""
    drafts = ChangeDrafts(
        (
            LessonDraft(PlaceIds(1, 2, 3, TUE, 4, "214"), PlaceIds(1, 5, 6, THU, 2), 7, "болезнь"),
            LessonDraft(PlaceIds(1, 2, 3, TUE, 5), None),
            LessonDraft(None, PlaceIds(1, 2, 3, TUE, 6)),
        ),
        (
            DayDraft(DayKind.FROST, TUE, THU, (10, 20), (1, 2), "−35"),
            DayDraft(DayKind.SHORTENED, TUE, TUE, (10,), bells=ShortBells(35)),
            DayDraft(DayKind.SHORTENED, TUE, TUE, (10,), bells=ShortBells(bell_set="короткие")),
        ),
    )

    assert drafts == drafts_from_json(drafts_to_json(drafts))
    assert (TUE, frozenset({3, 6})) == (drafts.lessons[0].on, drafts.lessons[0].teacher_ids)


def test_what_holds_is_taken_away_and_added():
    """A switch removes by id and adds behind."""
    holding = Changes(
        (ChangedLesson(1, ALGEBRA_3, None), ChangedLesson(2, PHYSICS_1, None)),
        (rule(DayKind.FROST, 70),),
    )
    added = Changes((ChangedLesson(3, ENGLISH_1, None),), (rule(DayKind.REMOTE, 70, rule_id=2),))
    result = overlaid(holding, added=added, removed_lessons=[1], removed_days=[1])

    assert [2, 3] == [one.change_id for one in result.lessons]
    assert [2] == [one.rule_id for one in result.days]
