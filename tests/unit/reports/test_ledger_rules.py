"""In time, late, open, missed or not owed: a table of what is known of a message."""

from datetime import timedelta

import pytest

from services.reports.ledger.rules import Punctuality, punctuality
from services.vocabulary import NoticeState
from tests.factories import at

DEADLINE = at(24, "20:00")
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("state", "sent_at", "now", "expected"),
    [
        (NoticeState.TOLD, DEADLINE - MINUTE, DEADLINE, Punctuality.IN_TIME),
        (NoticeState.TOLD, DEADLINE, DEADLINE, Punctuality.IN_TIME),
        (NoticeState.TOLD, DEADLINE + MINUTE, DEADLINE + MINUTE, Punctuality.LATE),
        (NoticeState.TOLD, None, DEADLINE, Punctuality.MISSED),
        (NoticeState.WAITING, None, DEADLINE, Punctuality.OPEN),
        (NoticeState.WAITING, None, DEADLINE + MINUTE, Punctuality.MISSED),
        (NoticeState.SUPERSEDED, None, DEADLINE + MINUTE, Punctuality.NOT_OWED),
        (NoticeState.REFUSED, None, DEADLINE + MINUTE, Punctuality.NOT_OWED),
        (NoticeState.EXPIRED, None, DEADLINE + MINUTE, Punctuality.MISSED),
        (NoticeState.UNREACHABLE, None, DEADLINE, Punctuality.MISSED),
        (NoticeState.DEAD, None, DEADLINE, Punctuality.MISSED),
    ],
)
def test_a_message_stands_to_its_deadline_as_far_as_is_known(state, sent_at, now, expected):
    """Only an acceptance by the deadline is in time; what is unknown is not counted as done."""
    assert expected is punctuality(state, sent_at=sent_at, deadline_at=DEADLINE, now=now)
