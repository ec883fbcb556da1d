"""How long a consent lasts when the text changes: editions as days, answers as days."""

from datetime import date

import pytest

from services.access.consent_rules import first_unanswered, standing
from services.vocabulary import ConsentAction

SEP, DEC, JAN = date(2026, 9, 1), date(2026, 12, 1), date(2027, 1, 15)


@pytest.mark.parametrize(
    ("given_under", "editions", "on", "since"),
    [
        (None, [], DEC, None),
        (None, [DEC], date(2026, 11, 30), None),
        (None, [DEC], DEC, DEC),
        (DEC, [DEC], JAN, None),
        (SEP, [SEP, DEC, JAN], JAN, DEC),  # the first that was missed counts, not the last
        (DEC, [SEP, DEC, JAN], JAN, JAN),
        (JAN, [SEP, DEC, JAN], JAN, None),
    ],
)
def test_an_edition_waits_from_its_day_until_it_is_answered(given_under, editions, on, since):
    """Nothing waits before its day, and what was answered waits no more."""
    assert since == first_unanswered(given_under, editions, on=on)


@pytest.mark.parametrize(
    ("action", "since", "on", "worth"),
    [
        (ConsentAction.GIVEN, None, JAN, ConsentAction.GIVEN),
        (ConsentAction.GIVEN, DEC, DEC, ConsentAction.GIVEN),
        (ConsentAction.GIVEN, DEC, date(2026, 12, 14), ConsentAction.GIVEN),
        (ConsentAction.GIVEN, DEC, date(2026, 12, 15), ConsentAction.EXPIRED),
        (ConsentAction.REFUSED, DEC, JAN, ConsentAction.REFUSED),
        (ConsentAction.WITHDRAWN, DEC, JAN, ConsentAction.WITHDRAWN),
    ],
)
def test_a_consent_outlives_a_new_edition_for_the_schools_days(action, since, on, worth):
    """Fourteen days of the old one, then a pause; a refusal stays a refusal."""
    assert worth == standing(action, unanswered_since=since, days=14, on=on)
