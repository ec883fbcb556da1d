"""From a preview to the journal, whether it was typed or pressed together on buttons."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.bulk_entry.errors import EntryGone
from services.bulk_entry.facts import SavedFacts
from services.bulk_entry.moving import withdraw_moved
from services.bulk_entry.saved import saved_facts
from services.errors import NotFound
from services.homework.drafts import files_in, homework_in
from services.homework.recording import record_homework
from services.journal import repository as journal
from services.journal.corrections import closed_before, require_correctable
from services.journal.drafts import EntryDraft, drafts_of, values_in
from services.journal.errors import EntryAct
from services.journal.planning import plan_draft
from services.journal.recording import record_drafts
from services.journal.rights import Teaching, require_marks_taken, teaching_of
from services.journal.slots import still_planned
from services.models import JournalEntry
from services.regulation.repository import load_profile
from services.vocabulary import EntryState

__all__ = ["own_entry", "require_preview", "save_entry"]

# A preview speaks of a moment: the lesson going on, the time families hear. Half a day later the
# line is to be typed again.
_PREVIEW_LIVES = timedelta(hours=12)


async def own_entry(session: AsyncSession, who: Identity, entry_id: int) -> JournalEntry:
    """Return an entry of *who*, kept from a second press.

    Raises:
        NotFound: they have none with this id.
    """
    entry = await journal.find_entry(session, entry_id, author_id=who.person_id, is_locked=True)
    if entry is None:
        raise NotFound
    return entry


def require_preview(entry: JournalEntry, *, now: datetime) -> None:
    """Return when the entry is a preview that may still be changed and saved.

    Raises:
        EntryGone: it was saved, discarded or undone, or is too old.
    """
    if entry.state is not EntryState.PREVIEWED or now > entry.created_at + _PREVIEW_LIVES:
        raise EntryGone(state=entry.state)


async def save_entry(
    session: AsyncSession,
    who: Identity,
    entry: JournalEntry,
    *,
    now: datetime,
    reason: str = "",
) -> SavedFacts:
    """Record a preview; saved before, it changes nothing and says so.

    *reason*: why it corrects what the correction window has closed over.

    Raises:
        EntryGone: it was discarded or undone, is too old, or has an open question.
        NotYourLesson, MarksNotTaken: rights or rules have changed since the preview.
        WindowClosed, ReasonNeeded: it corrects a lesson of long ago.
    """
    profile = await load_profile(session)
    if entry.state is EntryState.SAVED:
        return await saved_facts(session, entry, profile=profile, now=now, is_repeat=True)
    require_preview(entry, now=now)
    drafts = drafts_of(entry.resolved)
    if not drafts:
        raise EntryGone(state=entry.state)
    border = closed_before(profile, now=now)
    teaching = await teaching_of(session, who, corrects_before=border)
    for draft in drafts:
        await _require_recordable(session, teaching, draft, entry)
    corrected = [
        draft.lesson.on for draft in drafts if (await plan_draft(session, draft)).corrects
    ]
    require_correctable(
        who,
        corrected,
        entry_id=entry.id,
        act=EntryAct.SAVE,
        reason=reason,
        profile=profile,
        now=now,
    )
    await withdraw_moved(session, who, entry.resolved, profile=profile, now=now)
    await record_drafts(session, entry, drafts, profile=profile, now=now)
    await record_homework(
        session,
        entry,
        [draft.lesson for draft in drafts],
        homework_in(entry.resolved),
        files_in(entry.resolved),
        profile=profile,
        now=now,
    )
    return await saved_facts(session, entry, profile=profile, now=now)


async def _require_recordable(
    session: AsyncSession, teaching: Teaching, draft: EntryDraft, entry: JournalEntry
) -> None:
    """Ask again what was asked at the preview: a button may be pressed hours later."""
    lesson = await still_planned(session, draft.lesson)
    if lesson is None:
        raise EntryGone(state=entry.state)
    teaching.require_record(lesson)
    if any(student.marks for student in draft.students):
        await require_marks_taken(session, lesson, values_in(draft.students))
