"""The demo school goes in whole, goes in once, and a failure leaves nothing behind."""

from datetime import date, time

import pytest
from sqlalchemy import func, select

from services.database import bind_school
from services.exchange.workbook import read_workbook
from services.models import (
    AuditDetail,
    ClassPeriod,
    GradingPeriod,
    Guardianship,
    Person,
    RoleAssignment,
    SchoolClass,
    SchoolSetting,
    StudyGroup,
    Subject,
    TimetableEntry,
)
from services.regulation.repository import load_profile
from services.vocabulary import GroupKind, Role
from tests.integration.exchange.importing import DEMO_ROWS, KEYS


async def test_the_first_import_adds_every_row(importing):
    """Every row of every file is counted as added, once."""
    assert f"added {DEMO_ROWS}, changed 0, left 0, unchanged 0, problems 0" == (
        await importing.line()
    )


async def test_the_second_import_changes_nothing(imported):
    """The same files again: nothing is written, and the chain does not grow."""
    before = await imported.counts()

    assert f"added 0, changed 0, left 0, unchanged {DEMO_ROWS}, problems 0" == (
        await imported.line()
    )
    assert before == await imported.counts()


async def test_a_plan_counts_the_same_and_stores_nothing(importing):
    """A dry run says what would happen, to the row, and leaves the database empty."""
    before = await importing.counts()

    report = await importing.plan()

    assert f"added {DEMO_ROWS}, changed 0, left 0, unchanged 0, problems 0" == (
        report.counts.line()
    )
    assert report.school_id is None
    assert before == await importing.counts()


async def test_a_plan_over_a_stored_school_changes_nothing(imported):
    """Trying out a changed list does not touch the school that is there."""
    before = await imported.counts()
    imported.folder.replace("students.csv", "U0001;Попова;", "U0001;Белова;")

    report = await imported.plan()

    assert (1, None) == (report.counts.changed, report.school_id)
    assert before == await imported.counts()
    assert [("Попова",)] == await imported.rows(
        select(Person.family_name).where(Person.external_id == "U0001")
    )


async def test_one_problem_and_nothing_is_stored(importing):
    """All or nothing: a single wrong cell keeps the whole school out."""
    before = await importing.counts()
    importing.folder.replace("timetable.csv", "10А;;пн;1;", "10А;;день;1;")

    report = await importing.run()

    assert "added 0, changed 0, left 0, unchanged 0, problems 1" == report.counts.line()
    assert ["timetable.csv"] == [problem.file for problem in report.problems]
    assert before == await importing.counts()


async def test_a_problem_found_only_against_the_database_stores_nothing_either(importing):
    """A group nobody has listed, here or before, is found late and undoes all the same."""
    before = await importing.counts()
    importing.folder.remove("groups.csv")
    importing.folder.remove("load.csv")

    report = await importing.run()

    assert 18 == report.counts.problems
    assert "“5А англ. 1” is not in groups.csv." in {problem.text for problem in report.problems}
    assert before == await importing.counts()


async def test_people_are_stored_with_hashes_of_their_phones(imported):
    """A phone can be compared and recognised by two digits; it cannot be read."""
    row = (
        await imported.rows(
            select(Person.family_name, Person.phone_hash, Person.phone_tail).where(
                Person.external_id == "P0001"
            )
        )
    )[0]
    everything = await imported.rows(select(AuditDetail.payload))

    assert ("Попова", KEYS.phone_hash("+79990008728"), "28") == row
    assert "9990008728" not in repr(everything)


async def test_the_lists_are_complete(imported):
    """Counts of what the files hold, table by table."""
    counts = await imported.counts()

    assert {
        "person": 18 + 32 + 53,
        "role_assignment": 20,
        "school_class": 4,
        "enrollment": 32,
        "guardianship": 54,
        "study_group": 4 + 6,
        "group_membership": 24,
        "teaching_assignment": 55,
        "timetable_entry": 117,
        "subject": 23,
        "grading_period": 6,
        "holiday": 5,
        "class_period": 12,
        "school_setting": 22,
        "academic_year": 1,
    } == {
        name: counts[name]
        for name in (
            "person", "role_assignment", "school_class", "enrollment", "guardianship",
            "study_group", "group_membership", "teaching_assignment", "timetable_entry",
            "subject", "grading_period", "holiday", "class_period", "school_setting",
            "academic_year",
        )
    }  # fmt: skip


async def test_staff_have_their_roles_and_classes_their_teacher(imported):
    """Several roles of one person are several assignments."""
    roles = await imported.rows(
        select(RoleAssignment.role)
        .join(Person, Person.id == RoleAssignment.person_id)
        .where(Person.external_id == "S-admin")
        .order_by(RoleAssignment.role)
    )
    homeroom = await imported.rows(
        select(SchoolClass.name, SchoolClass.grade_level, Person.external_id)
        .join(Person, Person.id == SchoolClass.homeroom_teacher_id)
        .order_by(SchoolClass.grade_level)
    )

    assert [(Role.ADMINISTRATOR,), (Role.SECRETARY,)] == roles
    assert [("1А", 1, "T001"), ("5А", 5, "T003"), ("7А", 7, "T004"), ("10А", 10, "T012")] == (
        homeroom
    )


async def test_every_class_has_its_whole_group_and_subgroups_their_class(imported):
    """The unit of teaching is the group; a whole class is one too."""
    groups = await imported.rows(
        select(StudyGroup.name, StudyGroup.kind, SchoolClass.name, Subject.name)
        .join(SchoolClass, SchoolClass.id == StudyGroup.school_class_id)
        .outerjoin(Subject, Subject.id == StudyGroup.subject_id)
        .where(SchoolClass.name == "7А")
        .order_by(StudyGroup.name)
    )

    assert [
        ("7А", GroupKind.WHOLE_CLASS, "7А", None),
        ("7А англ. 1", GroupKind.SUBGROUP, "7А", "Английский язык"),
        ("7А англ. 2", GroupKind.SUBGROUP, "7А", "Английский язык"),
    ] == groups


async def test_calendar_bells_and_lessons_are_as_in_the_files(imported):
    """Dates, times and grades arrive as what they are."""
    period = await imported.rows(
        select(GradingPeriod.grades, GradingPeriod.ends_on, GradingPeriod.marks_until).where(
            GradingPeriod.name == "1 четверть"
        )
    )
    bell = await imported.rows(
        select(ClassPeriod.number, ClassPeriod.starts_at, ClassPeriod.grades).where(
            ClassPeriod.bell_set == "1 класс", ClassPeriod.number == 1
        )
    )
    lesson = await imported.rows(
        select(TimetableEntry.weekday, TimetableEntry.room, Person.external_id)
        .join(Person, Person.id == TimetableEntry.teacher_id)
        .join(StudyGroup, StudyGroup.id == TimetableEntry.study_group_id)
        .where(StudyGroup.name == "10А", TimetableEntry.weekday == 1, TimetableEntry.number == 1)
    )

    assert [(list(range(1, 10)), date(2026, 10, 23), date(2026, 10, 22))] == period
    assert [(1, time(8, 30), [1])] == bell
    assert [(1, "112", "T012")] == lesson


async def test_a_guardian_of_two_children_is_one_person(imported):
    """Two rows with one id are two guardianships of one guardian."""
    links = await imported.rows(
        select(func.count(Guardianship.id), func.count(func.distinct(Person.id)))
        .join(Person, Person.id == Guardianship.guardian_id)
        .where(Person.external_id == "P0004")
    )

    assert [(2, 1)] == links


async def test_the_profile_reads_what_was_stored(imported):
    """The rules calculate with the school's own settings."""
    async with imported.database.reading() as session:
        with bind_school(1):
            profile = await load_profile(session)

    assert ("Школа «Перемена»", "Asia/Yekaterinburg", True) == (
        profile.short_name,
        profile.timezone.key,
        profile.can_collect_consent,
    )


async def test_the_import_is_in_the_chain_and_the_chain_is_intact(imported):
    """Whatever an import stores is recorded with the reason and verifies."""
    verification = await imported.verified()
    reasons = {payload["why"] for (payload,) in await imported.rows(select(AuditDetail.payload))}

    assert verification.is_intact
    assert verification.entry_count == 22 + (18 + 32 + 53) + 20 + 32 + 54
    assert {"import"} == reasons


async def test_two_schools_live_side_by_side(imported):
    """Another name is another school; each is found again by its name."""
    imported.folder.replace(
        "school.csv", "краткое название;Школа «Перемена»", "краткое название;Вторая"
    )
    imported.folder.replace("school.csv", "ЧОУ «Средняя школа «Перемена»", "Вторая школа")

    first = await imported.run()
    second = await imported.run()

    assert ["Школа «Перемена»", "Вторая"] == await imported.schools()
    assert (DEMO_ROWS, 2) == (first.counts.added, first.school_id)
    assert (DEMO_ROWS, 2) == (second.counts.unchanged, second.school_id)
    assert (await imported.verified(1)).is_intact
    assert (await imported.verified(2)).is_intact


async def test_a_named_school_may_be_renamed_by_the_workbook(imported):
    """With --school the workbook is imported into that school, whatever it calls itself."""
    imported.folder.replace(
        "school.csv", "краткое название;Школа «Перемена»", "краткое название;Новая"
    )

    report = await imported.run(school="Школа «Перемена»")

    assert (1, 1) == (report.school_id, report.counts.changed)
    assert ["Новая"] == await imported.schools()


async def test_a_named_school_that_does_not_exist_is_a_problem(imported):
    """A slip in the name makes no new school."""
    report = await imported.run(school="Школа № 13")

    assert ["there is no school “Школа № 13”, and the workbook is not of it."] == [
        problem.line() for problem in report.problems
    ]


async def test_an_import_joins_the_unit_of_work_it_runs_in(importing):
    """Inside an update the import stands and falls with the update."""
    service_run = importing.run

    async def update_that_fails() -> None:
        async with importing.database.unit_of_work():
            report = await service_run()
            assert DEMO_ROWS == report.counts.added
            raise LookupError

    with pytest.raises(LookupError):
        await update_that_fails()

    assert [] == await importing.schools()


async def test_a_workbook_is_read_once_and_may_be_planned_before_it_is_applied(importing):
    """Planning leaves the workbook as it was."""
    workbook = read_workbook(importing.folder.path)
    notices = list(workbook.findings.notices)

    await importing.plan()

    assert notices == workbook.findings.notices
    assert [] == await importing.rows(select(SchoolSetting.key))
