"""Which topic of a thematic plan comes next, whatever was taught so far."""

import pytest

from services.journal.thematic_plans import PlannedLine, next_in_plan

PLAN = (
    PlannedLine(1, "Повторение"),
    PlannedLine(2, "Степень с натуральным показателем", 2),
    PlannedLine(3, "Одночлены"),
    PlannedLine(4, "Повторение"),
)


@pytest.mark.parametrize(
    ("taught", "number", "hours_before"),
    [
        ((), 1, 0),
        (("Повторение",), 2, 1),
        (("повторение.",), 2, 1),  # as people write it
        (("Повторение", "Степень с натуральным показателем"), 2, 2),  # two hours
        (("Повторение", *["Степень с натуральным показателем"] * 2), 3, 3),
        (
            ("Повторение", *["Степень с натуральным показателем"] * 3),
            3,
            3,
        ),  # one too many
        (("Степень с натуральным показателем", "Экскурсия"), 2, 2),  # a free topic moves nothing
        (("Одночлены",), 4, 4),  # what was passed over is not asked for again
        (("Одночлены", "Повторение"), None, 5),
        (("Одночлены", "Повторение", "Степень с натуральным показателем"), None, 5),
        (("Экскурсия", "Викторина"), 2, 2),  # nobody follows the words: hours decide
        (("А", "Б", "В", "Г", "Д", "Е"), None, 5),
    ],
)
def test_the_next_line(taught, number, hours_before):
    """The last topic of the plan decides, its hours first; a plan may be through."""
    found = next_in_plan(PLAN, taught)

    assert (number, hours_before) == (
        found.next.number if found.next else None,
        found.hours_before,
    )
    assert (4, 5) == (found.lines, found.hours)


def test_an_empty_plan_is_through():
    """Nothing is proposed of nothing."""
    assert next_in_plan((), ("Повторение",)).next is None
