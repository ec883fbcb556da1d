"""A week of two schools in numbers: they add up, and nobody is in them."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from handlers.callbacks.menu import Open
from handlers.screens.municipal import week_page
from services.access.identity import Identity
from services.database import bind_school
from services.errors import NotAllowed
from services.exchange.repository import all_schools
from services.models import Person, RoleAssignment
from services.outgoing import Attachment, Button, OutgoingMessage
from services.reports.office.municipal import MunicipalReports
from services.reports.office.xlsx import report_xlsx
from services.vocabulary import AttendanceCode, PersonKind, Role
from tests.factories import at, build_school
from tests.integration.reports.conftest import TEACHER, Line, speak_english

NUMBER = re.compile(r"—|\d+([.,]\d+)?")


async def test_two_schools_are_numbers_that_add_up(families):
    """One has a linked family and a told mark, the other nothing; no name, no number of theirs."""
    other = await build_school(families.database, short_name="Школа 13")
    await families.link("mother_maria", account_id=1, student="maria")
    lesson = await families.lesson()
    mark = await families.mark(lesson, 5)
    await families.attend(lesson, AttendanceCode.ABSENT)
    await families.tell(*families.mark_news(mark))
    await families.steps()
    families.clock.move_to(at(28, "09:00"))
    async with families.database.reading() as session:
        schools = list(await all_schools(session))
    report = await MunicipalReports(families.database, families.clock).make(
        schools, first=date(2026, 11, 21), last=date(2026, 11, 27)
    )
    content = report_xlsx(report)
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    (head,) = [row for row in rows if row[0] == "School"]
    table = {row[0]: dict(zip(head, row, strict=True)) for row in rows if row[0] in NAMES}
    one, all_of_them = table["Школа 12"], table["All schools"]
    people: list[str] = []
    for school_id in (families.school.school_id, other.school_id):
        with bind_school(school_id):
            async with families.database.reading() as session:
                people += [row.family_name for row in await session.scalars(select(Person))]
    said = " ".join(str(cell) for row in rows for cell in row)

    assert (2.0, 7.0, 1.0, "14.3", 1.0, "100.0", "0.14") == (
        one["Classes"], one["Students"], one["Families reached"], one["Families reached, %"],
        one["Notices to families"], one["told in time, %"], one["Missed for one student"],
    )  # fmt: skip
    assert 14.0 == all_of_them["Students"]
    assert "7.1" == all_of_them["Families reached, %"]
    assert all(
        isinstance(cell, float) or NUMBER.fullmatch(str(cell))
        for row in table.values()
        for cell in list(row.values())[1:]
    )
    assert not [name for name in people if name in said]


NAMES = ("Школа 12", "Школа 13", "All schools")


async def test_a_coordinator_reads_numbers_in_the_chat_and_nothing_else(families):
    """Of the schools that list them; a teacher, a mother and a stranger get none."""
    other = await build_school(families.database, short_name="Школа 13")
    families.clock.move_to(at(28, "09:00"))
    reports = MunicipalReports(families.database, families.clock)
    coordinator = Identity(
        families.school.school_id,
        families.school.people["primary"],
        PersonKind.STAFF,
        frozenset({Role.COORDINATOR}),
    )
    in_both = (coordinator, replace(coordinator, school_id=other.school_id))
    one = await reports.week([coordinator], last=None)
    both = await reports.week(in_both, last=None)
    earlier = await reports.week(in_both, last=date(2026, 11, 20))
    page = week_page(both)
    for who in (families.school.staff("algebra"), families.school.guardian("mother_maria")):
        with pytest.raises(NotAllowed):
            await reports.week([who], last=None)
    with pytest.raises(NotAllowed):
        await reports.week([], last=None)

    assert ["Школа 12"] == [name for name, _figures in one.schools]
    assert ["Школа 12", "Школа 13"] == [name for name, _figures in both.schools]
    assert (date(2026, 11, 21), date(2026, 11, 27)) == (both.first, both.last)
    assert (False, True) == (both.has_later, earlier.has_later)
    assert "Schools in numbers · 21.11–27.11" in page.text
    assert "classes: 2, students: 7" in page.text
    assert "Кузнецов" not in page.text


async def test_the_coordinators_way_in_the_chat(families):
    """From the menu's button to the document; whoever is none is refused."""
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            session.add(
                RoleAssignment(person_id=families.school.people["primary"], role=Role.COORDINATOR)
            )
    await families.link("primary", account_id=12)
    await families.link("physics", account_id=TEACHER)
    await speak_english(families)
    reports = MunicipalReports(families.database, families.clock)
    line = Line(families, municipal_reports=reports)
    chat, teacher = line.chat(12), line.chat(TEACHER)
    opened = Button("old", Open(screen="municipal").pack())
    for one in (chat, teacher):
        one.messages.append(OutgoingMessage("old", buttons=((opened,),)))
        await one.press("old")
    shown = chat.last.text
    await chat.press("Table (XLSX)")

    assert "Schools in numbers" in shown
    assert isinstance(chat.last.attachment, Attachment)
    assert chat.last.attachment.content.startswith(b"PK")
    assert "This is not open to you" in teacher.last.text
