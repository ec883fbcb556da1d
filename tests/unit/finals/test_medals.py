"""Which marks of a certificate allow a medal."""

import pytest

from services.finals.medals import Medal, medal_of


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([5] * 14, Medal.FIRST),
        ([5] * 13 + [4], Medal.SECOND),
        ([5] * 12 + [4, 4], Medal.SECOND),
        ([5] * 11 + [4, 4, 4], None),
        ([5] * 13 + [3], None),
        ([5] * 13 + [None], None),  # not attested
        ([4, 4], None),  # no five at all
        ([], None),
    ],
)
def test_a_medal_by_marks_alone(marks, expected):
    """Order 730: fives alone, or fives and not more than two fours."""
    assert expected is medal_of(marks)
