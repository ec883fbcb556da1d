"""Saving a sheet and taking it back: rows, what stood before, and what families are owed.

Everything happens in the caller's transaction; nothing here commits or sends.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from services.finals import repository
from services.finals.errors import NothingToTakeBack
from services.finals.facts import FinalTerm, FinalValue
from services.finals.history import restore, snapshot, value_of
from services.finals.timing import RESULT_KNOWN_WITHIN, FinalDue, final_due, result_moment
from services.models import FinalChange, FinalEntry, PeriodMark
from services.outbox.enqueue import FactNews, cancel_waiting, tell_family
from services.outbox.keys import final_day, final_key
from services.outbox.rescheduling import postpone
from services.regulation.profile import SchoolProfile
from services.roster.membership import class_id_of
from services.timetable.planner import school_day_end
from services.vocabulary import EntryState, FactKind, FactRef, NoticeKind

__all__ = ["TakenBack", "record_finals", "take_back"]


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How many marks went back, how many had changed again, whether families are corrected."""

    restored: int
    kept: int
    families_told: bool


async def record_finals(
    session: AsyncSession,
    entry: FinalEntry,
    chosen: Mapping[int, FinalValue],
    *,
    subject_id: int,
    term: FinalTerm,
    profile: SchoolProfile,
    now: datetime,
) -> int:
    """Write what differs, owe it to families, and return the number of changed marks."""
    today = now.astimezone(profile.timezone).date()
    rows = await repository.period_marks(
        session, list(chosen), subject_id=subject_id, term=term, is_locked=True
    )
    changed: list[tuple[PeriodMark, bool]] = []  # with whether it is a correction
    for student_id, value in chosen.items():
        row = rows.get(student_id)
        result_on = _day_of(row, term, today=today)
        is_same_day = row is None or term.result_on is None or row.result_on == result_on
        if value_of(row) == value and is_same_day:
            continue
        before = None if row is None else snapshot(row)
        if row is None:
            row = PeriodMark(
                student_id=student_id,
                subject_id=subject_id,
                academic_year_id=term.year_id,
                grading_period_id=term.period_id,
                kind=term.kind,
                revision=0,
            )
            session.add(row)
        row.value = value.mark
        row.is_withdrawn = False
        row.result_on = result_on
        row.author_id = entry.author_id
        row.recorded_at = now
        row.revision += 1
        await session.flush()
        session.add(
            FinalChange(
                entry_id=entry.id, period_mark_id=row.id, before=before, after=snapshot(row)
            )
        )
        changed.append((row, before is not None))
    entry.state = EntryState.SAVED
    entry.saved_at = now
    entry.held_until = now + profile.final_hold if changed else None
    await session.flush()
    await _tell(session, changed, profile=profile, now=now)
    return len(changed)


def _day_of(row: PeriodMark | None, term: FinalTerm, *, today: date) -> date:
    """Return the day of a result that is saved: the one named, else the one it has, else today."""
    if term.result_on is None:
        return today  # what sums up a period is decided today
    if row is not None and not row.is_withdrawn and not term.is_day_named:
        return row.result_on
    return term.result_on


async def take_back(
    session: AsyncSession, entry: FinalEntry, *, profile: SchoolProfile, now: datetime
) -> TakenBack:
    """Put back every mark of the sheet that still stands as it left it.

    Raises:
        NothingToTakeBack: all of it was changed again since; the sheet stays saved.
    """
    changes = await repository.changes_of(session, entry.id)
    restored: list[PeriodMark] = []
    for change in reversed(changes):
        row = await repository.locked_mark(session, change.period_mark_id)
        if snapshot(row) == change.after:
            restore(row, change.before, now=now)
            restored.append(row)
    if changes and not restored:
        raise NothingToTakeBack
    entry.state = EntryState.UNDONE
    await session.flush()
    ids = [row.id for row in restored]
    is_told = await repository.was_told(session, ids)
    await cancel_waiting(session, [FactRef(FactKind.FINAL, one) for one in ids])
    # A message may be leaving at this moment: the new revision finds who was told, and only they
    # hear of it.
    today = now.astimezone(profile.timezone).date()
    due = FinalDue(now + profile.mark_hold, today)
    await tell_family(
        session,
        [_news(row, due, due.due_at, result_at=now) for row in restored],
        profile=profile,
        now=now,
    )
    return TakenBack(len(restored), len(changes) - len(restored), is_told)


async def _tell(
    session: AsyncSession,
    changed: list[tuple[PeriodMark, bool]],
    *,
    profile: SchoolProfile,
    now: datetime,
) -> None:
    today = now.astimezone(profile.timezone).date()
    midnight = datetime.combine(today, time(), tzinfo=profile.timezone)
    student_ids = {row.student_id for row, _ in changed}
    told = await repository.told_since(session, student_ids, since=midnight)
    # What is corrected is known from now on, however long ago its day was.
    result_at = {
        row.id: now
        if is_correction
        else result_moment(row.result_on, now=now, zone=profile.timezone)
        for row, is_correction in changed
    }
    dues = {
        row.id: final_due(
            now=now,
            was_told_today=row.student_id in told and not is_correction,
            profile=profile,
            result_at=result_at[row.id],
        )
        for row, is_correction in changed
    }
    waiting = await repository.waiting_students(
        session, [final_key(student_id=one, on=today) for one in student_ids], now=now
    )
    if waiting:
        # What was saved for them before in this hour waits for the slip this save may hold.
        await postpone(
            session,
            final_day(today),
            student_ids=waiting,
            due_at=now + profile.final_hold,
            profile=profile,
        )
    ends = await _lesson_ends(session, student_ids, profile=profile, now=now)
    news = [
        _news(
            row,
            dues[row.id],
            max(dues[row.id].due_at, ends.get(row.student_id) or dues[row.id].due_at),
            result_at=result_at[row.id],
        )
        for row, _ in changed
    ]
    await tell_family(session, news, profile=profile, now=now)


async def _lesson_ends(
    session: AsyncSession, student_ids: set[int], *, profile: SchoolProfile, now: datetime
) -> dict[int, datetime | None]:
    """Phones are banned in lessons: a student hears after the last one of today."""
    today = now.astimezone(profile.timezone).date()
    ends: dict[int | None, datetime | None] = {None: None}
    found: dict[int, datetime | None] = {}
    for student_id in student_ids:
        class_id = await class_id_of(session, student_id, on=today)
        if class_id is not None and class_id not in ends:
            ends[class_id] = await school_day_end(session, class_id, on=today)
        found[student_id] = ends[class_id]
    return found


def _news(
    row: PeriodMark, due: FinalDue, student_due_at: datetime, *, result_at: datetime
) -> FactNews:
    return FactNews(
        student_id=row.student_id,
        fact=FactRef(FactKind.FINAL, row.id),
        revision=row.revision,
        kind=NoticeKind.FINAL,
        merge_key=final_key(student_id=row.student_id, on=due.on),
        result_at=result_at,
        due_at=due.due_at,
        student_due_at=student_due_at,
        deadline_at=result_at + RESULT_KNOWN_WITHIN,
    )
