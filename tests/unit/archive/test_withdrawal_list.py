"""The list of withdrawals: it only grows, lies in several places, and is never passed over."""

import pytest

from services.privacy.withdrawal_list import STOP_LIST, Stop, merge_stop_lists, read_stops

FIRST = Stop("2026-11-24T04:00:00+00:00", 1, 7, 5, "delivery")
SECOND = Stop("2026-11-25T04:00:00+00:00", 1, 9, 5, "student_account")


def test_lists_are_brought_together(tmp_path):
    """What one place knows, every place knows afterwards; a missing folder is passed over."""
    here, there = tmp_path / "here" / STOP_LIST, tmp_path / "there" / STOP_LIST
    gone = tmp_path / "gone" / STOP_LIST
    for path in (here, there):
        path.parent.mkdir()
    merge_stop_lists([here], [FIRST])
    merge_stop_lists([there], [SECOND])
    found = merge_stop_lists([here, there, gone])

    assert {FIRST, SECOND} == found == read_stops(here) == read_stops(there)
    assert not gone.parent.exists()
    assert 0o600 == here.stat().st_mode & 0o777


@pytest.mark.parametrize("content", ["{", '{"at": 1}', "[]", "nonsense"])
def test_a_damaged_list_is_refused(tmp_path, content):
    """Acts it knew must not be forgotten unseen."""
    path = tmp_path / STOP_LIST
    path.write_text(content)

    with pytest.raises(ValueError):  # noqa: PT011  # whatever the damage is
        merge_stop_lists([path], [FIRST])
    assert content == path.read_text()
