"""The wire format of the buttons of period marks and of the forecast: Telegram takes 64 bytes."""

import pytest

from handlers.callbacks.finals import (
    AgreeFinals,
    ChooseFinal,
    DecideFinal,
    DiscardFinals,
    EditFinals,
    OpenFinalMarks,
    OpenForecast,
    OpenNeed,
    OpenSheet,
    PickFinal,
    ReviewFinals,
    SaveFinals,
    UndoFinals,
)

LARGEST = 2**63 - 1  # an id of the database


@pytest.mark.parametrize(
    "data",
    [
        OpenSheet(group_id=LARGEST, subject_id=LARGEST),
        AgreeFinals(entry_id=LARGEST),
        EditFinals(entry_id=LARGEST),
        PickFinal(entry_id=LARGEST, student_id=LARGEST),
        DecideFinal(entry_id=LARGEST, student_id=LARGEST, value=5),
        ReviewFinals(entry_id=LARGEST),
        SaveFinals(entry_id=LARGEST),
        DiscardFinals(entry_id=LARGEST),
        UndoFinals(entry_id=LARGEST),
        ChooseFinal(entry_id=LARGEST, step=999, option=999),
        OpenFinalMarks(student_id=LARGEST),
        OpenForecast(student_id=LARGEST),
        OpenNeed(student_id=LARGEST, subject_id=LARGEST, target=5, tries=555555),
    ],
)
def test_data_fits_and_reads_back(data):
    """What is packed into a button with the largest ids comes out of it."""
    packed = data.pack()

    assert len(packed.encode()) <= 64
    assert data == type(data).unpack(packed)
