"""A teacher's message from preview to journal: questions, saving, throwing away, taking back.

Nothing is in the journal before it is saved; every press is checked again, and a second one
changes nothing.
"""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.audit.acting import acting
from services.bulk_entry import pending
from services.bulk_entry.errors import EntryGone
from services.bulk_entry.facts import (
    DiscardedFacts,
    EntryStep,
    SavedFacts,
    UndoneFacts,
)
from services.bulk_entry.homework_parts import AskDue
from services.bulk_entry.lesson_choice import LessonKey
from services.bulk_entry.moving import MoveOptions, moved_json, options_of
from services.bulk_entry.preview import preview_facts, preview_of_drafts
from services.bulk_entry.questions import due_question, question_facts
from services.bulk_entry.resolve import Resolved, WantsUndo, resolve
from services.bulk_entry.saved import last_saved_facts, lesson_options
from services.bulk_entry.saving import own_entry, require_preview, save_entry
from services.database import Database, bind_school
from services.homework.drafts import FileRef, files_in, homework_in, with_file, with_homework
from services.homework.errors import NoHomeworkHere
from services.homework.undoing import undo_homework
from services.journal import repository as journal
from services.journal.corrections import reason_of_own, require_correctable
from services.journal.drafts import drafts_of, with_drafts
from services.journal.errors import EntryAct
from services.journal.undoing import undo_entry
from services.models import JournalEntry
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.vocabulary import EntryState

__all__ = ["EntryService"]

_FILE_FOLLOWS = timedelta(minutes=30)  # a photo sent later than that belongs to something else
_HOMEWORK_COMMAND = "/hw"


class EntryService:
    """Takes what teachers type into the journal, in two steps."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def preview(
        self,
        who: Identity,
        text: str,
        *,
        now: datetime,
        lesson: LessonKey | None = None,
        file: FileRef | None = None,
    ) -> EntryStep:
        """Read a message and show what was understood, or ask the first open question.

        *lesson*: a button has named it. *file* came with the message and belongs to its homework.

        Raises:
            LineNotTaken: one word stands against it; its reason says whether it reads as a journal
                line at all (``FaultKind.NOT_A_LINE``).
            NotYourLesson, MarksNotTaken, FirstGradeHasNone: the lesson does not take it from
                *who*, or at all.
            NoHomeworkHere: a file came with a line that gives no homework.
            NothingSaved: the message asks to take back an entry, and there is none.
        """
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                resolved = pending.new_entry_json(text, lesson=lesson)
                entry = JournalEntry(
                    author_id=who.person_id,
                    state=EntryState.PREVIEWED,
                    source=text,
                    resolved=with_file(resolved, file) if file else resolved,
                    created_at=now,
                )
                return await _advance(session, who, entry, profile=profile, now=now)

    async def attach(self, who: Identity, file: FileRef, *, now: datetime) -> EntryStep:
        """Add a file to the homework that *who* is just about to save, and show it again.

        Raises:
            NoHomeworkHere: they are not about to.
        """
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                entry = await journal.last_preview(
                    session, who.person_id, since=now - _FILE_FOLLOWS
                )
                if entry is None or not _takes_files(entry):
                    raise NoHomeworkHere
                profile = await load_profile(session)
                entry.resolved = with_file(entry.resolved, file)
                return await _advance(session, who, entry, profile=profile, now=now)

    async def choose(
        self, who: Identity, entry_id: int, *, step: int, option: int, now: datetime
    ) -> EntryStep:
        """Settle the open question of an entry and go on; errors as in ``preview``.

        Raises:
            EntryGone: the question was answered before, or the entry is no preview any more.
        """
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                entry = await own_entry(session, who, entry_id)
                require_preview(entry, now=now)
                entry.resolved = pending.answer(entry.resolved, step=step, option=option)
                return await _advance(session, who, entry, profile=profile, now=now)

    async def save(
        self, who: Identity, entry_id: int, *, now: datetime, reason: str = ""
    ) -> SavedFacts:
        """Record a preview; saved before, it changes nothing and says so.

        *reason*: why it corrects what the correction window has closed over.

        Raises:
            EntryGone: it was discarded or undone, is too old, or has an open question.
            NotYourLesson, MarksNotTaken: rights or rules have changed since the preview.
            WindowClosed, ReasonNeeded: it corrects a lesson of long ago.
        """
        with bind_school(who.school_id):
            async with self._database.transaction() as session:
                entry = await own_entry(session, who, entry_id)
                givers = {one.lesson.teacher_id for one in drafts_of(entry.resolved)}
                why = reason_of_own(reason, is_own=who.person_id in givers) if reason else ""
                with acting(who.person_id, why=why):
                    saved = await save_entry(session, who, entry, now=now, reason=reason)
                    await session.flush()
                    return saved

    async def discard(self, who: Identity, entry_id: int) -> DiscardedFacts:
        """Throw a preview away.

        Raises:
            EntryGone: it was saved (and perhaps undone) before.
        """
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                entry = await own_entry(session, who, entry_id)
                if entry.state not in {EntryState.PREVIEWED, EntryState.DISCARDED}:
                    raise EntryGone(state=entry.state)
                entry.state = EntryState.DISCARDED
                return DiscardedFacts(entry.id)

    async def undo(
        self, who: Identity, entry_id: int, *, now: datetime, reason: str = ""
    ) -> UndoneFacts:
        """Take a saved entry back as a whole; undone before, it changes nothing and says so.

        Within the hold one press is enough; later a *reason* goes with it.

        Raises:
            EntryGone: it was never saved.
            NothingToUndo: everything in it has been changed again since.
            ReasonNeeded: families know of it, or its window has closed.
            WindowClosed: its lesson is too long ago, and *who* is no deputy head.
        """
        why = reason_of_own(reason, is_own=True) if reason else "entry taken back"
        with acting(who.person_id, why=why), bind_school(who.school_id):
            async with self._database.transaction() as session:
                entry = await own_entry(session, who, entry_id)
                lessons = await lesson_options(session, entry)
                if entry.state is EntryState.UNDONE:
                    return UndoneFacts(
                        entry.id, lessons, 0, 0, families_told=False, is_repeat=True
                    )
                if entry.state is not EntryState.SAVED:
                    raise EntryGone(state=entry.state)
                profile = await load_profile(session)
                held_until = entry.held_until
                require_correctable(
                    who,
                    [one.on for one in lessons],
                    entry_id=entry.id,
                    act=EntryAct.WITHDRAW,
                    reason=reason,
                    profile=profile,
                    now=now,
                    is_known=held_until is not None and held_until <= now,
                )
                homework = await undo_homework(
                    session,
                    await journal.changes_of(session, entry.id),
                    profile=profile,
                    now=now,
                )
                undone = await undo_entry(
                    session,
                    entry,
                    profile=profile,
                    now=now,
                    restored_beside=homework.restored,
                )
                return UndoneFacts(
                    entry.id,
                    lessons,
                    undone.restored + homework.restored,
                    undone.kept + homework.kept,
                    undone.families_told or homework.families_told,
                )

    async def move_options(self, who: Identity, entry_id: int, *, now: datetime) -> MoveOptions:
        """Return where a saved entry may go.

        Raises:
            OutOfDate: it is not saved any more, or about several lessons.
        """
        with bind_school(who.school_id):
            async with self._database.transaction() as session:
                entry = await own_entry(session, who, entry_id)
                today = now.astimezone((await load_profile(session)).timezone).date()
                return await options_of(session, who, entry, today=today, now=now)

    async def move(
        self,
        who: Identity,
        entry_id: int,
        *,
        now: datetime,
        lesson: LessonKey | None = None,
        work_kind: str | None = None,
    ) -> EntryStep:
        """Preview a saved entry at another *lesson*, or for another kind of work.

        Saving the preview withdraws the old entry. Errors as in ``preview``, and:

        Raises:
            OutOfDate: it is not saved any more, or cannot go there.
            WindowClosed: its lesson is too long ago.
        """
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                old = await own_entry(session, who, entry_id)
                require_correctable(
                    who,
                    [one.lesson.on for one in drafts_of(old.resolved)],
                    entry_id=entry_id,
                    act=EntryAct.WITHDRAW,
                    reason="moved",  # the move says by itself what was wrong
                    profile=profile,
                    now=now,
                )
                resolved = await moved_json(session, old, lesson=lesson, work_kind=work_kind)
                entry = JournalEntry(
                    author_id=who.person_id,
                    state=EntryState.PREVIEWED,
                    source=old.source,
                    resolved=resolved,
                    created_at=now,
                )
                if pending.text_in(resolved):
                    return await _advance(session, who, entry, profile=profile, now=now)
                session.add(entry)
                await session.flush()
                return await preview_of_drafts(session, who, entry, profile=profile, now=now)

    async def last_saved(self, who: Identity, *, now: datetime) -> SavedFacts:
        """Return the entry that could be taken back: the last one saved.

        Raises:
            NothingSaved: there is none.
        """
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                return await last_saved_facts(session, who, await load_profile(session), now=now)


async def _advance(
    session: AsyncSession,
    who: Identity,
    entry: JournalEntry,
    *,
    profile: SchoolProfile,
    now: datetime,
) -> EntryStep:
    """Read the entry's line once more, with all answers so far, as of the moment it was sent."""
    resolution = await resolve(
        session,
        who,
        pending.text_in(entry.resolved),
        answers=pending.answers_in(entry.resolved),
        profile=profile,
        now=entry.created_at,
    )
    if isinstance(resolution, WantsUndo):
        return await last_saved_facts(session, who, profile, now=now)
    if isinstance(resolution, Resolved):
        files = files_in(entry.resolved)
        if files and all(one.is_none for one in resolution.homework):
            raise NoHomeworkHere
        settled = with_drafts(pending.with_question(entry.resolved, None), resolution.drafts)
        entry.resolved = with_homework(settled, resolution.homework)
        session.add(entry)
        await session.flush()
        return await preview_facts(
            session,
            resolution,
            entry_id=entry.id,
            author_id=who.person_id,
            files=files,
            profile=profile,
            now=now,
        )
    entry.resolved = pending.with_question(entry.resolved, resolution)
    session.add(entry)
    await session.flush()
    step = pending.step_of(entry.resolved)
    if isinstance(resolution, AskDue):
        return due_question(resolution, entry.id, step)
    return question_facts(resolution, entry.id, step)


def _takes_files(entry: JournalEntry) -> bool:
    """Whether a preview gives homework; one with an open question shows it by its command."""
    given = homework_in(entry.resolved)
    if given:
        return not all(one.is_none for one in given)
    return pending.text_in(entry.resolved).startswith(_HOMEWORK_COMMAND)
