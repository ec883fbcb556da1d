"""What a child has missed, for the family: by reason and day, never with a word about health."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.access.identity import Identity
from services.database import Database, bind_school
from services.diary import repository
from services.diary.facts import ChildFacts, FamilyAttendance, PeriodFacts, as_family_reads
from services.diary.pages import periods_of
from services.diary.periods import period_to_show
from services.diary.readers import (
    child_facts,
    children_of,
    profile_for_reading,
    reader_of,
    student_on,
)
from services.journal.attendance_figures import AttendanceFigures, count_attendance
from services.journal.visible import visible_attendance
from services.vocabulary import AttendanceCode

__all__ = ["AbsenceDay", "AbsencePage", "AbsencePagesService", "MissedLine", "Month", "month_of"]


@dataclass(frozen=True, slots=True)
class MissedLine:
    """A lesson that was missed, or that the child came late to."""

    number: int
    subject: str
    attendance: FamilyAttendance
    minutes_late: int | None = None


@dataclass(frozen=True, slots=True)
class AbsenceDay:
    """A day with its missed lessons, in their order."""

    on: date
    lessons: tuple[MissedLine, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a year."""

    year: int
    month: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> "Month":
        """The month after it."""
        return month_of(self.first + timedelta(days=31))

    @property
    def previous(self) -> "Month":
        """The month before it."""
        return month_of(self.first - timedelta(days=1))


def month_of(on: date) -> Month:
    """Return the month of a day."""
    return Month(on.year, on.month)


@dataclass(frozen=True, slots=True)
class AbsencePage:
    """A child's missed lessons between two days, the newest day first.

    It is about ``month``, or (None) about ``period``.
    """

    child: ChildFacts
    children: tuple[ChildFacts, ...]
    starts_on: date
    ends_on: date
    today: date
    month: Month | None
    period: PeriodFacts | None
    figures: AttendanceFigures
    days: tuple[AbsenceDay, ...]
    has_earlier: bool = False  # months of the year before the shown one


class AbsencePagesService:
    """Reads the missed lessons of the children a family may see."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self,
        family: Sequence[Identity],
        *,
        now: datetime,
        student_id: int | None = None,
        month: Month | None = None,
    ) -> AbsencePage:
        """Return a month, or (none named) the grading period of today, of a child.

        Raises:
            NotAllowed: nobody in *family* may see that child.
            NoChildOpen: they may see no child at all now.
            DetailsAtSchool: the school's messages name nobody.
        """
        who, child_id = reader_of(family, student_id)
        children = await children_of(self._database, family, now=now)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                profile = await profile_for_reading(session, who, child_id)
                today = now.astimezone(profile.timezone).date()
                row = await student_on(session, child_id, on=today)
                rows = await repository.grading_periods(session, grade=row.grade, on=today)
                periods = periods_of(rows, subject_id=None)
                period = period_to_show(periods, wanted_id=None, today=today)
                if month is None and period is not None:
                    starts_on, ends_on = period.starts_on, period.ends_on
                else:
                    month, period = month or month_of(today), None
                    starts_on, ends_on = month.first, month.last
                seen = await visible_attendance(
                    session,
                    child_id,
                    starts_on=starts_on,
                    ends_on=ends_on,
                    profile=profile,
                    now=now,
                )
                titles = await repository.lesson_titles(session, {one.lesson_id for one in seen})
                lines: dict[date, list[MissedLine]] = {}
                for one in seen:
                    attendance = as_family_reads(one.code)
                    if attendance is None or one.code is AttendanceCode.EXEMPT:
                        continue
                    number, subject = titles[one.lesson_id]
                    lines.setdefault(one.on, []).append(
                        MissedLine(number, subject, attendance, one.minutes_late)
                    )
                year_starts_on = min((one.starts_on for one in rows), default=starts_on)
                return AbsencePage(
                    child=child_facts(row, profile),
                    children=children,
                    starts_on=starts_on,
                    ends_on=ends_on,
                    today=today,
                    month=month,
                    period=period,
                    figures=count_attendance((one.on, one.code) for one in seen),
                    days=tuple(
                        AbsenceDay(on, tuple(sorted(of_day, key=lambda line: line.number)))
                        for on, of_day in sorted(lines.items(), reverse=True)
                    ),
                    has_earlier=month is None or year_starts_on < starts_on,
                )
