"""The wire format of journal and diary buttons: Telegram takes 64 bytes."""

import pytest

from handlers.callbacks.diary import OpenDay, OpenMarks
from handlers.callbacks.entry import (
    ChooseEntry,
    DiscardEntry,
    OpenTeacherDay,
    SaveEntry,
    UndoEntry,
)
from handlers.callbacks.homework import (
    AskHomework,
    HomeworkFilesAsked,
    NoHomework,
    OpenHomework,
    TickHomework,
)
from handlers.callbacks.menu import SetTomorrowCard

LARGEST = 2**63 - 1  # an id of the database
DAY = 99_991_231


@pytest.mark.parametrize(
    "data",
    [
        SaveEntry(entry_id=LARGEST),
        DiscardEntry(entry_id=LARGEST),
        UndoEntry(entry_id=LARGEST),
        ChooseEntry(entry_id=LARGEST, step=999, option=999),
        OpenTeacherDay(on=DAY),
        OpenDay(student_id=LARGEST, on=DAY),
        OpenMarks(student_id=LARGEST, period_id=LARGEST),
        AskHomework(group_id=LARGEST, subject_id=LARGEST, on=DAY, number=14),
        NoHomework(group_id=LARGEST, subject_id=LARGEST, on=DAY, number=14),
        OpenHomework(student_id=LARGEST, on=DAY),
        TickHomework(student_id=LARGEST, homework_id=LARGEST, on=DAY, is_done=True),
        HomeworkFilesAsked(student_id=LARGEST, homework_id=LARGEST),
        SetTomorrowCard(is_wanted=True),
    ],
)
def test_data_fits_and_reads_back(data):
    """What is packed into a button with the largest ids comes out of it."""
    packed = data.pack()

    assert len(packed.encode()) <= 64
    assert data == type(data).unpack(packed)
