"""One message of a thread: kept, and owed to the other side."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.conversations import repository
from services.conversations.rules import MOST_A_DAY, TooManyQuestions, shown_to_teacher_at
from services.models import Talk, TalkMessage
from services.outbox.enqueue import FactNews, StaffNews, tell_family, tell_staff
from services.outbox.keys import talk_key
from services.regulation.profile import SchoolProfile
from services.vocabulary import FactKind, FactRef, NoticeKind

__all__ = ["write_message"]

_DAY = timedelta(days=1)


async def write_message(
    session: AsyncSession,
    who: Identity,
    talk: Talk,
    text: str,
    profile: SchoolProfile,
    *,
    now: datetime,
) -> None:
    """Add a message to a thread and owe it to whoever reads the thread.

    Raises:
        TooManyQuestions: a family has written enough for today.
    """
    is_teachers = who.person_id == talk.teacher_id
    written = await repository.sent_since(session, who.person_id, since=now - _DAY)
    if not is_teachers and written >= MOST_A_DAY:
        raise TooManyQuestions(most=MOST_A_DAY)
    message = TalkMessage(talk_id=talk.id, author_id=who.person_id, text=text, sent_at=now)
    session.add(message)
    await session.flush()
    fact = FactRef(FactKind.TALK, message.id)
    key = talk_key(talk.id)
    if not is_teachers:
        at = shown_to_teacher_at(now, profile)
        question = StaffNews(
            person_id=talk.teacher_id,
            fact=fact,
            revision=1,
            kind=NoticeKind.QUESTION,
            merge_key=key,
            result_at=now,
            due_at=at,
        )
        await tell_staff(session, [question], profile=profile, now=now)
    # A student's thread is open to the guardians: they hear both sides of it.
    is_students = talk.asker_id == talk.student_id
    if is_teachers or is_students:
        answer = FactNews(
            student_id=talk.student_id,
            fact=fact,
            revision=1,
            kind=NoticeKind.ANSWER,
            merge_key=key,
            result_at=now,
            due_at=now,
            readers=None if is_students else frozenset({talk.asker_id}),
        )
        await tell_family(session, [answer], profile=profile, now=now)
