"""Workbooks that leave something out, and what follows from the rest."""

from datetime import date

from sqlalchemy import func, select

from services.models import (
    AcademicYear,
    Enrollment,
    GradingPeriod,
    GroupMembership,
    Person,
    SchoolSetting,
    StudyGroup,
    Subject,
    TeachingAssignment,
)
from services.vocabulary import GroupKind, PersonKind
from tests.integration.exchange.importing import DEMO_ROWS


async def test_load_follows_from_the_timetable_when_it_is_missing(importing):
    """Hours are counted, and the derived rows are no rows of the workbook."""
    importing.folder.remove("load.csv")

    report = await importing.run()
    derived = await importing.rows(
        select(TeachingAssignment.hours_per_week)
        .join(Person, Person.id == TeachingAssignment.teacher_id)
        .join(Subject, Subject.id == TeachingAssignment.subject_id)
        .join(StudyGroup, StudyGroup.id == TeachingAssignment.study_group_id)
        .where(Person.external_id == "T004", Subject.name == "Алгебра", StudyGroup.name == "10А")
    )

    assert DEMO_ROWS - 55 == report.counts.added
    assert [(3,)] == derived
    assert "added 0, changed 0, left 0" in await importing.line()


async def test_subjects_follow_from_other_tables_when_they_are_missing(importing):
    """Without its table a subject is marked and has homework, as most do."""
    importing.folder.remove("subjects.csv")

    await importing.run()

    assert [("Физика", True)] == await importing.rows(
        select(Subject.name, Subject.has_homework).where(Subject.name == "Физика")
    )


async def test_classes_taught_together_are_one_group(importing):
    """Several classes in one row of the load make a group of all their students."""
    folder = importing.folder
    folder.replace("load.csv", "T001;1А;;Музыка;1", '"T001";"1А, 5А";;Музыка;1')
    folder.write(
        "timetable.csv",
        "\r\n".join(
            line
            for line in folder.text("timetable.csv").splitlines()
            if not (line.startswith("1А;") and ";Музыка;" in line)
        ),
    )

    await importing.run()
    members = await importing.rows(
        select(func.count(GroupMembership.id))
        .join(StudyGroup, StudyGroup.id == GroupMembership.study_group_id)
        .where(StudyGroup.name == "1А + 5А", StudyGroup.kind == GroupKind.COMBINED)
    )
    again = await importing.line()

    assert [(16,)] == members
    assert "added 0, changed 0, left 0" in again


async def test_enrolment_begins_with_the_school_year_when_no_day_is_given(importing):
    """A list without days is the list of the whole year."""
    folder = importing.folder
    folder.write("students.csv", folder.text("students.csv").replace(";01.09.2026;", ";;"))

    await importing.run()

    assert [(date(2026, 9, 1), None)] == list(
        set(await importing.rows(select(Enrollment.starts_on, Enrollment.ends_on)))
    )


async def test_the_school_year_follows_from_the_periods(importing):
    """A workbook that does not name its year has the one its periods lie in."""
    importing.folder.replace("school.csv", "учебный год;2026/2027\r\n", "")

    await importing.run()

    assert [("2026/2027", date(2026, 9, 1), date(2027, 8, 31))] == await importing.rows(
        select(AcademicYear.name, AcademicYear.starts_on, AcademicYear.ends_on)
    )


async def test_without_any_year_the_lists_begin_today(importing):
    """Nothing is invented where the files say nothing of a year."""
    folder = importing.folder
    folder.replace("school.csv", "учебный год;2026/2027\r\n", "")
    folder.remove("periods.csv")
    folder.write("students.csv", folder.text("students.csv").replace(";01.09.2026;", ";;"))

    await importing.run()

    assert [] == await importing.rows(select(AcademicYear.name))
    assert [(date(2026, 11, 24),)] == list(set(await importing.rows(select(Enrollment.starts_on))))


async def test_a_period_may_be_of_one_subject(importing):
    """Where a subject has periods of its own they are stored with it."""
    folder = importing.folder
    heading, *rows = folder.text("periods.csv").splitlines()
    folder.rewrite(
        "periods.csv",
        f"{heading};предмет",
        *(f"{row};" for row in rows),
        "1 полугодие;полугодие;7;01.09.2026;30.12.2026;;ОБЗР",
    )

    await importing.run()

    assert [("ОБЗР",)] == await importing.rows(
        select(Subject.name).join(GradingPeriod, GradingPeriod.subject_id == Subject.id)
    )


async def test_an_empty_setting_is_not_stored(importing):
    """A line without a value leaves the default."""
    importing.folder.append("school.csv", "срок кода;")

    report = await importing.run()

    assert (DEMO_ROWS, 1) == (report.counts.added, report.counts.unchanged)
    assert [] == await importing.rows(
        select(SchoolSetting.value).where(SchoolSetting.key == "code_days")
    )


async def test_people_of_different_lists_may_share_an_id(importing):
    """Ids are the school's own, one numbering for each list."""
    folder = importing.folder
    folder.replace("staff.csv", "S-head;", "U0001;")

    await importing.run()

    assert [(PersonKind.STAFF,), (PersonKind.STUDENT,)] == await importing.rows(
        select(Person.kind).where(Person.external_id == "U0001").order_by(Person.kind)
    )
