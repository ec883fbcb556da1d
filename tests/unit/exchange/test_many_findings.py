"""More findings than anybody reads: some of each kind are said, the others are counted."""

import pytest

from services.exchange.findings import Finding, lines_of_each_kind, notice_lines


def _found(file, column, rows):
    return [Finding("look", file, row, column) for row in rows]


ROOMS = _found("timetable.csv", "room", range(2, 102))
PHONES = _found("staff.csv", "phone", (3, 4))
TEACHER = _found("timetable.csv", "teacher", (90,))


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        pytest.param([], [], id="none"),
        pytest.param(
            PHONES,
            ["staff.csv, row 3, column “phone”: look", "staff.csv, row 4, column “phone”: look"],
            id="few are all said",
        ),
        pytest.param(
            [*PHONES, *ROOMS, *TEACHER],
            [
                "staff.csv, row 3, column “phone”: look",
                "staff.csv, row 4, column “phone”: look",
                "timetable.csv, row 2, column “room”: look",
                "timetable.csv, row 3, column “room”: look",
                "timetable.csv, column “room”: … and 98 more.",
                "timetable.csv, row 90, column “teacher”: look",
            ],
            id="many of one kind do not hide another",
        ),
        pytest.param(
            [Finding("look", f"{number}.csv") for number in range(7)],
            [*(f"{number}.csv: look" for number in range(5)), "… and 2 more."],
            id="more kinds than lines",
        ),
    ],
)
def test_some_of_each_kind_are_said_and_the_others_counted(findings, expected):
    """The room for lines is shared by the kinds; what a small one leaves goes to the large."""
    assert expected == list(lines_of_each_kind(findings, most=5))


SEVERAL = [Finding("two numbers", "guardians.csv", row, "phone") for row in range(2, 144)]
LOCAL = [Finding("no area code", "guardians.csv", row, "phone") for row in (5, 9)]
WHOLE_ROW = [Finding("opened elsewhere", "guardians.csv", 7)]


@pytest.mark.parametrize(
    ("notices", "expected"),
    [
        pytest.param([], [], id="none"),
        pytest.param(
            WHOLE_ROW, ["guardians.csv, row 7: opened elsewhere"], id="one row stays a row"
        ),
        pytest.param(
            [SEVERAL[0], LOCAL[0], SEVERAL[5], LOCAL[1], *WHOLE_ROW],
            [
                "guardians.csv, column “phone”, in 2 rows (2, 7): two numbers",
                "guardians.csv, column “phone”, in 2 rows (5, 9): no area code",
                "guardians.csv, row 7: opened elsewhere",
            ],
            id="equal sentences of a column, not only of one place",
        ),
        pytest.param(
            [*SEVERAL, *PHONES],
            [
                "guardians.csv, column “phone”, in 142 rows (2, 3, 4, 5, 6, …): two numbers",
                "staff.csv, column “phone”, in 2 rows (3, 4): look",
            ],
            id="of many rows the first ones",
        ),
        pytest.param(
            [Finding("a new school"), Finding("a new year"), Finding("skipped", "staff.csv")],
            ["a new school", "a new year", "staff.csv: skipped"],
            id="without a row nothing is put together",
        ),
    ],
)
def test_equal_notices_of_a_column_are_one_line(notices, expected):
    """Nothing has to be mended for a notice: what is said of 142 rows is read once."""
    assert expected == list(notice_lines(notices, most=9))


def test_equal_notices_take_the_room_of_one():
    """A notice of 142 rows leaves the other lines to the others."""
    notices = [*SEVERAL, *(Finding("look", f"{number}.csv", 2) for number in range(4))]

    assert [
        "guardians.csv, column “phone”, in 142 rows (2, 3, 4, 5, 6, …): two numbers",
        *(f"{number}.csv, row 2: look" for number in range(4)),
    ] == list(notice_lines(notices, most=5))


def test_of_notices_that_only_differ_in_a_place_a_few_are_said():
    """A room taken twice names another row each time: after five of them rows are counted."""
    rooms = [
        Finding(f"taken by row {lesson}", "timetable.csv", row, "room")
        for lesson in range(2, 9)
        for row in (lesson + 30, lesson + 60)
    ]

    said = list(notice_lines([*rooms, *PHONES], most=50))

    assert "timetable.csv, column “room”, in 2 rows (32, 62): taken by row 2" == said[0]
    assert [
        "timetable.csv, column “room”, in 2 rows (36, 66): taken by row 6",
        "timetable.csv, column “room”: … and 4 more.",
        "staff.csv, column “phone”, in 2 rows (3, 4): look",
    ] == said[4:]
