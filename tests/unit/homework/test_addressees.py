"""For whom a piece of homework is: everybody, a student, or a name that must be asked."""

import pytest

from services.bulk_entry.errors import LineNotTaken, ResolveFault
from services.bulk_entry.grammar import parse
from services.bulk_entry.homework_parts import gather_homework
from services.bulk_entry.names import RosterName
from services.bulk_entry.people import OpenName
from tests.unit.bulk_entry.describe import VOCABULARY

PETROV, MARIA, MARINA = 1, 2, 3
ROSTER = (
    RosterName(PETROV, "Петров", "Артём"),
    RosterName(MARIA, "Кузнецова", "Мария"),
    RosterName(MARINA, "Кузнецова", "Марина"),
)
ELSEWHERE = (RosterName(4, "Сидоров", "Лев"),)


def gathered(line, **answers):
    """Read a line and say for whom its homework is."""
    entry = parse(line, vocabulary=VOCABULARY).entries[0]
    return gather_homework(entry, ROSTER, answers=answers, elsewhere=ELSEWHERE)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("дз № 5", [(None, "№ 5")]),
        ("дз для Петрова: § 5", [(PETROV, "§ 5")]),
        ("дз Петрову: § 5", [(PETROV, "§ 5")]),
        ("дз Читать: гл. 3", [(None, "Читать: гл. 3")]),
        ("дз № 5; дз для Петрова: № 6", [(None, "№ 5"), (PETROV, "№ 6")]),
        ("дз для Петрова и Кузнецовой Марии: § 5", [(PETROV, "§ 5"), (MARIA, "§ 5")]),
        ("дз нет", [(None, "")]),
        ("дз для Петрова: нет", [(PETROV, "")]),
    ],
)
def test_for_whom_it_is(line, expected):
    """Nobody named is everybody; words nobody is called by belong to the text."""
    found = gathered(line)
    assert not isinstance(found, OpenName)

    assert expected == [(one.addressee_id, one.text) for one in found]


def test_namesakes_are_asked():
    """It would be somebody else's homework."""
    asked = gathered("дз для Кузнецовой: § 5")

    assert isinstance(asked, OpenName)
    assert {MARIA, MARINA} == set(asked.student_ids)
    answered = gathered("дз для Кузнецовой: § 5", **{asked.key: MARINA})
    assert not isinstance(answered, OpenName)
    assert [MARINA] == [one.addressee_id for one in answered]


def test_a_slip_in_a_name_is_asked():
    """«Пертову: § 5» must not become homework for everybody."""
    asked = gathered("дз Пертову: § 5")

    assert isinstance(asked, OpenName)
    assert asked.is_guess


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("дз для Смирнова: § 5", ResolveFault.UNKNOWN_STUDENT),
        ("дз для Сидорова: § 5", ResolveFault.NOT_IN_GROUP),
        ("дз № 5; дз § 6", ResolveFault.HOMEWORK_TWICE),
        ("дз для Петрова: № 5; дз Петрову: № 6", ResolveFault.HOMEWORK_TWICE),
    ],
)
def test_what_cannot_be_given(line, reason):
    """A stranger, somebody of another group, two tasks for the same people."""
    with pytest.raises(LineNotTaken) as refused:
        gathered(line)

    assert reason is refused.value.reason
