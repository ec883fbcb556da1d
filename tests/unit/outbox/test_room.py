"""How many chats may be claimed: big claims, and none that what is urgent waits behind."""

import pytest

from services.outbox.room import ClaimRoom
from services.outbox.work import Claim, Job, Parcel
from services.outgoing import OutgoingMessage
from tests.unit.outbox.test_pacer import ABSENCE, MARK

FREE, PAID = 28.95, 950.0
NEWS = 7
PRIORITIES = (ABSENCE, MARK, NEWS)


def job(priority: int | None) -> Job:
    """Return a claimed chat with a message of *priority*, or with none."""
    parcel = None
    if priority is not None:
        parcel = Parcel(1, 1, 1, priority, OutgoingMessage("."), reply_to=None, items=())
    return Job(Claim(1, 1), parcel=parcel)


def room_of(rate: float, *, sent: int = 0, waiting: tuple[int | None, ...] = ()) -> ClaimRoom:
    """Return the room after *sent* messages left at second 10, while others wait for slots."""
    room = ClaimRoom(rate=rate)
    for _ in range(sent):
        room.claimed(job(MARK))
        room.has_slot(job(MARK), now=10.0)
        room.ended()
    for priority in waiting:
        room.claimed(job(priority))
    return room


@pytest.mark.parametrize(
    ("rate", "sent", "waiting", "expected"),
    [
        pytest.param(FREE, 0, (), {1: 7, 5: 7, 7: 7}, id="nobody knows yet who sends beside us"),
        pytest.param(FREE, 29, (), {1: 24, 5: 24, 7: 24}, id="alone on the token: large claims"),
        pytest.param(FREE, 14, (), {1: 14, 5: 14, 7: 14}, id="two share it: half of that"),
        pytest.param(FREE, 29, (MARK,) * 8, {1: 24, 5: 16, 7: 16}, id="the next is worth it"),
        pytest.param(FREE, 29, (MARK,) * 9, {1: 24}, id="not yet, but for what is urgent"),
        pytest.param(FREE, 29, (NEWS,) * 24, {1: 24, 5: 24}, id="news lets marks overtake"),
        pytest.param(FREE, 29, (ABSENCE,) * 9, {}, id="urgent ones wait for each other"),
        pytest.param(FREE, 29, (None,) * 24, {1: 24, 5: 24, 7: 24}, id="endings hold nothing up"),
        pytest.param(PAID, 0, (), {1: 237, 5: 237, 7: 237}, id="paid: a quarter of a second"),
        pytest.param(PAID, 900, (NEWS,) * 79, {1: 237, 5: 237, 7: 158}, id="paid: the next"),
        pytest.param(0.5, 0, (), {1: 1, 5: 1, 7: 1}, id="a very slow token"),
    ],
)
def test_room_by_priority(rate, sent, waiting, expected):
    """What is less urgent takes no room from what is more urgent."""
    room = room_of(rate, sent=sent, waiting=waiting)

    assert expected == room.by_priority(PRIORITIES, now=10.5)


def test_what_left_long_ago_says_nothing_of_the_pace():
    """After a quiet second a claim is small again: others may have begun to send."""
    assert {1: 7, 5: 7, 7: 7} == room_of(FREE, sent=29).by_priority(PRIORITIES, now=11.5)


def test_a_channel_that_does_not_answer_fills_the_room():
    """What is on the wire counts for everybody: nothing overtakes there."""
    room = ClaimRoom(rate=FREE)
    for _ in range(40):
        room.claimed(job(MARK))
        room.has_slot(job(MARK), now=10.0)

    assert {} == room.by_priority(PRIORITIES, now=10.5)
