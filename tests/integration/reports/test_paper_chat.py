"""/paper in the chats of a class teacher, the office and a mother."""

import pytest

from handlers.callbacks.paper import OpenPaper
from services.outgoing import Button, OutgoingMessage
from services.reports.paper.service import PaperService
from tests.integration.reports.conftest import MOTHER, TEACHER, Line, speak_english

pytestmark = pytest.mark.one_database


@pytest.fixture
async def line(families):
    """Give the way in; the class teacher of 7Б, the deputy head and a mother are linked."""
    await families.link("physics", account_id=TEACHER)
    await families.link("deputy", account_id=12)
    await families.link("mother_maria", account_id=MOTHER, student="maria")
    await speak_english(families)
    return Line(families, papers=PaperService(families.database, families.clock))


async def test_the_class_teacher_prints_and_ticks(line):
    """The PDF comes first, then the list; a press ticks a name, a second press takes it back."""
    chat = line.chat(TEACHER)
    await chat.send("/paper")
    document, listed = chat.messages[-2:]
    await chat.press("☐ Петров Артём")
    ticked = chat.last.text
    await chat.press("✓ Петров Артём")

    assert "7Б 2026-11-16.pdf" == document.attachment.file_name
    assert document.attachment.content.startswith(b"%PDF")
    assert "7Б: 5 sheets to print, one a family." == document.text
    assert "week 16.11–22.11.2026" in listed.text
    assert "Кузнецова Мария" not in listed.text
    assert "✓ Петров Артём — not connected; handed over 24.11" in ticked
    assert "Handed over: 1 of 5." in ticked
    assert "Handed over: 0 of 5." in chat.last.text


async def test_another_week_is_one_press_away(line):
    """The week before is opened in place; a week to come has no button."""
    chat = line.chat(TEACHER)
    await chat.send("/paper")
    await chat.press("◀ 09.11–15.11")
    before = chat.last.text
    await chat.press("Print (PDF)")
    printed = chat.last.attachment.file_name
    await chat.send("/paper")
    await chat.press("23.11–29.11 ▶")

    assert "week 09.11–15.11.2026" in before
    assert "7Б 2026-11-09.pdf" == printed
    assert not [one for one in chat.captions if one.endswith("▶")]


async def test_the_office_chooses_a_class(line):
    """A deputy head sees every class, the first of them open."""
    chat = line.chat(12)
    await chat.send("/paper")
    await chat.press("7Б")

    assert "Sheets on paper · 7Б" in chat.last.text


async def test_a_mother_is_refused_and_an_old_button_is_out_of_date(line):
    """Nobody but staff; a button of last year is answered kindly."""
    chat = line.chat(MOTHER)
    await chat.send("/paper")
    refused = chat.last.text
    old = line.chat(TEACHER)
    await old.send("/paper")

    class_id = 2
    button = Button("old", OpenPaper(class_id=class_id, week=700_000).pack())
    old.messages.append(OutgoingMessage("old", buttons=((button,),)))
    await old.press("old")

    assert "This is not open to you" in refused
    assert "out of date" in old.last.text
