"""The list of who has not come: families together, no suspended access, printable."""

from datetime import date

from services.joining.facts import PersonFacts, SheetHead
from services.joining.missing_list import missing_data, missing_pdf
from services.joining.people_facts import JoinState, PersonLine
from services.vocabulary import PersonKind

HEAD = SheetHead("Школа № 12", "МБОУ «Школа № 12»", "school12_bot")
ON = date(2026, 11, 24)


def _line(kind, family, given, state, relation=""):
    return PersonLine(1, kind, PersonFacts(family, given), state, relation)


LINES = (
    _line(PersonKind.STUDENT, "Иванов", "Пётр", JoinState.LINKED),
    _line(PersonKind.GUARDIAN, "Иванова", "Анна", JoinState.LINKED, "мать"),
    _line(PersonKind.STUDENT, "Кузнецова", "Мария", JoinState.NOT_YET),
    _line(PersonKind.GUARDIAN, "Кузнецова", "Ольга", JoinState.HAS_CODE, "мать"),
    _line(PersonKind.GUARDIAN, "Кузнецов", "Олег", JoinState.SUSPENDED, "отец"),
    _line(PersonKind.STUDENT, "Петров", "Артём", JoinState.LINKED),
    _line(PersonKind.GUARDIAN, "Петрова", "Инна", JoinState.ON_PAPER, ""),
)


def test_families_stand_together_and_who_has_come_is_left_out():
    """A child with whoever of the family is missing; a court order stands on no table."""
    data = missing_data(LINES, HEAD, class_name="7Б", on=ON)

    assert [
        (
            "Кузнецова Мария",
            [("личный вход ученика", "ещё без кода"), ("Кузнецова Ольга, мать", "код выдан")],
        ),
        ("Петров Артём", [("Петрова Инна", "на бумаге")]),
    ] == [
        (one["student"], [(person["name"], person["state"]) for person in one["people"]])
        for one in data["families"]
    ]
    assert data["summary"].endswith(": 2")


async def test_it_can_be_set_with_and_without_anybody():
    """A class that has come whole prints a page that says so."""
    for lines in (LINES, LINES[:2], ()):
        pdf = await missing_pdf(lines, HEAD, class_name="7Б", on=ON)

        assert pdf.startswith(b"%PDF")
