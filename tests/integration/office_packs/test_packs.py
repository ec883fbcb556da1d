"""Friday at three: what the class teacher and the heads are told, and the documents behind it."""

import itertools
from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select, update

from handlers.callbacks.office_packs import GetPack
from services.control.reading import duties_between
from services.database import bind_school
from services.models import Holiday, PackFigures, PaperSheet, RoleAssignment, TimetableEntry
from services.office_packs.preparing import OfficePacks
from services.outgoing import Attachment, Button, OutgoingMessage
from services.regulation.repository import load_profile
from services.reports.office.service import OfficeReports
from services.vocabulary import AttendanceCode, FactKind, Role
from tests.factories import at
from tests.integration.reports.conftest import (
    MOTHER,
    TEACHER,
    Line,
    english,
    families,
    recorded,
    speak_english,
)

__all__ = ["english", "families", "recorded"]

DEPUTY, DIRECTOR = 12, 13
MONDAY, FRIDAY = 1, 5


class Friday:
    """The school on Friday 27.11, with a class teacher, a deputy head and a director."""

    def __init__(self, families):
        """Let packs be prepared by the world's clock."""
        self.families = families
        self.packs = OfficePacks(families.database, families.clock)

    async def prepare(self, day, clock, *, month=11):
        """Let it be that moment, and prepare what is due."""
        waits = at(day, clock, month=month) - self.families.clock.now()
        self.families.pass_minutes(waits.total_seconds() / 60)
        while await self.packs.work():
            pass

    async def told(self, day, clock, *, month=11):
        """Let it be that moment, prepare and deliver; return what each account was told."""
        families = self.families
        before = len(families.sender.sent)
        await self.prepare(day, clock, month=month)
        await families.steps()
        sender = families.sender
        new = zip(sender.sent[before:], sender.messages[before:], strict=True)
        return {sent.chat_id - 5000: message for sent, message in new}


@pytest.fixture
async def friday(families):
    """Give the week: Maria missed a lesson without a reason, Petrov one nobody has settled."""
    await families.link("physics", account_id=TEACHER)
    await families.link("deputy", account_id=DEPUTY)
    await families.link("english1", account_id=DIRECTOR)
    await families.link("mother_maria", account_id=MOTHER, student="maria")
    await speak_english(families)
    lesson = await families.lesson()
    await families.mark(lesson, 5)
    await families.mark(lesson, 2, student="petrov")
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            session.add(
                RoleAssignment(person_id=families.school.people["english1"], role=Role.DIRECTOR)
            )
    await families.attend(lesson, AttendanceCode.ABSENT_UNEXCUSED)
    await families.attend(lesson, AttendanceCode.ABSENT, student="petrov")
    return Friday(families)


async def test_friday_tells_the_class_teacher_and_the_heads_once(friday):
    """Sheets, reasons, families; figures; the chain's head for the director alone."""
    early = await friday.told(27, "14:59")
    found = await friday.told(27, "15:00")
    again = await friday.told(27, "15:30")

    assert {} == early
    assert {TEACHER, DEPUTY, DIRECTOR} == set(found)
    week = found[TEACHER].text
    assert "The week of 7Б · 23.11–27.11" in week
    assert "To print: 5 sheets for families" in week  # Maria's mother alone reads the chat
    assert "Without a good reason: 1 lesson — Кузнецова Мария (1)" in week
    assert "1 student has lessons whose reason is not settled" in week
    assert "No chat reaches: 5 — Иванов Пётр, Иванова Анна" in week
    assert ["Sheets to print", "Reasons", "The class"] == captions(found[TEACHER])
    assert "Families no chat reaches: 6 of 7" in found[DEPUTY].text
    assert "Head of the journal" not in found[DEPUTY].text
    assert "Head of the journal’s chain: " in found[DIRECTOR].text
    assert {} == again
    with bind_school(friday.families.school.school_id):
        async with friday.families.database.reading() as session:
            assert 6 == len(list(await session.scalars(PaperSheet.__table__.select())))


async def test_sending_reads_figures_and_counts_nothing(friday):
    """What is said is what stood in the journal when the pack was made."""
    families = friday.families
    await friday.prepare(27, "15:00")
    lesson = await families.lesson(number=4)
    await families.attend(lesson, AttendanceCode.ABSENT_UNEXCUSED, student="petrov")
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            for row in await session.scalars(select(PackFigures)):
                assert "Кузнецова" not in str(row.figures)  # people stand in it by their ids
                if row.fact_kind == FactKind.SCHOOL_WEEK:
                    row.figures = row.figures | {"thin": 77}
    found = await friday.told(27, "15:00")

    assert "Without a good reason: 1 lesson — Кузнецова Мария (1)" in found[TEACHER].text
    assert "Groups with few marks: 77" in found[DEPUTY].text


async def test_holidays_have_no_pack_and_the_month_has_its_own(friday):
    """On 1 December the heads are given November, without a word to class teachers."""
    month = await friday.told(1, "15:00", month=12)

    assert {DEPUTY, DIRECTOR} == set(month)
    assert "The month’s pack · 01.11–30.11" in month[DEPUTY].text


async def tallies(friday, *moments):
    """Let 7Б have a lesson on Fridays, and packs be made at moments; return the figures.

    Of each pack: in time, late, overdue.
    """
    with bind_school(friday.families.school.school_id):
        async with friday.families.database.transaction() as session:
            await session.execute(
                update(TimetableEntry)
                .where(TimetableEntry.weekday == MONDAY)
                .values(weekday=FRIDAY)
            )
    for day, clock, month in moments:
        await friday.prepare(day, clock, month=month)
    with bind_school(friday.families.school.school_id):
        async with friday.families.database.reading() as session:
            rows = await session.scalars(select(PackFigures).order_by(PackFigures.last_on))
            return {
                (row.last_on.month, row.last_on.day): row.figures["tally"]
                for row in rows
                if row.fact_kind == FactKind.SCHOOL_WEEK
            }


async def owed_between(friday, first, last):
    """Return the deadlines of everything the lessons of some days owe."""
    with bind_school(friday.families.school.school_id):
        async with friday.families.database.reading() as session:
            profile = await load_profile(session)
            return [
                duty.deadline_at
                for duty in await duties_between(session, profile, first=first, last=last)
            ]


async def test_each_entry_stands_in_one_pack(friday):
    """What Friday's lessons owe falls due after Friday's pack: the next one has it."""
    found = await tallies(friday, (27, "15:00", 11), (4, "15:00", 12), (11, "15:00", 12))
    deadlines = await owed_between(friday, date(2026, 11, 16), date(2026, 12, 11))
    of_friday = await owed_between(friday, date(2026, 11, 27), date(2026, 11, 27))
    ends = [at(20, "15:00"), at(27, "15:00"), at(4, "15:00", month=12), at(11, "15:00", month=12)]
    expected = [
        sum(after < one <= until for one in deadlines) for after, until in itertools.pairwise(ends)
    ]

    assert [(11, 27), (12, 4), (12, 11)] == list(found)
    assert expected == [sum(figures) for figures in found.values()]
    assert max(of_friday) > at(27, "15:00")


async def test_the_first_week_of_holidays_has_the_last_entries(friday):
    """Then nothing falls due, and there is no pack."""
    with bind_school(friday.families.school.school_id):
        async with friday.families.database.transaction() as session:
            session.add(
                Holiday(
                    name="Long",
                    starts_on=date(2026, 11, 28),
                    ends_on=date(2026, 12, 31),
                    grades=[],
                )
            )
    found = await tallies(friday, (27, "15:00", 11), (4, "15:00", 12), (11, "15:00", 12))
    of_friday = await owed_between(friday, date(2026, 11, 27), date(2026, 11, 27))

    assert sum(one > at(27, "15:00") for one in of_friday) == sum(found[12, 4]) > 0
    assert [(11, 27), (12, 4)] == list(found)


async def test_the_pack_is_a_document_for_heads_alone(friday):
    """The workbook counts what the small school's week holds; a teacher's press is refused."""
    found = await friday.told(27, "15:00")
    families = friday.families
    line = Line(families, office_reports=OfficeReports(families.database, families.clock))
    deputy, teacher = line.chat(DEPUTY), line.chat(TEACHER)
    deputy.messages.append(found[DEPUTY])
    await deputy.press("Table (XLSX)")
    assert isinstance(deputy.last.attachment, Attachment)
    book = CalamineWorkbook.from_filelike(BytesIO(deputy.last.attachment.content))
    classes = book.get_sheet_by_name("Classes").to_python()
    forged = GetPack(first=20260101, last=20261231, is_pdf=True).pack()

    assert [
        "What to do",
        "Teachers",
        "Missing and late",
        "Classes",
        "Activity",
    ] == book.sheet_names
    row = next(one for one in classes if one[0] == "7Б")
    assert [6.0, 2.0, 0.0, 0.0, 1.0, 1.0, "0.33", 0.0, 2.0, "3.50", 1.0] == [row[1], *row[4:]]
    teacher.messages.append(found[DEPUTY])
    await teacher.press("To print (PDF)")
    assert "not open to you" in teacher.last.text
    deputy.messages.append(OutgoingMessage("", buttons=((Button("x", forged),),)))
    await deputy.press("x")
    assert "out of date" in deputy.last.text


def captions(message):
    """Return the captions below a message."""
    return [button.caption for row in message.buttons for button in row]
