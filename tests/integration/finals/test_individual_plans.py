"""A student with an individual plan, through everything that asks who studies a subject."""

from datetime import date

import pytest
from sqlalchemy import select, update

from services.bulk_entry.errors import LineNotTaken, ResolveFault
from services.bulk_entry.facts import PreviewFacts, SavedFacts
from services.bulk_entry.service import EntryService
from services.control.reading import late_periods
from services.conversations import repository as conversations
from services.database import bind_school
from services.diary.pages import day_lessons
from services.finals.outlook import forecasts_of_students
from services.homeroom.figures import FiguresService
from services.homework.visible import visible_homework
from services.journal_pages.service import JournalPageService
from services.lesson_cards.reading import lesson_list
from services.models import Attendance, Lesson, Notice, SubjectExemption
from services.regulation.repository import load_profile
from services.reports.office.ask import PeriodWish
from services.reports.office.catalogue import REPORTS
from services.reports.office.service import OfficeReports
from services.roster.membership import group_ids_of
from services.timetable.planner import lessons_of_group, plan_of_student
from services.vocabulary import AttendanceCode, NoticeKind
from tests.factories import at
from tests.integration.finals.conftest import november

SINCE = date(2026, 11, 16)


@pytest.fixture
async def petrov(finals):
    """Let Petrov study no algebra from Monday, 16 November on; it is Tuesday, the 24th."""
    with bind_school(finals.school.school_id):
        async with finals.database.transaction() as session:
            session.add(
                SubjectExemption(
                    student_id=finals.school.people["petrov"],
                    subject_id=finals.school.subjects["algebra"],
                    starts_on=SINCE,
                )
            )
    return finals.school.people["petrov"]


async def _line(finals, line) -> SavedFacts:
    service, who = EntryService(finals.database), finals.school.staff("algebra")
    preview = await service.preview(who, line, now=finals.world.clock.now())
    assert isinstance(preview, PreviewFacts)
    return await service.save(who, preview.entry_id, now=finals.world.clock.now())


async def test_who_does_not_study_a_subject_is_on_none_of_its_lists(finals, petrov):
    """Not on the card, in a line, on the journal page or the sheet; his classmates keep their
    numbers, and the line says why.
    """
    sheet = await finals.read("/final 7Б Алгебра")
    journal = await JournalPageService(finals.database).named(
        finals.school.staff("algebra"), "7Б Алгебра", now=finals.world.clock.now()
    )
    with pytest.raises(LineNotTaken) as refused:
        await _line(finals, "7б алгебра 3 урок: Петров н")
    everybody = await _line(finals, "7б алгебра 3 урок: все 5")
    with bind_school(finals.school.school_id):
        async with finals.database.reading() as session:
            lessons = await lessons_of_group(
                session, finals.school.groups["7Б"], on=date(2026, 11, 24)
            )
            card = await lesson_list(session, lessons[-1])

    assert ResolveFault.NOT_STUDIED is refused.value.reason
    assert 5 == everybody.marks
    assert petrov not in {row.student_id for row in sheet.rows}
    expected = [(1, "Иванов"), (2, "Иванова"), (3, "Кузнецова"), (4, "Кузнецова"), (6, "Сидоров")]
    assert expected == [(row.number, row.family_name) for row in journal.rows]
    assert expected == [(one.number, one.family_name) for one in card.names]


async def test_the_subject_is_gone_from_what_the_family_reads(finals, petrov):
    """Timetable, diary and homework have it before that day and not after; nobody is told of
    homework in it, and its teacher is not offered for questions.
    """
    await finals.given("petrov", november((9, 4)))
    await _line(finals, "7б алгебра 3 урок: дз № 214 к 30.11; тема Степень")
    now = at(24, "18:00")
    with bind_school(finals.school.school_id):
        async with finals.database.reading() as session:
            profile = await load_profile(session)
            plans = [
                await plan_of_student(session, petrov, on=date(2026, 11, day)) for day in (9, 16)
            ]
            diary = await day_lessons(
                session,
                petrov,
                await plan_of_student(session, petrov, on=date(2026, 11, 24)),
                profile=profile,
                now=now,
            )
            groups = await group_ids_of(session, petrov, on=date(2026, 11, 24))
            homework = await visible_homework(
                session,
                {petrov: groups, finals.school.people["maria"]: groups},
                starts_on=date(2026, 11, 24),
                ends_on=date(2026, 11, 30),
                profile=profile,
                now=now,
            )
            teachers = await conversations.taught(session, petrov, on=date(2026, 11, 24))
            told = set(
                await session.scalars(
                    select(Notice.student_id).where(Notice.kind == NoticeKind.HOMEWORK)
                )
            )

    assert [[1, 2, 3, 4], [1, 4]] == [[one.number for one in plan.lessons] for plan in plans]
    assert ["Физика", "Английский язык"] == [line.subject for line in diary]
    assert [0, 1] == [len(found) for found in homework.values()]
    assert "Алгебра" not in {one.subject for one in teachers}
    assert petrov not in told
    assert finals.school.people["maria"] in told


async def test_lessons_not_studied_are_in_no_denominator(finals, petrov):
    """The month counts only lessons he had to be at; forecasts, late marks and the report of the
    subject teacher leave him out. Back in the subject, only the lessons since then were held.
    """
    await finals.given("petrov", november((9, 4)))
    now, people = finals.world.clock.now(), finals.school.people
    await _line(finals, "7б алгебра 3 урок: Сидоров н")
    await finals.save("/final 7Б Алгебра 1 четверть\nПетров 5")
    with bind_school(finals.school.school_id):
        async with finals.database.transaction() as session:
            lesson = await session.scalar(select(Lesson).where(Lesson.number == 3))
            session.add(
                Attendance(
                    lesson_id=lesson.id, student_id=petrov, lesson_on=date(2026, 11, 10),
                    code=AttendanceCode.ABSENT, author_id=people["algebra"], recorded_at=now,
                )
            )  # fmt: skip
    month = await FiguresService(finals.database).month(
        finals.school.staff("physics", homeroom="7Б"), now=now
    )
    held = {one.pupil.student_id: one.held for one in month.pupils}
    with bind_school(finals.school.school_id):
        async with finals.database.reading() as session:
            forecasts = await forecasts_of_students(
                session, [petrov], profile=await load_profile(session), now=now
            )
            late = await late_periods(
                session, await load_profile(session), today=date(2027, 1, 20)
            )
    report = await OfficeReports(finals.database, finals.world.clock).make(
        REPORTS["subject-teacher"],
        school_id=finals.school.school_id,
        class_name="7Б",
        wish=PeriodWish(None, 2),
    )
    algebra = [row for page in report.pages for row in page.rows if row.cells[1] == "Алгебра"]
    with bind_school(finals.school.school_id):
        async with finals.database.transaction() as session:
            await session.execute(update(SubjectExemption).values(ends_on=date(2026, 11, 17)))
    proposal = finals.row(await finals.read("/final 7Б Алгебра"), "petrov").proposal

    # Algebra since 16 November: two on both Mondays, one on both Tuesdays and on Wednesday.
    assert 7 == held[people["sidorov"]] - held[petrov]
    assert [] == [one.subject for one in forecasts[petrov] if one.subject == "Алгебра"]
    assert [5] == [one.missing for one in late if one.subject == "Алгебра"]
    assert [5] == [row.cells[2] for row in algebra]
    assert 13 - 3 == proposal.held  # two on the 16th and one on the 17th were not his
