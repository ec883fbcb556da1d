"""Tests of how a family stands."""

import pytest

from services.access.consent_rules import DeliveryVerdict as V
from services.homeroom.families import FamilyReach, reach_of


@pytest.mark.parametrize(
    ("guardians", "expected"),
    [
        ([], FamilyReach.NOBODY),
        ([(V.ALLOWED, True)], FamilyReach.IN_TOUCH),
        ([(V.ON_PAPER, False), (V.ALLOWED, True)], FamilyReach.IN_TOUCH),
        ([(V.ALLOWED, False), (V.NOT_LINKED, False)], FamilyReach.UNREACHABLE),
        ([(V.NOT_LINKED, False), (V.NO_CONSENT, True)], FamilyReach.NO_CONSENT),
        ([(V.NO_APPLICATION, True)], FamilyReach.NO_CONSENT),
        ([(V.ON_PAPER, False), (V.NOT_LINKED, False)], FamilyReach.NOT_LINKED),
        ([(V.ON_PAPER, False)], FamilyReach.ON_PAPER),
        ([(V.SUSPENDED, True)], FamilyReach.NOBODY),
    ],
)
def test_the_best_of_the_guardians_counts(guardians, expected):
    """One parent in touch is enough; otherwise what is nearest to it is said."""
    assert expected is reach_of(guardians)
