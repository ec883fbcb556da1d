"""Namesakes on a class list: whoever reads it knows which of them is meant."""

import pytest

from services.roster.names import PersonName
from services.roster.namesakes import Apart, tell_apart

LEV_A = PersonName("Ковалёв", "Лев", "Андреевич")
LEV_A2 = PersonName("Ковалев", "Лев", "Алексеевич")
LEV_P = PersonName("Ковалёв", "Лев", "Петрович")
LEV = PersonName("Ковалёв", "Лев")
MARIA = PersonName("Кузнецова", "Мария")
MARINA = PersonName("Кузнецова", "Марина")
KIM = PersonName("Ким", "Ян")


def like(addition: str = "") -> Apart:
    """Say that another reads alike in short."""
    return Apart(needs_given_name=True, addition=addition)


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ([KIM, MARIA], [Apart(), Apart()]),
        ([KIM, MARIA, MARINA], [Apart(), like(), like()]),
        ([LEV_A, LEV_P], [like("А."), like("П.")]),
        ([LEV_A, LEV_A2], [like("№ 1"), like("№ 2")]),
        ([KIM, LEV, LEV_P], [Apart(), like("№ 2"), like("П.")]),
        ([LEV_A, LEV_A2, LEV_P], [like("№ 1"), like("№ 2"), like("П.")]),
        ([], []),
    ],
)
def test_namesakes_are_told_apart_by_as_little_as_it_takes(
    names: list[PersonName], told: list[Apart]
) -> None:
    """An initial of the patronymic where it helps, else the number; «ё» and «е» are one."""
    assert told == tell_apart(names)
