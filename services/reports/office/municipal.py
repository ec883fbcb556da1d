"""A week of one or several schools in numbers, for the municipality: no person is in them.

Sources: S1 3 (weekly monitoring of schools), S1 2.4 (the service in full: topics, homework,
attendance), S3 4 (quality of service).
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from fractions import Fraction

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.access.policy import Action, is_allowed
from services.clock import Clock
from services.control.report import read_report
from services.database import Database, bind_school
from services.errors import NotAllowed
from services.homeroom.families import FamilyReach
from services.homeroom.reaching import reach_of_students
from services.i18n import gettext as _
from services.models import Homework, Lesson, Message, Notice, School, SchoolClass
from services.regulation.deadlines import DutySort
from services.regulation.repository import load_profile
from services.reports.office import data
from services.reports.office.table import Column, Page, Report, Row, percent, ratio
from services.reports.words import moment_text, span_text
from services.roster.membership import student_ids_of_classes
from services.vocabulary import NoticeState

__all__ = ["MunicipalReports", "MunicipalWeek", "SchoolFigures", "municipal_report"]

_ENDED = (
    NoticeState.TOLD,
    NoticeState.EXPIRED,
    NoticeState.UNREACHABLE,
    NoticeState.DEAD,
)


@dataclass(frozen=True, slots=True)
class SchoolFigures:
    """Counts of a school's week; shares are made of them, so that schools add up."""

    classes: int = 0
    students: int = 0
    entries_in_time: int = 0
    entries_late: int = 0
    entries_missing: int = 0
    topics_missing: int = 0
    homework_missing: int = 0
    attendance_missing: int = 0
    topics: int = 0
    homework: int = 0
    own_homework: int = 0
    lessons_missed: int = 0
    families_reached: int = 0
    families_on_paper: int = 0
    told: int = 0  # notices to families that came to an end
    told_in_time: int = 0

    def plus(self, other: "SchoolFigures") -> "SchoolFigures":
        """Return both together."""
        return SchoolFigures(
            **{
                one.name: getattr(self, one.name) + getattr(other, one.name)
                for one in fields(self)
            }
        )


@dataclass(frozen=True, slots=True)
class MunicipalWeek:
    """Schools in numbers over seven days; *made*: when, by the clock of the first."""

    first: date
    last: date
    schools: tuple[tuple[str, SchoolFigures], ...]
    made: str
    has_later: bool = False

    @property
    def report(self) -> Report:
        """Return it as a document."""
        return municipal_report(self.schools, first=self.first, last=self.last, made=self.made)


class MunicipalReports:
    """Counts schools for whoever is at the terminal, and for coordinators in the chat."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def make(self, schools: Sequence[School], *, first: date, last: date) -> Report:
        """Return one row a school, and all together where there are several."""
        return (await self._count(schools, first=first, last=last)).report

    async def week(self, people: Sequence[Identity], *, last: date | None) -> MunicipalWeek:
        """Return seven days of every school in which somebody may see its numbers.

        *last*: the last of them; the days before today when none is named, or one not over yet.

        Raises:
            NotAllowed: they may see the numbers of no school.
        """
        allowed = [one.school_id for one in people if is_allowed(one, Action.SEE_NUMBERS)]
        if not allowed:
            raise NotAllowed(action=Action.SEE_NUMBERS)
        async with self._database.reading() as session:
            schools = list(
                await session.scalars(
                    select(School).where(School.id.in_(allowed)).order_by(School.short_name)
                )
            )
        # What is due on a day is judged the day after.
        yesterday = self._clock.now().date() - timedelta(days=1)
        last = yesterday if last is None else min(last, yesterday)
        found = await self._count(schools, first=last - timedelta(days=6), last=last)
        return replace(found, has_later=last < yesterday)

    async def _count(self, schools: Sequence[School], *, first: date, last: date) -> MunicipalWeek:
        now = self._clock.now()
        zone: tzinfo = UTC
        found: list[tuple[str, SchoolFigures]] = []
        for school in schools:
            with bind_school(school.id):
                async with self._database.reading() as session:
                    zone = (await load_profile(session)).timezone
                    figures = await _figures(session, first=first, last=last, now=now)
            found.append((school.short_name, figures))
        return MunicipalWeek(first, last, tuple(found), moment_text(now, zone))


async def _figures(
    session: AsyncSession, *, first: date, last: date, now: datetime
) -> SchoolFigures:
    profile = await load_profile(session)
    report = await read_report(session, profile, first=first, last=last, now=now)
    classes = list(await session.scalars(select(SchoolClass.id)))
    students = sorted(await student_ids_of_classes(session, classes, on=last))
    reach = list((await reach_of_students(session, students, now=now)).values())
    letters = await data.letters(session, first=first, last=last)
    given = (
        select(func.count())
        .select_from(Homework)
        .where(
            Homework.lesson_on.between(first, last),
            Homework.is_withdrawn.is_(False),
            Homework.is_none.is_(False),
        )
    )
    start, end = (
        datetime.combine(on, datetime.min.time(), tzinfo=profile.timezone)
        for on in (first, last + timedelta(days=1))
    )
    told = (
        select(func.count())
        .select_from(Notice)
        .where(
            Notice.student_id.is_not(None),
            Notice.state.in_(_ENDED),
            Notice.due_at >= start,
            Notice.due_at < end,
        )
    )
    in_time = told.join(Message, Message.id == Notice.message_id).where(
        Notice.state == NoticeState.TOLD, Message.sent_at <= Notice.deadline_at
    )

    def missing(sort: DutySort) -> int:
        return report.by_sort[sort].overdue

    return SchoolFigures(
        classes=len(classes),
        students=len(students),
        entries_in_time=report.tally.in_time,
        entries_late=report.tally.late,
        entries_missing=report.tally.overdue,
        topics_missing=missing(DutySort.TOPIC),
        homework_missing=missing(DutySort.HOMEWORK),
        attendance_missing=missing(DutySort.ATTENDANCE),
        topics=await _count(
            session,
            select(func.count())
            .select_from(Lesson)
            .where(Lesson.lesson_on.between(first, last), Lesson.topic != ""),
        ),
        homework=await _count(session, given.where(Homework.addressee_id.is_(None))),
        own_homework=await _count(session, given.where(Homework.addressee_id.is_not(None))),
        lessons_missed=sum(one.missed for one in letters.values()),
        families_reached=reach.count(FamilyReach.IN_TOUCH),
        families_on_paper=reach.count(FamilyReach.ON_PAPER),
        told=await _count(session, told),
        told_in_time=await _count(session, in_time),
    )


async def _count(session: AsyncSession, query: Select[int]) -> int:
    return int(await session.scalar(query) or 0)


def municipal_report(
    schools: Sequence[tuple[str, SchoolFigures]], *, first: date, last: date, made: str
) -> Report:
    """Return the report of some schools' figures."""
    rows = [_row(name, figures) for name, figures in schools]
    if len(schools) > 1:
        together = SchoolFigures()
        for _name, figures in schools:
            together = together.plus(figures)
        rows.append(_row(_("All schools"), together, is_total=True))
    page = Page(
        name=_("Schools"),
        title=_("The electronic journal in numbers"),
        lines=(span_text(first, last),),
        columns=(
            Column(_("School"), 26, is_left=True),
            *(
                Column(caption, 5, is_upright=True)
                for caption in (
                    _("Classes"), _("Students"), _("Entries due"), _("Entries in time, %"),
                    _("Entries still missing"), _("Lessons without a topic"),
                    _("Lessons without homework"), _("Lessons without attendance"),
                    _("Topics recorded"), _("Homework for all"), _("Individual homework"),
                    _("Missed for one student"), _("Families reached"),
                    _("Families reached, %"), _("On paper by choice"), _("Notices to families"),
                    _("told in time, %"),
                )
            ),
        ),
        rows=tuple(rows),
        notes=(_("Numbers only: nobody is named."), _("Made {moment}.").format(moment=made)),
        is_wide=True,
    )  # fmt: skip
    return Report(page.title, (page,))


def _row(name: str, one: SchoolFigures, *, is_total: bool = False) -> Row:
    due = one.entries_in_time + one.entries_late + one.entries_missing
    return Row(
        (
            name, one.classes, one.students, due, _share(one.entries_in_time, due),
            one.entries_missing, one.topics_missing, one.homework_missing,
            one.attendance_missing, one.topics, one.homework, one.own_homework,
            ratio(Fraction(one.lessons_missed, one.students) if one.students else None),
            one.families_reached, _share(one.families_reached, one.students),
            one.families_on_paper, one.told, _share(one.told_in_time, one.told),
        ),
        is_total=is_total,
    )  # fmt: skip


def _share(part: int, whole: int) -> str:
    return percent(Fraction(100 * part, whole) if whole else None)
