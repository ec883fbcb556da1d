"""Whether a child's data may reach a person: tables of cases."""

from dataclasses import replace
from datetime import date

import pytest

from services.access.consent_rules import (
    DeliveryVerdict,
    GuardianFacts,
    StudentFacts,
    birthday,
    delivery_verdict,
    effective_access,
    needs_own_consent,
    student_verdict,
)
from services.vocabulary import AccessMode, ConsentAction

TODAY = date(2026, 11, 24)
ALL_WELL = GuardianFacts(
    access=AccessMode.ELECTRONIC,
    is_linked=True,
    consent=ConsentAction.GIVEN,
    needs_application=True,
    has_application=True,
)
CHILD = StudentFacts(
    is_linked=True,
    guardian_consented=True,
    own_consent=None,
    birth_date=date(2013, 5, 5),
    needs_application=True,
    has_application=True,
)


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, DeliveryVerdict.ALLOWED),
        ({"access": None}, DeliveryVerdict.NOT_RELATED),
        ({"access": AccessMode.SUSPENDED}, DeliveryVerdict.SUSPENDED),
        ({"access": AccessMode.PAPER}, DeliveryVerdict.ON_PAPER),
        ({"has_left": True}, DeliveryVerdict.LEFT),
        ({"is_linked": False}, DeliveryVerdict.NOT_LINKED),
        ({"consent": None}, DeliveryVerdict.NO_CONSENT),
        ({"consent": ConsentAction.REFUSED}, DeliveryVerdict.CONSENT_REFUSED),
        ({"consent": ConsentAction.WITHDRAWN}, DeliveryVerdict.CONSENT_WITHDRAWN),
        ({"consent": ConsentAction.SUSPENDED}, DeliveryVerdict.NO_CONSENT),
        ({"consent": ConsentAction.EXPIRED}, DeliveryVerdict.NO_CONSENT),
        ({"has_application": False}, DeliveryVerdict.NO_APPLICATION),
        ({"has_application": False, "needs_application": False}, DeliveryVerdict.ALLOWED),
        ({"is_adult_student": True}, DeliveryVerdict.ADULT_STUDENT),
        ({"is_adult_student": True, "adult_agreed": True}, DeliveryVerdict.ALLOWED),
        (
            {"access": AccessMode.SUSPENDED, "consent": None, "is_linked": False},
            DeliveryVerdict.SUSPENDED,
        ),
    ],
)
def test_a_guardian_hears_of_a_child_only_when_nothing_stands_against_it(changes, verdict):
    """Each thing that stands against delivery alone stops it, and is named."""
    assert verdict == delivery_verdict(replace(ALL_WELL, **changes))


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, DeliveryVerdict.ALLOWED),
        ({"has_left": True}, DeliveryVerdict.LEFT),
        ({"is_linked": False}, DeliveryVerdict.NOT_LINKED),
        ({"guardian_consented": False}, DeliveryVerdict.NO_GUARDIAN_CONSENT),
        ({"has_application": False}, DeliveryVerdict.NO_APPLICATION),
        ({"has_application": False, "needs_application": False}, DeliveryVerdict.ALLOWED),
        # 14 today: the student's own consent counts from the birthday itself.
        ({"birth_date": date(2012, 11, 24)}, DeliveryVerdict.NO_CONSENT),
        ({"birth_date": date(2012, 11, 25)}, DeliveryVerdict.ALLOWED),
        (
            {"birth_date": date(2012, 1, 1), "own_consent": ConsentAction.GIVEN},
            DeliveryVerdict.ALLOWED,
        ),
        (
            {"birth_date": date(2012, 1, 1), "own_consent": ConsentAction.WITHDRAWN},
            DeliveryVerdict.CONSENT_WITHDRAWN,
        ),
        ({"birth_date": None}, DeliveryVerdict.NO_CONSENT),
        # 18: alone, without guardians and their paper.
        (
            {
                "birth_date": date(2008, 11, 24),
                "guardian_consented": False,
                "has_application": False,
                "own_consent": ConsentAction.GIVEN,
            },
            DeliveryVerdict.ALLOWED,
        ),
        ({"birth_date": date(2008, 11, 24)}, DeliveryVerdict.NO_CONSENT),
    ],
)
def test_a_students_own_account_needs_the_guardian_and_from_14_the_student(changes, verdict):
    """Under 14 the guardian decides, from 14 both, from 18 the student alone."""
    assert verdict == student_verdict(replace(CHILD, **changes), on=TODAY)


@pytest.mark.parametrize(
    ("access", "starts_on", "ends_on", "effective"),
    [
        (AccessMode.ELECTRONIC, None, None, AccessMode.ELECTRONIC),
        (AccessMode.ELECTRONIC, date(2026, 11, 25), None, AccessMode.PAPER),
        (AccessMode.ELECTRONIC, None, date(2026, 11, 24), AccessMode.ELECTRONIC),
        (AccessMode.SUSPENDED, date(2026, 11, 24), None, AccessMode.SUSPENDED),
        (AccessMode.SUSPENDED, date(2026, 11, 25), None, AccessMode.ELECTRONIC),
        (AccessMode.SUSPENDED, None, date(2026, 11, 23), AccessMode.ELECTRONIC),
        (AccessMode.SUSPENDED, None, None, AccessMode.SUSPENDED),
        (AccessMode.PAPER, date(2026, 9, 1), date(2026, 12, 31), AccessMode.PAPER),
    ],
)
def test_an_exception_to_electronic_access_holds_within_its_dates(
    access, starts_on, ends_on, effective
):
    """A court order's suspension begins and ends on its days; both are included."""
    assert effective == effective_access(access, starts_on=starts_on, ends_on=ends_on, on=TODAY)


@pytest.mark.parametrize(
    ("born", "age", "on"),
    [
        (date(2008, 11, 24), 18, date(2026, 11, 24)),
        (date(2008, 2, 29), 18, date(2026, 3, 1)),
        (date(2008, 2, 29), 20, date(2028, 2, 29)),
    ],
)
def test_an_age_is_reached_on_the_birthday(born, age, on):
    """29 February counts as 1 March in a common year."""
    assert on == birthday(born, age=age)


def test_an_unknown_age_is_taken_as_grown():
    """Without a birth date the student's own consent is asked for, to be safe."""
    assert needs_own_consent(None, on=TODAY)
