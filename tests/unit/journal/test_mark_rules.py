"""What a line does to marks that stand already: replacing, adding, changing nothing."""

import pytest

from services.journal.mark_rules import (
    AddMark,
    ReplaceMark,
    StandingMark,
    WantedMark,
    WithdrawMark,
    plan_marks,
)


def stands(*values: int, kind: str = "lesson", first_id: int = 1) -> list[StandingMark]:
    """Return single marks of one kind, one work each."""
    return [StandingMark(first_id + n, value, kind) for n, value in enumerate(values)]


def double(first: int, second: int, *, first_id: int = 1) -> list[StandingMark]:
    """Return a double mark."""
    return [
        StandingMark(first_id, first, "lesson", 1),
        StandingMark(first_id + 1, second, "lesson", 2),
    ]


def wants(*values: int, kind: str = "lesson", more: bool = False) -> WantedMark:
    """Return a wanted mark, single or double."""
    return WantedMark(values, kind, is_addition=more)


ADD_4 = AddMark(4, "lesson")


@pytest.mark.parametrize(
    ("standing", "wanted", "expected"),
    [
        ([], [wants(4)], [ADD_4]),
        (stands(4), [wants(4)], []),
        (stands(4), [wants(5)], [ReplaceMark(1, 4, 5, "lesson")]),
        (stands(4), [wants(5, kind="control")], [AddMark(5, "control")]),
        (stands(4), [wants(4, more=True)], [ADD_4]),
        (stands(4), [wants(5, more=True)], [AddMark(5, "lesson")]),
        # double marks
        ([], [wants(5, 4)], [AddMark(5, "lesson", 1), AddMark(4, "lesson", 2)]),
        (double(5, 4), [wants(5, 4)], []),
        (double(5, 4), [wants(5, 3)], [ReplaceMark(2, 4, 3, "lesson", 2)]),
        (double(5, 4), [wants(5)], [WithdrawMark(2, 4, "lesson", 2)]),
        (stands(5), [wants(5, 4)], [AddMark(4, "lesson", 2)]),
        # several works of one kind
        (stands(4, 3), [wants(4)], []),
        (stands(4, 3), [wants(5)], [ReplaceMark(2, 3, 5, "lesson")]),
        ([], [wants(5), wants(4)], [AddMark(5, "lesson"), ADD_4]),
        (stands(5, 4), [wants(5), wants(4)], []),
        (stands(5), [wants(5), wants(4)], [ADD_4]),
        (stands(3), [wants(5), wants(4)], [ReplaceMark(1, 3, 5, "lesson"), ADD_4]),
        (stands(5), [wants(4), wants(5, more=True)], [ReplaceMark(1, 5, 4, "lesson"),
                                                      AddMark(5, "lesson")]),
        # a single mark beside a double one
        ([*double(5, 4), *stands(3, first_id=9)], [wants(2)], [ReplaceMark(9, 3, 2, "lesson")]),
        # the order in which rows come does not matter
        (stands(4, 3)[::-1], [wants(5)], [ReplaceMark(2, 3, 5, "lesson")]),
    ],
)  # fmt: skip
def test_a_line_about_a_marked_student(standing, wanted, expected):
    """Same kind replaces, another kind and «ещё» add, the same value changes nothing."""
    planned = plan_marks(standing, wanted)

    assert expected == [step for mark in planned for step in mark.steps]
    assert wanted == [mark.want for mark in planned]


@pytest.mark.parametrize(
    ("standing", "wanted", "was"),
    [
        ([], [wants(4)], [()]),
        (stands(4), [wants(5)], [(4,)]),
        (stands(4), [wants(4)], [(4,)]),
        (stands(4), [wants(5, kind="control")], [()]),
        (stands(4), [wants(4, more=True)], [()]),
        (double(5, 4), [wants(3)], [(5, 4)]),
        (stands(4, 3), [wants(5), wants(4)], [(3,), (4,)]),
    ],
)
def test_the_preview_can_say_what_was_there(standing, wanted, was):
    """«было 4, станет 5» needs the values of exactly the marks that are replaced."""
    assert was == [mark.was for mark in plan_marks(standing, wanted)]


def test_a_comment_goes_with_the_mark_that_is_written():
    """The words of the teacher stand at new and at replaced marks."""
    told = WantedMark((5,), "lesson", comment="у доски")

    (added,), (replaced,) = plan_marks([], [told]), plan_marks(stands(4), [told])

    assert (AddMark(5, "lesson", 1, "у доски"),) == added.steps
    assert (ReplaceMark(1, 4, 5, "lesson", 1, "у доски"),) == replaced.steps


@pytest.mark.parametrize(
    ("standing", "wanted", "expected"),
    [
        (stands(3), WantedMark((4,), "lesson", replaces=(3,)), [ReplaceMark(1, 3, 4, "lesson")]),
        (stands(3), WantedMark((3,), "lesson", replaces=(3,)), []),
        # the one that is named, not the last one
        (
            stands(3, 5),
            WantedMark((4,), "lesson", replaces=(3,)),
            [ReplaceMark(1, 3, 4, "lesson")],
        ),
        (
            stands(3, 3),
            WantedMark((4,), "lesson", replaces=(3,)),
            [ReplaceMark(2, 3, 4, "lesson")],
        ),
        # no kind is said and only a control work has the mark
        (
            stands(3, kind="control"),
            WantedMark((4,), "lesson", replaces=(3,)),
            [ReplaceMark(1, 3, 4, "control")],
        ),
        (
            double(3, 4),
            WantedMark((4, 4), "lesson", replaces=(3, 4)),
            [ReplaceMark(1, 3, 4, "lesson")],
        ),
    ],
)
def test_a_correction_finds_the_mark_it_names(standing, wanted, expected):
    """«3→4» changes the 3, wherever it stands at the lesson, and keeps its kind of work."""
    (planned,) = plan_marks(standing, [wanted])

    assert expected == list(planned.steps)
    assert not planned.is_missing


@pytest.mark.parametrize(
    ("standing", "wanted"),
    [
        ([], WantedMark((4,), "lesson", replaces=(3,))),
        (stands(4), WantedMark((4,), "lesson", replaces=(3,))),
        (double(3, 4), WantedMark((4,), "lesson", replaces=(3,))),
        (stands(3), WantedMark((4,), "control", replaces=(3,))),  # another kind was said
        # two kinds have a 3: which one is not said
        (
            [StandingMark(1, 3, "control"), StandingMark(2, 3, "test")],
            WantedMark((4,), "lesson", replaces=(3,)),
        ),
    ],
)
def test_a_correction_of_what_does_not_stand_there(standing, wanted):
    """Nothing is planned: neither a new mark nor another one replaced."""
    (planned,) = plan_marks(standing, [wanted])

    assert planned.is_missing
    assert () == planned.steps
