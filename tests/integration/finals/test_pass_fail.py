"""Subjects with pass and fail, the first grade, and clubs: where no figures are taken."""

from datetime import date
from fractions import Fraction

import pytest

from handlers.screens.finals import final_step, student_choice
from handlers.screens.finals_page import finals_page
from services.bulk_entry.errors import LineNotTaken, ResolveFault
from services.bulk_entry.service import EntryService
from services.control.reading import late_periods, thin_marks
from services.database import bind_school
from services.diary.pages import subject_marks
from services.diary.repository import grading_periods
from services.diary.timetable_lines import lines_of_plan
from services.finals.facts import FinalValue
from services.finals.periods import subject_periods
from services.i18n import use_locale
from services.journal.errors import MarksNotTaken, MarksNotTakenReason
from services.models import Club, GroupMembership, StudyGroup, TeachingAssignment, TimetableEntry
from services.regulation.repository import load_profile
from services.reports.office.ask import PeriodWish
from services.reports.office.catalogue import REPORTS
from services.reports.office.service import OfficeReports
from services.timetable.planner import plan_of_student
from services.vocabulary import GroupKind, PassFail, WeekParity
from tests.factories import at
from tests.integration.finals.conftest import november

PASSED, FAILED = PassFail.PASSED, PassFail.FAILED


async def test_a_subject_without_figures_is_summed_up_with_pass_and_fail(finals):
    """Typed or agreed with, read by the family and on the report card in words."""
    line = "/final 7Б ОРКСЭ 1 четверть\nПетров зач\nСидоров незач\nКузнецова Мария н/а"
    await finals.save(line, by="primary")
    sheet = await finals.read("/final 7Б ОРКСЭ", by="primary")
    with use_locale("en"):
        choice = student_choice(sheet, finals.school.people["maria"])
    agreed = await finals.service.agree(
        finals.school.staff("primary"), sheet.entry_id, now=finals.world.clock.now()
    )
    await finals.press_save(agreed, by="primary")
    finals.world.clock.move_to(at(24, "18:00"))
    page = await finals.pages.page(
        [finals.school.guardian("mother_maria")], now=finals.world.clock.now()
    )
    with use_locale("en"):
        shown = finals_page(page).text
        cards = await OfficeReports(finals.database, finals.world.clock).make(
            REPORTS["report-cards"],
            school_id=finals.school.school_id,
            class_name="7Б",
            wish=PeriodWish(None, 2),
        )
        summary = await OfficeReports(finals.database, finals.world.clock).make(
            REPORTS["subject-teacher"],
            school_id=finals.school.school_id,
            class_name="7Б",
            wish=PeriodWish(None, 2),
        )
    petrov = next(one for one in cards.pages if "Петров" in one.title)
    ethics = [row for page in summary.pages for row in page.rows if row.cells[1] == "ОРКСЭ"]

    rows = await finals.rows()
    first = {
        finals.name(row.student_id): row.value
        for row in rows
        if row.grading_period_id == finals.school.periods["q1"]
    }
    assert {"petrov": PASSED, "sidorov": FAILED, "maria": None} == first
    assert ["pass", "fail"] == [button.caption for button in choice.buttons[0]]
    assert [PASSED] * 6 == [row.value for row in rows[3:]]
    assert "<b>ОРКСЭ</b>: I — n/a, II — pass" in shown
    assert ["pass", "pass"] == [
        cell for row in petrov.rows if row.cells[0] == "ОРКСЭ" for cell in row.cells[1:3]
    ]
    assert [("", "")] == [(row.cells[3], row.cells[7]) for row in ethics]  # no figures of passes


async def test_the_signs_of_lessons_come_to_a_proposal(finals):
    """By the lessons of the quarter: passed, mended, failed, and left to the teacher."""
    entries = EntryService(finals.database)
    who, moment = finals.school.staff("primary"), at(23, "20:00")
    for line in (
        "7б ОРКСЭ 16.11: Петров зач, Сидоров незач, Кузнецова Мария незач, Иванов Пётр зач",
        "7б ОРКСЭ 23.11: Кузнецова Мария зач, Иванов Пётр незач",
    ):
        found = await entries.preview(who, line, now=moment)
        await entries.save(who, found.entry_id, now=moment)
    sheet = await finals.read("/final 7Б ОРКСЭ 2 четверть", by="primary")
    rows = {finals.name(row.student_id): row.proposal for row in sheet.rows}
    with use_locale("ru"):
        text = final_step(sheet).text

    assert {
        "petrov": (FinalValue(PASSED), 1, 0),
        "sidorov": (FinalValue(FAILED), 0, 1),
        "maria": (FinalValue(PASSED), 1, 1),
        "ivanov": (None, 1, 1),
    } == {
        name: (rows[name].value, rows[name].passes, rows[name].fails)
        for name in ("petrov", "sidorov", "maria", "ivanov")
    }
    assert "Кузнецова Мария — <b>зачёт</b> · зачётов 1, незачётов 1" in text
    assert "⚠ последний знак — незачёт, решите сами" in text


@pytest.mark.parametrize(
    ("line", "by", "reason"),
    [
        ("/final 7Б ОРКСЭ\nПетров 5", "primary", MarksNotTakenReason.PASS_FAIL),
        ("/final 7Б Алгебра\nПетров зач", "algebra", MarksNotTakenReason.FIGURES),
        ("/final 1А Чтение", "primary", MarksNotTakenReason.FIRST_GRADE),
        ("7б ОРКСЭ 23.11: Петров 5", "primary", MarksNotTakenReason.PASS_FAIL),
        ("1а чтение 1 урок: Белова 5", "primary", MarksNotTakenReason.FIRST_GRADE),
        ("7б РоВ 23.11: Петров 5", "algebra", MarksNotTakenReason.UNMARKED_SUBJECT),
    ],
)
async def test_a_figure_where_there_is_none_is_refused_in_one_sentence(finals, line, by, reason):
    """Nothing is stored; the reason says what the subject has instead."""
    who, now = finals.school.staff(by), finals.world.clock.now()
    is_final = line.startswith("/final")
    reads = finals.service.read if is_final else EntryService(finals.database).preview
    with pytest.raises(MarksNotTaken) as refused:
        await reads(who, line, now=now)

    assert reason is refused.value.reason
    assert [] == await finals.rows()


async def test_a_debt_sums_up_no_period(finals):
    """The sentence says what a period is summed up with."""
    with pytest.raises(LineNotTaken) as refused:
        await finals.read("/final 7Б ОРКСЭ 1 четверть\nПетров долг", by="primary")

    assert ResolveFault.NO_FINAL_MARK is refused.value.reason


@pytest.fixture
async def chess(finals):
    """Let Maria and Petrov have a club of algebra on Tuesdays, the fourth lesson."""
    school = finals.school
    with bind_school(school.school_id):
        async with finals.database.transaction() as session:
            group = StudyGroup(
                name="Олимпиадная алгебра",
                kind=GroupKind.COMBINED,
                subject_id=school.subjects["algebra"],
            )
            session.add(group)
            await session.flush()
            facts = {"study_group_id": group.id, "subject_id": school.subjects["algebra"]}
            session.add_all(
                [
                    Club(study_group_id=group.id),
                    TeachingAssignment(teacher_id=school.people["algebra"], **facts),
                    TimetableEntry(
                        teacher_id=school.people["algebra"], weekday=2, number=4,
                        parity=WeekParity.EVERY, **facts,
                    ),
                    *(
                        GroupMembership(study_group_id=group.id, student_id=school.people[one])
                        for one in ("maria", "petrov")
                    ),
                ]
            )  # fmt: skip
    finals.school.groups["club"] = group.id
    return finals


async def test_a_club_is_kept_apart_from_the_lessons(chess):
    """Marks of it are in no average, sum and count; it has no sheet of its own; the family's day
    shows it as a club.
    """
    await chess.given("maria", november((9, 4)))
    await chess.given("maria", november((10, 2)), group="club")
    now = chess.world.clock.now()
    algebra = chess.row(await chess.read("/final 7Б Алгебра 2 четверть"), "maria").proposal
    own = await chess.service.own_sheets(chess.school.staff("algebra"), now=now)
    with bind_school(chess.school.school_id):
        async with chess.database.reading() as session:
            rows = await grading_periods(session, grade=7, on=now.date())
            shown = await subject_marks(
                session,
                chess.school.people["maria"],
                subject_periods(rows, 0)[1],
                rows,
                threshold=Fraction(5, 2),
                today=date(2026, 11, 24),
                now=now,
            )
            plan = await plan_of_student(
                session, chess.school.people["maria"], on=date(2026, 11, 24)
            )
            lined = await lines_of_plan(session, plan)
            late = await late_periods(
                session, await load_profile(session), today=date(2027, 1, 20)
            )
            thin = await thin_marks(session, await load_profile(session), today=date(2026, 12, 29))
    with pytest.raises(MarksNotTaken) as refused:
        await chess.service.open(
            chess.school.staff("algebra"),
            group_id=chess.school.groups["club"],
            subject_id=chess.school.subjects["algebra"],
            now=now,
        )

    assert (1, 4, 13) == (algebra.count, algebra.total, algebra.held)
    assert [(1, Fraction(4))] == [(len(one.marks), one.average) for one in shown]
    assert ["7Б"] == [one.group for one in own.sheets]
    assert MarksNotTakenReason.CLUB is refused.value.reason
    assert [(1, False), (2, False), (3, False), (4, True)] == [
        (one.line.number, one.line.is_club) for one in lined
    ]
    labels = {one.group.label for one in late} | {one.group.label for one in thin}
    assert "Олимпиадная алгебра" not in labels
    assert "7Б" in labels
