"""Which families get paper, and for which week: tables of cases."""

from datetime import date

import pytest

from services.access.consent_rules import DeliveryVerdict as V
from services.reports.paper.rules import (
    GuardianStanding,
    PaperReason,
    monday_of,
    paper_reason,
    week_to_print,
)

REACHED = GuardianStanding(V.ALLOWED)
BLOCKED = GuardianStanding(V.ALLOWED, is_reachable=False)
SILENT = GuardianStanding(V.ALLOWED, is_silent=True)


def standing(verdict: V) -> GuardianStanding:
    """Return a guardian with a verdict."""
    return GuardianStanding(verdict)


@pytest.mark.parametrize(
    ("guardians", "expected"),
    [
        ([REACHED], None),
        ([REACHED, standing(V.NOT_LINKED)], None),
        ([REACHED, BLOCKED], None),
        ([REACHED, standing(V.ON_PAPER)], PaperReason.ON_PAPER),
        ([REACHED, standing(V.CONSENT_REFUSED)], PaperReason.REFUSED),
        ([REACHED, standing(V.CONSENT_WITHDRAWN)], PaperReason.WITHDRAWN),
        ([BLOCKED], PaperReason.BLOCKED),
        ([SILENT], PaperReason.SILENT),
        ([SILENT, standing(V.NOT_LINKED)], PaperReason.SILENT),
        ([standing(V.NOT_LINKED)], PaperReason.NOT_LINKED),
        ([standing(V.NO_CONSENT)], PaperReason.NO_CONSENT),
        ([standing(V.NO_APPLICATION)], PaperReason.NO_APPLICATION),
        ([standing(V.SUSPENDED)], None),
        ([standing(V.SUSPENDED), standing(V.NOT_LINKED)], PaperReason.NOT_LINKED),
        ([standing(V.SUSPENDED), REACHED], None),
        ([standing(V.ADULT_STUDENT)], None),
        ([standing(V.LEFT)], None),
        ([], PaperReason.NO_GUARDIAN),
    ],
)
def test_who_gets_paper(guardians, expected):
    """Own wish first; one reached guardian is enough; who may not be told gets no paper either."""
    assert expected is paper_reason(guardians)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 23), date(2026, 11, 16)),
        (date(2026, 11, 25), date(2026, 11, 16)),
        (date(2026, 11, 26), date(2026, 11, 23)),
        (date(2026, 11, 29), date(2026, 11, 23)),
    ],
)
def test_until_wednesday_it_is_the_last_week_that_is_in_hand(today, expected):
    """On Monday one hands out the week that has ended, on Friday the one that ends."""
    assert expected == week_to_print(today)
    assert monday_of(expected) == expected
