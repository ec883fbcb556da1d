"""Another import of a timetable that has changed: what was taught stays as it was taught."""

from datetime import date, timedelta

from sqlalchemy import select

from services.models import (
    GroupMembership,
    Person,
    StudyGroup,
    Subject,
    TeachingAssignment,
    TimetableEntry,
)
from tests.integration.exchange.importing import DEMO_ROWS, LESSON, TODAY, YESTERDAY


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
