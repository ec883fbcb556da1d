"""What the office types about access: reasons with dates, numbers with a date."""

from datetime import date

import pytest

from services.joining.access_errors import ApplicationUnclear, SuspensionUnclear
from services.joining.typed_access import (
    Application,
    Suspension,
    read_application,
    read_suspension,
)

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "reason", "starts_on", "ends_on"),
    [
        ("решение суда", "решение суда", TODAY, None),
        (
            "решение суда от 02.11.2026 № 2-114, с 01.12.2026 по 31.05.2027",
            "решение суда от 02.11.2026 № 2-114",
            date(2026, 12, 1),
            date(2027, 5, 31),
        ),
        (
            "с 1.12 по 15.12 определение суда",
            "определение суда",
            date(2026, 12, 1),
            date(2026, 12, 15),
        ),
        ("определение суда до 31.05", "определение суда", TODAY, date(2027, 5, 31)),
        ("до решения суда", "до решения суда", TODAY, None),
        (
            "court order from 2026-12-01 to 2027-01-31",
            "court order",
            date(2026, 12, 1),
            date(2027, 1, 31),
        ),
        ("с 01.11.26 приказ 5", "приказ 5", date(2026, 11, 1), None),
        ("решение суда по 24.11.2026", "решение суда", TODAY, TODAY),
    ],
)
def test_a_suspension_is_a_reason_with_dates(text, reason, starts_on, ends_on):
    """Dates may be left out; a date without its year is the next one."""
    assert Suspension(reason, starts_on, ends_on) == read_suspension(text, today=TODAY)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("с 01.12.2026", "reason"),
        ("", "reason"),
        ("14", "reason"),
        ("суд с 31.02.2027", "date"),
        ("суд с 01.12.2026 по 30.11.2026", "order"),
        ("суд по 23.11.2026", "order"),
        ("суд " * 100, "long"),
    ],
)
def test_an_unclear_suspension_says_what_is_missing(text, fault):
    """Nothing is guessed about a court order."""
    with pytest.raises(SuspensionUnclear) as raised:
        read_suspension(text, today=TODAY)

    assert fault == raised.value.facts["fault"]


@pytest.mark.parametrize(
    ("text", "number", "on"),
    [
        ("114 от 01.09.2026", "114", date(2026, 9, 1)),
        ("№ 114 01.09.2026", "114", date(2026, 9, 1)),
        ("No. 7/3-к of 2026-09-01", "7/3-к", date(2026, 9, 1)),
        ("12.5 от 01.09", "12.5", date(2026, 9, 1)),
        ("114", "114", TODAY),
    ],
)
def test_an_application_is_a_number_with_a_date(text, number, on):
    """Without a date it is today's."""
    assert Application(number, on) == read_application(text, today=TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "от 01.09.2026",
        "114 от 31.02.2026",
        "114 от 25.11.2026",
        "№",
        "б/н",
        "7б алгебра: Петров 5",
    ],
)
def test_an_unclear_application_is_refused(text):
    """No number, no such day, a day to come."""
    with pytest.raises(ApplicationUnclear):
        read_application(text, today=TODAY)
