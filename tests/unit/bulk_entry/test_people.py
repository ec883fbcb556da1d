"""Whom a line is about: what cannot be settled with the school of the other tests."""

import pytest

from services.bulk_entry.errors import LineNotTaken, ResolveFault
from services.bulk_entry.model import (
    Codes,
    Entry,
    Everyone,
    GivenMark,
    Line,
    NamePart,
    NameRef,
)
from services.bulk_entry.names import RosterName
from services.bulk_entry.people import gather_students

FIVE = Codes(marks=(GivenMark((5,)),))
ROSTER = (RosterName(1, "Петров", "Артём"), RosterName(2, "Сидоров", "Лев"))


def test_everybody_of_an_empty_group_is_nobody():
    """A group whose list is empty cannot be marked as a whole."""
    with pytest.raises(LineNotTaken) as refused:
        gather_students(Entry(everyone=(Everyone(FIVE),)), (), answers={})

    assert ResolveFault.NOBODY is refused.value.reason


def test_two_names_and_one_mark_without_a_comma_are_refused():
    """«петров сидоров 5» may be a slip: whose is the mark?"""
    names = NameRef((NamePart("петров"), NamePart("сидоров")))
    with pytest.raises(LineNotTaken) as refused:
        gather_students(Entry(lines=(Line(names, FIVE),)), ROSTER, answers={})

    assert ResolveFault.SEVERAL_PEOPLE is refused.value.reason


def test_a_list_behind_its_mark_may_name_several():
    """«5 петров сидоров» says the mark first: it is everybody's."""
    names = NameRef((NamePart("петров"), NamePart("сидоров")))

    found = gather_students(Entry(lines=(Line(names, FIVE, is_list=True),)), ROSTER, answers={})

    assert isinstance(found, tuple)
    assert [1, 2] == [student.student_id for student in found]


def test_an_answer_for_somebody_else_is_no_answer():
    """A stored answer that does not fit the name any more is asked again."""
    namesakes = (RosterName(1, "Петров", "Артём"), RosterName(2, "Петров", "Лев"))
    entry = Entry(lines=(Line(NameRef((NamePart("петров"),)), FIVE),))

    found = gather_students(entry, namesakes, answers={"петров#1": 9})

    assert not isinstance(found, tuple)
    assert ("петров#1", (1, 2)) == (found.key, found.student_ids)
