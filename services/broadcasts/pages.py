"""What became of a sent announcement: answers, and who is silent; the school is bound."""

from collections import Counter
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.access.policy import Action, is_allowed
from services.broadcasts import repository
from services.broadcasts.facts import BroadcastPage, UnreadEntry
from services.broadcasts.rules import may_recall
from services.models import Broadcast
from services.roster.names import names_of
from services.vocabulary import BroadcastScope, EntryState

__all__ = ["page_of", "unread_names"]


async def page_of(
    session: AsyncSession, row: Broadcast, *, now: datetime, is_repeat: bool = False
) -> BroadcastPage:
    """Return an announcement with its answers counted."""
    answers = await repository.answers_of(session, row.id)
    return BroadcastPage(
        broadcast_id=row.id,
        state=row.state,
        label=row.label,
        target=row.target,
        text=row.text,
        answers=tuple(row.answers),
        recipients=len(answers),
        tally=dict(Counter(one.answer for one in answers if one.answer is not None)),
        can_recall=row.state is EntryState.SAVED and may_recall(row.sent_at, now=now),
        revision=row.revision,
        is_repeat=is_repeat,
    )


async def unread_names(
    session: AsyncSession, who: Identity, row: Broadcast
) -> tuple[UnreadEntry, ...] | None:
    """Name who is silent, for the class teacher of the class it was sent to."""
    class_id = row.scope_ref if row.scope is BroadcastScope.SCHOOL_CLASS else None
    if not is_allowed(who, Action.SEE_WHO_ANSWERED, class_id=class_id):
        return None
    silent = [one for one in await repository.answers_of(session, row.id) if one.answer is None]
    names = await names_of(
        session, {one.person_id for one in silent} | {one.student_id for one in silent}
    )
    entries = (
        UnreadEntry(names[one.person_id], names[one.student_id], one.person_id == one.student_id)
        for one in silent
    )
    return tuple(
        sorted(entries, key=lambda one: (one.student.family_name, one.student.given_name))
    )
