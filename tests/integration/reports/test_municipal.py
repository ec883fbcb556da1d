"""A week of two schools in numbers: they add up, and nobody is in them."""

import re
from datetime import date
from io import BytesIO

from python_calamine import CalamineWorkbook
from sqlalchemy import select

from services.database import bind_school
from services.exchange.repository import all_schools
from services.models import Person
from services.reports.office.municipal import MunicipalReports
from services.reports.office.xlsx import report_xlsx
from services.vocabulary import AttendanceCode
from tests.factories import at, build_school

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
