"""What cells of each kind mean, and what they refuse."""

from datetime import date, time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.exchange.reading import cells
from services.exchange.reading.dates import a_date, a_time
from services.exchange.reading.phones import a_phone
from services.exchange.reading.table_specs import TABLES
from services.exchange.reading.words import ACCESS, ASSESSMENT, PARITY, PERIOD_KIND, ROLES, role_of
from services.vocabulary import AccessMode, Assessment, PeriodKind, Role, WeekParity


@pytest.mark.parametrize(
    ("kind", "cell", "expected"),
    [
        (a_date, "01.09.2026", date(2026, 9, 1)),
        (a_date, "1.9.26", date(2026, 9, 1)),
        (a_date, "46266", date(2026, 9, 1)),
        (a_date, "1 сентября 2026 г.", date(2026, 9, 1)),
        (a_date, "31/08/2026", date(2026, 8, 31)),
        (a_date, "12.05.71", date(1971, 5, 12)),
        (a_date, "2026-09-01", date(2026, 9, 1)),
        (a_date, "2026-09-01 00:00:00", date(2026, 9, 1)),
        (a_date, "01.09.2026 г.", date(2026, 9, 1)),
        (a_time, "08:30", time(8, 30)),
        (a_time, "8.30", time(8, 30)),
        (a_time, "08:30:00", time(8, 30)),
        (a_time, "0.354166667", time(8, 30)),
        (cells.hours, "2", Fraction(2)),
        (cells.hours, "0,5", Fraction(1, 2)),
        (cells.hours, "1.25", Fraction(5, 4)),
        (cells.whole_number(0, 15), "7", 7),
        (cells.classes, "1A, 3 а", ("1А", "3А")),
        (cells.classes, "1А;1-А", ("1А",)),
        (cells.grades, "1-4", (1, 2, 3, 4)),
        (cells.grades, "10,11", (10, 11)),
        (cells.grades, "1–3, 5", (1, 2, 3, 5)),
        (cells.grades, "все", ()),
        (cells.grades, "2026-09-01", tuple(range(1, 10))),
        (cells.grades, "2026-01-09", tuple(range(1, 10))),
        (cells.grades, "10.11", (10, 11)),
        (cells.lesson_number, "3-й урок", 3),
        (cells.person_name(80), "ИВАНОВА-ПЕТРОВА", "Иванова-Петрова"),
        (cells.weekdays, "пн-пт", (1, 2, 3, 4, 5)),
        (cells.weekdays, "1,3", (1, 3)),
        (cells.weekdays, "Сб", (6,)),
        (cells.a_weekday, "Понедельник", 1),
        (cells.a_weekday, "вс.", 7),
        (cells.a_weekday, "Fri", 5),
        (cells.yes_no, "Да", True),
        (cells.yes_no, "no", False),
        (a_phone, "8 912 345-67-89", "+79123456789"),
        (a_phone, "8 912 345-67-89 (мама)", "+79123456789"),
        (a_phone, "тел. 89123456789, 89120000000", "+79123456789"),
        (a_phone, "8 (3452) 22-33-44, 8 912 345-67-89", "+79123456789"),
        (a_phone, "8 (3452) 22-33-44 (раб.)", "+73452223344"),
        (ASSESSMENT, "Зачёт", Assessment.PASS_FAIL),
        (ASSESSMENT, "без", Assessment.NONE),
        (PERIOD_KIND, "полугодие", PeriodKind.HALF_YEAR),
        (PERIOD_KIND, "Quarter", PeriodKind.QUARTER),
        (ACCESS, "на бумаге", AccessMode.PAPER),
        (PARITY, "чёт", WeekParity.EVEN),
        (PARITY, "нечет", WeekParity.ODD),
        (ROLES, "администратор, Секретарь", frozenset({Role.ADMINISTRATOR, Role.SECRETARY})),
        (ROLES, "завуч; учитель", frozenset({Role.DEPUTY_HEAD, Role.TEACHER})),
        (ROLES, "учитель, классный руководитель", frozenset({Role.TEACHER})),
    ],
)
def test_a_cell_means(kind, cell, expected):
    """Usual spellings in both languages are understood."""
    assert expected == kind.read(cell)


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (a_date, "31.02.2026"),
        (a_date, "01/09/2026"),
        (a_date, "01.09.1026"),
        (a_time, "24:00"),
        (a_time, "830"),
        (cells.hours, "-1"),
        (cells.hours, "²"),
        (cells.whole_number(0, 15), "16"),
        (cells.whole_number(0, 15), "1.0"),
        (cells.whole_number(0, 15), "٣"),
        (cells.grades, "0-4"),
        (cells.grades, "1-2-3"),
        (cells.weekdays, "пт-пн"),
        (cells.a_weekday, "8"),
        (a_phone, "112"),
        (ROLES, "физрук"),
        (PARITY, "1"),
    ],
)
def test_a_cell_refuses(kind, cell):
    """What could mean two things, or nothing, is a question for a person."""
    with pytest.raises(ValueError, match=r".*"):
        kind.read(cell)


@pytest.mark.parametrize("cell", ["2-34-56", "45-67-89", "234–56–78"])
def test_the_telephone_at_home_is_no_phone_to_prove_and_no_mistake(cell):
    """A village's number without its area code leaves the person without a phone on record."""
    assert a_phone.is_blank(cell)


@pytest.mark.parametrize("cell", ["12345", "2-34", "8-912-345-67-8", "123-45-67-89"])
def test_half_a_phone_stays_a_question(cell):
    """What may be a mobile number with a figure missing is not passed over."""
    assert not a_phone.is_blank(cell)


@given(st.sampled_from([column for spec in TABLES.values() for column in spec.columns]), st.text())
def test_no_cell_is_more_than_refused(column, cell):
    """Whatever stands in a cell, it is read, or refused with what was expected."""
    try:
        column.kind.read(cell)
    except ValueError:
        assert column.kind.expected()


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("родитель", Role.GUARDIAN),
        ("guardian", Role.GUARDIAN),
        ("Ученик", Role.STUDENT),
        ("deputy_head", Role.DEPUTY_HEAD),
        ("классный руководитель", Role.HOMEROOM_TEACHER),
        ("директриса", None),
    ],
)
def test_a_role_is_known_by_its_words(word, role):
    """Commands take roles in both languages."""
    assert role == role_of(word)
