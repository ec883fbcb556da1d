"""The reports of the office on a real school: figures, spans, lists and rights."""

from datetime import date

import pytest
from sqlalchemy import update

from services.access.identity import Identity
from services.database import bind_school
from services.errors import NotAllowed
from services.models import (
    ChangeEntry,
    Club,
    Enrollment,
    GradingPeriod,
    GroupMembership,
    LessonChange,
    PeriodMark,
    Person,
    SchoolClass,
    SchoolEvent,
    StudyGroup,
    TeachingAssignment,
)
from services.reports.office.ask import NoSuchPeriod, PeriodWish
from services.reports.office.catalogue import REPORTS
from services.reports.office.pdf import report_pdf
from services.reports.office.service import NameAClass, NoSuchClass, OfficeReports
from services.reports.office.xlsx import report_xlsx
from services.vocabulary import (
    AttendanceCode,
    EntryState,
    FinalKind,
    GroupKind,
    PeriodKind,
    PersonKind,
)
from tests.factories import at

FIRST = PeriodWish(None, 1)
# The example of domain B.9: 92,0 / 60,0 / 58,04 / 3,79.
EXAMPLE = [*[5] * 5, *[4] * 10, *[3] * 8, 2, None]


@pytest.fixture
def office(families):
    """Give the service that makes reports."""
    return OfficeReports(families.database, families.clock)


async def store(families, *rows):
    """Store rows in the school."""
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            session.add_all(rows)
            await session.flush()


def final(families, student_id, subject, value, **facts):
    """Return a mark of the first quarter."""
    return PeriodMark(
        student_id=student_id, subject_id=families.school.subjects[subject], value=value,
        author_id=families.school.people["algebra"], recorded_at=at(24, "10:00"),
        **{
            "academic_year_id": 1, "kind": FinalKind.PERIOD, "result_on": date(2026, 10, 23),
            "grading_period_id": families.school.periods["q1"],
        } | facts,
    )  # fmt: skip


async def make(families, office, key, *, name="7Б", wish=FIRST):
    """Make a report of one class."""
    return await office.make(
        REPORTS[key], school_id=families.school.school_id, class_name=name, wish=wish
    )


def by_caption(page):
    """Return the rows of a page by what stands in their left column."""
    place = next(number for number, one in enumerate(page.columns) if one.is_left)
    return {row.cells[place]: row.cells for row in page.rows}


async def example_class(families):
    """Let 1А be a second grade of 25 students with the marks of the example in reading."""
    class_id = families.school.classes["1А"]
    people = [
        Person(kind=PersonKind.STUDENT, family_name=f"Ученик{number:02}", given_name="А")
        for number in range(24)
    ]
    await store(families, *people)
    ids = [families.school.people["belova"], *(one.id for one in people)]
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            await session.execute(
                update(SchoolClass).where(SchoolClass.id == class_id).values(grade_level=2)
            )
    await store(
        families,
        *(
            Enrollment(student_id=one.id, school_class_id=class_id, starts_on=date(2026, 9, 1))
            for one in people
        ),
        *(
            final(families, student_id, "reading", value)
            for student_id, value in zip(ids, EXAMPLE, strict=True)
        ),
    )


async def test_the_summary_sheet_has_the_figures_reckoned_by_hand(families, office):
    """The example class of the regulations comes out as in the table: 92,0 60,0 58,04 3,79."""
    await example_class(families)
    (page,) = (await make(families, office, "summary", name="1А")).pages
    rows = by_caption(page)

    assert 25 + 5 == len(page.rows)
    assert ("92.0", "60.0", "58.04", "3.79") == tuple(
        rows[caption][2]
        for caption in ("Success, %", "Quality, %", "Degree of learning, %", "Average mark")
    )
    assert "I" in page.lines[1]
    assert ["Литературное чтение"] == [one.caption for one in page.columns if one.is_upright][:1]


async def test_the_summary_sheet_counts_what_was_missed_by_reason(families, office):
    """Missed lessons by letter, late arrivals apart; another period's are not counted."""
    people = families.school.people
    await store(families, final(families, people["maria"], "algebra", 5))
    for number, code in enumerate(
        (AttendanceCode.ABSENT_SICK, AttendanceCode.ABSENT, AttendanceCode.TARDY), start=1
    ):
        lesson = await families.lesson(number=number, day=24)
        await families.attend(lesson, code)
    (now,) = (await make(families, office, "summary", wish=PeriodWish(None, 2))).pages
    (before,) = (await make(families, office, "summary")).pages

    assert (2, 1, 0, 0, 1) == by_caption(now)["Кузнецова Мария"][-5:]
    assert (0, 0, 0, 0, 0) == by_caption(before)["Кузнецова Мария"][-5:]
    assert 5 in by_caption(before)["Кузнецова Мария"]
    assert 5 not in by_caption(now)["Кузнецова Мария"][2:-5]


async def test_the_class_teachers_report_names_who_stands_how(families, office):
    """Excellent, good, a single three, failing with the subject; arrivals and leavers."""
    people = families.school.people
    marks = {
        "maria": (5, 5), "marina": (5, 4), "ivanov": (4, 4), "ivanova": (5, 3),
        "petrov": (2, 4), "sidorov": (None, 3),
    }  # fmt: skip
    rows = [
        final(families, people[key], subject, value)
        for key, values in marks.items()
        for subject, value in zip(("algebra", "physics"), values, strict=True)
    ]
    await store(families, *rows)
    (page,) = (await make(families, office, "class-teacher")).pages
    found = by_caption(page)

    assert (6, "") == found["In the list at the end"][1:]
    assert (1, "Кузнецова Мария") == found["All fives"][1:]
    assert (2, "Иванов Пётр, Кузнецова Марина") == found["Fives and fours"][1:]
    assert (1, "Кузнецова Марина (Физика)") == found["of them with a single four"][1:]
    assert (1, "Иванова Анна (Физика)") == found["with a single three"][1:]
    assert (2, "Петров Артём (Алгебра); Сидоров Лев (Алгебра — n/a)") == found["Failing"][1:]
    assert ("66.7", "50.0") == (found["Success, %"][1], found["Quality, %"][1])


async def test_a_report_card_has_every_period_and_the_year(families, office):
    """Marks by period, year and exam; a mark taken back is not there."""
    maria = families.school.people["maria"]
    await store(
        families,
        final(families, maria, "algebra", 4),
        final(families, maria, "algebra", 5, grading_period_id=families.school.periods["q2"]),
        final(families, maria, "algebra", 5, grading_period_id=None, kind=FinalKind.YEAR),
        final(families, maria, "physics", 2, is_withdrawn=True),
    )
    report = await make(families, office, "report-cards", wish=PeriodWish(None, 2))
    page = next(one for one in report.pages if "Мария" in one.title)

    assert 6 == len(report.pages)
    assert ("Алгебра", 4, 5, "", 5, "", "") == by_caption(page)["Алгебра"]
    assert ("", "") == by_caption(page)["Физика"][1:3]


async def test_a_subject_teachers_report_has_plan_and_fact(families, office):
    """Lessons by the timetable without holidays, lessons recorded, and the group's figures."""
    people = families.school.people
    await families.lesson(number=3, day=24)
    for key, value in (("maria", 5), ("petrov", 3)):
        await store(
            families,
            final(
                families, people[key], "algebra", value,
                grading_period_id=families.school.periods["q2"],
            ),
        )  # fmt: skip
    report = await make(families, office, "subject-teacher", wish=PeriodWish(None, 2))
    page = next(one for one in report.pages if "Гусева" in one.title)
    row = next(row.cells for row in page.rows if row.cells[1] == "Алгебра")

    assert ("7Б", "Алгебра", 6, 1, 0, 1, 0, 0, "100.0", "50.0") == row[:10]
    # 02.11–30.12.2026: 9 Mondays × 2, 9 Tuesdays, and Wednesdays of even weeks (04.11 is free).
    mondays, tuesdays = 9, 9
    assert mondays * 2 + tuesdays + 4 == row[-2]
    assert 1 == row[-1]


async def test_substitutions_are_written_with_reason_and_kind(families, office):
    """What the office reads and families never do: the reason; withdrawn changes are left out."""
    people, school = families.school.people, families.school
    with bind_school(school.school_id):
        async with families.database.transaction() as session:
            entry = ChangeEntry(
                author_id=people["deputy"], state=EntryState.SAVED, source="", resolved={},
                created_at=at(24, "08:00"),
            )  # fmt: skip
            session.add(entry)
            await session.flush()
            for number, is_withdrawn in ((3, False), (2, True)):
                session.add(
                    LessonChange(
                        entry_id=entry.id, lesson_on=date(2026, 11, 24), number=number,
                        study_group_id=school.groups["7Б"], subject_id=school.subjects["algebra"],
                        teacher_id=people["algebra"], new_on=date(2026, 11, 24),
                        new_number=number, new_group_id=school.groups["7Б"],
                        new_subject_id=school.subjects["physics"],
                        new_teacher_id=people["physics"], reason="курсы",
                        is_withdrawn=is_withdrawn, author_id=people["deputy"],
                        recorded_at=at(24, "08:00"), told_from=at(24, "08:00"),
                    )
                )  # fmt: skip
    (page,) = (await make(families, office, "substitutions", wish=PeriodWish(None, 2))).pages

    assert [
        ("24.11.2026", 1, 3, "7Б", "Алгебра", "Гусева Е. Д.", "курсы", "Физика", "Орлов Д. С.",
         "another subject", "")
    ] == [row.cells for row in page.rows]  # fmt: skip


async def test_accumulation_names_who_has_too_few(families, office):
    """Marks for one student, share of lessons, and those below the school's minimum."""
    for number in (1, 2, 3):
        lesson = await families.lesson(number=number, day=24)
        await families.mark(lesson, 4)
    (page,) = (await make(families, office, "accumulation", wish=PeriodWish(None, 2))).pages
    row = by_caption(page)["Алгебра"]

    assert (6, 3, 3, "0.50", "16.7", 5) == row[2:8]
    assert "Кузнецова Мария" not in row[8]


async def test_medal_candidates_are_those_of_the_last_forms_by_their_marks(families, office):
    """Fives alone, or not more than two fours; what the certificate says goes before the mean."""
    people = families.school.people
    await store(
        families,
        *(
            final(families, people[who], subject, value)
            for who, values in (
                ("maria", (5, 5)),
                ("petrov", (5, 4)),
                ("sidorov", (5, 3)),
                ("ivanov", (5, None)),
                ("ivanova", (4, 5)),
            )
            for subject, value in zip(("algebra", "physics"), values, strict=True)
        ),
        final(
            families, people["ivanova"], "algebra", 5,
            kind=FinalKind.FINAL, grading_period_id=None,
        ),
    )  # fmt: skip
    before = await make(families, office, "medals")
    await store(
        families,
        GradingPeriod(
            academic_year_id=1, kind=PeriodKind.HALF_YEAR, name="1", grades=[10, 11],
            starts_on=date(2026, 9, 1), ends_on=date(2026, 12, 30),
        ),
    )  # fmt: skip
    with bind_school(families.school.school_id):
        async with families.database.transaction() as session:
            await session.execute(
                update(SchoolClass)
                .where(SchoolClass.id == families.school.classes["7Б"])
                .values(grade_level=11)
            )
    (page,) = (await make(families, office, "medals")).pages

    assert before.is_empty
    assert {
        "Иванова Анна": ("first", 2, ""),
        "Кузнецова Мария": ("first", 2, ""),
        "Петров Артём": ("second", 2, "Физика"),
    } == {name: cells[2:] for name, cells in by_caption(page).items()}


async def test_activity_counts_families_and_names_nobody(families, office):
    """Who is reached, on paper, refused: numbers by class."""
    await families.link("mother_maria", account_id=1, student="maria")
    (page,) = (await make(families, office, "activity", name=None)).pages

    assert ("7Б", 6, 1, "16.7", 0, 0, 5, 0, 0) == by_caption(page)["7Б"]
    assert ("The school", 7, 1, "14.3", 0, 0, 6, 0, 0) == by_caption(page)["The school"]


async def test_a_certified_copy_is_the_journal_page_by_page(families, office):
    """Marks and letters under their dates, topics and homework, and the words of certification."""
    lesson = await families.lesson()
    await families.mark(lesson, 5)
    await families.attend(lesson, AttendanceCode.TARDY)
    report = await make(families, office, "certified-copy", wish=PeriodWish(None, 2))
    marks, topics = report.pages

    assert "7Б · Алгебра" == marks.title
    assert "о/5" == by_caption(marks)["Кузнецова Мария"][-1]
    assert "True copy" in marks.notes[0]
    assert [("24.11", 3, "", "")] == [row.cells for row in topics.rows]


@pytest.mark.parametrize("key", REPORTS)
async def test_every_report_is_a_workbook_and_a_pdf(families, office, key):
    """Whatever the report, both files are made, of an empty school too."""
    report = await make(families, office, key)

    assert report_xlsx(report).startswith(b"PK")
    assert (await report_pdf(report)).startswith(b"%PDF") or report.pages == ()


async def test_what_cannot_be_meant_is_refused(families, office):
    """Unknown classes and periods, and thousands of cards at once."""
    with pytest.raises(NoSuchClass):
        await make(families, office, "summary", name="11Я")
    with pytest.raises(NoSuchPeriod):
        await make(families, office, "summary", wish=PeriodWish(None, 4))
    with pytest.raises(NameAClass):
        await make(families, office, "report-cards", name=None)


async def test_a_class_teacher_sees_the_own_class_alone(families, office):
    """The own class's reports; not another class's, not those of the whole school."""
    teacher = families.school.staff("physics", homeroom="7Б")
    deputy = families.school.staff("deputy")
    own, other = families.school.classes["7Б"], families.school.classes["1А"]
    now = families.clock.now()

    async def ask(who: Identity, key, class_id):
        return await office.asked(who, REPORTS[key], class_id=class_id, wish=PeriodWish(), now=now)

    assert 1 == len((await ask(teacher, "summary", own)).pages)
    assert [(own, "7Б")] == list((await office.choice(teacher)).classes)
    assert "substitutions" not in (await office.choice(teacher)).keys
    assert 2 == len((await ask(deputy, "summary", None)).pages)
    for who, key, class_id in (
        (teacher, "summary", other),
        (teacher, "summary", None),
        (teacher, "substitutions", None),
        (families.school.staff("algebra"), "summary", own),
        (families.school.guardian("mother_maria"), "summary", own),
    ):
        with pytest.raises(NotAllowed):
            await ask(who, key, class_id)
    with pytest.raises(NotAllowed):
        await office.choice(families.school.staff("algebra"))


async def test_the_plan_of_extracurricular_work(families, office):
    """Events of the class and the school in the period, then clubs with who takes part."""
    school = families.school
    chess = StudyGroup(
        name="Шахматы", kind=GroupKind.SUBGROUP, subject_id=school.subjects["talks"]
    )
    await store(families, chess)
    await store(
        families,
        Club(study_group_id=chess.id),
        GroupMembership(study_group_id=chess.id, student_id=school.people["maria"]),
        TeachingAssignment(
            teacher_id=school.people["physics"], study_group_id=chess.id,
            subject_id=school.subjects["talks"], hours_per_week=1,
        ),
        SchoolEvent(
            on_date=date(2026, 11, 27), name="Поход", school_class_id=school.classes["7Б"]
        ),
        SchoolEvent(on_date=date(2026, 12, 25), name="Ёлка"),
        SchoolEvent(on_date=date(2026, 9, 1), name="Линейка"),
    )  # fmt: skip
    (page,) = (await make(families, office, "extracurricular", wish=PeriodWish(None, 2))).pages

    assert [
        ("27.11.2026", "Поход", "Орлов Д. С.", 6, ""),
        ("25.12.2026", "Ёлка", "The school", 6, ""),
        ("1 h a week", "Шахматы", "Орлов Д. С.", 1, ""),
    ] == [row.cells for row in page.rows]
