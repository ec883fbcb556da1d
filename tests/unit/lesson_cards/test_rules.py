"""What a tap makes of a letter, and who is thought absent before anybody looked."""

import pytest

from services.lesson_cards.rules import digest_of, is_expected_absent, next_letter, pages
from services.lesson_cards.sending import is_worth_looking
from services.timetable.rules import Bell, Calendar
from services.vocabulary import AttendanceCode
from tests.factories import BELLS, ZONE, at

P, N, O = AttendanceCode.PRESENT, AttendanceCode.ABSENT, AttendanceCode.TARDY  # noqa: E741


@pytest.mark.parametrize(
    ("letter", "after"),
    [(P, N), (N, O), (O, P), *((code, P) for code in AttendanceCode if code not in {P, N, O})],
)
def test_a_tap_turns_a_letter(letter, after):
    """Present, absent, late, present; a letter of excuse goes when the student turns up."""
    assert after is next_letter(letter)


@pytest.mark.parametrize(
    ("before", "announced", "announced_before", "expected"),
    [
        (None, False, False, False),
        (None, True, False, True),
        (N, False, False, True),
        (AttendanceCode.ABSENT_SICK, False, False, True),
        (O, False, False, False),
        (P, False, False, False),
        # Announced for the whole day, and came all the same.
        (P, True, True, False),
        # Leaves for the doctor before this lesson.
        (P, True, False, True),
    ],
)
def test_who_is_expected_to_be_absent(before, announced, announced_before, expected):
    """The previous lesson's letter counts, and the family's word where nothing contradicts it."""
    assert expected is is_expected_absent(
        before=before, is_announced=announced, was_announced_before=announced_before
    )


def test_another_list_has_another_digest():
    """Order does not matter, people do."""
    assert digest_of([1, 2]) == digest_of([2, 1])
    assert digest_of([1, 2]) != digest_of([1, 3])
    assert digest_of([]) != digest_of([1])


@pytest.mark.parametrize(("names", "count"), [(0, 1), (30, 1), (31, 2), (61, 3)])
def test_names_take_pages(names, count):
    """Thirty names a page, and one page for an empty list."""
    assert count == pages(range(names), size=30)


@pytest.mark.parametrize(
    ("clock", "looks"),
    [
        ("10:19", False),
        ("10:20", True),
        ("10:22", True),
        ("10:23", False),
        ("10:25", True),
        ("10:59", False),
        ("11:00", False),
    ],
)
def test_the_timetable_is_read_when_a_lesson_begins(clock, looks):
    """In its first minutes, and then every five: not all day long."""
    bells = tuple(
        Bell(
            "", number, at(24, start).astimezone(ZONE).time(), at(24, end).astimezone(ZONE).time()
        )
        for number, (start, end) in BELLS.items()
    )

    assert looks is is_worth_looking(Calendar(ZONE, bells=bells), at(24, clock))
