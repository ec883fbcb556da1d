"""Choosing when news of a child comes; what waits already follows the choice.

What always comes at once belongs to no group, so no choice moves it.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.database import Database, bind_school, bound_school_id
from services.outbox import waiting_repository as waiting
from services.outbox.keys import digest_key, held_key, is_digest
from services.outbox.kinds import AFTER_QUIET, KIND_RULES, Timing, timing_of
from services.outbox.waiting_repository import WaitingNotice
from services.preferences.choices import Group, When, kinds_of, next_digest, with_hours_of
from services.preferences.repository import choices, choose_about_child
from services.preferences.service import reader_of_child
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.vocabulary import NoticeKind, PreferenceKey

__all__ = ["WishService"]


class WishService:
    """Stores when a group of messages about a child comes, and moves what waits."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def set_when(
        self,
        family: Sequence[Identity],
        student_id: int,
        group: Group,
        when: When,
        *,
        now: datetime,
    ) -> None:
        """Let a group of messages about a child come at once, once a day, or not at all.

        Raises:
            NotAllowed: the child is not (any more) one's own to read of.
        """
        who = reader_of_child(family, student_id)
        with bind_school(who.school_id):
            async with self._database.transaction() as session:
                await choose_about_child(
                    session,
                    person_id=who.person_id,
                    student_id=student_id,
                    key=group,
                    value=when,
                )
                rows = await waiting.waiting_for(
                    session,
                    school_id=bound_school_id(),
                    person_id=who.person_id,
                    student_id=student_id,
                    kinds=kinds_of(group),
                )
                profile = await _profile(session, who.person_id)
                for row in rows:
                    # Switched off needs no move: the gate asks again before anything leaves.
                    if when is When.DIGEST and not is_digest(row.merge_key):
                        await _gather(session, row, profile=profile, now=now)
                    # Students read after their lessons; six o'clock is never before those end.
                    elif when is When.NOW and who.person_id != student_id:
                        await _release(session, row, profile=profile, now=now)


async def _gather(
    session: AsyncSession, row: WaitingNotice, *, profile: SchoolProfile, now: datetime
) -> None:
    """Let a notice wait for the next 18:00, unless it would be no news any more by then."""
    timing = _timing(row, next_digest(max(row.due_at, now), profile), profile)
    has_usual_end = row.expires_at == row.due_at + KIND_RULES[row.kind].expires_after
    expires_at = timing.expires_at if has_usual_end else row.expires_at
    if expires_at <= timing.due_at:
        return
    key = held_key(timing.due_at) if timing.is_held else digest_key(timing.due_at)
    await waiting.move(
        session,
        [row],
        is_earlier=False,
        due_at=timing.due_at,
        deadline_at=timing.due_at + AFTER_QUIET,
        merge_key=key,
        expires_at=expires_at,
    )


async def _release(
    session: AsyncSession, row: WaitingNotice, *, profile: SchoolProfile, now: datetime
) -> None:
    """Let what waited for 18:00 leave now, once the entry can no longer be undone."""
    if not is_digest(row.merge_key):
        return
    hold = profile.final_hold if row.kind is NoticeKind.FINAL else profile.mark_hold
    timing = _timing(row, max(now, row.recorded_at + hold), profile)
    key = held_key(timing.due_at) if timing.is_held else digest_key(timing.due_at)
    await waiting.move(
        session,
        [row],
        is_earlier=True,
        due_at=timing.due_at,
        deadline_at=max(timing.due_at, min(row.deadline_at, timing.deadline_at)),
        merge_key=key,
    )


def _timing(row: WaitingNotice, due_at: datetime, profile: SchoolProfile) -> Timing:
    return timing_of(
        row.kind,
        due_at=due_at,
        result_at=row.result_at,
        recorded_at=row.recorded_at,
        profile=profile,
    )


async def _profile(session: AsyncSession, person_id: int) -> SchoolProfile:
    """Return the school's profile with the reader's own quiet hours."""
    quiet = await choices(session, PreferenceKey.QUIET_HOURS, [person_id])
    return with_hours_of(quiet.get(person_id), await load_profile(session))
