"""Which page it is, and who may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.access.policy import Action, is_allowed
from services.bulk_entry.repository import ListedStudent, class_list, whole_class_group_id
from services.diary.facts import PeriodFacts
from services.diary.periods import period_at
from services.diary.repository import grading_periods
from services.errors import NotFound
from services.finals import repository as finals
from services.finals.periods import subject_periods
from services.journal.errors import NotYourLesson
from services.journal_pages.facts import JournalOf
from services.timetable.repository import taught_groups
from services.timetable.rules import TaughtGroup

__all__ = ["Place", "listed_students", "place_of"]


@dataclass(frozen=True, slots=True)
class Place:
    """A group and a subject, and the period shown; without periods, the school year so far."""

    group: TaughtGroup
    journal: JournalOf
    period: PeriodFacts | None
    periods: Sequence[PeriodFacts]
    first: date
    last: date


async def place_of(
    session: AsyncSession,
    who: Identity,
    *,
    group_id: int,
    subject_id: int,
    today: date,
    period_id: int | None = None,
) -> Place:
    """Return the page of a group and subject in a period: the one asked for, else today's.

    Raises:
        NotFound: there is no such group or subject.
        NotYourLesson: it is not theirs to see.
    """
    subject = await finals.subject_by_id(session, subject_id)
    groups = await taught_groups(session, [group_id], on=today)
    if subject is None or group_id not in groups:
        raise NotFound
    group = groups[group_id]
    teachers = {
        row.teacher_id
        for row in await finals.assignments(session, group_ids=[group_id], subject_id=subject_id)
    }
    if not is_allowed(who, Action.SEE_JOURNAL, class_id=group.class_id, teacher_ids=teachers):
        raise NotYourLesson(action=Action.SEE_JOURNAL, subject=subject.name, group=group.label)
    rows = await grading_periods(session, grade=group.grade, on=today)
    periods = subject_periods(rows, subject_id)
    period = next((one for one in periods if one.period_id == period_id), None)
    period = period or period_at(periods, today)
    year = await finals.year_of(session, on=today)
    first = period.starts_on if period else (year.starts_on if year else today)
    return Place(
        group=group,
        journal=JournalOf(group_id, subject_id, group.label, subject.name),
        period=period,
        periods=periods,
        first=first,
        last=period.ends_on if period else today,
    )


async def listed_students(
    session: AsyncSession, place: Place, *, today: date
) -> tuple[ListedStudent, ...]:
    """Return the class list of today, but inside the period."""
    class_id = place.group.class_id
    whole_id = await whole_class_group_id(session, class_id) if class_id else None
    on = min(max(today, place.first), place.last)
    return await class_list(
        session,
        place.group.group_id,
        on=on,
        subject_id=place.journal.subject_id,
        numbered_by=whole_id,
    )
