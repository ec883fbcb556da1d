"""Lessons in each other's way are told and stored all the same."""

import pytest

from services.exchange.workbook import read_workbook

HEADING = "класс;группа;день;урок;предмет;учитель;кабинет;с;по;неделя"
ALGEBRA = "7А;;пн;2;Алгебра;T004;104;;;"


def _notices(folder, *rows):
    folder.rewrite("timetable.csv", HEADING, *rows)
    folder.remove("load.csv")
    workbook = read_workbook(folder.path)
    assert [] == workbook.findings.problems
    return [finding.line() for finding in workbook.findings.notices]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            "5А;;пн;2;Математика;T004;105;;;",
            [
                (
                    "timetable.csv, row 3, column “учитель”: teacher “T004” has the lesson of"
                    " row 2 at the same time."
                )
            ],
        ),
        (
            "7А;;пн;2;Физика;T013;113;;;",
            [
                (
                    "timetable.csv, row 3, column “класс”: “7А” has the lesson of row 2"
                    " at the same time."
                )
            ],
        ),
        (
            "7А;7А англ. 1;пн;2;Английский язык;T010;113;;;",
            [
                (
                    "timetable.csv, row 3, column “класс”: “7А” has the lesson of row 2"
                    " at the same time."
                )
            ],
        ),
        (
            "5А;;пн;2;Математика;T003;104;;;",
            [
                (
                    "timetable.csv, row 3, column “кабинет”: room “104” is taken by the lesson of"
                    " row 2 at the same time."
                )
            ],
        ),
        ("5А;;пн;3;Математика;T004;104;;;", []),
        ("5А;;вт;2;Математика;T004;104;;;", []),
    ],
    ids=["teacher", "class", "class and its group", "room", "another lesson", "another day"],
)
def test_what_is_needed_twice_at_once_is_told(folder, row, expected):
    """Teacher, class and room are compared at the same day and lesson."""
    assert expected == _notices(folder, ALGEBRA, row)


@pytest.mark.parametrize(
    ("first", "second", "is_clash"),
    [
        ("7А;;пн;2;Алгебра;T004;104;;;чет", "7А;;пн;2;Физика;T013;113;;;нечет", False),
        ("7А;;пн;2;Алгебра;T004;104;;;чет", "7А;;пн;2;Физика;T013;113;;;", True),
        (
            "7А;;пн;2;Алгебра;T004;104;;31.12.2026;",
            "7А;;пн;2;Физика;T013;113;01.01.2027;;",
            False,
        ),
        (
            "7А;;пн;2;Алгебра;T004;104;;01.01.2027;",
            "7А;;пн;2;Физика;T013;113;01.01.2027;;",
            True,
        ),
        (
            "7А;7А англ. 1;пн;2;Английский язык;T010;110;;;",
            "7А;7А англ. 2;пн;2;Английский язык;T011;111;;;",
            False,
        ),
    ],
    ids=["even and odd", "even and every", "one after the other", "one common day", "two groups"],
)
def test_lessons_that_never_meet_do_not_clash(folder, first, second, is_clash):
    """Weeks, dates and groups are taken into account."""
    assert is_clash == bool(_notices(folder, first, second))


def test_a_student_in_both_groups_is_named_by_id(folder):
    """Two groups at once are fine as long as nobody is in both."""
    folder.append("groups.csv", "7А англ. 2;Английский язык;U0017")

    assert [
        "timetable.csv, row 3, column “класс”: “U0017” has the lesson of row 2 at the same time."
    ] == _notices(
        folder,
        "7А;7А англ. 1;пн;2;Английский язык;T010;110;;;",
        "7А;7А англ. 2;пн;2;Английский язык;T011;111;;;",
    )


def test_second_shift_and_first_shift_do_not_meet(folder):
    """Lesson 2 of the second shift is another hour."""
    folder.replace("classes.csv", "5А;T003;1;", "5А;T003;2;")

    assert [] == _notices(folder, ALGEBRA, "5А;;пн;2;Математика;T004;104;;;")


def test_a_lesson_its_teacher_has_no_load_for_is_told_once(folder):
    """The timetable and the load say the same, or a person hears where they do not."""
    text = folder.text("load.csv")
    line = next(line for line in text.splitlines() if line.startswith("T004;7А;;Алгебра"))
    folder.replace("load.csv", f"{line}\r\n", "")

    notices = [finding.text for finding in read_workbook(folder.path).findings.notices]

    assert ["“T004” has no such lesson in load.csv."] == notices


@pytest.mark.parametrize(
    ("plan", "is_told"),
    [
        ("U0009;Английский язык;;", True),
        ("U0009;Английский язык;;31.10.2026", True),
        ("U0010;Английский язык;;", True),
        ("U0009;Математика;;", False),  # the whole class has it
        ("U0001;Английский язык;;", False),
    ],
    ids=["group", "for a time", "the other group", "no group", "another student"],
)
def test_a_plan_against_a_group_is_told(folder, plan, is_told):
    """What «ИУП» leaves out and a group teaches all the same is named with both rows."""
    folder.rewrite("ИУП.csv", "ученик;предмет;с;по", plan)

    found = read_workbook(folder.path).findings

    assert [] == found.problems
    assert is_told == any("the plan holds" in one.text for one in found.notices)


def test_a_plan_says_which_group_and_where(folder):
    """A secretary finds the row without looking for it."""
    folder.rewrite("ИУП.csv", "ученик;предмет", "U0009;Английский язык")

    assert [
        (
            "ИУП.csv, row 2, column “предмет”: “Английский язык” is left out, but row 2 of"
            " groups.csv has “U0009” in the group “5А англ. 1” of it: the plan holds, and no"
            " lesson of the group counts. Take out one of the two."
        )
    ] == [finding.line() for finding in read_workbook(folder.path).findings.notices]


def test_a_plan_that_ends_before_the_group_begins_is_no_clash(folder):
    """First without the subject, then in a group of it."""
    folder.rewrite(
        "groups.csv", "группа;предмет;ученик;с", "5А англ. 1;Английский язык;U0009;01.11.2026"
    )
    folder.rewrite("ИУП.csv", "ученик;предмет;с;по", "U0009;Английский язык;;31.10.2026")

    found = read_workbook(folder.path).findings

    assert [] == [one.text for one in found.notices if "the plan holds" in one.text]
