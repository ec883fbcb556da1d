"""Saving changes of the timetable and taking them back, with what families and teachers are owed.

Everything happens in the caller's transaction; nothing here commits or sends.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.models import ChangeEntry, LessonChange
from services.outbox.keys import change_sitting
from services.outbox.rescheduling import postpone
from services.outbox.sitting import sitting_due
from services.regulation.profile import SchoolProfile
from services.timetable import change_entries_repository as entries
from services.timetable import changes_repository as repository
from services.timetable.change_drafts import ChangeDrafts, PlaceIds
from services.timetable.change_effects import Switch, affected_days
from services.timetable.change_errors import ChangedMeanwhile, NothingToWithdraw
from services.timetable.change_news import (
    FamilyCount,
    NewsPlan,
    class_days,
    count_families,
    plan_news,
    tell_news,
)
from services.timetable.change_rows import as_drafts, day_row, lesson_row
from services.timetable.changes import Changes
from services.timetable.day_teachers import teachers_of_days
from services.vocabulary import EntryState

__all__ = ["Recorded", "foresee_news", "record_changes", "withdraw_changes"]

_MAY_WAIT = "may_wait"  # in an entry's JSON: day → people whose notices may wait for the next save


@dataclass(frozen=True, slots=True)
class Recorded:
    """Which families are affected, and when they hear of it (None: nobody has to)."""

    families: FamilyCount
    due_at: datetime | None
    is_urgent: bool = False


async def record_changes(
    session: AsyncSession,
    entry: ChangeEntry,
    drafts: ChangeDrafts,
    *,
    profile: SchoolProfile,
    now: datetime,
    needs_confirmation: bool = False,
) -> Recorded:
    """Write what an entry means, and turn the entry into a saved one.

    What the author saved a moment ago and nobody has heard of yet waits for this one, so that it
    is told together; what is urgent waits for nothing.

    Raises:
        ChangedMeanwhile: somebody else has changed one of the lessons since the preview.
    """
    await _require_unchanged(session, drafts)
    replaced = await _replaced(session, drafts)
    due_at = now + profile.change_hold
    plan = await foresee_news(session, drafts, author_id=entry.author_id, profile=profile, now=now)
    if not plan.is_urgent:
        earlier = await _joinable(session, entry, plan, now=now)
        due_at = sitting_due(
            first_save_at=min((one.saved_at or now for one in earlier), default=now),
            last_save_at=now,
            hold=profile.change_hold,
        )
        await _wait_together(session, earlier, due_at=due_at, profile=profile)
    for row in replaced:
        row.is_withdrawn = True
    await session.flush()  # a lesson has one holding change: the old one ends first
    session.add_all(
        lesson_row(entry, one, due_at=due_at, now=now, needs_confirmation=needs_confirmation)
        for one in drafts.lessons
    )
    session.add_all(day_row(entry, one, due_at=due_at, now=now) for one in drafts.days)
    await _teachers_follow(session, [(one.old, one.new) for one in drafts.lessons])
    await session.flush()
    await tell_news(session, plan, due_at=due_at, profile=profile, now=now)
    entry.state = EntryState.SAVED
    entry.saved_at = now
    entry.held_until = due_at
    if not plan.is_urgent:
        entry.resolved = {**entry.resolved, _MAY_WAIT: _days_to_json(plan)}
    await session.flush()
    return Recorded(
        await count_families(session, plan.student_ids, on=_today(profile, now)),
        None if plan.is_empty else due_at,
        plan.is_urgent,
    )


async def foresee_news(
    session: AsyncSession,
    drafts: ChangeDrafts,
    *,
    author_id: int,
    profile: SchoolProfile,
    now: datetime,
) -> NewsPlan:
    """Return who would hear of drafts, and how, if they were saved now."""
    replaced = await _replaced(session, drafts)
    concerned = ChangeDrafts((*drafts.lessons, *as_drafts(replaced).lessons), drafts.days)
    affected = await affected_days(
        session,
        Switch(
            added=await repository.drafted_changes(session, drafts),
            removed_lessons=frozenset(row.id for row in replaced),
        ),
        concerned,
    )
    return plan_news(
        affected,
        concerned,
        author_id=author_id,
        due_at=now + profile.change_hold,
        profile=profile,
        teachers=await teachers_of_days(session, [class_days(one) for one in concerned.days]),
    )


async def withdraw_changes(
    session: AsyncSession, entry: ChangeEntry, *, profile: SchoolProfile, now: datetime
) -> Recorded:
    """Take back what a saved entry changed and still holds; what held before it holds again.

    Who was told hears of it at once; who was not hears nothing.

    Raises:
        NothingToWithdraw: all of it has been changed again since; the entry stays saved.
    """
    lessons, days = await entries.entry_changes(session, [entry.id])
    if not (lessons or days):
        raise NothingToWithdraw
    restored = await repository.rows_by_id(
        session, [row.replaces_id for row in lessons if row.replaces_id is not None]
    )
    concerned = as_drafts((*lessons, *restored), days)
    affected = await affected_days(
        session,
        Switch(
            added=Changes(await repository.changed_lessons(session, restored)),
            removed_lessons=frozenset(row.id for row in lessons),
            removed_days=frozenset(row.id for row in days),
        ),
        concerned,
    )
    plan = plan_news(
        affected,
        concerned,
        author_id=entry.author_id,
        due_at=now,
        profile=profile,
        teachers=await teachers_of_days(session, [class_days(one) for one in concerned.days]),
    )
    for row in lessons:
        row.is_withdrawn = True
    for rule in days:
        rule.is_withdrawn = True
    await session.flush()  # a lesson has one holding change: this one ends first
    for row in restored:
        row.is_withdrawn = False
    # The journal follows the timetable back as well, first to the base, then to what holds again.
    await _teachers_follow(session, [(one.new, one.old) for one in concerned.lessons])
    await _teachers_follow(session, [(one.old, one.new) for one in as_drafts(restored).lessons])
    await session.flush()
    await tell_news(session, plan, due_at=now, profile=profile, now=now)
    entry.state = EntryState.UNDONE
    await session.flush()
    return Recorded(
        await count_families(session, plan.student_ids, on=_today(profile, now)),
        None if plan.is_empty else now,
        plan.is_urgent,
    )


async def _require_unchanged(session: AsyncSession, drafts: ChangeDrafts) -> None:
    replaced = {row.id: row for row in await _replaced(session, drafts)}
    for draft in drafts.lessons:
        row = replaced.get(draft.replaces_id or 0)
        if row is None and draft.old is not None:
            row = await entries.holding_change(
                session,
                study_group_id=draft.old.group_id,
                on=draft.old.on,
                number=draft.old.number,
            )
        if (draft.replaces_id is None) != (row is None) or (row is not None and row.is_withdrawn):
            raise ChangedMeanwhile(on=draft.on)


async def _replaced(session: AsyncSession, drafts: ChangeDrafts) -> list[LessonChange]:
    return await repository.rows_by_id(
        session, [one.replaces_id for one in drafts.lessons if one.replaces_id is not None]
    )


async def _teachers_follow(
    session: AsyncSession, switches: Iterable[tuple[PlaceIds | None, PlaceIds | None]]
) -> None:
    """Let a lesson that something is recorded for already name who really gives it."""
    for before, after in switches:
        if before is None or after is None or before.teacher_id == after.teacher_id:
            continue
        lesson = await entries.recorded_lesson(session, after)
        if lesson is not None:
            lesson.teacher_id = after.teacher_id


async def _joinable(
    session: AsyncSession, entry: ChangeEntry, plan: NewsPlan, *, now: datetime
) -> list[ChangeEntry]:
    """The author's entries that wait, are not urgent, and speak of a day this one speaks of."""
    days = {on.isoformat() for on in plan.days}
    return [
        one
        for one in await entries.held_entries(session, entry.author_id, now=now)
        if days & one.resolved.get(_MAY_WAIT, {}).keys()
    ]


async def _wait_together(
    session: AsyncSession,
    earlier: Sequence[ChangeEntry],
    *,
    due_at: datetime,
    profile: SchoolProfile,
) -> None:
    lessons, days = await entries.entry_changes(session, [one.id for one in earlier])
    for row in lessons:
        row.told_from = due_at
    for rule in days:
        rule.told_from = due_at
    for one in earlier:
        one.held_until = due_at
        for on, person_ids in one.resolved[_MAY_WAIT].items():
            await postpone(
                session,
                change_sitting(date.fromisoformat(on)),
                student_ids=person_ids,
                due_at=due_at,
                profile=profile,
            )


def _days_to_json(plan: NewsPlan) -> dict[str, list[int]]:
    return {on.isoformat(): person_ids for on, person_ids in plan.days.items()}


def _today(profile: SchoolProfile, now: datetime) -> date:
    return now.astimezone(profile.timezone).date()
