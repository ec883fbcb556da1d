"""A saved entry as the teacher is shown it: its lessons, and how much it changed."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.bulk_entry.errors import NothingSaved
from services.bulk_entry.facts import LessonOption, SavedFacts
from services.bulk_entry.questions import lesson_option
from services.journal import repository as journal
from services.journal.drafts import drafts_of
from services.journal.history import is_topic
from services.journal.slots import lesson_of_slot
from services.models import JournalEntry
from services.regulation.profile import SchoolProfile
from services.timetable.rules import PlannedLesson
from services.vocabulary import FactKind

__all__ = ["last_saved_facts", "lesson_options", "saved_facts"]


async def last_saved_facts(
    session: AsyncSession, who: Identity, profile: SchoolProfile, *, now: datetime
) -> SavedFacts:
    """Return the entry *who* saved last and has not taken back.

    Raises:
        NothingSaved: there is none.
    """
    entry = await journal.last_saved_entry(session, who.person_id)
    if entry is None:
        raise NothingSaved
    return await saved_facts(session, entry, profile=profile, now=now, is_repeat=True)


async def saved_facts(
    session: AsyncSession,
    entry: JournalEntry,
    *,
    profile: SchoolProfile,
    now: datetime,
    is_repeat: bool = False,
) -> SavedFacts:
    """Return a saved entry as it is now; *is_repeat*: it had been saved before."""
    changes = await journal.changes_of(session, entry.id)
    changed = Counter(one.fact_kind for one in changes)
    topics = [one for one in changes if one.fact_kind is FactKind.LESSON and is_topic(one.after)]
    return SavedFacts(
        entry_id=entry.id,
        lessons=await lesson_options(session, entry),
        marks=changed[FactKind.MARK],
        attendance=changed[FactKind.ATTENDANCE],
        topics=len(topics),
        is_roll_taken=changed[FactKind.LESSON] > len(topics),
        homework=changed[FactKind.HOMEWORK],
        debts=changed[FactKind.DEBT],
        saved_at=entry.saved_at or now,
        now=now,
        zone=profile.timezone,
        held_until=entry.held_until,
        is_repeat=is_repeat,
    )


async def lesson_options(session: AsyncSession, entry: JournalEntry) -> tuple[LessonOption, ...]:
    """Return the lessons of an entry, each once."""
    drafts = drafts_of(entry.resolved)
    return _unique([await lesson_of_slot(session, draft.lesson) for draft in drafts])


def _unique(lessons: Iterable[PlannedLesson]) -> tuple[LessonOption, ...]:
    return tuple(dict.fromkeys(map(lesson_option, lessons)))
