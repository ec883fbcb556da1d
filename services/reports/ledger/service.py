"""The use case: the delivery ledger of one student or one class."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.clock import Clock
from services.database import Database, bind_school
from services.finals.repository import year_of
from services.models import PaperSheet
from services.outbox.ledger import OwedNotice, owed_notices
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.reports.ledger import repository
from services.reports.ledger.facts import FactLabel, Ledger, LedgerRow, NobodyInLedger, PaperRow
from services.reports.ledger.presses import presses
from services.reports.ledger.rules import Punctuality, punctuality
from services.reports.words import full_name
from services.roster.names import PersonName, names_of

__all__ = ["PAPER_CLAUSE", "LedgerService"]

PAPER_CLAUSE = "S1 App.5 1"  # printed results at least once in seven days
_PAPER_DAYS = timedelta(days=13)  # the week itself from its Monday, then seven days


class LedgerService:
    """Puts the proof of informing together; who may ask for it stands at the terminal."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of_student(
        self, *, school_id: int, key: str, first: date | None = None, last: date | None = None
    ) -> Ledger:
        """Return the ledger of one student's family; by default from the year's beginning.

        Raises:
            NobodyInLedger: nobody has this key.
        """
        with bind_school(school_id):
            async with self._database.reading() as session:
                found = await repository.students_named(session, key)
                if not found:
                    raise NobodyInLedger(student=key)
                return await self._ledger(session, found, title=None, span=(first, last))

    async def of_class(
        self, *, school_id: int, name: str, first: date | None = None, last: date | None = None
    ) -> Ledger:
        """Return the ledger of everybody who was in a class during the span.

        Raises:
            NobodyInLedger: there is no such class.
        """
        with bind_school(school_id):
            async with self._database.reading() as session:
                found = await repository.class_by_name(session, name)
                if found is None:
                    raise NobodyInLedger(class_name=name)
                begins, ends = await self._span(session, first, last)
                students = await repository.student_ids_of_class(
                    session, found.id, first=begins, last=ends
                )
                return await self._ledger(session, students, title=found.name, span=(begins, ends))

    async def _span(
        self, session: AsyncSession, first: date | None, last: date | None
    ) -> tuple[date, date]:
        profile = await load_profile(session)
        today = self._clock.now().astimezone(profile.timezone).date()
        year = await year_of(session, on=last or today)
        begins = first or (year.starts_on if year is not None else today - timedelta(days=365))
        return begins, last or max(today, begins)

    async def _ledger(
        self,
        session: AsyncSession,
        student_ids: Collection[int],
        *,
        title: str | None,
        span: tuple[date | None, date | None],
    ) -> Ledger:
        now = self._clock.now()
        profile = await load_profile(session)
        first, last = await self._span(session, *span)
        owed = await owed_notices(
            session,
            student_ids,
            recorded_from=_midnight(first, profile),
            recorded_before=_midnight(last + timedelta(days=1), profile),
        )
        sheets = await repository.paper_sheets(session, student_ids, first=first, last=last)
        names = await names_of(session, _everybody(student_ids, owed, sheets))
        classes = await repository.classes_of_students(
            session, student_ids, first=first, last=last
        )
        labels = await repository.labels(session, (one.fact for one in owed))
        related = await repository.relations(session, student_ids)
        pressed = await presses(session, owed, labels, zone=profile.timezone)
        only = next(iter(student_ids), 0)
        return Ledger(
            school_name=profile.name or profile.short_name,
            title=title or (full_name(names[only]) if only in names else f"№ {only}"),
            first=first,
            last=last,
            made_at=now,
            zone=profile.timezone,
            rows=tuple(
                LedgerRow(
                    notice=one,
                    label=labels.get(one.fact) or FactLabel(one.fact.kind),
                    punctuality=punctuality(
                        one.state, sent_at=one.sent_at, deadline_at=one.deadline_at, now=now
                    ),
                    press=pressed.get((one.person_id, one.student_id, one.fact)),
                    student=names.get(one.student_id),
                    class_name=classes.get(one.student_id, ""),
                    person=names.get(one.person_id),
                    relation=related.get((one.person_id, one.student_id), ""),
                )
                for one in owed
            ),
            sheets=tuple(
                _paper_row(one, names, classes, profile=profile, now=now) for one in sheets
            ),
        )


def _midnight(on: date, profile: SchoolProfile) -> datetime:
    return datetime.combine(on, time(), tzinfo=profile.timezone)


def _everybody(
    student_ids: Collection[int], owed: Collection[OwedNotice], sheets: Collection[PaperSheet]
) -> set[int]:
    people = {*student_ids, *(one.person_id for one in owed)}
    return people | {one.handed_by for one in sheets if one.handed_by is not None}


def _paper_row(
    row: PaperSheet,
    names: dict[int, PersonName],
    classes: dict[int, str],
    *,
    profile: SchoolProfile,
    now: datetime,
) -> PaperRow:
    deadline_on = row.week_on + _PAPER_DAYS
    ends_at = _midnight(deadline_on + timedelta(days=1), profile)
    if row.handed_at is not None:
        kept = Punctuality.IN_TIME if row.handed_at < ends_at else Punctuality.LATE
    else:
        kept = Punctuality.OPEN if now < ends_at else Punctuality.MISSED
    return PaperRow(
        student_id=row.student_id,
        student=names.get(row.student_id),
        class_name=classes.get(row.student_id, ""),
        week_on=row.week_on,
        made_at=row.made_at,
        deadline_on=deadline_on,
        handed_at=row.handed_at,
        handed_by=names.get(row.handed_by) if row.handed_by is not None else None,
        punctuality=kept,
    )
