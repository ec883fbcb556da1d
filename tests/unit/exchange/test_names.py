"""One class has one name, however it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.exchange.names import fold, fold_bell_set, parse_class_name


@pytest.mark.parametrize(
    ("written", "name", "grade"),
    [
        ("5А", "5А", 5),
        ("5 А", "5А", 5),
        ("5-А", "5А", 5),
        ("5–а", "5А", 5),
        ('5 "А"', "5А", 5),
        ("5«а»", "5А", 5),
        ("5A", "5А", 5),
        ("7B", "7В", 7),
        ("10 б класс", "10Б", 10),
        ("05А", "5А", 5),
        ("5", "5", 5),
        ("5 класс", "5", 5),
        ("1Э", "1Э", 1),
        ("10 Физмат", "10 физмат", 10),
        ("11 A", "11А", 11),
    ],
)
def test_spellings_of_a_class_are_one_name(written, name, grade):
    """Spaces, hyphens, quotation marks, case and Latin look-alikes make no other class."""
    found = parse_class_name(written)

    assert found is not None
    assert (name, grade) == (found.name, found.grade_level)


@pytest.mark.parametrize(
    "written", ["", "А5", "13А", "0А", "10-11", "1+3", "7_Б", "7Б!", "первый"]
)
def test_what_is_no_class_is_refused(written):
    """A class begins with its grade, 1 to 12."""
    assert parse_class_name(written) is None


@given(st.text(max_size=25))
def test_a_name_stays_itself(text):
    """Reading a class's own name gives the same name."""
    found = parse_class_name(text)

    assert found is None or parse_class_name(found.name) == found


def test_names_are_compared_without_their_looks():
    """ё and е, case, spaces and look-alikes do not tell subjects or groups apart."""
    assert fold("Трёхмерная  ГРАФИКА") == fold("трехмерная графика")
    assert fold("5A англ. 1") == fold("5А АНГЛ. 1")
    assert fold("Физика") != fold("Химия")


def test_the_main_bell_set_has_no_name():
    """«основной» and nothing are the same set."""
    assert ("", "", "суббота") == tuple(
        fold_bell_set(name) for name in ("Основной", "", "Суббота")
    )
