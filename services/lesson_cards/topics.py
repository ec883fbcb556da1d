"""The next topic of the thematic plan: shown on the card of a lesson, taken with one press."""

from datetime import datetime

from services.access.identity import Identity
from services.audit.acting import acting
from services.bulk_entry.lesson_choice import LessonKey
from services.bulk_entry.saving import save_entry
from services.database import Database, bind_school
from services.journal.drafts import EntryDraft, with_drafts
from services.journal.slots import slot_of_lesson
from services.lesson_cards.facts import LessonCardFacts
from services.lesson_cards.opening import own_lesson
from services.lesson_cards.reading import card_facts
from services.models import JournalEntry
from services.regulation.repository import load_profile
from services.vocabulary import EntryState

__all__ = ["LessonTopicService"]


class LessonTopicService:
    """Records the topic a plan proposes, as any entry that can be taken back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take_planned(
        self, who: Identity, key: LessonKey, *, number: int, now: datetime
    ) -> LessonCardFacts:
        """Record the plan's next topic and return the card.

        When the lesson has a topic by now, or another line of the plan than *number* comes next,
        nothing is recorded and the card shows what is.

        Raises:
            OutOfDate: the timetable has no such lesson any more.
            NotYourLesson: somebody else gives it.
        """
        with acting(who.person_id), bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await load_profile(session)
                lesson = await own_lesson(session, who, key)
                facts = await card_facts(session, lesson, profile=profile, now=now)
                if facts.topic or not facts.planned_topic or facts.planned_number != number:
                    return facts
                draft = EntryDraft(slot_of_lesson(lesson), topic=facts.planned_topic)
                entry = JournalEntry(
                    author_id=who.person_id,
                    state=EntryState.PREVIEWED,
                    source="",
                    resolved=with_drafts({}, [draft]),
                    created_at=now,
                )
                session.add(entry)
                await session.flush()
                saved = await save_entry(session, who, entry, now=now)
                return await card_facts(session, lesson, profile=profile, now=now, saved=saved)
