"""What is late in some days of the journal, read at once; whose right it is, others ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.control.due_spans import DueSpan
from services.control.duties import Duty
from services.control.reading import (
    LatePeriod,
    ThinMarks,
    duties_between,
    late_periods,
    thin_marks,
)
from services.control.week import (
    Breach,
    Tally,
    TallyRow,
    breaches_of,
    judged,
    ranked,
    tally_by,
    tally_of,
)
from services.homeroom.class_lists import UncheckedClass, lists_due_on, unchecked_classes
from services.regulation.deadlines import DUTIES, DutySort
from services.regulation.profile import SchoolProfile
from services.roster.classes import classes_in_order
from services.roster.names import PersonName, names_of

__all__ = ["WeekReport", "read_report"]

_LONGEST_TERM = timedelta(days=max(one.days for one in DUTIES.values()))
_LISTS_ARE_NEWS = timedelta(days=55)  # to the autumn holidays: later the marks speak of the class


@dataclass(frozen=True, slots=True)
class WeekReport:
    """Some days of the journal, mostly a week. Period marks that are late stand in any of them."""

    first: date
    last: date
    today: date
    tally: Tally
    by_sort: Mapping[DutySort, Tally]
    breaches: tuple[Breach, ...]
    by_teacher: tuple[TallyRow, ...]
    by_class: tuple[TallyRow, ...]
    thin: tuple[ThinMarks, ...]
    late_periods: tuple[LatePeriod, ...]
    unchecked: tuple[UncheckedClass, ...]  # lists of classes that are late to be looked at
    teachers: Mapping[int, PersonName]
    classes: Mapping[int, str]

    @property
    def is_present(self) -> bool:
        """Whether it is the week of today."""
        return self.first <= self.today <= self.last


async def read_report(
    session: AsyncSession,
    profile: SchoolProfile,
    *,
    first: date,
    last: date,
    now: datetime,
    fell_due: DueSpan | None = None,
) -> WeekReport:
    """Return what the lessons between two days owe, as it stands at *now*.

    With *fell_due* the entries are those whose deadline lies in it, whatever day they are of.
    """
    today = now.astimezone(profile.timezone).date()
    if fell_due is None:
        owed = await duties_between(session, profile, first=first, last=min(last, today))
    else:
        owed = await _fell_due(session, profile, fell_due)
    duties = judged(owed, now=now)
    by_sort = tally_by(duties, lambda one: [one.sort])
    is_present = first <= today <= last
    thin = await thin_marks(session, profile, today=today) if is_present else ()
    late = await late_periods(session, profile, today=min(today, last + timedelta(days=1)))
    unchecked = await _late_lists(session, today=today) if is_present else ()
    people = (
        {one.lesson.teacher_id for one in owed}
        | {one.teacher_id for one in thin}
        | {one.teacher_id for one in late}
        | {one.teacher_id for one in unchecked if one.teacher_id is not None}
    )
    return WeekReport(
        first=first,
        last=last,
        today=today,
        tally=tally_of(duties),
        by_sort={sort: by_sort.get(sort, Tally()) for sort in DutySort},
        breaches=breaches_of(duties),
        by_teacher=ranked(tally_by(duties, lambda one: [one.lesson.teacher_id])),
        by_class=ranked(tally_by(duties, lambda one: one.lesson.group.class_ids)),
        thin=thin,
        late_periods=late,
        unchecked=unchecked,
        teachers=await names_of(session, people),
        classes={one.class_id: one.name for one in await classes_in_order(session)},
    )


async def _fell_due(session: AsyncSession, profile: SchoolProfile, span: DueSpan) -> list[Duty]:
    first = span.after.astimezone(profile.timezone).date() - _LONGEST_TERM
    last = span.until.astimezone(profile.timezone).date()
    owed = await duties_between(session, profile, first=first, last=last)
    return [one for one in owed if span.holds(one.deadline_at)]


async def _late_lists(session: AsyncSession, *, today: date) -> tuple[UncheckedClass, ...]:
    """Lists that nobody has looked at in time; a list is news in the first months of a year."""
    found = await unchecked_classes(session, today=today)
    if found is None:
        return ()
    due_on = lists_due_on(found[0])
    return found[1] if due_on < today <= due_on + _LISTS_ARE_NEWS else ()
