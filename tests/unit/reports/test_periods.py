"""Periods as people type them."""

from datetime import date

import pytest

from services.diary.facts import PeriodFacts
from services.reports.office.ask import NoSuchPeriod, PeriodWish, read_period, term_for
from services.vocabulary import PeriodKind as K

YEAR = (date(2026, 9, 1), date(2027, 5, 26))
PERIODS = (
    PeriodFacts(1, K.QUARTER, 1, date(2026, 9, 1), date(2026, 10, 23)),
    PeriodFacts(2, K.QUARTER, 2, date(2026, 11, 2), date(2026, 12, 30)),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, PeriodWish()),
        ("  ", PeriodWish()),
        ("2", PeriodWish(None, 2)),
        ("2 четверть", PeriodWish(K.QUARTER, 2)),
        ("II четверть", PeriodWish(K.QUARTER, 2)),
        ("ii", PeriodWish(None, 2)),
        ("1-е полугодие", PeriodWish(K.HALF_YEAR, 1)),
        ("III триместр", PeriodWish(K.TRIMESTER, 3)),
        ("half-year 2", PeriodWish(K.HALF_YEAR, 2)),
        ("год", PeriodWish(is_year=True)),
        ("Year", PeriodWish(is_year=True)),
    ],
)
def test_a_period_is_read_as_it_is_written(text, expected):
    """Figures, Roman numerals, endings and both languages."""
    assert expected == read_period(text)


@pytest.mark.parametrize("text", ["четверть", "вторая", "1 и 2 четверть", "лето", "полугодие"])
def test_what_names_no_period_is_refused(text):
    """A kind without its number is not guessed."""
    with pytest.raises(NoSuchPeriod):
        read_period(text)


@pytest.mark.parametrize(
    ("wish", "today", "expected"),
    [
        (PeriodWish(), date(2026, 11, 24), PERIODS[1]),
        (PeriodWish(), date(2026, 10, 28), PERIODS[0]),
        (PeriodWish(None, 1), date(2026, 11, 24), PERIODS[0]),
        (PeriodWish(K.HALF_YEAR, 1), date(2026, 11, 24), None),
        (PeriodWish(None, 4), date(2026, 11, 24), None),
    ],
)
def test_a_wish_finds_its_period(wish, today, expected):
    """In the holidays it is the period that has just ended; a kind one does not have is none."""
    found = term_for(wish, PERIODS, year=YEAR, today=today)

    assert expected == (found and found.period)


def test_the_year_is_its_own_span():
    """The year has no period; its span is the school year."""
    found = term_for(PeriodWish(is_year=True), PERIODS, year=YEAR, today=date(2026, 11, 24))

    assert found is not None
    assert (True, YEAR) == (found.is_year, (found.starts_on, found.ends_on))
