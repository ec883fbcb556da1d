"""What teachers owe the journal, by when, and by which clause.

The regulations contradict each other; these are the safest of their values. Sources: S0 rows 8,
11, 12, 13; S1 item 2.3.1, App.4 2.1, 2.2; S3 2. What a school may set stands in its profile.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

__all__ = [
    "ATTENDANCE_NUDGE",
    "CLASS_LISTS_BY",
    "CORRECTION_DAYS",
    "DUTIES",
    "HOMEWORK_BREACH_FACTOR",
    "PERIOD_BREACH_DAYS",
    "SELF_CHECK_DAY",
    "WORK_WARNING",
    "DutySort",
    "DutyTerm",
]


class DutySort(StrEnum):
    """What is owed."""

    ATTENDANCE = "attendance"
    TOPIC = "topic"
    HOMEWORK = "homework"
    CONTROL_WORK = "control_work"
    WRITTEN_WORK = "written_work"
    PERIOD_MARKS = "period_marks"


@dataclass(frozen=True, slots=True)
class DutyTerm:
    """How many days there are, the day itself not counted, and the clause."""

    days: int
    clause: str


DUTIES: Mapping[DutySort, DutyTerm] = {
    DutySort.ATTENDANCE: DutyTerm(0, "S0 8; S1 2.3.1"),
    DutySort.TOPIC: DutyTerm(0, "S1 прил. 4 п. 2.1"),
    DutySort.HOMEWORK: DutyTerm(0, "S1 прил. 4 п. 2.2; S1 2.3.2"),
    DutySort.CONTROL_WORK: DutyTerm(3, "S0 11"),
    DutySort.WRITTEN_WORK: DutyTerm(7, "S0 12; S1 2.3.3"),
    DutySort.PERIOD_MARKS: DutyTerm(5, "S0 13; S3 2"),  # working days
}

ATTENDANCE_NUDGE = timedelta(minutes=10)  # S0 row 8: within ten minutes of the lesson's start
HOMEWORK_BREACH_FACTOR = 2  # S1 item 2.3.2: two hours where App.4 2.2 says one, the school's own
WORK_WARNING = timedelta(days=1)  # a teacher is reminded a day before marks of a work are late
PERIOD_BREACH_DAYS = DUTIES[DutySort.PERIOD_MARKS].days
CORRECTION_DAYS = 7  # working days to mend wrong data about a person: 152-FZ art. 20 part 3
CLASS_LISTS_BY = (9, 6)  # month and day: lists of classes are right (S0 enrol rows 1, 4)
SELF_CHECK_DAY = 8  # S3 2: topics and homework of a month are checked by the 8th of the next
