"""/report in the chats of a class teacher, a deputy head and a mother."""

import pytest

from handlers.callbacks.reports import GetReport
from services.outgoing import Button, OutgoingMessage
from services.reports.office.filing import FiledReports
from services.reports.office.service import OfficeReports
from tests.integration.reports.conftest import MOTHER, TEACHER, Line, speak_english

pytestmark = pytest.mark.one_database

DEPUTY = 12


@pytest.fixture
async def line(families):
    """Give the way in; the class teacher of 7Б, the deputy head and a mother are linked."""
    await families.link("physics", account_id=TEACHER)
    await families.link("deputy", account_id=DEPUTY)
    await families.link("mother_maria", account_id=MOTHER, student="maria")
    await speak_english(families)
    return Line(
        families,
        office_reports=OfficeReports(families.database, families.clock),
        filed_reports=FiledReports(families.database),
    )


async def test_the_class_teacher_takes_the_own_class(line):
    """Three presses from the command to the paper; no other class is asked about."""
    chat = line.chat(TEACHER)
    await chat.send("/report")
    offered = chat.captions
    await chat.press("Summary sheet of marks")
    asked = chat.last.text
    await chat.press("To print (PDF)")

    assert "Substitution journal" not in offered
    assert "Summary sheet of marks · 7Б" in asked
    assert "summary.pdf" == chat.last.attachment.file_name
    assert chat.last.attachment.content.startswith(b"%PDF")


async def test_the_deputy_head_takes_all_classes_or_one(line):
    """All classes at once, or one of them; a period stands after the command."""
    chat = line.chat(DEPUTY)
    await chat.send("/report 1 четверть")
    await chat.press("Class teacher’s report")
    await chat.press("All classes")
    await chat.press("Table (XLSX)")
    together = chat.last.attachment
    await chat.send("/report")
    await chat.press("Report cards")
    classes = chat.captions
    await chat.press("7Б")
    await chat.press("To print (PDF)")

    assert "class-teacher.xlsx" == together.file_name
    assert "All classes" not in classes
    assert "report-cards.pdf" == chat.last.attachment.file_name


async def test_strangers_and_old_buttons_are_answered_kindly(line):
    """A mother has no reports; a number that is no report is out of date; nor is a bad period."""
    mother, teacher = line.chat(MOTHER), line.chat(TEACHER)
    await mother.send("/report")
    await teacher.send("/report лето")
    misread = teacher.last.text
    old = Button("old", GetReport(report=99, class_id=1, is_pdf=True).pack())
    teacher.messages.append(OutgoingMessage("old", buttons=((old,),)))
    await teacher.press("old")

    assert "This is not open to you" in mother.last.text
    assert "There is no such period here" in misread
    assert "out of date" in teacher.last.text
