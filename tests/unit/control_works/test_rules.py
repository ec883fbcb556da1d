"""What stands against a control work: every rule at its edge."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.control_works.rules import (
    ControlDoubt,
    PlannedWork,
    Proposal,
    doubts_of,
    limit_in_period,
)

ON = date(2026, 11, 27)
PERIOD = (date(2026, 11, 2), date(2026, 12, 30))
ALGEBRA, PHYSICS = 1, 2


def wanted(**changes):
    """Return a work that nothing stands against, but for what is changed."""
    usual = Proposal(
        subject_id=ALGEBRA,
        subject="Алгебра",
        on=ON,
        number=3,
        numbers=(1, 2, 3, 4, 5),
        period=PERIOD,
        hours=3,
    )
    return replace(usual, **changes)


def of(subject_id, *days):
    """Return works so many days after the one that is wanted."""
    return [PlannedWork(subject_id, ON + timedelta(days=day)) for day in days]


@pytest.mark.parametrize(
    ("proposal", "others", "doubts"),
    [
        (wanted(), [], ()),
        (wanted(), of(PHYSICS, 0), (ControlDoubt.SAME_DAY,)),
        (wanted(), of(PHYSICS, 1), ()),
        # Two and a half weeks are seventeen days and a half.
        (wanted(), of(ALGEBRA, -17), (ControlDoubt.TOO_SOON,)),
        (wanted(), of(ALGEBRA, -18), ()),
        (wanted(), of(ALGEBRA, 17), (ControlDoubt.TOO_SOON,)),
        (wanted(), of(ALGEBRA, 18), ()),
        (wanted(number=1), [], (ControlDoubt.EDGE_OF_DAY,)),
        (wanted(number=5), [], (ControlDoubt.EDGE_OF_DAY,)),
        (wanted(number=1, hours=1), [], ()),
        (wanted(numbers=()), [], ()),
        # Mathematics and Russian: two a period; one of anything else.
        (wanted(), of(ALGEBRA, -18, 20), (ControlDoubt.TOO_MANY_IN_PERIOD,)),
        (wanted(), of(ALGEBRA, -30, 20), ()),
        (
            wanted(subject_id=PHYSICS, subject="Физика"),
            of(PHYSICS, 20),
            (ControlDoubt.TOO_MANY_IN_PERIOD,),
        ),
        (wanted(period=None), of(ALGEBRA, -18, 20), ()),
        # A tenth of 34 lessons a year is 3.4: the fourth work is too much.
        (wanted(hours=1), of(ALGEBRA, -60, -40), ()),
        (wanted(hours=1), of(ALGEBRA, -80, -60, -40), (ControlDoubt.TOO_MUCH_TIME,)),
        (wanted(hours=0), of(ALGEBRA, -80, -60, -40), ()),
    ],
)
def test_what_stands_against_a_day(proposal, others, doubts):
    """Each rule by itself, one step before its edge and one behind it."""
    assert doubts == doubts_of(proposal, others)


def test_everything_at_once_is_said_at_once():
    """A teacher should not learn of the second reason only after mending the first."""
    found = doubts_of(wanted(number=1), [*of(PHYSICS, 0), *of(ALGEBRA, -3, 3)])

    assert [
        ControlDoubt.SAME_DAY,
        ControlDoubt.TOO_SOON,
        ControlDoubt.EDGE_OF_DAY,
        ControlDoubt.TOO_MANY_IN_PERIOD,
    ] == list(found)


@pytest.mark.parametrize(
    ("subject", "limit"),
    [
        ("Алгебра", 2),
        ("Геометрия", 2),
        ("Математика", 2),
        ("Вероятность и статистика", 2),
        ("Русский язык", 2),
        ("Физика", 1),
        ("Литература", 1),
    ],
)
def test_how_many_a_period_takes(subject, limit):
    """Two in mathematics and Russian, one elsewhere."""
    assert limit == limit_in_period(subject)
