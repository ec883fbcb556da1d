"""From the proposals to saved marks: what is chosen, saved once, taken back."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import update

from services.bulk_entry.errors import LineNotTaken
from services.bulk_entry.facts import PersonQuestion
from services.database import bind_school
from services.errors import NotAllowed, NotFound
from services.finals.errors import FinalsGone, FinalsNotTaken, FinalsNotTakenReason
from services.finals.facts import FinalValue, Sheet
from services.journal.errors import MarksNotTaken, NotYourLesson
from services.journal.period_marks import Doubt
from services.models import Attendance, Enrollment, Lesson, PeriodMark
from services.vocabulary import AttendanceCode, FinalKind
from tests.factories import at
from tests.integration.finals.conftest import NOT_ATTESTED, november

LINES = "/final 7Б Алгебра 2 четверть\nПетров 5\nСидоров н/а"


async def test_a_heading_alone_shows_proposals_with_their_arithmetic(finals):
    """The average is exact, a thin basis and a wide spread are said."""
    await finals.given("petrov", november((9, 5), (10, 4), (16, 4)))
    await finals.given("maria", november((9, 5), (10, 2), (16, 5), (17, 5)))
    await finals.given("sidorov", november((9, 5)))

    sheet = await finals.read("/final 7Б Алгебра")

    rows = {finals.name(row.student_id): row.proposal for row in sheet.rows}
    assert (FinalKind.PERIOD, 2) == (sheet.term.kind, sheet.term.period.number)
    assert not sheet.is_review
    assert [
        (FinalValue(4), Fraction(13, 3), 3, Doubt.NONE),
        (FinalValue(4), Fraction(17, 4), 4, Doubt.SPREAD),
        (FinalValue(5), Fraction(5), 1, Doubt.TOO_FEW_MARKS),
        (None, None, 0, Doubt.TOO_FEW_MARKS),
    ] == [
        (one.value, one.average, one.count, one.doubt)
        for one in (rows["petrov"], rows["maria"], rows["sidorov"], rows["ivanov"])
    ]


async def test_more_than_half_missed_and_too_few_marks_propose_not_attested(finals):
    """Lessons held are counted by the timetable: eight of algebra since 2 November."""
    await finals.given("sidorov", november((9, 4)))
    with bind_school(finals.school.school_id):
        async with finals.database.transaction() as session:
            for number, day in enumerate((9, 10, 16, 17, 23), start=1):
                lesson = Lesson(
                    study_group_id=finals.school.groups["7Б"],
                    subject_id=finals.school.subjects["algebra"],
                    teacher_id=finals.school.people["algebra"],
                    lesson_on=date(2026, 11, day),
                    number=number,
                    starts_at=at(day, "10:20"),
                    ends_at=at(day, "11:00"),
                )
                session.add(lesson)
                await session.flush()
                session.add(
                    Attendance(
                        lesson_id=lesson.id,
                        student_id=finals.school.people["sidorov"],
                        lesson_on=lesson.lesson_on,
                        code=AttendanceCode.ABSENT_SICK,
                        author_id=lesson.teacher_id,
                        recorded_at=lesson.ends_at,
                    )
                )
    finals.world.clock.move_to(at(16, "12:00"))

    proposal = finals.row(await finals.read("/final 7Б Алгебра"), "sidorov").proposal

    assert (NOT_ATTESTED, Doubt.NOT_ATTESTED) == (proposal.value, proposal.doubt)
    assert (5, 8) == (proposal.missed, proposal.held)


async def test_agreeing_with_all_chooses_what_is_proposed(finals):
    """Who has nothing proposed is left out; nothing is stored before saving."""
    await finals.given("petrov", november((9, 5), (10, 4), (16, 4)))
    await finals.given("maria", november((9, 5), (10, 5), (16, 5)))
    teacher, now = finals.school.staff("algebra"), finals.world.clock.now()
    sheet = await finals.read("/final 7Б Алгебра")

    review = await finals.service.agree(teacher, sheet.entry_id, now=now)
    before = await finals.marks()
    await finals.press_save(review)

    assert review.is_review
    assert {} == before
    assert {"maria": 5, "petrov": 4} == await finals.marks()


async def test_one_by_one_wins_over_the_proposal(finals):
    """What the teacher chose stays when the rest is agreed with, and can be left out again."""
    await finals.given("petrov", november((9, 5), (10, 4), (16, 4)))
    teacher, now = finals.school.staff("algebra"), finals.world.clock.now()
    entry_id = (await finals.read("/final 7Б Алгебра")).entry_id
    people = finals.school.people
    for student, value in (("petrov", FinalValue(5)), ("maria", FinalValue(3)), ("maria", None)):
        await finals.service.decide(
            teacher, entry_id, student_id=people[student], value=value, now=now
        )
    await finals.press_save(await finals.service.agree(teacher, entry_id, now=now))

    assert {"petrov": 5} == await finals.marks()
    with pytest.raises(FinalsGone):
        await finals.service.agree(teacher, entry_id, now=now)


async def test_lines_are_taken_as_typed(finals):
    """A figure is a mark, «н/а» is not attested; a second press changes nothing."""
    sheet = await finals.read(LINES)
    first = await finals.press_save(sheet)
    again = await finals.press_save(sheet)

    assert sheet.is_review
    assert {"petrov": 5, "sidorov": None} == await finals.marks()
    assert (2, False, True) == (first.marks, first.is_repeat, again.is_repeat)
    assert [1, 1] == [row.revision for row in await finals.rows()]


async def test_namesakes_are_asked(finals):
    """«Кузнецова» is two students; the answer settles it, once."""
    teacher, now = finals.school.staff("algebra"), finals.world.clock.now()
    asked = await finals.service.read(teacher, "/final 7Б Алгебра\nКузнецова 4", now=now)
    assert isinstance(asked, PersonQuestion)
    option = [one.given_name for one in asked.options].index("Мария")
    sheet = await finals.service.choose(
        teacher, asked.entry_id, step=asked.step, option=option, now=now
    )
    assert isinstance(sheet, Sheet)
    await finals.press_save(sheet)

    assert {"maria": 4} == await finals.marks()
    with pytest.raises(FinalsGone):
        await finals.service.choose(
            teacher, asked.entry_id, step=asked.step, option=option, now=now
        )


@pytest.mark.parametrize(
    ("line", "by", "refusal"),
    [
        ("/final 7Б Физика", "algebra", NotYourLesson),
        (LINES, "english1", NotYourLesson),
        ("/final 7Б Разговоры о важном", "algebra", MarksNotTaken),
        ("/final 7Б ОРКСЭ\nПетров 5", "primary", MarksNotTaken),
        ("/final 1А Литературное чтение", "primary", MarksNotTaken),
        ("/final Алгебра", "algebra", FinalsNotTaken),
        ("/final 7Б Алгебра 1 полугодие", "algebra", FinalsNotTaken),
        ("/final 7Б Алгебра\nСмирнов 5", "algebra", LineNotTaken),
        ("/final 7Б Алгебра\nПетров н", "algebra", LineNotTaken),
        ("/final 7Б Алгебра\nПетров 5/4", "algebra", LineNotTaken),
        ("/final 7Б Алгебра\nПетров 5\nПетров 4", "algebra", LineNotTaken),
        ("/final 7Б Алгебра\nПетров зачёт", "algebra", MarksNotTaken),
        ("/final 7Б Английский", "deputy", FinalsNotTaken),
    ],
)
async def test_what_cannot_be_taken_is_refused_whole(finals, line, by, refusal):
    """Somebody else's sheet, no marks there, no such period, one wrong word."""
    with pytest.raises(refusal):
        await finals.read(line, by=by)

    assert {} == await finals.marks()


async def test_a_period_to_come_has_no_marks(finals):
    """In October the second quarter has not begun."""
    finals.world.clock.move_to(at(12, "12:00", month=10))

    with pytest.raises(FinalsNotTaken) as refusal:
        await finals.read("/final 7Б Алгебра 2 четверть")

    assert refusal.value.reason is FinalsNotTakenReason.PERIOD_AHEAD


async def test_the_deputy_head_may_and_the_class_teacher_may_only_look(finals):
    """Rights are of the policy, and asked again when «Сохранить» is pressed."""
    await finals.save("/final 7Б Алгебра 2 четверть\nПетров 5", by="deputy")
    now = finals.world.clock.now()
    homeroom = finals.school.staff("physics", homeroom="7Б")
    sheet = await finals.service.read(homeroom, "/final 7Б Алгебра", now=now)
    assert isinstance(sheet, Sheet)

    assert {"petrov": 5} == await finals.marks()
    assert not sheet.can_record
    with pytest.raises(NotYourLesson):
        await finals.service.agree(homeroom, sheet.entry_id, now=now)
    with pytest.raises(NotAllowed):
        await finals.service.own_sheets(finals.school.guardian("mother_maria"), now=now)


async def test_a_button_of_somebody_else_opens_nothing(finals):
    """A forwarded sheet is nobody else's."""
    sheet = await finals.read(LINES)

    with pytest.raises(NotFound):
        await finals.press_save(sheet, by="deputy")


async def test_a_sheet_left_overnight_is_out_of_date(finals):
    """Proposals speak of the marks as they were."""
    sheet = await finals.read(LINES)
    finals.world.clock.advance(timedelta(hours=13))

    with pytest.raises(FinalsGone):
        await finals.press_save(sheet)


async def test_marks_come_along_from_a_former_class(finals):
    """A student who moved to 7Б has the marks and the lessons of the class before."""
    await finals.given("belova", november((9, 3), (10, 3), (12, 3)), group="1А")
    with bind_school(finals.school.school_id):
        async with finals.database.transaction() as session:
            student_id = finals.school.people["belova"]
            await session.execute(
                update(Enrollment)
                .where(Enrollment.student_id == student_id)
                .values(ends_on=date(2026, 11, 15))
            )
            session.add(
                Enrollment(
                    student_id=student_id,
                    school_class_id=finals.school.classes["7Б"],
                    starts_on=date(2026, 11, 16),
                )
            )

    proposal = finals.row(await finals.read("/final 7Б Алгебра"), "belova").proposal

    # Lessons of 7Б since the move: 2 on Monday, 1, 1 on Wednesday, 2 on Monday, 1 today.
    assert (FinalValue(3), 3, 7) == (proposal.value, proposal.count, proposal.held)


async def test_the_year_is_the_mean_of_its_periods(finals):
    """4 and 5 are a 5; who lacks a period is pointed out."""
    await finals.save("/final 7Б Алгебра 1 четверть\nПетров 4\nСидоров 3")
    await finals.save("/final 7Б Алгебра 2 четверть\nПетров 5")

    sheet = await finals.read("/final 7Б Алгебра год")

    petrov, sidorov = (finals.row(sheet, one).proposal for one in ("petrov", "sidorov"))
    assert (FinalValue(5), Doubt.NONE) == (petrov.value, petrov.doubt)
    assert (FinalValue(3), Doubt.PERIODS_MISSING) == (sidorov.value, sidorov.doubt)
    await finals.save("/final 7Б Алгебра год\nПетров 5")
    assert [FinalKind.YEAR] == [
        row.kind for row in await finals.rows() if row.grading_period_id is None
    ]


async def test_undoing_puts_back_what_stood(finals):
    """A new mark goes, a corrected one returns; pressed twice, nothing more happens."""
    teacher = finals.school.staff("algebra")
    await finals.save("/final 7Б Алгебра\nПетров 4")
    saved = await finals.save("/final 7Б Алгебра\nПетров 5\nСидоров 3")
    now = finals.world.clock.now()

    undone = await finals.service.undo(teacher, saved.entry_id, now=now)
    again = await finals.service.undo(teacher, saved.entry_id, now=now)

    assert (2, 0, False, False) == (
        undone.restored, undone.kept, undone.families_told, undone.is_repeat
    )  # fmt: skip
    assert again.is_repeat
    assert {"petrov": 4} == await finals.marks()


async def test_undoing_leaves_a_later_word_alone(finals):
    """What somebody else has decided since is not taken back."""
    saved = await finals.save(LINES)
    await finals.save("/final 7Б Алгебра\nПетров 3", by="deputy")

    undone = await finals.service.undo(
        finals.school.staff("algebra"), saved.entry_id, now=finals.world.clock.now()
    )

    assert (1, 1) == (undone.restored, undone.kept)
    assert {"petrov": 3} == await finals.marks()


async def test_a_mark_taken_back_can_be_given_again(finals):
    """It is the same mark with a higher revision."""
    saved = await finals.save("/final 7Б Алгебра\nПетров 4")
    await finals.service.undo(
        finals.school.staff("algebra"), saved.entry_id, now=finals.world.clock.now()
    )
    await finals.save("/final 7Б Алгебра\nПетров 5")

    rows: list[PeriodMark] = await finals.rows()
    assert [(5, 3)] == [(row.value, row.revision) for row in rows]
