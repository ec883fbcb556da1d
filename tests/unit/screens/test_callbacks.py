"""The wire format of journal and diary buttons: Telegram takes 64 bytes."""

import pytest

from handlers.callbacks.control_works import (
    CancelControlWork,
    MoveControlWork,
    OpenControlWorks,
    OverrideControlWork,
    PlanControlWork,
)
from handlers.callbacks.diary import OpenDay, OpenMarks
from handlers.callbacks.entry import (
    ChooseEntry,
    DiscardEntry,
    GiveReason,
    MoveEntry,
    MoveToKind,
    MoveToLesson,
    OpenTeacherDay,
    SaveEntry,
    ShowMoveKinds,
    UndoEntry,
)
from handlers.callbacks.homework import (
    AskHomework,
    HomeworkFilesAsked,
    NoHomework,
    OpenHomework,
    TickHomework,
)
from handlers.callbacks.journal_pages import (
    ExportJournal,
    OpenJournal,
    OpenJournals,
    OpenStudentInSubject,
)
from handlers.callbacks.lessons import (
    AskTopic,
    CheckMarks,
    ChooseKind,
    ChooseName,
    EverybodyHere,
    GiveMark,
    MarkAbsentees,
    MarkByName,
    OpenLesson,
    SameAbsent,
    SaveAbsentees,
    SetLetter,
    ShowKinds,
    TurnAbsentees,
    TurnMarks,
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
        *(
            of_lesson(group_id=2**31, subject_id=2**31, on=DAY, number=14)
            for of_lesson in (OpenLesson, EverybodyHere, MarkAbsentees, MarkByName, AskTopic)
        ),
        SameAbsent(group_id=2**31, subject_id=2**31, on=DAY, number=14, digest=2**32),
        SetLetter(entry_id=LARGEST, student_id=LARGEST, letter=2),
        TurnAbsentees(entry_id=LARGEST, page=99),
        SaveAbsentees(entry_id=LARGEST),
        ChooseName(entry_id=LARGEST, student_id=LARGEST),
        GiveMark(entry_id=LARGEST, student_id=LARGEST, value=9),
        ShowKinds(entry_id=LARGEST),
        ChooseKind(entry_id=LARGEST, kind=99),
        TurnMarks(entry_id=LARGEST, page=99),
        CheckMarks(entry_id=LARGEST),
        MoveEntry(entry_id=LARGEST),
        ShowMoveKinds(entry_id=LARGEST),
        MoveToKind(entry_id=LARGEST, kind=99),
        MoveToLesson(entry_id=2**40, group_id=2**31, subject_id=2**31, on=DAY, number=14),
        GiveReason(entry_id=LARGEST, act=1, reason=9),
        OpenJournals(class_id=LARGEST),
        OpenJournal(group_id=2**31, subject_id=2**31, period_id=2**31, page=-1),
        OpenStudentInSubject(group_id=2**31, subject_id=2**31, student_id=2**40, page=9),
        ExportJournal(group_id=2**31, subject_id=2**31, period_id=2**31),
        PlanControlWork(work_id=LARGEST),
        MoveControlWork(work_id=LARGEST, on=DAY, number=14),
        OverrideControlWork(work_id=LARGEST),
        CancelControlWork(work_id=LARGEST, is_sure=True),
        OpenControlWorks(student_id=LARGEST),
    ],
)
def test_data_fits_and_reads_back(data):
    """What is packed into a button with the largest ids comes out of it."""
    packed = data.pack()

    assert len(packed.encode()) <= 64
    assert data == type(data).unpack(packed)
