"""Importing again: only what differs is written, what was stays, and who left is told apart."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from services.audit.acting import acting
from services.database import bind_school
from services.joining.people_repository import SUSPENDED_WHY
from services.models import (
    AcademicYear,
    AuditEntry,
    Enrollment,
    GroupMembership,
    Guardianship,
    Person,
    RoleAssignment,
    SchoolClass,
    StudyGroup,
    Subject,
    TeachingAssignment,
    TimetableEntry,
)
from services.vocabulary import AccessMode, PersonKind, Role
from tests.integration.exchange.importing import DEMO_ROWS

TODAY = date(2026, 11, 24)  # the clock of the tests, at school
YESTERDAY = date(2026, 11, 23)
LESSON = "10А;;пн;4;Физическая культура;"


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


async def test_another_group_from_today(imported):
    """Who changes the group was in the other one until yesterday."""
    imported.folder.replace(
        "groups.csv", "5А англ. 1;Английский язык;U0009", "5А англ. 2;Английский язык;U0009"
    )
    await imported.run()

    assert [
        ("5А англ. 1", None, YESTERDAY),
        ("5А англ. 2", TODAY, None),
    ] == await imported.rows(
        select(StudyGroup.name, GroupMembership.starts_on, GroupMembership.ends_on)
        .join(StudyGroup, StudyGroup.id == GroupMembership.study_group_id)
        .join(Person, Person.id == GroupMembership.student_id)
        .where(Person.external_id == "U0009")
        .order_by(StudyGroup.name)
    )


async def test_a_new_teacher_in_the_timetable_leaves_past_days_as_they_were(imported):
    """Lessons until yesterday keep their teacher; a new room is no new lesson."""
    imported.folder.replace(
        "timetable.csv",
        "10А;;пн;4;Физическая культура;T002;спортзал",
        "10А;;пн;4;Физическая культура;T003;201",
    )
    await imported.run()

    assert [
        ("T002", "спортзал", None, YESTERDAY),
        ("T003", "201", TODAY, None),
    ] == await imported.rows(
        select(
            Person.external_id,
            TimetableEntry.room,
            TimetableEntry.valid_from,
            TimetableEntry.valid_to,
        )
        .join(Person, Person.id == TimetableEntry.teacher_id)
        .join(StudyGroup, StudyGroup.id == TimetableEntry.study_group_id)
        .where(StudyGroup.name == "10А", TimetableEntry.weekday == 1, TimetableEntry.number == 4)
        .order_by(TimetableEntry.id)
    )


async def test_lessons_with_days_keep_their_past_too(importing):
    """A day in «с» that was there before says nothing about the new teacher."""
    folder = importing.folder
    text = folder.text("timetable.csv")
    folder.write("timetable.csv", text.replace(";;;\r\n", ";01.09.2026;;\r\n"))
    await importing.run()
    folder.replace("timetable.csv", f"{LESSON}T002;", f"{LESSON}T003;")

    first, second = await importing.line(), await importing.line()

    assert f"added 0, changed 1, left 0, unchanged {DEMO_ROWS - 1}, problems 0" == first
    assert f"added 0, changed 0, left 0, unchanged {DEMO_ROWS}, problems 0" == second
    assert [
        ("T002", date(2026, 9, 1), YESTERDAY),
        ("T003", TODAY, None),
    ] == await importing.rows(_monday_4())


async def test_a_day_in_the_timetable_is_when_the_change_begins(imported):
    """A new teacher from a day of the future; the old one until the day before."""
    text = imported.folder.text("timetable.csv")
    line = next(line for line in text.splitlines() if line.startswith("10А;;пн;4;"))
    imported.folder.replace("timetable.csv", line, f"{LESSON}T003;спортзал;07.12.2026;;")

    await imported.run()

    assert [
        ("T002", None, date(2026, 12, 6)),
        ("T003", date(2026, 12, 7), None),
    ] == await imported.rows(_monday_4())


async def test_a_lesson_taken_out_was_there_until_yesterday(imported):
    """What is no longer in the file has ended; what had not begun never was."""
    folder = imported.folder
    text = folder.text("timetable.csv")
    folder.append("timetable.csv", "10А;;сб;1;ОБЗР;T015;115;07.12.2026;;")
    await imported.run()
    folder.write(
        "timetable.csv",
        "\r\n".join(line for line in text.splitlines() if not line.startswith("10А;;пн;4;")),
    )

    report = await imported.run()

    assert 2 == report.counts.left
    assert [("T002", None, YESTERDAY)] == await imported.rows(_monday_4())
    assert 117 == (await imported.counts())["timetable_entry"]
    assert 0 == (await imported.run()).counts.left


async def test_the_same_lesson_twice_is_one_lesson(imported):
    """A row that stands twice is told as a clash and stored once."""
    imported.folder.append("timetable.csv", f"{LESSON}T002;спортзал;;;")

    report = await imported.run()

    assert (0, DEMO_ROWS + 1) == (report.counts.added, report.counts.unchanged)
    assert 2 == len(report.notices)


def _monday_4():
    return (
        select(Person.external_id, TimetableEntry.valid_from, TimetableEntry.valid_to)
        .join(Person, Person.id == TimetableEntry.teacher_id)
        .join(StudyGroup, StudyGroup.id == TimetableEntry.study_group_id)
        .where(StudyGroup.name == "10А", TimetableEntry.weekday == 1, TimetableEntry.number == 4)
        .order_by(TimetableEntry.id)
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


async def test_before_the_school_year_everything_is_corrected_in_place(importing, clock):
    """In August lists are still being made: nothing of them has a past."""
    clock.advance(timedelta(days=-95))
    await importing.run()
    importing.folder.replace("timetable.csv", "10А;;пн;4;Физическая культура;", "10А;;пн;4;ОБЗР;")
    importing.folder.replace(
        "students.csv", "22.11.2019;1А;;01.09.2026;", "22.11.2019;5А;;01.09.2026;"
    )
    importing.folder.replace(
        "groups.csv", "5А англ. 1;Английский язык;U0009", "5А англ. 2;Английский язык;U0009"
    )

    assert 3 == (await importing.run()).counts.changed
    counts = await importing.counts()
    assert (117, 32, 24) == (
        counts["timetable_entry"],
        counts["enrollment"],
        counts["group_membership"],
    )


async def test_a_lesson_changed_twice_a_day_leaves_no_trace_in_between(imported):
    """What began today and never was taught is replaced, not ended."""
    for teacher in ("T003", "T004"):
        text = imported.folder.text("timetable.csv")
        line = next(line for line in text.splitlines() if line.startswith("10А;;пн;4;"))
        imported.folder.replace(
            "timetable.csv", line, f"10А;;пн;4;Физическая культура;{teacher};спортзал;;;"
        )
        await imported.run()

    assert [("T002",), ("T004",)] == await imported.rows(
        select(Person.external_id)
        .join(TimetableEntry, TimetableEntry.teacher_id == Person.id)
        .join(StudyGroup, StudyGroup.id == TimetableEntry.study_group_id)
        .where(StudyGroup.name == "10А", TimetableEntry.weekday == 1, TimetableEntry.number == 4)
        .order_by(Person.external_id)
    )


async def test_who_is_not_listed_stays_until_it_is_said(imported):
    """A forgotten row is no departure: the import says what it has not found."""
    folder = imported.folder
    for name, start in (("students.csv", "U0002;"), ("staff.csv", "S-head;")):
        text = folder.text(name)
        folder.write(
            name, "\r\n".join(line for line in text.splitlines() if not line.startswith(start))
        )
    text = folder.text("guardians.csv")
    folder.write(
        "guardians.csv", "\r\n".join(line for line in text.splitlines() if ";U0002;" not in line)
    )

    report = await imported.run()

    assert (0, DEMO_ROWS - 4) == (report.counts.left, report.counts.unchanged)
    assert (4, ()) == (report.unlisted, report.notices)
    assert [] == await imported.rows(select(Person.id).where(Person.left_on.is_not(None)))


async def test_leavers_leave_with_their_guardians(imported):
    """Student, teacher and the guardians who have no other child here have left; once."""
    folder = imported.folder
    text = folder.text("students.csv")
    folder.write(
        "students.csv",
        "\r\n".join(line for line in text.splitlines() if not line.startswith("U0002;")),
    )
    text = folder.text("guardians.csv")
    folder.write(
        "guardians.csv", "\r\n".join(line for line in text.splitlines() if ";U0002;" not in line)
    )

    report = await imported.run(with_leavers=True)
    again = await imported.run(with_leavers=True)

    assert (3, 0) == (report.counts.left, again.counts.left)
    assert [("P0002", TODAY), ("P0003", TODAY), ("U0002", TODAY)] == await imported.rows(
        select(Person.external_id, Person.left_on)
        .where(Person.left_on.is_not(None))
        .order_by(Person.external_id)
    )
    assert [(YESTERDAY,)] == await imported.rows(
        select(Enrollment.ends_on)
        .join(Person, Person.id == Enrollment.student_id)
        .where(Person.external_id == "U0002")
    )
    assert (await imported.verified()).is_intact


async def test_a_guardian_taken_off_one_child_keeps_the_other(imported):
    """A row that is gone ends one guardianship; the guardian of another child stays."""
    folder = imported.folder
    text = folder.text("guardians.csv")
    folder.write(
        "guardians.csv", "\r\n".join(line for line in text.splitlines() if ";U0005;" not in line)
    )

    await imported.run(with_leavers=True)

    assert [(None, "U0003")] == await imported.rows(
        select(Person.left_on, _student_key())
        .join(Guardianship, Guardianship.guardian_id == Person.id)
        .where(Person.external_id == "P0004")
    )


def _student_key():
    student = Person.__table__.alias("student")
    return (
        select(student.c.external_id)
        .where(student.c.id == Guardianship.student_id)
        .correlate(Guardianship)
        .scalar_subquery()
    )


async def test_who_comes_back_is_there_again(imported):
    """A student who had left and stands in the list again is enrolled again."""
    folder = imported.folder
    students, guardians = folder.text("students.csv"), folder.text("guardians.csv")
    for name, text, mark in (
        ("students.csv", students, "U0002;"),
        ("guardians.csv", guardians, ";U0002;"),
    ):
        folder.write(name, "\r\n".join(line for line in text.splitlines() if mark not in line))
    await imported.run(with_leavers=True)
    folder.write("students.csv", students)
    folder.write("guardians.csv", guardians)

    report = await imported.run()

    assert (0, 3) == (report.counts.added, report.counts.changed)
    assert [(None, None)] == await imported.rows(
        select(Person.left_on, Enrollment.ends_on)
        .join(Enrollment, Enrollment.student_id == Person.id)
        .where(Person.external_id == "U0002")
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


async def test_a_guardian_of_two_needs_the_phone_in_one_row_only(imported):
    """Lists name the phone at the eldest child; the other rows may leave it out."""
    imported.folder.replace("guardians.csv", "Денисовна;+79990003350;U0003", "Денисовна;;U0003")

    assert DEMO_ROWS == (await imported.run()).counts.unchanged
    assert [("50",)] == await imported.rows(
        select(Person.phone_tail).where(Person.external_id == "P0004")
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


async def test_suspended_access_is_stored_with_its_reason_and_dates(imported):
    """What a court has decided comes with the list."""
    text = imported.folder.text("guardians.csv").splitlines()
    heading, *rows = text
    suspended = f"{rows[0].rsplit(';', 1)[0]};приостановлен;решение суда;01.11.2026;31.01.2027"
    imported.folder.rewrite("guardians.csv", f"{heading};основание;с;по", suspended, *rows[1:])

    await imported.run()

    assert [
        (AccessMode.SUSPENDED, "решение суда", date(2026, 11, 1), date(2027, 1, 31))
    ] == await imported.rows(
        select(
            Guardianship.access,
            Guardianship.access_reason,
            Guardianship.access_from,
            Guardianship.access_to,
        )
        .join(Person, Person.id == Guardianship.guardian_id)
        .where(Person.external_id == "P0001")
    )


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


async def test_the_load_of_a_teacher_passes_to_another(imported):
    """The assignment itself stays; whoever has it now may enter marks."""
    imported.folder.replace("load.csv", "T001;1А;;Музыка;1", "T008;1А;;Музыка;1")

    await imported.run()

    assert [("T008",)] == await imported.rows(
        select(Person.external_id)
        .join(TeachingAssignment, TeachingAssignment.teacher_id == Person.id)
        .join(Subject, Subject.id == TeachingAssignment.subject_id)
        .join(StudyGroup, StudyGroup.id == TeachingAssignment.study_group_id)
        .where(Subject.name == "Музыка", StudyGroup.name == "1А")
    )


@pytest.mark.parametrize(
    ("by_chat", "access"),
    [(True, AccessMode.SUSPENDED), (False, AccessMode.ELECTRONIC)],
)
async def test_a_list_made_earlier_opens_no_access_suspended_in_the_chat(
    imported, by_chat, access
):
    """A court order outlives the next upload; what a list suspended, a list opens."""
    which = select(Guardianship).join(Person, Person.id == Guardianship.guardian_id)
    async with imported.database.transaction() as session:
        with bind_school(1):
            row = (await session.scalars(which.where(Person.external_id == "P0001"))).first()
            with acting(None, why=SUSPENDED_WHY if by_chat else "import"):
                row.access = AccessMode.SUSPENDED
                row.access_reason = "решение суда"
                await session.flush()

    report = await imported.run()

    assert {access} == {
        one
        for (one,) in await imported.rows(
            select(Guardianship.access).where(Guardianship.id == row.id)
        )
    }
    assert by_chat is any("suspended in the chat" in one.text for one in report.notices)


async def test_an_empty_cell_forgets_no_application_recorded_in_the_chat(imported):
    """The number typed into the chat is not in the office's list yet, and stays."""
    heading, *rows = imported.folder.text("guardians.csv").splitlines()
    column = heading.split(";").index("заявление")
    cells = rows[0].split(";")
    cells[column] = ""
    imported.folder.rewrite("guardians.csv", heading, ";".join(cells), *rows[1:])

    await imported.run()

    ((number,),) = set(
        await imported.rows(
            select(Guardianship.application_number)
            .join(Person, Person.id == Guardianship.guardian_id)
            .where(Person.external_id == cells[0])
        )
    )
    assert number != ""
