"""What is said about a birthday, and on which days."""

from datetime import date

import pytest

from services.joining.age_steps import AgeStep, day_of, steps_on

BORN = date(2008, 12, 5)


@pytest.mark.parametrize(
    ("born", "on", "steps"),
    [
        (BORN, date(2026, 11, 20), []),
        (BORN, date(2026, 11, 21), [AgeStep.FULL_AGE_SOON]),
        (BORN, date(2026, 12, 4), [AgeStep.FULL_AGE_SOON]),
        (BORN, date(2026, 12, 5), [AgeStep.FULL_AGE]),
        (BORN, date(2026, 12, 18), [AgeStep.FULL_AGE]),
        (BORN, date(2026, 12, 19), []),
        (date(2012, 12, 5), date(2026, 11, 21), [AgeStep.OWN_CONSENT_SOON]),
        (date(2012, 12, 5), date(2026, 12, 5), []),
        (date(2008, 2, 29), date(2026, 2, 28), [AgeStep.FULL_AGE_SOON]),
        (date(2008, 2, 29), date(2026, 3, 1), [AgeStep.FULL_AGE]),
    ],
)
def test_a_birthday_is_spoken_of_from_fourteen_days_before(born, on, steps):
    """Fourteen days ahead, on the day, and after a standstill a while longer; then never."""
    assert steps == list(steps_on(born, on=on))


def test_the_day_is_the_birthday():
    """14 for the own consent, 18 for the rest."""
    assert date(2022, 12, 5) == day_of(AgeStep.OWN_CONSENT_SOON, BORN)
    assert date(2026, 12, 5) == day_of(AgeStep.FULL_AGE_SOON, BORN)
