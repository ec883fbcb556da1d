"""Invitations on paper: who gets a page, what stands on it, and that it can be printed."""

from datetime import UTC, date, datetime

import pytest

from services.i18n import use_locale
from services.joining.facts import InvitedChild, PersonFacts, SheetHead
from services.joining.invitations import IssuedInvite
from services.joining.slips import invites_pdf, sheet_data
from services.vocabulary import PersonKind

HEAD = SheetHead("Школа № 12", "МБОУ «Школа № 12»", "school12_bot")
NAMELESS = SheetHead("Школа № 12", "МБОУ «Школа № 12»", "")
MARIA = InvitedChild(1, "Кузнецова", "Мария", "Олеговна", "7Б", "мать", "114", date(2026, 9, 1))
PETER = InvitedChild(2, "Кузнецов", "Пётр", "", "1В", "мать")


def _invite(
    kind=PersonKind.GUARDIAN, *, classes=("7Б",), students=(MARIA,), link="https://t.me/x"
):
    return IssuedInvite(
        person_id="P1",
        kind=kind,
        roles=(),
        person=PersonFacts("Кузнецова", "Ольга", "Петровна"),
        class_names=classes,
        students=students,
        code="KA7MMTKK7THM",
        link=link,
        expires_at=datetime(2026, 12, 24, 4, tzinfo=UTC),
        expires_on=date(2026, 12, 24),
    )


def test_a_guardian_gets_the_application_above_the_slip():
    """Both halves of the way in are one page: the form to sign, the code to type."""
    (page,) = sheet_data([_invite(students=(MARIA, PETER))], HEAD)["pages"]

    assert [
        {"name": "Кузнецова Мария Олеговна", "class": "7Б", "relation": "мать"},
        {"name": "Кузнецов Пётр", "class": "1В", "relation": "мать"},
    ] == page["application"]["children"]
    assert "Кузнецова Ольга Петровна" == page["application"]["applicant"]
    (slip,) = page["slips"]
    assert "KA7M-MTKK-7THM" == slip["code"]
    assert ["Кузнецова Мария · 7Б", "Кузнецов Пётр · 1В"] == slip["rows"][1]["lines"]
    assert "до 24.12.2026, на один раз" == slip["until"]


@pytest.mark.parametrize(
    ("students", "number", "on"),
    [((MARIA,), "114", "01.09.2026"), ((PETER,), "", ""), ((MARIA, PETER), "", "")],
)
def test_a_number_the_school_has_is_printed_when_it_holds_for_all(students, number, on):
    """One application covers the children it names; another number is never printed for them."""
    (page,) = sheet_data([_invite(students=students)], HEAD)["pages"]

    assert (number, on) == (page["application"]["number"], page["application"]["date"])


def test_staff_and_students_get_three_slips_a_page_and_no_page_belongs_to_two_classes():
    """A stack goes to one class teacher; nobody cuts another class's codes."""
    sevens = [_invite(PersonKind.STUDENT, students=())] * 4
    eights = [_invite(PersonKind.STUDENT, classes=("8А",), students=())]

    pages = sheet_data([*sevens, *eights], HEAD)["pages"]

    assert [3, 1, 1] == [len(page["slips"]) for page in pages]
    assert {None} == {page["application"] for page in pages}


def test_without_the_bots_name_the_code_is_enough():
    """Before the bot ran there is neither QR code nor link, and the slip says what to do."""
    (page,) = sheet_data([_invite(link="")], NAMELESS)["pages"]
    (slip,) = page["slips"]

    assert ("", "") == (slip["qr"], slip["bot"])
    assert "____" in slip["steps"][0]
    assert "отправьте ему код" in slip["steps"][0]


def test_with_the_link_the_slip_has_its_qr_code():
    """The picture is drawn of lines, so it prints sharply at any size."""
    (page,) = sheet_data([_invite()], HEAD)["pages"]

    assert page["slips"][0]["qr"].startswith("<svg")
    assert "@school12_bot" in page["slips"][0]["steps"][0]


def test_the_paper_is_in_the_schools_language():
    """An English terminal prints a Russian application all the same: families sign it."""
    with use_locale("en"):
        labels = sheet_data([_invite()], HEAD)["labels"]

    assert "ЗАЯВЛЕНИЕ" == labels["application"]


@pytest.mark.parametrize("head", [HEAD, NAMELESS])
async def test_the_pages_can_be_set(head):
    """The template takes every kind of slip, names with signs of markup included."""
    odd = InvitedChild(3, "О’Нил #1", "*Анна* $x$", "", "", "")
    invites = [
        _invite(PersonKind.STAFF, classes=(), students=()),
        _invite(PersonKind.STUDENT, students=()),
        _invite(students=(MARIA, PETER, odd), link="" if head is NAMELESS else "https://t.me/x"),
    ]

    assert (await invites_pdf(invites, head)).startswith(b"%PDF")
