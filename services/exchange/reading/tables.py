"""All tables of one workbook, read; a table that was not given is empty and says so."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.exchange.findings import Findings
from services.exchange.reading.grid import Source
from services.exchange.reading.rows import Table, read_table
from services.exchange.reading.table_specs import TABLES
from services.exchange.sheets import (
    BellRow,
    ClassRow,
    ClubRow,
    EventRow,
    ExemptionRow,
    GroupRow,
    GuardianRow,
    HolidayRow,
    LoadRow,
    PeriodRow,
    RightRow,
    SettingRow,
    Sheet,
    StaffRow,
    StudentRow,
    SubjectRow,
    TimetableRow,
    TopicRow,
    WorkingDayRow,
    WorkKindRow,
)

__all__ = ["Tables", "read_tables"]


def _absent(sheet: Sheet) -> Callable[[], Table[Any]]:
    return lambda: Table(f"{sheet}.csv", (), is_given=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The tables by name; the names are those of ``Sheet``."""

    school: Table[SettingRow] = field(default_factory=_absent(Sheet.SCHOOL))
    subjects: Table[SubjectRow] = field(default_factory=_absent(Sheet.SUBJECTS))
    periods: Table[PeriodRow] = field(default_factory=_absent(Sheet.PERIODS))
    holidays: Table[HolidayRow] = field(default_factory=_absent(Sheet.HOLIDAYS))
    bells: Table[BellRow] = field(default_factory=_absent(Sheet.BELLS))
    staff: Table[StaffRow] = field(default_factory=_absent(Sheet.STAFF))
    classes: Table[ClassRow] = field(default_factory=_absent(Sheet.CLASSES))
    students: Table[StudentRow] = field(default_factory=_absent(Sheet.STUDENTS))
    guardians: Table[GuardianRow] = field(default_factory=_absent(Sheet.GUARDIANS))
    groups: Table[GroupRow] = field(default_factory=_absent(Sheet.GROUPS))
    load: Table[LoadRow] = field(default_factory=_absent(Sheet.LOAD))
    timetable: Table[TimetableRow] = field(default_factory=_absent(Sheet.TIMETABLE))
    individual_plans: Table[ExemptionRow] = field(default_factory=_absent(Sheet.INDIVIDUAL_PLANS))
    clubs: Table[ClubRow] = field(default_factory=_absent(Sheet.CLUBS))
    work_kinds: Table[WorkKindRow] = field(default_factory=_absent(Sheet.WORK_KINDS))
    topics: Table[TopicRow] = field(default_factory=_absent(Sheet.TOPICS))
    events: Table[EventRow] = field(default_factory=_absent(Sheet.EVENTS))
    working_days: Table[WorkingDayRow] = field(default_factory=_absent(Sheet.WORKING_DAYS))
    rights: Table[RightRow] = field(default_factory=_absent(Sheet.RIGHTS))


def read_tables(sources: Mapping[Sheet, Sequence[Source]], findings: Findings) -> Tables:
    """Read every given table in the order of the workbook."""
    findings.files += [one.name for sheet in TABLES for one in sources.get(sheet, ())]
    read: dict[str, Any] = {
        sheet.value: read_table(sources[sheet], spec, findings)
        for sheet, spec in TABLES.items()
        if sheet in sources
    }
    return Tables(**read)
