"""Importing again: only what differs is written, what was stays, and who left is told apart."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from services.models import (
    AcademicYear,
    AuditEntry,
    Enrollment,
    Person,
    RoleAssignment,
    SchoolClass,
)
from services.vocabulary import PersonKind, Role
from tests.integration.exchange.importing import DEMO_ROWS, LESSON, TODAY, YESTERDAY

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # many cases


@ON_SQLITE
@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("school.csv", "порог отметок;2.5", "порог отметок;2.6"),
        ("school.csv", "тихие часы;21:00-07:00", "тихие часы;"),
        ("subjects.csv", "Физика;Физ.;отметки;да", "Физика;Физ.;зачёт;да"),
        ("subjects.csv", "Физика;Физ.", "физика;Физ."),
        ("periods.csv", "22.10.2026", "21.10.2026"),
        ("periods.csv", "1 четверть", "I четверть"),
        ("holidays.csv", "01.11.2026", "02.11.2026"),
        ("holidays.csv", "Осенние каникулы", "Осень"),
        ("bells.csv", ";2;09:20;10:00;", ";2;09:15;09:55;"),
        ("bells.csv", ";7;13:50;14:30;", ";8;13:50;14:30;"),
        ("staff.csv", "+79990018652", "+79990018653"),
        ("staff.csv", "S-head;Романова", "S-head;Белова"),
        ("staff.csv", "директор", "директор, учитель"),
        ("classes.csv", "5А;T003;1;", "5А;T005;1;"),
        ("classes.csv", "5А;T003;1;", "5А;T003;2;"),
        ("students.csv", "22.11.2019", "23.11.2019"),
        ("students.csv", "Попова;Алёна", "Попова;Алена"),
        ("students.csv", "22.11.2019;1А;;01.09.2026;", "22.11.2019;5А;;01.09.2026;"),
        ("students.csv", "22.11.2019;1А;;01.09.2026;", "22.11.2019;1А;;01.09.2026;20.11.2026"),
        ("guardians.csv", "+79990008728", "+79990008729"),
        ("guardians.csv", "U0001;мать;101", "U0001;мать;777"),
        (
            "guardians.csv",
            "U0001;мать;101;02.09.2026;электронный",
            "U0001;мать;101;02.09.2026;на бумаге",
        ),
        ("groups.csv", "5А англ. 1;Английский язык;U0009", "5А англ. 2;Английский язык;U0009"),
        ("load.csv", "T001;1А;;Музыка;1", "T001;1А;;Музыка;2"),
        ("load.csv", "T001;1А;;Музыка;1", "T008;1А;;Музыка;1"),
        ("timetable.csv", f"{LESSON}T002;спортзал", f"{LESSON}T002;201"),
        ("timetable.csv", f"{LESSON}T002;", f"{LESSON}T003;"),
        ("timetable.csv", "10А;;пн;4;Физическая", "10А;;пн;7;Физическая"),
        ("timetable.csv", "10А;;пн;4;Физическая", "10А;;сб;4;Физическая"),
        ("timetable.csv", LESSON, "10А;;пн;4;ОБЗР;"),
    ],
)  # fmt: skip
async def test_one_changed_cell_is_one_changed_row(imported, name, old, new):
    """A changed cell changes its row and nothing else; once more changes nothing."""
    imported.folder.replace(name, old, new)

    first, second = await imported.line(), await imported.line()

    assert f"added 0, changed 1, left 0, unchanged {DEMO_ROWS - 1}, problems 0" == first
    assert f"added 0, changed 0, left 0, unchanged {DEMO_ROWS}, problems 0" == second
    assert (await imported.verified()).is_intact


@ON_SQLITE
@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("subjects.csv", "Астрономия;Астр.;отметки;да"),
        ("periods.csv", "Лето;четверть;1-9;01.06.2027;30.06.2027;"),
        ("holidays.csv", "День города;12.06.2027;12.06.2027;"),
        ("bells.csv", ";8;14:40;15:20;"),
        ("staff.csv", "T099;Новая;Анна;;;учитель"),
        ("classes.csv", "11А;T012;1;"),
        ("students.csv", "U0099;Новый;Пётр;;01.01.2015;5А;;01.12.2026;"),
        ("guardians.csv", "P0099;Новая;Ирина;;+79990099999;U0001;бабушка;;;"),
        ("groups.csv", "5А англ. 1;Английский язык;U0010"),
        ("load.csv", "T001;5А;;Музыка;1"),
        ("timetable.csv", "10А;;пт;8;ОБЗР;T015;115;;;"),
    ],
)
async def test_a_new_row_is_added_and_a_removed_one_is_gone(imported, name, line):
    """A row more is one added; without it again one is left, of people only when told so."""
    before = imported.folder.text(name)
    imported.folder.append(name, line)
    added = await imported.line()
    imported.folder.write(name, before)
    removed = await imported.run(with_leavers=True)
    again = await imported.run(with_leavers=True)

    assert f"added 1, changed 0, left 0, unchanged {DEMO_ROWS}, problems 0" == added
    is_kept = name in {"subjects.csv", "classes.csv"}  # marks and history refer to them
    assert (0 if is_kept else 1, DEMO_ROWS) == (removed.counts.left, removed.counts.unchanged)
    assert (0, DEMO_ROWS) == (again.counts.left, again.counts.unchanged)


async def test_a_move_keeps_the_past(imported):
    """The old class ended yesterday, the new one began today."""
    imported.folder.replace(
        "students.csv", "22.11.2019;1А;;01.09.2026;", "22.11.2019;5А;;01.09.2026;"
    )
    await imported.run()

    assert [
        ("1А", date(2026, 9, 1), YESTERDAY),
        ("5А", TODAY, None),
    ] == await imported.rows(
        select(SchoolClass.name, Enrollment.starts_on, Enrollment.ends_on)
        .join(SchoolClass, SchoolClass.id == Enrollment.school_class_id)
        .join(Person, Person.id == Enrollment.student_id)
        .where(Person.external_id == "U0001")
        .order_by(Enrollment.starts_on)
    )


async def test_a_day_in_the_list_ends_the_enrolment(imported):
    """The last day at school is still a day of the class; the day after nobody is there."""
    imported.folder.replace(
        "students.csv", "22.11.2019;1А;;01.09.2026;", "22.11.2019;1А;;01.09.2026;20.11.2026"
    )
    await imported.run()

    assert [(date(2026, 11, 20), date(2026, 11, 21))] == await imported.rows(
        select(Enrollment.ends_on, Person.left_on)
        .join(Person, Person.id == Enrollment.student_id)
        .where(Person.external_id == "U0001")
    )


async def test_a_role_taken_away_is_gone(imported):
    """Who is no longer secretary may no longer do what a secretary does."""
    imported.folder.replace("staff.csv", "администратор, секретарь", "администратор")

    assert 1 == (await imported.run()).counts.changed
    assert [(Role.ADMINISTRATOR,)] == await imported.rows(
        select(RoleAssignment.role)
        .join(Person, Person.id == RoleAssignment.person_id)
        .where(Person.external_id == "S-admin")
    )


async def test_columns_that_are_not_in_the_file_are_left_alone(imported):
    """A shorter list says nothing about what it does not have."""
    folder = imported.folder
    folder.rewrite("staff.csv", "id;фамилия;имя", *_first_three(folder.text("staff.csv")))
    before = await imported.rows(
        select(Person.phone_hash, Person.patronymic).where(Person.kind == PersonKind.STAFF)
    )

    report = await imported.run()

    assert DEMO_ROWS == report.counts.unchanged
    assert before == await imported.rows(
        select(Person.phone_hash, Person.patronymic).where(Person.kind == PersonKind.STAFF)
    )
    assert [(Role.DIRECTOR,)] == await imported.rows(
        select(RoleAssignment.role)
        .join(Person, Person.id == RoleAssignment.person_id)
        .where(Person.external_id == "S-head")
    )


def _first_three(text):
    return [";".join(line.split(";")[:3]) for line in text.splitlines()[1:]]


async def test_an_empty_cell_empties_what_was_stored(imported):
    """A phone that is no longer in the list is no longer known."""
    imported.folder.replace("guardians.csv", "+79990008728", "")

    await imported.run()

    assert [(None, None)] == await imported.rows(
        select(Person.phone_hash, Person.phone_tail).where(Person.external_id == "P0001")
    )


async def test_tables_that_are_not_given_are_left_alone(imported):
    """Importing the four needed files touches nothing of the others."""
    for name in (
        "periods.csv", "holidays.csv", "bells.csv", "subjects.csv", "guardians.csv", "groups.csv",
        "load.csv", "timetable.csv",
    ):  # fmt: skip
        imported.folder.remove(name)
    before = await imported.counts()

    report = await imported.run(with_leavers=True)

    assert (0, 0, 0) == (report.counts.added, report.counts.changed, report.counts.left)
    assert before == await imported.counts()


async def test_a_new_school_year_moves_the_classes_up(imported, clock):
    """People and their history stay; the year, the classes and the lists are new."""
    folder = imported.folder
    clock.advance(timedelta(days=282))  # 02.09.2027
    for name in ("load.csv", "timetable.csv", "groups.csv", "periods.csv", "holidays.csv"):
        folder.remove(name)
    folder.replace("school.csv", "2026/2027", "2027/2028")
    folder.append("classes.csv", "8А;T004;1;")
    folder.write(
        "students.csv",
        "\r\n".join(
            line.replace(";7А;", ";8А;").replace(";01.09.2026;", ";01.09.2027;")
            if ";7А;" in line
            else line
            for line in folder.text("students.csv").splitlines()
        ),
    )

    report = await imported.run()

    assert (1, 9) == (report.counts.added, report.counts.changed)
    assert [("2026/2027",), ("2027/2028",)] == await imported.rows(
        select(AcademicYear.name).order_by(AcademicYear.name)
    )
    assert [
        ("7А", date(2026, 9, 1), date(2027, 8, 31)),
        ("8А", date(2027, 9, 1), None),
    ] == await imported.rows(
        select(SchoolClass.name, Enrollment.starts_on, Enrollment.ends_on)
        .join(SchoolClass, SchoolClass.id == Enrollment.school_class_id)
        .join(Person, Person.id == Enrollment.student_id)
        .where(Person.external_id == "U0017")
        .order_by(Enrollment.starts_on)
    )


async def test_every_change_is_recorded_once(imported):
    """One corrected name is one entry of the chain."""
    before = len(await imported.rows(select(AuditEntry.id)))
    imported.folder.replace("students.csv", "Попова;Алёна", "Попова;Алена")

    await imported.run()

    assert before + 1 == len(await imported.rows(select(AuditEntry.id)))
