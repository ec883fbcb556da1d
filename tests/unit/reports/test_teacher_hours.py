"""Hours of teachers, counted by hand on the Tuesday of 7Б."""

from datetime import datetime

import pytest

from services.reports.office.teacher_hours import hours_of
from services.timetable.changes import ChangedLesson
from tests.unit.timetable.tuesday import (
    ALGEBRA,
    ALGEBRA_3,
    BIOLOGY,
    ENGLISH_1,
    ENGLISH_2,
    FOMINA,
    GUSEVA,
    ORLOV,
    PHYSICS_1,
    POLYAKOVA,
    SMIRNOVA,
    THU,
    TUE,
    ZONE,
    day,
    place,
)

EVENING = datetime(2026, 11, 24, 20, tzinfo=ZONE)
PHYSICS_RECORDED = {(TUE, 1, 1)}


def counted(*changes, now=EVENING):
    """Return planned, given, in place, added, given up, fallen out, unrecorded by teacher."""
    told = [ChangedLesson(number, old, new) for number, (old, new) in enumerate(changes)]
    found = hours_of([day(*changes, class_id=None)], told, PHYSICS_RECORDED, now=now)
    return {
        teacher: (one.planned, one.given, one.in_place, one.added, one.given_up, one.fallen_out,
                  one.unrecorded)
        for teacher, one in found.items()
    }  # fmt: skip


PLAIN = {
    ORLOV: (1, 1, 0, 0, 0, 0, 0),
    POLYAKOVA: (2, 2, 0, 0, 0, 0, 2),
    FOMINA: (1, 1, 0, 0, 0, 0, 1),
    GUSEVA: (1, 1, 0, 0, 0, 0, 1),
}


@pytest.mark.parametrize(
    ("changes", "differing"),
    [
        ([], {}),
        # a substitution of the same subject
        (
            [(ALGEBRA_3, place(teacher_id=SMIRNOVA))],
            {GUSEVA: (1, 0, 0, 0, 1, 0, 0), SMIRNOVA: (0, 1, 1, 0, 0, 0, 1)},
        ),
        # cancelled
        ([(ALGEBRA_3, None)], {GUSEVA: (1, 0, 0, 0, 0, 1, 0)}),
        # added
        ([(None, place(number=4))], {GUSEVA: (1, 2, 0, 1, 0, 0, 2)}),
        # moved within the day
        ([(ALGEBRA_3, place(number=4))], {}),
        # moved to a day that is not counted here
        ([(ALGEBRA_3, place(on=THU))], {GUSEVA: None}),
        # both halves joined under one teacher
        (
            [
                (ENGLISH_1, place(number=2, subject=BIOLOGY, teacher_id=SMIRNOVA)),
                (ENGLISH_2, place(number=2, subject=BIOLOGY, teacher_id=SMIRNOVA)),
            ],
            {
                POLYAKOVA: (2, 1, 0, 0, 1, 0, 1),
                FOMINA: (1, 0, 0, 0, 1, 0, 0),
                SMIRNOVA: (0, 1, 1, 0, 0, 0, 1),
            },
        ),
        # another subject by the same teacher
        ([(PHYSICS_1, place(number=1, subject=ALGEBRA, teacher_id=ORLOV))], {}),
    ],
)
def test_hours_are_counted_by_who_gave_and_whose_it_was(changes, differing):
    """Replaced and missed lessons stand with whom they belong to."""
    expected = {key: value for key, value in (PLAIN | differing).items() if value is not None}

    assert expected == counted(*changes)


def test_what_is_still_ahead_is_not_counted():
    """At ten o'clock two lessons are over."""
    morning = datetime(2026, 11, 24, 10, tzinfo=ZONE)

    assert {ORLOV, POLYAKOVA, FOMINA} == set(counted(now=morning))
