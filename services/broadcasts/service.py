"""Announcements to families: preview, sending, recall within two minutes, answers, reminder.

Nothing is sent before «Send» is pressed; every press is checked again, and a second one changes
nothing.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Actor, Identity
from services.access.policy import Action
from services.broadcasts import repository
from services.broadcasts.errors import (
    AudienceEmpty,
    AudienceUnknown,
    BroadcastRecalled,
    NoBroadcasts,
    RecallTooLate,
)
from services.broadcasts.facts import (
    BroadcastPage,
    BroadcastPreview,
    Scope,
    UnreadPage,
)
from services.broadcasts.pages import page_of, unread_names
from services.broadcasts.rules import may_recall, parse_text, split_scope
from services.broadcasts.scopes import (
    audience_now,
    is_own_class,
    label_of,
    require_scope,
    scopes_of,
)
from services.database import Database, bind_school
from services.errors import NotAllowed, NotFound, OutOfDate
from services.models import Broadcast
from services.outbox.enqueue import FactNews, cancel_waiting, tell_family
from services.outbox.keys import broadcast_key
from services.outbox.quiet_hours import end_of_quiet
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.vocabulary import (
    BroadcastTarget,
    EntryState,
    FactKind,
    FactRef,
    NoticeKind,
)

__all__ = ["BroadcastService"]


class BroadcastService:
    """Lets the staff write to families, and families answer with a press."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def scopes(self, who: Identity) -> list[Scope]:
        """Return whom *who* may write to, the own class first.

        Raises:
            NotAllowed: to nobody.
        """
        with bind_school(who.school_id):
            async with self._database.reading() as session:
                return await scopes_of(session, who)

    async def preview_typed(self, who: Identity, typed: str, *, now: datetime) -> BroadcastPreview:
        """Preview a message of one piece: audience (by default the own class), then the text.

        Raises:
            AudienceUnknown, TextEmpty, TextTooLong, AnswersNotTaken: it cannot be sent like this.
        """
        scopes = await self.scopes(who)
        scope, text = split_scope(typed, scopes)
        if scope is None:
            own = [one for one in scopes if is_own_class(who, one)]
            if len(own) != 1:
                raise AudienceUnknown
            scope = own[0]
        return await self.preview(who, scope, BroadcastTarget.PARENTS, text, now=now)

    async def preview(
        self, who: Identity, scope: Scope, target: BroadcastTarget, typed: str, *, now: datetime
    ) -> BroadcastPreview:
        """Keep a draft and return who would get it; nothing is sent.

        Raises:
            NotAllowed: the audience is not theirs.
            TextEmpty, TextTooLong, AnswersNotTaken: it cannot be sent like this.
        """
        text, answers = parse_text(typed)
        with bind_school(who.school_id):
            async with self._database.transaction() as session:
                await require_scope(session, who, scope)
                profile = await load_profile(session)
                label = await label_of(session, scope)
                row = Broadcast(
                    author_id=who.person_id,
                    state=EntryState.PREVIEWED,
                    scope=scope.kind,
                    scope_ref=scope.ref,
                    target=target,
                    label=label,
                    text=text,
                    answers=list(answers),
                    revision=1,
                    created_at=now,
                )
                session.add(row)
                await session.flush()
                return BroadcastPreview(
                    broadcast_id=row.id,
                    label=label,
                    target=target,
                    text=text,
                    answers=answers,
                    audience=await audience_now(session, scope, target, profile, now=now),
                    leaves_at=end_of_quiet(now, profile.quiet_hours, profile.timezone),
                    zone=profile.timezone,
                )

    async def send(self, who: Identity, broadcast_id: int, *, now: datetime) -> BroadcastPage:
        """Send a draft to whoever may get it now; a second press sends nothing.

        Raises:
            NotAllowed, NotFound: it is not theirs (any more).
            AudienceEmpty: nobody can be reached.
            OutOfDate: it was discarded.
        """
        with bind_school(who.school_id):
            async with self._database.transaction() as session:
                row = await _own(session, who, broadcast_id)
                if row.state in {EntryState.SAVED, EntryState.UNDONE}:
                    return await page_of(session, row, now=now, is_repeat=True)
                if row.state is not EntryState.PREVIEWED:
                    raise OutOfDate
                scope = Scope(row.scope, row.scope_ref)
                await require_scope(session, who, scope)
                profile = await load_profile(session)
                audience = await audience_now(session, scope, row.target, profile, now=now)
                if not audience.seats:
                    raise AudienceEmpty
                row.state = EntryState.SAVED
                row.sent_at = now
                await repository.add_recipients(session, row.id, audience.seats)
                people = [(seat.person_id, seat.student_id) for seat in audience.seats]
                await _tell(session, row, people, NoticeKind.BROADCAST, profile, now=now)
                return await page_of(session, row, now=now)

    async def discard(self, who: Identity, broadcast_id: int) -> None:
        """Throw a draft away; what was sent stays sent.

        Raises:
            OutOfDate: it was sent.
        """
        with bind_school(who.school_id):
            async with self._database.transaction() as session:
                row = await _own(session, who, broadcast_id)
                if row.state not in {EntryState.PREVIEWED, EntryState.DISCARDED}:
                    raise OutOfDate
                row.state = EntryState.DISCARDED

    async def recall(self, who: Identity, broadcast_id: int, *, now: datetime) -> BroadcastPage:
        """Take it back: what waits is dropped, what was delivered is deleted.

        Raises:
            RecallTooLate: two minutes have passed.
        """
        with bind_school(who.school_id):
            async with self._database.transaction() as session:
                row = await _own(session, who, broadcast_id)
                if row.state is EntryState.UNDONE:
                    return await page_of(session, row, now=now, is_repeat=True)
                if row.state is not EntryState.SAVED:
                    raise OutOfDate
                if not may_recall(row.sent_at, now=now):
                    raise RecallTooLate
                row.state = EntryState.UNDONE
                row.revision += 1
                await cancel_waiting(session, [FactRef(FactKind.BROADCAST, row.id)])
                # A message may be in flight: everybody is looked at once more.
                people = [
                    (one.person_id, one.student_id)
                    for one in await repository.answers_of(session, row.id)
                ]
                profile = await load_profile(session)
                await _tell(session, row, people, NoticeKind.RECALL, profile, now=now)
                return await page_of(session, row, now=now)

    async def page(self, who: Identity, broadcast_id: int, *, now: datetime) -> BroadcastPage:
        """Return what became of an announcement so far."""
        with bind_school(who.school_id):
            async with self._database.transaction() as session:
                row = await _own(session, who, broadcast_id)
                if row.sent_at is None:
                    raise OutOfDate
                return await page_of(session, row, now=now)

    async def unread(
        self, who: Identity, broadcast_id: int | None = None, *, now: datetime
    ) -> UnreadPage:
        """Return who has not answered an announcement (by default the last one).

        Raises:
            NotAllowed: they write to nobody.
            NoBroadcasts: nothing was sent yet.
        """
        with bind_school(who.school_id):
            async with self._database.transaction() as session:
                if broadcast_id is None:
                    await scopes_of(session, who)
                    row = await repository.last_sent(session, who.person_id)
                    if row is None:
                        raise NoBroadcasts
                else:
                    row = await _own(session, who, broadcast_id)
                    if row.sent_at is None:
                        raise OutOfDate
                page = await page_of(session, row, now=now)
                return UnreadPage(page, await unread_names(session, who, row))

    async def remind(
        self, who: Identity, broadcast_id: int, revision: int, *, now: datetime
    ) -> int | None:
        """Send it once more to those who have not answered; return how many that are.

        A press on the screen of an earlier *revision* reminds nobody (None).

        Raises:
            BroadcastRecalled: it was taken back.
        """
        with bind_school(who.school_id):
            async with self._database.transaction() as session:
                row = await _own(session, who, broadcast_id)
                if row.state is EntryState.UNDONE:
                    raise BroadcastRecalled
                if row.state is not EntryState.SAVED:
                    raise OutOfDate
                if row.revision != revision:
                    return None
                await require_scope(session, who, Scope(row.scope, row.scope_ref))
                people = [
                    (one.person_id, one.student_id)
                    for one in await repository.answers_of(session, row.id)
                    if one.answer is None
                ]
                if people:
                    row.revision += 1
                    profile = await load_profile(session)
                    await _tell(session, row, people, NoticeKind.BROADCAST, profile, now=now)
                return len(people)

    async def note_answer(
        self, actor: Actor, broadcast_id: int, answer: int, *, now: datetime
    ) -> str:
        """Store a person's answer in place of an earlier one; return its caption, "" for «read».

        Raises:
            NotAllowed: it was not sent to them, or they may not see the child's data any more.
            BroadcastRecalled: it was taken back.
        """
        for who in actor.family:
            with bind_school(who.school_id):
                async with self._database.transaction() as session:
                    row = await repository.find(session, broadcast_id)
                    if row is None:
                        continue
                    mine = await repository.recipient_of(session, row.id, who.person_id)
                    if mine is None or mine.student_id not in who.student_ids:
                        continue
                    if row.state is EntryState.UNDONE:
                        raise BroadcastRecalled
                    if not 0 <= answer <= len(row.answers):
                        raise NotFound
                    if mine.answer != answer:
                        mine.answer = answer
                        mine.answered_at = now
                    return str(row.answers[answer - 1]) if answer else ""
        raise NotAllowed(action=Action.SEE_DIARY)


async def _own(session: AsyncSession, who: Identity, broadcast_id: int) -> Broadcast:
    row = await repository.find(session, broadcast_id, is_changing=True)
    if row is None:
        raise NotFound
    if row.author_id != who.person_id:
        raise NotAllowed(action=Action.SEND_BROADCAST)
    return row


async def _tell(
    session: AsyncSession,
    row: Broadcast,
    people: Collection[tuple[int, int]],
    kind: NoticeKind,
    profile: SchoolProfile,
    *,
    now: datetime,
) -> None:
    readers: dict[int, set[int]] = defaultdict(set)
    for person_id, student_id in people:
        readers[student_id].add(person_id)
    news = [
        FactNews(
            student_id=student_id,
            fact=FactRef(FactKind.BROADCAST, row.id),
            revision=row.revision,
            kind=kind,
            merge_key=broadcast_key(row.id),
            result_at=now,
            due_at=now,
            readers=frozenset(of_student),
        )
        for student_id, of_student in sorted(readers.items())
    ]
    await tell_family(session, news, profile=profile, now=now)
