"""The optional sheets are stored, say the same twice, and go on saying it when left out."""

import pytest
from sqlalchemy import func, select

from services.models import (
    Club,
    GroupMembership,
    PlannedTopic,
    RightChange,
    SchoolEvent,
    SchoolWorkKind,
    StudyGroup,
    Subject,
    SubjectExemption,
    TeachingAssignment,
    WorkingDay,
)
from services.vocabulary import Assessment
from tests.integration.exchange.importing import DEMO_ROWS

_SHEETS = {
    "ИУП": ("ученик;предмет", "U0001;Музыка"),
    "Кружки": (
        "учитель;класс;группа;предмет;часов в неделю;участники",
        "T001;1А;;Шахматы;1;U0001, U0002",
        "T003;5А;Хор 5А;Хор;2;",
    ),
    "Виды работ": ("вид;обозначение;вес", "Контрольная работа;кр;2", "Домашняя работа;дом;0,5"),
    "КТП": ("предмет;класс;номер;тема;часов", "Математика;1А, 5А;1;Повторение;2"),
    "События": ("дата;класс;название", "05.10.2026;;День учителя", "12.10.2026;7А;Экскурсия"),
    "Рабочие дни": ("дата;рабочий", "31.10.2026;да", "02.11.2026;нет"),
}
_ROWS = 10  # of these sheets; a topic of two classes is one row


@pytest.fixture
def sheets(importing):
    """Give the demo school with all optional sheets but the rights."""
    for name, (heading, *rows) in _SHEETS.items():
        importing.folder.rewrite(f"{name}.csv", heading, *rows)
    return importing.folder


async def test_they_are_stored_and_twice_changes_nothing(importing, sheets):
    """The first time every row is added, the second time none is."""
    rows = DEMO_ROWS + _ROWS

    first = await importing.line()
    again = await importing.line()

    assert f"added {rows}, changed 0, left 0, unchanged 0, problems 0" == first
    assert f"added 0, changed 0, left 0, unchanged {rows}, problems 0" == again
    counts = await importing.counts()
    assert [1, 2, 2, 2, 2, 2] == [
        counts[model.__tablename__]
        for model in (
            SubjectExemption, Club, SchoolWorkKind, PlannedTopic, SchoolEvent, WorkingDay
        )
    ]  # fmt: skip


async def test_a_club_is_a_group_with_a_teacher_and_without_marks(importing, sheets):
    """Listed participants are in it, or else everybody of its classes."""
    await importing.run()

    rows = await importing.rows(
        select(StudyGroup.name, Subject.assessment, func.count(GroupMembership.id))
        .join(Club, Club.study_group_id == StudyGroup.id)
        .join(Subject, Subject.id == StudyGroup.subject_id)
        .join(TeachingAssignment, TeachingAssignment.study_group_id == StudyGroup.id)
        .join(GroupMembership, GroupMembership.study_group_id == StudyGroup.id)
        .group_by(StudyGroup.name, Subject.assessment)
        .order_by(StudyGroup.name)
    )
    assert [("Хор 5А", Assessment.NONE, 8), ("Шахматы", Assessment.NONE, 2)] == rows


async def test_weights_are_tenths(importing, sheets):
    """Half a weight is kept exactly."""
    await importing.run()

    assert [("дом", 5), ("кр", 20)] == await importing.rows(
        select(SchoolWorkKind.sign, SchoolWorkKind.weight_tenths).order_by(SchoolWorkKind.sign)
    )


async def test_rights_are_stored_within_the_bounds_of_the_policy(importing, sheets):
    """A right may be taken from the secretary; a family's own rights are nobody's to change."""
    sheets.rewrite("Права.csv", "роль;действие;да/нет", "секретарь;invite_staff;нет")
    first, again = await importing.line(), await importing.line()
    stored = await importing.rows(
        select(RightChange.role, RightChange.action, RightChange.is_allowed)
    )
    sheets.append("Права.csv", "родитель;see_diary;нет")
    sheets.append("Права.csv", "директор;летать;да")

    refused = await importing.run()

    assert first.startswith(f"added {DEMO_ROWS + _ROWS + 1}, ")
    assert again.startswith("added 0, changed 0, left 0, ")
    assert [("secretary", "invite_staff", False)] == stored
    assert [(3, "да/нет"), (4, "действие")] == [
        (finding.row, finding.column) for finding in refused.problems
    ]


async def test_sheets_that_are_left_out_keep_what_they_said(importing, sheets):
    """A workbook without a sheet says nothing about it."""
    await importing.run()
    for name in _SHEETS:
        sheets.remove(f"{name}.csv")

    again = await importing.line()

    assert f"added 0, changed 0, left 0, unchanged {DEMO_ROWS}, problems 0" == again
    assert 2 == (await importing.counts())["club"]


async def test_a_change_of_them_is_counted_in_rows(importing, sheets):
    """Each changed, added or missing row counts once."""
    await importing.run()
    sheets.replace("КТП.csv", ";Повторение;", ";Повторение пройденного;")
    sheets.replace("Кружки.csv", "U0001, U0002", "U0001, U0003")
    sheets.append("События.csv", "20.10.2026;;Осенний бал")
    sheets.replace("Рабочие дни.csv", "\r\n02.11.2026;нет", "")

    expected = f"added 1, changed 2, left 1, unchanged {DEMO_ROWS + _ROWS - 3}, problems 0"
    assert expected == await importing.line()


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (
            "ИУП.csv",
            "U0001",
            "U9999",
            "ИУП.csv, row 2, column “ученик”: “U9999” is not in students.csv.",
        ),
        (
            "Кружки.csv",
            "U0001, U0002",
            "U0001, U9999",
            "Кружки.csv, row 2, column “участники”: “U9999” is not in students.csv.",
        ),
        (
            "Виды работ.csv",
            "кр;2",
            "кр;20",
            (
                "Виды работ.csv, row 2, column “вес”: expected: a weight from 0,1 to 10, such as 2"
                " or 0,5; found: “20”."
            ),
        ),
        (
            "Рабочие дни.csv",
            "31.10.2026;да",
            "31.10.2026;может быть",
            (
                "Рабочие дни.csv, row 2, column “рабочий”: expected: yes or no;"
                " found: “может быть”."
            ),
        ),
    ],
)
async def test_a_wrong_cell_stores_nothing(importing, sheets, name, old, new, expected):
    """Optional sheets are all or nothing with the rest."""
    sheets.replace(name, old, new)

    report = await importing.run()

    assert [expected] == [finding.line() for finding in report.problems]
    assert [] == await importing.schools()
