"""/message: a family asks a teacher, the teacher answers; the thread is kept, no phone numbers.

A thread a student has begun is open to the guardians and the deputy head, and says so.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity, number_in_family
from services.access.policy import Action, is_allowed
from services.conversations import repository
from services.conversations.addressing import (
    Asked,
    about_from_json,
    about_of,
    about_to_json,
    addressee_of,
    addressees_of,
    offered,
    options_of,
)
from services.conversations.facts import (
    FamilyTalks,
    Said,
    TalkLine,
    TalkPage,
    TalkStart,
)
from services.conversations.rules import shown_to_teacher_at, tidy
from services.conversations.writing import write_message
from services.database import Database, bind_school
from services.diary.readers import (
    child_facts,
    children_of,
    profile_for_reading,
    reader_of,
    reading_profile,
    student_on,
)
from services.errors import NotAllowed, OutOfDate
from services.models import Talk
from services.regulation.repository import load_profile
from services.roster.membership import class_id_of
from services.roster.names import PersonName, names_of
from services.vocabulary import ContentMode, PersonKind, TalkTopic

__all__ = ["ConversationService"]

_LISTED = 8
_SHOWN = 10


class ConversationService:
    """Threads between families and teachers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def family_page(
        self, family: Sequence[Identity], *, now: datetime, student_id: int | None = None
    ) -> FamilyTalks:
        """Return whom a family may write to about a child, and its threads.

        Raises:
            NotAllowed: nobody in *family* may see that child.
            NoChildOpen: they may see no child at all now.
            DetailsAtSchool: the school's messages name nobody.
        """
        who, child_id = reader_of(family, student_id)
        children = await children_of(self._database, family, now=now)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                profile = await profile_for_reading(session, who, child_id)
                today = now.astimezone(profile.timezone).date()
                found = await repository.talks(
                    session, asker_id=who.person_id, student_id=child_id, limit=_LISTED
                )
                return FamilyTalks(
                    child=child_facts(await student_on(session, child_id, on=today), profile),
                    children=children,
                    zone=profile.timezone,
                    addressees=await addressees_of(session, child_id, on=today),
                    talks=await _lines(session, found, is_staff=False),
                )

    async def staff_page(self, who: Identity) -> FamilyTalks:
        """Return the threads of a teacher; a deputy head's, those that students have begun too."""
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                profile = await load_profile(session)
                found = await repository.talks(session, teacher_id=who.person_id, limit=_LISTED)
                if is_allowed(who, Action.SEE_STUDENT_TALKS):
                    known = {one.id for one in found}
                    others = await repository.with_students(session, limit=_LISTED)
                    found += [one for one in others if one.id not in known]
                lines = await _lines(session, found, is_staff=True)
                return FamilyTalks(None, (), profile.timezone, talks=lines)

    async def start(
        self,
        family: Sequence[Identity],
        *,
        student_id: int,
        teacher_id: int,
        topic: TalkTopic,
        ref: int,
        now: datetime,
    ) -> TalkStart:
        """Return to whom and about what a question is going to be; errors as in ``family_page``.

        Without *teacher_id* it is whoever teaches the subject of the mark, else the class teacher.

        Raises:
            NotAllowed: the teacher does not teach the child.
            OutOfDate: what it is about is not there any more.
        """
        who, child_id = reader_of(family, student_id)
        children = await children_of(self._database, family, now=now)
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                profile = await profile_for_reading(session, who, child_id)
                today = now.astimezone(profile.timezone).date()
                asked = Asked(child_id, teacher_id, topic, ref)
                to = await addressee_of(session, asked, on=today)
                options = await options_of(session, child_id, to, profile=profile, now=now)
                return TalkStart(
                    child=child_facts(await student_on(session, child_id, on=today), profile),
                    children=children,
                    teacher=to.name,
                    teacher_id=to.teacher_id,
                    about=about_of(options, topic, ref),
                    is_students=who.kind is PersonKind.STUDENT,
                    options=offered(options),
                )

    async def ask(
        self,
        family: Sequence[Identity],
        *,
        student_id: int,
        teacher_id: int,
        topic: TalkTopic,
        ref: int,
        text: str,
        now: datetime,
    ) -> TalkPage:
        """Begin a thread; the teacher is told in reply hours. Errors as in ``start``.

        Raises:
            TalkTextTooLong: it is longer than can be read at once.
            TooManyQuestions: enough for today.
        """
        who, child_id = reader_of(family, student_id)
        written = tidy(text)
        with bind_school(who.school_id):
            async with self._database.transaction() as session:
                profile = await profile_for_reading(session, who, child_id)
                today = now.astimezone(profile.timezone).date()
                asked = Asked(child_id, teacher_id, topic, ref)
                to = await addressee_of(session, asked, on=today)
                options = await options_of(session, child_id, to, profile=profile, now=now)
                talk = Talk(
                    student_id=child_id,
                    asker_id=who.person_id,
                    teacher_id=to.teacher_id,
                    topic=topic,
                    about=about_to_json(about_of(options, topic, ref)),
                    started_at=now,
                )
                session.add(talk)
                await session.flush()
                await write_message(session, who, talk, written, profile, now=now)
                shown_at = shown_to_teacher_at(now, profile)
                return await _page(session, who, talk, family, shown_at=shown_at, now=now)

    async def page(self, people: Sequence[Identity], talk_id: int, *, now: datetime) -> TalkPage:
        """Return a thread to one who may read it.

        Raises:
            NotAllowed: it is none of theirs.
            OutOfDate: there is no such thread.
        """
        for who in people:
            with bind_school(who.school_id):
                async with self._database.reading() as session:
                    talk = await repository.find_talk(session, talk_id)
                    if talk is not None:
                        await _require_reader(session, talk, people)
                        return await _page(session, who, talk, people, now=now)
        raise OutOfDate

    async def write(
        self, people: Sequence[Identity], talk_id: int, text: str, *, now: datetime
    ) -> TalkPage:
        """Write the next message of a thread: the teacher's answer, or more of the question.

        Raises:
            NotAllowed: only the two write to each other; or the child may not be seen any more.
            OutOfDate: there is no such thread.
            TalkTextTooLong, TooManyQuestions: as in ``ask``.
        """
        written = tidy(text)
        for who in people:
            with bind_school(who.school_id):
                async with self._database.transaction() as session:
                    talk = await repository.find_talk(session, talk_id)
                    if talk is None or not _may_write(who, talk):
                        continue
                    profile = await load_profile(session)
                    if who.person_id != talk.teacher_id:
                        await profile_for_reading(session, who, talk.student_id)
                    await write_message(session, who, talk, written, profile, now=now)
                    shown_at = None
                    if who.person_id != talk.teacher_id:
                        shown_at = shown_to_teacher_at(now, profile)
                    return await _page(session, who, talk, people, shown_at=shown_at, now=now)
        raise NotAllowed(action=Action.SEE_DIARY)

    async def talk_answered(
        self, who: Identity, *, chat_id: int, telegram_message_id: int
    ) -> int | None:
        """Return the thread of a message somebody replies to in the chat; None for any other."""
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                return await repository.talk_told_in(
                    session,
                    person_id=who.person_id,
                    chat_id=chat_id,
                    telegram_message_id=telegram_message_id,
                )


def _may_write(who: Identity, talk: Talk) -> bool:
    if who.person_id == talk.teacher_id:
        return who.kind is PersonKind.STAFF
    return who.person_id == talk.asker_id and talk.student_id in who.student_ids


async def _require_reader(session: AsyncSession, talk: Talk, people: Sequence[Identity]) -> None:
    if any(_may_write(one, talk) for one in people):
        return
    if talk.asker_id == talk.student_id:
        if any(is_allowed(one, Action.SEE_STUDENT_TALKS) for one in people):
            return
        for one in people:
            if one.kind is PersonKind.GUARDIAN and talk.student_id in one.student_ids:
                await profile_for_reading(session, one, talk.student_id)
                return
    raise NotAllowed(action=Action.SEE_DIARY)


async def _lines(
    session: AsyncSession, found: Sequence[Talk], *, is_staff: bool
) -> tuple[TalkLine, ...]:
    said = await repository.messages_of(session, [one.id for one in found])
    names = await names_of(
        session,
        {person for one in found for person in (one.student_id, one.asker_id, one.teacher_id)},
    )
    lines = [
        TalkLine(
            talk_id=one.id,
            other=names[one.asker_id if is_staff else one.teacher_id],
            pupil=names[one.student_id],
            about=about_from_json(one.topic, one.about),
            last_at=said[one.id][-1].sent_at,
            waits=said[one.id][-1].author_id != one.teacher_id,
        )
        for one in found
        if said[one.id]
    ]
    if is_staff:
        return tuple(sorted(lines, key=lambda line: (not line.waits, -line.last_at.timestamp())))
    return tuple(sorted(lines, key=lambda line: line.last_at, reverse=True))


async def _page(
    session: AsyncSession,
    who: Identity,
    talk: Talk,
    people: Sequence[Identity],
    *,
    now: datetime,
    shown_at: datetime | None = None,
) -> TalkPage:
    family = [one for one in people if one.kind is not PersonKind.STAFF]
    reader = next((one for one in family if talk.student_id in one.student_ids), who)
    profile = await reading_profile(session, reader.person_id, talk.student_id)
    today = now.astimezone(profile.timezone).date()
    said = (await repository.messages_of(session, [talk.id]))[talk.id]
    names = await names_of(
        session,
        {talk.student_id, talk.asker_id, talk.teacher_id, *(one.author_id for one in said)},
    )
    nobody = PersonName("", "")
    own = await repository.class_of(session, await class_id_of(session, talk.student_id, on=today))
    return TalkPage(
        talk_id=talk.id,
        pupil=names.get(talk.student_id, nobody),
        class_name=own.name if own is not None else "",
        asker=names.get(talk.asker_id, nobody),
        teacher=names.get(talk.teacher_id, nobody),
        about=about_from_json(talk.topic, talk.about),
        said=tuple(
            Said(
                author=names.get(one.author_id, nobody),
                is_teachers=one.author_id == talk.teacher_id,
                text=one.text,
                sent_at=one.sent_at,
            )
            for one in said[-_SHOWN:]
        ),
        zone=profile.timezone,
        is_students=talk.asker_id == talk.student_id,
        is_staff=who.kind is PersonKind.STAFF,
        can_write=_may_write(who, talk),
        names_people=who.kind is PersonKind.STAFF or profile.content_mode is ContentMode.FULL,
        alias=profile.alias,
        number=number_in_family(family, talk.student_id),
        shown_at=shown_at if shown_at is not None and shown_at > now else None,
    )
