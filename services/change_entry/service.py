"""A dispatcher's message from preview to the timetable: saving, throwing away, taking back.

Nothing changes before it is saved; every press is checked again, and a second one changes nothing.
"""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.access.policy import Action, is_allowed, require
from services.audit.acting import acting
from services.change_entry.facts import (
    ChangeDiscarded,
    ChangePreview,
    ChangeSaved,
    ChangeWithdrawn,
)
from services.change_entry.faults import ChangeNotTaken
from services.change_entry.grammar import parse_changes
from services.change_entry.lines import drafted_of, drafts_of, lines_of
from services.change_entry.repository import school_lists
from services.change_entry.resolving import resolve_lines
from services.database import Database, bind_school
from services.errors import NotAllowed, NotFound
from services.models import ChangeEntry
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.timetable.change_drafts import drafts_from_json, drafts_to_json
from services.timetable.change_entries_repository import entry_by_id
from services.timetable.change_errors import ChangeGone
from services.timetable.change_news import count_families
from services.timetable.change_recording import foresee_news, record_changes, withdraw_changes
from services.vocabulary import EntryState

__all__ = ["ChangeService"]

# A preview speaks of the timetable as it stands; half a day later it is to be typed again.
_PREVIEW_LIVES = timedelta(hours=12)


class ChangeService:
    """Takes changes of the timetable from those who may make them, in two steps."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def require_allowed(self, who: Identity) -> None:
        """Return when *who* may change the timetable.

        Raises:
            NotAllowed: they are neither dispatcher nor deputy head.
        """
        require(who, Action.CHANGE_TIMETABLE)

    async def preview(self, who: Identity, text: str, *, now: datetime) -> ChangePreview:
        """Read a message and show what each line would do, and to how many families.

        Raises:
            ChangeNotTaken: one word stands against it; nothing is stored.
            NotAllowed: *who* is neither dispatcher nor deputy head.
        """
        self.require_allowed(who)
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                try:
                    return await _preview(session, who, text, profile=profile, now=now)
                except ChangeNotTaken as fault:
                    raise fault.said_of(text) from fault

    async def save(self, who: Identity, entry_id: int, *, now: datetime) -> ChangeSaved:
        """Let a preview hold; saved before, it changes nothing and says so.

        Raises:
            ChangeGone: it was discarded or withdrawn, or is too old.
            ChangedMeanwhile: somebody else has changed one of the lessons since.
            NotAllowed: *who* may not change the timetable any more.
        """
        self.require_allowed(who)
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                entry = await _own_entry(session, who, entry_id)
                if entry.state is EntryState.SAVED:
                    return await _saved(session, entry, profile=profile, now=now, is_repeat=True)
                drafts = drafts_from_json(entry.resolved)
                is_old = now > entry.created_at + _PREVIEW_LIVES
                if entry.state is not EntryState.PREVIEWED or is_old or drafts.is_empty:
                    raise ChangeGone(state=entry.state)
                await record_changes(session, entry, drafts, profile=profile, now=now)
                return await _saved(session, entry, profile=profile, now=now)

    async def discard(self, who: Identity, entry_id: int) -> ChangeDiscarded:
        """Throw a preview away.

        Raises:
            ChangeGone: it was saved (and perhaps withdrawn) before.
        """
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                entry = await _own_entry(session, who, entry_id)
                if entry.state not in {EntryState.PREVIEWED, EntryState.DISCARDED}:
                    raise ChangeGone(state=entry.state)
                entry.state = EntryState.DISCARDED
                return ChangeDiscarded(entry.id)

    async def withdraw(self, who: Identity, entry_id: int, *, now: datetime) -> ChangeWithdrawn:
        """Take saved changes back; withdrawn before, it changes nothing and says so.

        Whoever may change the timetable may take back anybody's change; a teacher who has taken
        over a lesson only the own one.

        Raises:
            ChangeGone: it was never saved.
            NothingToWithdraw: all of it has been changed again since.
            NotAllowed: it is somebody else's.
        """
        with acting(who.person_id, why="change withdrawn"), bind_school(who.school_id):
            async with self._database.transaction() as session:
                entry = await entry_by_id(session, entry_id, is_locked=True)
                if entry is None:
                    raise NotFound
                is_own = entry.author_id == who.person_id
                if not is_own and not is_allowed(who, Action.CHANGE_TIMETABLE):
                    raise NotAllowed(action=Action.CHANGE_TIMETABLE)
                if entry.state is EntryState.UNDONE:
                    return ChangeWithdrawn(entry.id, families_told=False, is_repeat=True)
                if entry.state is not EntryState.SAVED:
                    raise ChangeGone(state=entry.state)
                profile = await load_profile(session)
                held_until = entry.held_until or now
                recorded = await withdraw_changes(session, entry, profile=profile, now=now)
                return ChangeWithdrawn(
                    entry.id,
                    families_told=recorded.due_at is not None and held_until <= now,
                )


async def _preview(
    session: AsyncSession, who: Identity, text: str, *, profile: SchoolProfile, now: datetime
) -> ChangePreview:
    today = now.astimezone(profile.timezone).date()
    lists = await school_lists(session, today=today)
    parsed = parse_changes(text, vocabulary=lists.vocabulary)
    drafted = await resolve_lines(session, parsed, lists)
    drafts = drafts_of(drafted)
    entry = ChangeEntry(
        author_id=who.person_id,
        state=EntryState.PREVIEWED,
        source=text,
        resolved=drafts_to_json(drafts),
        created_at=now,
    )
    session.add(entry)
    await session.flush()
    news = await foresee_news(session, drafts, author_id=who.person_id, profile=profile, now=now)
    return ChangePreview(
        entry_id=entry.id,
        lines=await lines_of(session, drafted, zone=profile.timezone, now=now),
        families=await count_families(session, news.student_ids, on=today),
        teachers=len({person_id for person_id, _ in news.staff}),
        zone=profile.timezone,
        now=now,
        due_at=None if news.is_empty else now + profile.change_hold,
        is_urgent=news.is_urgent,
        is_empty=drafts.is_empty,
    )


async def _saved(
    session: AsyncSession,
    entry: ChangeEntry,
    *,
    profile: SchoolProfile,
    now: datetime,
    is_repeat: bool = False,
) -> ChangeSaved:
    today = now.astimezone(profile.timezone).date()
    lists = await school_lists(session, today=today)
    drafted = await drafted_of(session, drafts_from_json(entry.resolved), lists)
    return ChangeSaved(
        entry_id=entry.id,
        lines=await lines_of(session, drafted, zone=profile.timezone, now=now, with_doubts=False),
        zone=profile.timezone,
        now=now,
        saved_at=entry.saved_at or now,
        held_until=entry.held_until,
        is_repeat=is_repeat,
    )


async def _own_entry(session: AsyncSession, who: Identity, entry_id: int) -> ChangeEntry:
    entry = await entry_by_id(session, entry_id, is_locked=True)
    if entry is None or entry.author_id != who.person_id:
        raise NotFound
    return entry
