"""The stored timetable answers for teachers, students and classes, and for a moment."""

from datetime import date

import pytest
from sqlalchemy import select

from services.database import Database, bind_school
from services.models import Enrollment, GroupMembership, StudyGroup, TimetableEntry
from services.roster.membership import StudentPlace, places_by_day
from services.timetable.planner import (
    days_of_student,
    lessons_of_class,
    lessons_of_student,
    lessons_of_teacher,
    recent_lesson,
)
from services.timetable.rules import PlannedLesson
from services.vocabulary import GroupKind, WeekParity
from tests.factories import SmallSchool, at, build_school

TUESDAY = date(2026, 11, 24)


@pytest.fixture
async def school(database: Database) -> SmallSchool:
    """Give the small school, stored."""
    return await build_school(database)


def short(lessons: tuple[PlannedLesson, ...]) -> list[str]:
    """Return lessons as a reader would say them."""
    return [f"{one.number} {one.group.label} {one.subject.name}" for one in lessons]


async def test_a_teacher_sees_the_own_lessons_of_the_day(database, school):
    """The day of a teacher holds lessons by the timetable, with the group as people call it."""
    async with database.reading() as session:
        with bind_school(school.school_id):
            algebra = await lessons_of_teacher(session, school.people["algebra"], on=TUESDAY)
            english = await lessons_of_teacher(session, school.people["english1"], on=TUESDAY)

    assert ["3 7Б Алгебра"] == short(algebra)
    assert ["2 7Б англ. 1 Английский язык"] == short(english)
    assert (at(24, "10:20"), at(24, "11:00")) == (algebra[0].starts_at, algebra[0].ends_at)


async def test_a_student_has_class_lessons_and_those_of_the_own_group(database, school):
    """Of two groups at the same time a student has the one listed for that day."""
    async with database.reading() as session:
        with bind_school(school.school_id):
            day = await lessons_of_student(session, school.people["maria"], on=TUESDAY)
            holiday = await lessons_of_student(
                session, school.people["maria"], on=date(2026, 11, 4)
            )

    assert ["1 7Б Физика", "2 7Б англ. 1 Английский язык", "3 7Б Алгебра"] == short(day)
    assert () == holiday


async def test_a_class_day_may_be_asked_for_one_subject(database, school):
    """Both groups of a class show where the class is asked."""
    async with database.reading() as session:
        with bind_school(school.school_id):
            day = await lessons_of_class(
                session,
                school.classes["7Б"],
                on=TUESDAY,
                subject_ids=[school.subjects["english"]],
            )

    assert ["2 7Б англ. 1 Английский язык", "2 7Б англ. 2 Английский язык"] == short(day)


@pytest.mark.parametrize(
    ("now", "on", "number"),
    [
        (at(24, "10:30"), date(2026, 11, 24), 3),
        (at(24, "23:30"), date(2026, 11, 24), 3),
        (at(24, "08:00"), date(2026, 11, 23), 3),
        (at(25, "12:00"), date(2026, 11, 24), 3),  # Wednesday's lesson: even weeks only
        (at(2, "08:00"), date(2026, 10, 21), 1),  # the Monday after the holidays, before lessons
    ],
)
async def test_the_recent_lesson_is_found_across_days_and_holidays(
    database, school, now, on, number
):
    """A moment belongs to the lesson going on, else to the last one, however many days ago."""
    async with database.reading() as session:
        with bind_school(school.school_id):
            found = await recent_lesson(
                session,
                school.classes["7Б"],
                subject_ids=[school.subjects["algebra"]],
                now=now,
                is_wanted=lambda _: True,
            )

    assert found is not None
    assert (on, number) == (found.on, found.number)


async def test_a_subject_nobody_teaches_has_no_recent_lesson(database, school):
    """Looking back ends after some weeks without a lesson."""
    async with database.reading() as session:
        with bind_school(school.school_id):
            found = await recent_lesson(
                session,
                school.classes["1А"],
                subject_ids=[school.subjects["algebra"]],
                now=at(24, "12:00"),
                is_wanted=lambda _: True,
            )

    assert found is None


async def test_a_group_of_several_classes_takes_grade_and_bells_from_its_students(
    database, school
):
    """A group without a class of its own stands in the day of each class it has students of."""
    with bind_school(school.school_id):
        async with database.transaction() as session:
            club = StudyGroup(name="Хор", kind=GroupKind.COMBINED)
            session.add(club)
            await session.flush()
            session.add(
                TimetableEntry(
                    study_group_id=club.id,
                    weekday=2,
                    number=4,
                    subject_id=school.subjects["talks"],
                    teacher_id=school.people["primary"],
                    parity=WeekParity.EVERY,
                )
            )
            session.add_all(
                GroupMembership(study_group_id=club.id, student_id=school.people[key])
                for key in ("petrov", "belova")
            )
    async with database.reading() as session:
        with bind_school(school.school_id):
            days = {
                name: await lessons_of_class(session, class_id, on=TUESDAY)
                for name, class_id in school.classes.items()
            }
            petrov = await lessons_of_student(session, school.people["petrov"], on=TUESDAY)

    assert all("4 Хор Разговоры о важном" in short(day) for day in days.values())
    assert 1 == days["7Б"][-1].group.grade  # the lowest grade: holidays of the smallest bind all
    assert "4 Хор Разговоры о важном" in short(petrov)


async def test_lessons_of_another_school_are_invisible(database, school):
    """With another school bound, the same ids find nothing."""
    other = await build_school(database, short_name="Другая школа")
    async with database.reading() as session:
        with bind_school(other.school_id):
            found = await lessons_of_teacher(session, school.people["algebra"], on=TUESDAY)

    assert () == found


async def test_who_changes_class_has_each_day_the_lessons_of_that_days_class(database, school):
    """From one class to another in the middle of a week, and out of school: read once for all."""
    mover, old, new = school.people["maria"], school.classes["7Б"], school.classes["1А"]
    monday, wednesday = date(2026, 11, 23), date(2026, 11, 25)
    with bind_school(school.school_id):
        async with database.transaction() as session:
            row = await session.scalar(select(Enrollment).where(Enrollment.student_id == mover))
            row.ends_on = monday
            session.add(
                Enrollment(
                    student_id=mover, school_class_id=new, starts_on=TUESDAY, ends_on=TUESDAY
                )
            )
    async with database.reading() as session:
        with bind_school(school.school_id):
            places = await places_by_day(session, mover, [monday, TUESDAY, wednesday])
            days = await days_of_student(session, mover, first=monday, last=wednesday)

    assert [old, new, None] == [one.class_id for one in places.values()]
    assert StudentPlace() == places[wednesday]
    assert [{"7Б"}, {"1А"}, set()] == [
        {one.group.label for one in day.lessons if one.group.is_whole_class} for day in days
    ]
