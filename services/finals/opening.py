"""Opening a sheet again: which one an entry is, whose, and what it shows now."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.access.policy import Action, is_allowed
from services.bulk_entry.model import PeriodRef
from services.bulk_entry.repository import ListedStudent
from services.errors import NotFound
from services.finals import repository
from services.finals.errors import FinalsGone
from services.finals.facts import Sheet
from services.finals.proposals import minimum_of
from services.finals.reading import place_of, teachers_of
from services.finals.sheets import SheetPlace, sheet_rows
from services.finals.stored import StoredSheet, chosen_in, sheet_in
from services.models import FinalEntry
from services.regulation.profile import SchoolProfile
from services.vocabulary import EntryState, FinalKind

__all__ = ["open_entry", "own_entry", "require_open", "sheet_of", "stored_place", "to_store"]

# A sheet speaks of the marks as they are; half a day later it is to be opened again.
_SHEET_LIVES = timedelta(hours=12)


async def sheet_of(
    session: AsyncSession,
    who: Identity,
    entry: FinalEntry,
    place: SheetPlace,
    listed: Sequence[ListedStudent],
    *,
    profile: SchoolProfile,
    now: datetime,
    is_review: bool = False,
) -> Sheet:
    """Return a sheet with proposals, standing marks and what was chosen so far."""
    teachers = await teachers_of(session, place)
    return Sheet(
        entry_id=entry.id,
        group=place.group.label,
        subject=place.subject.name,
        term=place.term,
        rows=await sheet_rows(
            session, place, listed, chosen_in(entry.resolved), profile=profile, now=now
        ),
        minimum=minimum_of(place.term.period.kind if place.term.period else None, profile),
        threshold=profile.mark_threshold,
        zone=profile.timezone,
        due_at=now + profile.final_hold,
        can_record=is_allowed(
            who, Action.RECORD_FINALS, class_id=place.group.class_id, teacher_ids=teachers
        ),
        is_review=is_review,
        is_pass_fail=place.is_pass_fail,
    )


async def stored_place(
    session: AsyncSession, who: Identity, entry: FinalEntry, *, today: date
) -> SheetPlace:
    """Return the sheet of an entry, asked again: a button may be pressed hours later."""
    stored = sheet_in(entry.resolved)
    if stored is None:
        raise FinalsGone(state=entry.state)
    return await place_of(
        session,
        who,
        group_id=stored.group_id,
        subject_id=stored.subject_id,
        wanted=stored.period,
        result_on=stored.result_on,
        today=today,
    )


def to_store(place: SheetPlace) -> StoredSheet:
    """Return what is kept of a sheet to find it again."""
    period, kind = place.term.period, place.term.kind
    result = None if kind in {FinalKind.PERIOD, FinalKind.YEAR} else kind
    return StoredSheet(
        group_id=place.group.group_id,
        subject_id=place.subject.id,
        period=PeriodRef(period.kind, period.number) if period else PeriodRef(result=result),
        result_on=place.term.result_on if place.term.is_day_named else None,
    )


async def own_entry(session: AsyncSession, who: Identity, entry_id: int) -> FinalEntry:
    """Return the entry of a sheet, kept for this press.

    Raises:
        NotFound: it is nobody's, or somebody else's.
    """
    entry = await repository.find_entry(session, entry_id, author_id=who.person_id)
    if entry is None:
        raise NotFound
    return entry


async def open_entry(
    session: AsyncSession, who: Identity, entry_id: int, *, now: datetime
) -> FinalEntry:
    """Return the entry of a sheet that can still be changed; errors as its two parts."""
    entry = await own_entry(session, who, entry_id)
    require_open(entry, now=now)
    return entry


def require_open(entry: FinalEntry, *, now: datetime) -> None:
    """Return when a sheet was neither saved nor thrown away, and is of today.

    Raises:
        FinalsGone: with its state.
    """
    if entry.state is not EntryState.PREVIEWED or now > entry.created_at + _SHEET_LIVES:
        raise FinalsGone(state=entry.state)
