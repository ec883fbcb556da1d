"""Names, days, times and numbers as people read them."""

from datetime import UTC, date, datetime, time
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from handlers.screens import formatting
from services.i18n import use_locale

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("given", "family", "class_name", "line"),
    [
        ("Мария", "Кузнецова", "7Б", "Мария К. · 7Б"),
        ("Лев", "Мамин-Сибиряк", "5", "Лев М. · 5"),
        ("Мария", "Кузнецова", "", "Мария К."),
        ("Мария", "", "7Б", "Мария · 7Б"),
    ],
)
def test_the_child_line_names_the_child_and_the_class(given, family, class_name, line):
    """Given name, initial, class; what is missing leaves no trace."""
    assert line == formatting.child_line(
        given_name=given, family_name=family, class_name=class_name
    )


@pytest.mark.parametrize(
    ("patronymic", "initials", "whole"),
    [
        ("Петровна", "Иванова М. П.", "Иванова Мария Петровна"),
        ("", "Иванова М.", "Иванова Мария"),
        ("оглы", "Иванова М. о.", "Иванова Мария оглы"),
    ],
)
def test_a_missing_patronymic_has_no_initial(patronymic, initials, whole):
    """Nothing is made of an empty name."""
    name = {"family_name": "Иванова", "given_name": "Мария", "patronymic": patronymic}

    assert initials == formatting.person_initials(**name)
    assert whole == formatting.person_name(**name)


@pytest.mark.parametrize(
    ("value", "ru"),
    [
        (Fraction(9, 2), "4,50"),
        (Fraction(40, 9), "4,44"),
        (Fraction(919, 200), "4,60"),  # 4,595: a half is rounded up
        (Fraction(4), "4,00"),
        (Fraction(4999, 1000), "5,00"),
        (Fraction(101, 25), "4,04"),
    ],
)
def test_an_average_has_two_decimals_and_a_half_goes_up(value, ru):
    """Comma in Russian, point in English."""
    with use_locale("ru"):
        russian = formatting.decimal_number(value)
    with use_locale("en"):
        english = formatting.decimal_number(value)

    assert (ru, ru.replace(",", ".")) == (russian, english)


@pytest.mark.parametrize(("tenths", "text"), [(10, "1"), (20, "2"), (5, "0,5"), (15, "1,5")])
def test_a_weight_has_decimals_only_where_it_needs_them(tenths, text):
    """Weights are kept in tenths and read as people write them."""
    with use_locale("ru"):
        assert text == formatting.weight_number(tenths)


def test_days_are_short_in_lists_and_full_in_headings():
    """«вт 24.11» and «вторник, 24 ноября»."""
    with use_locale("ru"):
        russian = formatting.short_day(TUESDAY), formatting.full_day(TUESDAY)
    with use_locale("en"):
        english = formatting.short_day(TUESDAY), formatting.full_day(TUESDAY)

    assert ("вт 24.11", "вторник, 24 ноября") == russian
    assert ("Tue 24.11", "Tuesday, 24 November") == english


def test_every_weekday_and_month_has_its_name():
    """Seven short and seven full weekdays, twelve months."""
    with use_locale("ru"):
        short = {formatting.weekday_short(day) for day in range(1, 8)}
        full = {formatting.weekday_name(day) for day in range(1, 8)}
        months = {formatting.full_day(date(2026, month, 1)) for month in range(1, 13)}

    assert (7, 7, 12) == (len(short), len(full), len(months))


def test_moments_are_shown_by_the_schools_clock():
    """An aware moment is converted, a bell time is shown as it is."""
    zone = ZoneInfo("Asia/Yekaterinburg")
    moment = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)

    assert "08:30" == formatting.clock_time(moment, zone) == formatting.clock_time(time(8, 30))
    assert "08:30–09:10" == formatting.time_range(time(8, 30), time(9, 10))


def test_dates_in_figures():
    """Day and month, and the whole date."""
    assert ("24.11", "24.11.2026") == (
        formatting.day_and_month(TUESDAY),
        formatting.numeric_date(TUESDAY),
    )


@pytest.mark.parametrize(
    ("name", "inside"),
    [("Алгебра", "алгебра"), ("ОБЗР", "ОБЗР"), ("Я и мир", "я и мир"), ("", ""), ("ИЗО", "ИЗО")],
)
def test_a_subject_inside_a_sentence_begins_small(name, inside):
    """Abbreviations keep their capitals."""
    assert inside == formatting.inside_sentence(name)


def test_text_of_people_cannot_become_markup():
    """Angle brackets and ampersands are escaped, quotation marks stay readable."""
    assert '&lt;b&gt; &amp; "да"' == formatting.escape('<b> & "да"')
    assert "<b>1 &lt; 2</b>" == formatting.bold("1 < 2")


def test_lines_leave_out_what_is_empty():
    """A line that has nothing to say takes no room."""
    assert "a\nb\nc" == formatting.lines("a", "", ["b", "", "c"])
