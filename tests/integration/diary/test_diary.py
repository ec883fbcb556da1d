"""What a family reads: the own child's day and marks; nothing held, ill or somebody else's."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from services.bulk_entry.facts import PreviewFacts
from services.bulk_entry.service import EntryService
from services.database import Database, bind_school
from services.diary.facts import (
    DayPage,
    DetailsAtSchool,
    FamilyAttendance,
    LessonLine,
    NoChildOpen,
)
from services.diary.service import DiaryService
from services.errors import NotAllowed
from services.models import Enrollment, GradingPeriod, SchoolClass, SchoolSetting
from services.regulation.profile import SettingKey
from services.vocabulary import PeriodKind
from tests.factories import FIRST_DAY, SmallSchool, at, build_school

NOW = at(24, "10:35")
LATER = at(24, "14:00")
TUESDAY = date(2026, 11, 24)


@pytest.fixture
async def school(database: Database) -> SmallSchool:
    """Give the small school, stored."""
    return await build_school(database)


@pytest.fixture
def diary(database: Database) -> DiaryService:
    """Give the diary."""
    return DiaryService(database)


async def record(database, school, line, *, now=NOW, by="algebra"):
    """Save a teacher's line and return the entry's id."""
    entries, who = EntryService(database), school.staff(by)
    preview = await entries.preview(who, line, now=now)
    assert isinstance(preview, PreviewFacts)
    return (await entries.save(who, preview.entry_id, now=now)).entry_id


def lesson(page: DayPage, number: int) -> LessonLine:
    """Return a lesson of the page."""
    return next(line for line in page.lessons if line.number == number)


async def test_a_day_has_lessons_topics_marks_and_attendance(database, school, diary):
    """The child's own groups, the times of the bells, and what the teacher recorded."""
    await record(database, school, "7б алгебра: Петров 5/4, Сидоров н; тема Степень")

    page = await diary.day([school.guardian("mother_petrov")], now=LATER)

    assert [(1, "Физика"), (2, "Английский язык"), (3, "Алгебра")] == [
        (line.number, line.subject) for line in page.lessons
    ]
    algebra = lesson(page, 3)
    assert (at(24, "10:20"), at(24, "11:00"), "214") == (
        algebra.starts_at, algebra.ends_at, algebra.room,
    )  # fmt: skip
    assert ([(5, 1), (4, 2)], "Степень", None) == (
        [(mark.value, mark.part) for mark in algebra.marks], algebra.topic, algebra.attendance,
    )  # fmt: skip
    assert ("Артём", "Петров", "7Б") == (
        page.child.given_name, page.child.family_name, page.child.class_name,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("letter", "expected"),
    [
        ("н", FamilyAttendance.ABSENT),
        ("б", FamilyAttendance.EXCUSED),
        ("у", FamilyAttendance.EXCUSED),
        ("ну", FamilyAttendance.UNEXCUSED),
        ("о10", FamilyAttendance.TARDY),
        ("осв", FamilyAttendance.EXEMPT),
        ("есть", None),
    ],
)
async def test_illness_is_not_told(database, school, diary, letter, expected):
    """Families read «excused», whichever letter of excuse the journal has."""
    await record(database, school, f"7б алгебра: Сидоров {letter}")

    page = await diary.day([school.guardian("father_sidorov")], now=LATER)

    assert expected is lesson(page, 3).attendance


async def test_a_family_sees_its_own_children_only(database, school, diary):
    """Another child's page is refused, whoever asks; so is every page without consent."""
    petrov = school.people["petrov"]
    without_consent = [
        type(who)(school_id=who.school_id, person_id=who.person_id, kind=who.kind, roles=who.roles)
        for who in [school.guardian("mother_petrov")]
    ]

    with pytest.raises(NotAllowed):
        await diary.day([school.guardian("mother_maria")], now=NOW, student_id=petrov)
    with pytest.raises(NotAllowed):
        await diary.marks([], now=NOW)
    with pytest.raises(NoChildOpen):
        await diary.marks(without_consent, now=NOW)


async def test_siblings_are_one_press_away(database, school, diary):
    """Everybody behind the account counts: all children are on each page."""
    family = [school.guardian("mother_maria"), school.guardian("father_sidorov")]

    page = await diary.day(family, now=NOW, student_id=school.people["sidorov"])

    assert "Лев" == page.child.given_name
    assert {"Мария", "Лев"} == {child.given_name for child in page.children}


@pytest.mark.parametrize(("minutes", "values"), [(4, []), (5, [5])])
async def test_what_is_held_is_not_shown(database, school, diary, minutes, values):
    """Within the hold the page says nothing of a new mark; then it does."""
    await record(database, school, "7б алгебра: Петров 5")

    page = await diary.day(
        [school.guardian("mother_petrov")], now=NOW + timedelta(minutes=minutes)
    )

    assert values == [mark.value for mark in lesson(page, 3).marks]


async def test_a_held_change_shows_what_was_before(database, school, diary):
    """The old mark stands on the page until the new one may be told."""
    await record(database, school, "7б алгебра: Петров 4")
    await record(database, school, "7б алгебра: Петров 5", now=LATER)
    guardian = [school.guardian("mother_petrov")]

    held = await diary.day(guardian, now=LATER + timedelta(minutes=1))
    told = await diary.day(guardian, now=LATER + timedelta(minutes=5))

    assert [4] == [mark.value for mark in lesson(held, 3).marks]
    assert [5] == [mark.value for mark in lesson(told, 3).marks]


async def test_an_entry_undone_in_time_was_never_there(database, school, diary):
    """Neither during the hold nor after it does the page show the slip."""
    entry_id = await record(database, school, "7б алгебра: Петров 2, Сидоров н")
    await EntryService(database).undo(
        school.staff("algebra"), entry_id, now=NOW + timedelta(minutes=1)
    )

    for now in (NOW + timedelta(minutes=1), LATER):
        page = await diary.day([school.guardian("mother_petrov")], now=now)
        assert () == lesson(page, 3).marks
    absent = await diary.day([school.guardian("father_sidorov")], now=LATER)
    assert lesson(absent, 3).attendance is None


async def test_an_absence_is_held_by_its_own_rule(database, school, diary):
    """Entered in the first minute, it is shown with the tenth; its correction is shown at once."""
    await record(database, school, "/absent 7Б 3 Сидоров", now=at(24, "10:21"))
    family = [school.guardian("father_sidorov")]

    before = await diary.day(family, now=at(24, "10:29"))
    after = await diary.day(family, now=at(24, "10:30"))
    await record(database, school, "7б алгебра: Сидоров о15", now=at(24, "10:36"))
    late = await diary.day(family, now=at(24, "10:36"))

    assert [None, FamilyAttendance.ABSENT, FamilyAttendance.TARDY] == [
        lesson(page, 3).attendance for page in (before, after, late)
    ]
    assert 15 == lesson(late, 3).minutes_late


@pytest.mark.parametrize(
    ("on", "previous_on", "next_on", "holiday"),
    [
        (date(2026, 11, 24), date(2026, 11, 23), date(2026, 11, 25), ""),
        (date(2026, 11, 20), date(2026, 11, 19), date(2026, 11, 23), ""),
        (date(2026, 10, 30), date(2026, 10, 23), date(2026, 11, 2), "Осенние каникулы"),
    ],
)
async def test_pages_turn_from_school_day_to_school_day(
    school, diary, on, previous_on, next_on, holiday
):
    """Weekends and holidays are jumped over; asked for by date they say what they are."""
    page = await diary.day([school.guardian("mother_maria")], now=NOW, on=on)

    assert (previous_on, next_on, holiday) == (page.previous_on, page.next_on, page.holiday)


async def test_on_a_day_off_the_next_school_day_is_shown(school, diary):
    """On Sunday the diary opens at Monday."""
    page = await diary.day([school.guardian("mother_maria")], now=at(22, "12:00"))

    assert date(2026, 11, 23) == page.on


async def test_averages_are_exact_and_weighted(database, school, diary):
    """5, 4 and a 3 for a control work make 15/4; the marks come with their weights."""
    await record(database, school, "7б алгебра 23.11 2 урок: Петров 5", now=NOW)
    await record(database, school, "7б алгебра 23.11 3 урок: Петров 4", now=NOW)
    await record(database, school, "7б алгебра кр: Петров 3", now=NOW)

    page = await diary.marks([school.guardian("mother_petrov")], now=LATER)

    (algebra,) = page.subjects
    assert [(5, 10), (4, 10), (3, 20)] == [
        (mark.value, mark.weight_tenths) for mark in algebra.marks
    ]
    assert Fraction(15, 4) == algebra.average
    assert 4 == algebra.outcome


async def test_a_period_shows_its_own_marks(database, school, diary):
    """Each quarter has its list; the one of today opens first."""
    await record(database, school, "7б алгебра 21.10: Петров 3", now=NOW)
    await record(database, school, "7б алгебра: Петров 5", now=NOW)
    family = [school.guardian("mother_petrov")]

    now = await diary.marks(family, now=LATER)
    first = await diary.marks(family, now=LATER, period_id=school.periods["q1"])

    assert [5] == [mark.value for mark in now.subjects[0].marks]
    assert [3] == [mark.value for mark in first.subjects[0].marks]
    assert (5, None) == (now.subjects[0].outcome, first.subjects[0].outcome)
    assert [1, 2] == [period.number for period in now.periods]
    assert (school.periods["q2"], school.periods["q1"]) == (
        now.period.period_id, first.period.period_id,
    )  # fmt: skip


async def test_a_subject_may_have_longer_periods(database, school, diary):
    """Physics goes by half-years: its marks of October are in the list of the second quarter."""
    with bind_school(school.school_id):
        async with database.transaction() as session:
            quarter = await session.get_one(GradingPeriod, school.periods["q1"])
            session.add(
                GradingPeriod(
                    academic_year_id=quarter.academic_year_id,
                    name="1 полугодие",
                    kind=PeriodKind.HALF_YEAR,
                    grades=[7],
                    subject_id=school.subjects["physics"],
                    starts_on=FIRST_DAY,
                    ends_on=date(2026, 12, 30),
                )
            )
    await record(database, school, "7б физика 20.10: Петров 4", now=NOW, by="physics")
    await record(database, school, "7б алгебра 21.10: Петров 3", now=NOW)

    page = await diary.marks([school.guardian("mother_petrov")], now=LATER)

    assert [("Физика", 4)] == [(subject.subject, subject.outcome) for subject in page.subjects]


async def test_missed_lessons_are_counted(database, school, diary):
    """Absences of the period by kind, and how often late."""
    await record(database, school, "7б алгебра 23.11 2 урок: Сидоров ну", now=NOW)
    await record(database, school, "7б алгебра 23.11 3 урок: Сидоров б", now=NOW)
    await record(database, school, "7б алгебра: Сидоров о10", now=NOW)

    page = await diary.marks([school.guardian("father_sidorov")], now=LATER)

    assert (2, 1, 1) == (page.missed, page.missed_unexcused, page.tardy)


async def test_marks_follow_a_student_into_another_class(database, school, diary):
    """After a move the day is the new class's, and the old marks are still there."""
    await record(database, school, "7б алгебра 23.11 2 урок: Петров 5", now=NOW)
    student_id = school.people["petrov"]
    with bind_school(school.school_id):
        async with database.transaction() as session:
            session.add(other := SchoolClass(name="7В", grade_level=7, shift=1, bell_set=""))
            await session.flush()
            session.add(
                Enrollment(student_id=student_id, school_class_id=other.id, starts_on=TUESDAY)
            )
    family = [school.guardian("mother_petrov")]

    marks = await diary.marks(family, now=LATER)
    monday = await diary.day(family, now=LATER, on=date(2026, 11, 23))

    assert "7В" == marks.child.class_name
    assert [5] == [mark.value for mark in marks.subjects[0].marks]
    assert [5] == [mark.value for mark in lesson(monday, 2).marks]


async def test_in_signal_mode_details_are_at_school(database, school, diary):
    """A school whose messages name nobody shows no page at all."""
    with bind_school(school.school_id):
        async with database.transaction() as session:
            session.add(SchoolSetting(key=SettingKey.CONTENT_MODE, value="signal"))

    for ask in (diary.day, diary.marks):
        with pytest.raises(DetailsAtSchool):
            await ask([school.guardian("mother_petrov")], now=NOW)


async def test_in_alias_mode_nobody_is_named(database, school, diary):
    """Neither name nor class of the child is on the page."""
    with bind_school(school.school_id):
        async with database.transaction() as session:
            session.add(SchoolSetting(key=SettingKey.CONTENT_MODE, value="alias"))

    page = await diary.day([school.guardian("mother_petrov")], now=NOW)

    assert ("", "", "") == (
        page.child.given_name, page.child.family_name, page.child.class_name,
    )  # fmt: skip
