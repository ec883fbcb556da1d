"""The wire format of the timetable's buttons: Telegram takes 64 bytes."""

import pytest

from handlers.callbacks.changes import DiscardChange, SaveChange, WithdrawChange
from handlers.callbacks.diary import OpenClassTimetable, OpenTimetable
from handlers.callbacks.entry import AskTakeover, TakeOver

LARGEST = 2**63 - 1  # an id of the database


@pytest.mark.parametrize(
    "data",
    [
        SaveChange(entry_id=LARGEST),
        DiscardChange(entry_id=LARGEST),
        WithdrawChange(entry_id=LARGEST),
        OpenTimetable(student_id=LARGEST, on=99_991_231, is_week=True),
        OpenClassTimetable(class_id=LARGEST, on=99_991_231, is_week=True),
        AskTakeover(group_id=LARGEST, number=14),
        TakeOver(group_id=LARGEST, number=14),
    ],
)
def test_data_fits_and_reads_back(data):
    """What is packed into a button with the largest ids comes out of it."""
    packed = data.pack()

    assert len(packed.encode()) <= 64
    assert data == type(data).unpack(packed)
