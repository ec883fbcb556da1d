"""More findings than anybody reads: some of each kind are said, the others are counted."""

import pytest

from services.exchange.findings import Finding, lines_of_each_kind


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
