"""The figures of the office's packs: counted and kept by the schedule, found again when sent.

Counting a school of a hundred classes takes a third of a second and more of the processor, so it
is no part of sending. What is kept names people by id; who is gone meanwhile is left out.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.control.due_spans import DueSpan
from services.control.report import read_report
from services.control.week import Tally
from services.homeroom.families import FamilyReach
from services.homeroom.reaching import reach_of_students
from services.homeroom.repository import letters_in
from services.models import PackFigures, PaperSheet, SchoolClass
from services.news.facts.office import ClassWeekNews, WeekFigures
from services.regulation.profile import SchoolProfile
from services.roster.membership import student_ids_of_classes
from services.roster.names import PersonName, names_of
from services.summaries.calendar import last_due
from services.summaries.drafts import unread_of_class
from services.summaries.repository import year_start
from services.vocabulary import AttendanceCode, FactKind, FactRef

__all__ = ["class_week_of", "count_class_week", "count_school_week", "found_figures", "week_of"]

_UNREAD_FOR = timedelta(days=15)  # an older summary is followed by the next one
_KEPT_FOR = timedelta(days=30)  # a pack is news for four
_MOST_TEACHERS = 3


async def count_class_week(
    session: AsyncSession,
    row: SchoolClass,
    profile: SchoolProfile,
    *,
    first: date,
    last: date,
    now: datetime,
) -> None:
    """Count what the class teacher is told of a week, and keep it."""
    students = sorted(await student_ids_of_classes(session, [row.id], on=last))
    letters = await letters_in(session, students, first=first, last=last)
    unexcused = Counter(
        student_id for student_id, _on, code in letters if code is AttendanceCode.ABSENT_UNEXCUSED
    )
    unknown = {student_id for student_id, _on, code in letters if code is AttendanceCode.ABSENT}
    reach = await reach_of_students(session, students, now=now)
    sheets = await session.scalars(
        select(PaperSheet.id).where(
            PaperSheet.student_id.in_(students),
            PaperSheet.week_on == first,
            PaperSheet.handed_at.is_(None),
        )
    )
    figures = {
        "sheets": len(list(sheets)),
        "unread": await _unread(session, row, profile, now=now),
        "unexcused": sorted(unexcused.items()),
        "open_reasons": len(unknown),
        "unreached": [one for one in students if reach[one] is not FamilyReach.IN_TOUCH],
    }
    await _keep(session, FactRef(FactKind.CLASS_WEEK, row.id), last, figures, now=now)


async def _unread(
    session: AsyncSession, row: SchoolClass, profile: SchoolProfile, *, now: datetime
) -> list[int]:
    """Return the students of whose last summary every guardian who got it is silent."""
    today = now.astimezone(profile.timezone).date()
    due = last_due(profile, year_starts_on=await year_start(session, on=today), now=now)
    if due is None or now - due.due_at > _UNREAD_FOR:
        return []
    unread = await unread_of_class(session, row.id, row.name, due)
    return list(dict.fromkeys(one.student_id for one in unread.families if one.was_told))


async def count_school_week(
    session: AsyncSession,
    profile: SchoolProfile,
    school_id: int,
    *,
    first: date,
    last: date,
    now: datetime,
    fell_due: DueSpan,
    had_lessons: bool,
) -> bool:
    """Count what the heads are told of a week, and keep it; whether there is anything to tell.

    In the first week of holidays the last entries of the time before fall due.
    """
    report = await read_report(
        session, profile, first=first, last=last, now=now, fell_due=fell_due
    )
    if not had_lessons and report.tally == Tally():
        return False
    classes = list(await session.scalars(select(SchoolClass.id)))
    students = sorted(await student_ids_of_classes(session, classes, on=last))
    reach = await reach_of_students(session, students, now=now)
    worst = [row for row in report.by_teacher if row.tally.overdue][:_MOST_TEACHERS]
    figures = {
        "tally": [report.tally.in_time, report.tally.late, report.tally.overdue],
        "worst": [(row.key, row.tally.overdue) for row in worst],
        "thin": len(report.thin),
        "late_periods": len(report.late_periods),
        "students": len(students),
        "unreached": sum(one is not FamilyReach.IN_TOUCH for one in reach.values()),
    }
    await _keep(session, FactRef(FactKind.SCHOOL_WEEK, school_id), last, figures, now=now)
    return True


async def _keep(
    session: AsyncSession, fact: FactRef, last: date, figures: dict[str, Any], *, now: datetime
) -> None:
    await session.execute(delete(PackFigures).where(PackFigures.made_at < now - _KEPT_FOR))
    session.add(
        PackFigures(
            fact_kind=fact.kind, fact_id=fact.id, last_on=last, made_at=now, figures=figures
        )
    )


async def found_figures(
    session: AsyncSession, kind: FactKind, days: Iterable[date]
) -> dict[tuple[int, date], Mapping[str, Any]]:
    """Return what is kept of packs of one kind, by what they are about and their last day."""
    rows = await session.scalars(
        select(PackFigures).where(
            PackFigures.fact_kind == kind, PackFigures.last_on.in_(set(days))
        )
    )
    return {(row.fact_id, row.last_on): row.figures for row in rows}


async def class_week_of(
    session: AsyncSession, row: SchoolClass, last: date, figures: Mapping[str, Any]
) -> ClassWeekNews:
    """Return a class's week from its figures, people by their names of today."""
    lessons = dict(figures["unexcused"])
    names = await names_of(session, {*lessons, *figures["unread"], *figures["unreached"]})

    def listed(people: Iterable[int]) -> list[int]:
        return sorted((one for one in people if one in names), key=lambda one: _key(names[one]))

    return ClassWeekNews(
        class_id=row.id,
        class_name=row.name,
        first=last - timedelta(days=last.weekday()),
        last=last,
        sheets=figures["sheets"],
        unread=tuple(names[one] for one in listed(figures["unread"])),
        unexcused=tuple((names[one], lessons[one]) for one in listed(lessons)),
        open_reasons=figures["open_reasons"],
        unreached=tuple(names[one] for one in listed(figures["unreached"])),
    )


async def week_of(session: AsyncSession, figures: Mapping[str, Any]) -> WeekFigures:
    """Return the school's week from its figures."""
    names = await names_of(session, {one for one, _missing in figures["worst"]})
    return WeekFigures(
        tally=Tally(*figures["tally"]),
        worst=tuple((names.get(one), missing) for one, missing in figures["worst"]),
        thin=figures["thin"],
        late_periods=figures["late_periods"],
        students=figures["students"],
        unreached=figures["unreached"],
    )


def _key(name: PersonName) -> tuple[str, ...]:
    parts = (name.family_name, name.given_name, name.patronymic)
    return tuple(part.casefold().replace("ё", "е") for part in parts)
