"""The week on paper: who gets a sheet, what stands on it, the tick and the proof."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from services.audit import verify_chain
from services.database import bind_school
from services.errors import NotAllowed, OutOfDate
from services.models import (
    ChangeEntry,
    Enrollment,
    Guardianship,
    Homework,
    LessonChange,
    PaperSheet,
    PeriodMark,
    Person,
)
from services.outbox.ports import Blocked
from services.reports.ledger.service import LedgerService
from services.reports.paper.documents import paper_file_name, paper_pages, paper_pdf
from services.reports.paper.rules import PaperReason
from services.reports.paper.service import PaperService
from services.vocabulary import AccessMode, AttendanceCode, FinalKind
from tests.factories import at
from tests.integration.reports.conftest import KEYS

MONDAY = date(2026, 11, 23)
MOTHERS = (("mother_maria", "maria"), ("mother_petrov", "petrov"), ("father_sidorov", "sidorov"))


@pytest.fixture
def papers(families):
    """Give the service that makes sheets."""
    return PaperService(families.database, families.clock)


@pytest.fixture
async def reached(families):
    """Let every family of 7Б be reached: three in a chat, the others not children of the class."""
    for number, (guardian, student) in enumerate(MOTHERS, start=1):
        await families.link(guardian, account_id=number, student=student)
    for student in ("ivanov", "ivanova", "marina"):
        await families.guard("mother_maria", student)
        await families.consent_outside("mother_maria", student)
    return families


async def made(families, papers, class_name="7Б"):
    """Make this week's sheets; return those of one class, or None."""
    found = await papers.make(school_id=families.school.school_id)
    return next((one for one in found if one.class_name == class_name), None)


async def store(families, *rows):
    """Store rows in the school."""
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            session.add_all(rows)


async def set_access(families, access):
    """Change how Maria's mother is informed about her."""
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            row = await session.scalar(
                select(Guardianship).where(
                    Guardianship.student_id == families.school.people["maria"]
                )
            )
            row.access = access


def teacher(families):
    """Return the class teacher of 7Б."""
    return families.school.staff("physics", homeroom="7Б")


async def test_a_reached_class_needs_no_paper(reached, papers):
    """Where every family reads a chat, nothing is printed."""
    assert await made(reached, papers) is None


@pytest.mark.parametrize(
    ("access", "expected"),
    [(AccessMode.PAPER, [PaperReason.ON_PAPER]), (AccessMode.SUSPENDED, None)],
)
async def test_access_decides(reached, papers, access, expected):
    """«На бумаге» prints; a suspended guardian gets nothing on paper either."""
    await set_access(reached, access)
    paper = await made(reached, papers)

    assert expected == (paper and [one.reason for one in paper.pages])


async def test_a_family_that_blocked_the_bot_gets_paper(reached, papers):
    """What Telegram refused because of a block leads to the printer."""
    reached.sender.outcomes[5001] = [Blocked()]
    mark_id = await reached.mark(await reached.lesson(), 5)
    await reached.tell(*reached.mark_news(mark_id))
    await reached.steps()
    paper = await made(reached, papers)

    assert PaperReason.BLOCKED in [one.reason for one in paper.pages]


async def test_a_week_of_silence_leads_to_paper_and_one_message_ends_it(reached, papers):
    """Nothing accepted for what was owed in seven days: paper; something accepted: none."""
    mark_id = await reached.mark(await reached.lesson(), 5)
    await reached.tell(*reached.mark_news(mark_id))
    reached.clock.advance(timedelta(days=2))
    before = await papers.open(teacher(reached), now=reached.clock.now())
    await reached.steps()
    reached.clock.advance(timedelta(days=7))
    after = await papers.open(teacher(reached), now=reached.clock.now())

    assert {PaperReason.SILENT} == {one.reason for one in before.entries}
    assert () == after.entries


async def test_the_sheet_holds_the_week_and_nothing_of_health(families, papers):
    """Marks, absences, homework, finals and changes of the week; illness reads as excused."""
    people, school = families.school.people, families.school
    lesson = await families.lesson()
    await families.mark(lesson, 5, work_kind="control", weight_tenths=20)
    first = await families.lesson(subject="physics", number=1)
    await families.attend(first, AttendanceCode.ABSENT_SICK)
    await store(
        families,
        Homework(
            lesson_id=lesson, study_group_id=school.groups["7Б"],
            subject_id=school.subjects["algebra"], lesson_on=date(2026, 11, 24),
            text="№ 214, 216", due_on=date(2026, 11, 30), author_id=people["algebra"],
            recorded_at=at(24, "11:00"),
        ),
        PeriodMark(
            student_id=people["maria"], subject_id=school.subjects["algebra"],
            academic_year_id=1, grading_period_id=school.periods["q1"], kind=FinalKind.PERIOD,
            value=4, result_on=date(2026, 11, 24), author_id=people["algebra"],
            recorded_at=at(24, "10:00"),
        ),
    )  # fmt: skip
    paper = await made(families, papers)
    (page,) = [one for one in paper_pages(paper)["pages"] if "Мария" in one["title"]]

    lines = {
        (day["label"], line["subject"]): line for day in page["days"] for line in day["lessons"]
    }
    assert "5 (control work, weight 2)" == lines["Tue 24.11", "Алгебра"]["marks"]
    assert "missed, excused" == lines["Tue 24.11", "Физика"]["attendance"]
    assert "1 lesson missed." == page["missed"]
    assert [
        ("Marks of periods", ["Алгебра, quarter I: 4"]),
        ("Homework ahead", ["for Mon 30.11 · Алгебра: № 214, 216"]),
    ] == [(one["title"], one["lines"]) for one in page["parts"]]
    assert "sick" not in str(page).casefold()


async def test_changes_of_next_week_stand_on_the_sheet(families, papers):
    """A lesson cancelled next week is read beforehand, as in a chat."""
    people, school = families.school.people, families.school
    with bind_school(school.school_id):
        async with families.database.transaction() as session:
            entry = ChangeEntry(
                author_id=people["deputy"], state="saved", source="", resolved={},
                created_at=at(24, "08:00"),
            )  # fmt: skip
            session.add(entry)
            await session.flush()
            session.add(
                LessonChange(
                    entry_id=entry.id, lesson_on=date(2026, 12, 1), number=3,
                    study_group_id=school.groups["7Б"], subject_id=school.subjects["algebra"],
                    teacher_id=people["algebra"], author_id=people["deputy"],
                    recorded_at=at(24, "08:00"), told_from=at(24, "08:00"),
                )
            )  # fmt: skip
    paper = await made(families, papers)
    page = paper_pages(paper)["pages"][0]

    assert (
        "Changes of next week",
        ["Tue 01.12, lesson 3 · Алгебра: does not take place"],
    ) in [(one["title"], one["lines"]) for one in page["parts"]]


async def test_a_tick_is_recorded_audited_and_shown_as_proof(families, papers):
    """Who handed over and when: in the list, in the ledger, in the chain; a tick can be undone."""
    who, now = teacher(families), families.clock.now()
    found = await papers.open(who, now=now, week_on=MONDAY)
    sheet = next(one for one in found.entries if one.student.given_name == "Мария")
    once = await papers.tick(who, sheet_id=sheet.sheet_id, is_handed=True, now=now)
    twice = await papers.tick(
        who, sheet_id=sheet.sheet_id, is_handed=True, now=now + timedelta(hours=1)
    )
    ledger = await LedgerService(families.database, families.clock).of_student(
        school_id=families.school.school_id, key=str(families.school.people["maria"])
    )
    undone = await papers.tick(who, sheet_id=sheet.sheet_id, is_handed=False, now=now)
    verified = await verify_chain(families.database, families.school.school_id, keys=KEYS)

    assert (1, 1, 0) == (once.handed, twice.handed, undone.handed)
    assert [now] == [one.handed_at for one in twice.entries if one.handed_at]
    assert [(now, "Орлов")] == [
        (one.handed_at, one.handed_by and one.handed_by.family_name) for one in ledger.sheets
    ]
    assert [] == [one for one in verified.findings if one.entity == "paper_sheet"]


async def test_made_again_it_is_the_same_sheet(families, papers):
    """A second print changes neither the tick nor the number of sheets."""
    who, now = teacher(families), families.clock.now()
    first = await papers.open(who, now=now, week_on=MONDAY)
    await papers.tick(who, sheet_id=first.entries[0].sheet_id, is_handed=True, now=now)
    await made(families, papers)
    again = await papers.open(who, now=now, week_on=MONDAY)

    assert [one.sheet_id for one in first.entries] == [one.sheet_id for one in again.entries]
    assert 1 == again.handed


async def test_only_the_own_class_may_be_ticked(families, papers):
    """Another teacher's button is refused; a number that never was is out of date."""
    now = families.clock.now()
    found = await papers.open(teacher(families), now=now)
    stranger = families.school.staff("primary", homeroom="1А")

    with pytest.raises(NotAllowed):
        await papers.tick(stranger, sheet_id=found.entries[0].sheet_id, is_handed=True, now=now)
    with pytest.raises(NotAllowed):
        await papers.sheets(stranger, class_id=found.class_id, week_on=MONDAY, now=now)
    with pytest.raises(NotAllowed):
        await papers.open(families.school.staff("algebra"), now=now)
    with pytest.raises(OutOfDate):
        await papers.tick(teacher(families), sheet_id=99_999, is_handed=True, now=now)
    with pytest.raises(OutOfDate):
        await papers.open(teacher(families), now=now, week_on=MONDAY + timedelta(days=7))


async def test_who_left_gets_no_sheet(families, papers):
    """A child who left the class or the school is not printed for."""
    people = families.school.people
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            await session.execute(
                update(Enrollment).where(Enrollment.student_id == people["petrov"])
                .values(ends_on=MONDAY)
            )  # fmt: skip
            await session.execute(
                update(Person).where(Person.id == people["sidorov"]).values(left_on=MONDAY)
            )
    paper = await made(families, papers)

    names = {one.student.family_name for one in paper.pages}
    assert {"Иванов", "Иванова", "Кузнецова"} == names


async def test_every_child_has_one_page(families, papers):
    """One A4 for each child, however much was recorded."""
    lesson = await families.lesson()
    school = families.school
    for number in range(30):
        other = await families.lesson(subject="physics", number=number + 4)
        await store(
            families,
            Homework(
                lesson_id=other, study_group_id=school.groups["7Б"],
                subject_id=school.subjects["physics"], lesson_on=date(2026, 11, 24),
                text="Прочитать параграф и ответить на вопросы. " * 6,
                due_on=date(2026, 12, 1), author_id=school.people["algebra"],
                recorded_at=at(24, "11:00"),
            ),
        )  # fmt: skip
    await families.mark(lesson, 5)
    paper = await made(families, papers)
    content = await paper_pdf(paper)

    assert "7Б 2026-11-23.pdf" == paper_file_name(paper)
    assert f"/Count {len(paper.pages)}/".encode() in content


async def test_a_sheet_row_is_one_for_student_and_week(families, papers):
    """Making sheets for two weeks makes two rows a child, each with its Monday."""
    await papers.make(school_id=families.school.school_id, week=MONDAY)
    await papers.make(school_id=families.school.school_id, week=MONDAY - timedelta(days=2))
    async with families.database.reading() as session:
        with bind_school(families.school.school_id):
            weeks = list(await session.scalars(select(PaperSheet.week_on).distinct()))

    assert {MONDAY, MONDAY - timedelta(days=7)} == set(weeks)
