"""From claimed chats to messages ready to leave: what is due, who may be told, what is true now.

Everything is asked at this moment: consent, link and preferences of the person, and the fact
itself against what the person was told. Many chats are prepared with few statements; if that
fails for a reason of ours, each is tried alone, and only the one at fault is set aside.
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Generic, TypeVar

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.audience import DeliveryPermission
from services.access.consent_rules import DeliveryVerdict
from services.database import Database, bind_school
from services.outbox import repository
from services.outbox.gate import may_speak_of
from services.outbox.keys import is_held
from services.outbox.kinds import KIND_RULES
from services.outbox.overtaking import overtaken
from services.outbox.planning import Plan, plan
from services.outbox.ports import (
    DeliveryGate,
    FactsLoader,
    Look,
    Looked,
    MessageSender,
    NoticeReader,
    NoticeRenderer,
)
from services.outbox.retry import Reason
from services.outbox.work import (
    Claim,
    DueNotice,
    Ending,
    Hold,
    Item,
    Job,
    Move,
    Parcel,
    Postponement,
)
from services.preferences.choices import narrower, quiet_hours_of
from services.regulation.profile import SchoolProfile
from services.regulation.repository import load_profile
from services.vocabulary import ContentMode, NoticeState

__all__ = ["Preparer"]

_log = structlog.get_logger(__name__)

NewsT = TypeVar("NewsT")

_DATABASE_IS_AWAY = (OperationalError, InterfaceError, PoolTimeoutError, OSError)
"""Failures that pass by themselves: nothing is wrong with any notice."""

_WHEN_REPAIRED = Postponement(
    notice_ids=(), held_priority=0, after_seconds=30.0, reason="", is_attempt=False
)


@dataclass(slots=True)
class _Draft:
    """A chat on its way to a job."""

    claim: Claim
    plan: Plan
    endings: list[Ending]
    moves: list[Move]
    holds: list[Hold]
    allowed: list[DueNotice]
    permission: DeliveryPermission | None = None
    aliases: dict[int, str] = field(default_factory=dict)
    numbers: Mapping[int, int] = field(default_factory=dict)


class Preparer(Generic[NewsT]):
    """Asks gate and facts, and has the news rendered."""

    def __init__(
        self,
        database: Database,
        *,
        gate: DeliveryGate,
        facts: FactsLoader[NewsT],
        renderer: NoticeRenderer[NewsT],
        sender: MessageSender,
    ) -> None:
        self._database = database
        self._gate = gate
        self._facts = facts
        self._renderer = renderer
        self._sender = sender

    async def prepare(self, claims: Sequence[Claim], *, now: datetime) -> list[Job]:
        """Return one job for each claimed chat.

        Raises:
            OperationalError, OSError …: the database is away; nothing was decided.
        """
        try:
            return await self._prepare(claims, now=now)
        except _DATABASE_IS_AWAY:
            raise
        except Exception:  # noqa: BLE001  # delivery goes on for all others
            _log.exception("some notice cannot be prepared")
        return [await self._prepare_alone(claim, now=now) for claim in claims]

    async def _prepare_alone(self, claim: Claim, *, now: datetime) -> Job:
        try:
            return (await self._prepare([claim], now=now))[0]
        except _DATABASE_IS_AWAY:
            raise
        except SQLAlchemyError as error:
            # The database is not as the program expects it: no notice's fault, and not for ever.
            _log.error("a chat waits", account_id=claim.account_id, error=type(error).__name__)
            return Job(claim, postponement=_WHEN_REPAIRED)
        except Exception as error:  # noqa: BLE001  # (same)
            async with self._database.reading() as session:
                found = await repository.due_notices(session, [claim], now=now)
            due = plan(found.get(claim.account_id, []), now=now, held_priority=claim.held_priority)
            _log.error(
                "notices set aside",
                notice_ids=[one.id for one in due.message],
                error=type(error).__name__,
            )
            dead = (Ending(one.id, NoticeState.DEAD, Reason.UNSPEAKABLE) for one in due.message)
            return Job(claim, endings=(*_ended_by_plan(due), *dead))

    async def _prepare(self, claims: Sequence[Claim], *, now: datetime) -> list[Job]:
        async with self._database.reading() as session:
            found = await repository.due_notices(session, claims, now=now)
            drafts = [_draft(claim, found.get(claim.account_id, []), now=now) for claim in claims]
            looked: dict[int, Sequence[Looked[NewsT]]] = {}
            for school_id, of_school in _by_school(drafts).items():
                with bind_school(school_id):
                    profile = await load_profile(session)
                    await self._ask_gate(session, of_school, profile, now=now)
                    telling = [draft for draft in of_school if draft.allowed]
                    results = await self._facts.look(
                        session,
                        [[_look(one) for one in draft.allowed] for draft in telling],
                        now=now,
                    )
                    for draft, result in zip(telling, results, strict=True):
                        looked[draft.claim.account_id] = result
        jobs = []
        for draft in drafts:
            jobs.append(self._job(draft, looked.get(draft.claim.account_id, ())))
            await asyncio.sleep(0)  # a message whose slot has come leaves between two of them
        return jobs

    async def _ask_gate(
        self,
        session: AsyncSession,
        drafts: Sequence[_Draft],
        profile: SchoolProfile,
        *,
        now: datetime,
    ) -> None:
        pairs = {(one.person_id, one.student_id) for draft in drafts for one in draft.plan.message}
        permissions = await self._gate.permissions(session, pairs, now=now)
        for draft in drafts:
            _apply_permissions(draft, permissions, profile, now=now)
        nameless = [draft for draft in drafts if _has_nameless(draft)]
        if nameless:
            accounts = {draft.claim.account_id for draft in nameless}
            numbers = await self._gate.numbers(session, accounts, now=now)
            for draft in nameless:
                draft.numbers = numbers.get(draft.claim.account_id, {})

    def _job(self, draft: _Draft, looked: Sequence[Looked[NewsT]]) -> Job:
        telling: list[tuple[DueNotice, Looked[NewsT], NewsT]] = []
        endings = draft.endings
        for notice, result in zip(draft.allowed, looked, strict=True):
            if result.news is None:
                endings.append(Ending(notice.id, NoticeState.SUPERSEDED, Reason.NOTHING_NEW))
            else:
                telling.append((notice, result, result.news))
        parcel = None
        if telling and draft.permission is not None and draft.permission.chat_id is not None:
            parcel = self._parcel(draft, telling, draft.permission, draft.permission.chat_id)
        return Job(
            draft.claim,
            endings=tuple(endings),
            moves=tuple(draft.moves),
            holds=tuple(draft.holds),
            parcel=parcel,
            is_blocked=draft.plan.is_blocked,
        )

    def _parcel(
        self,
        draft: _Draft,
        telling: Sequence[tuple[DueNotice, Looked[NewsT], NewsT]],
        permission: DeliveryPermission,
        chat_id: int,
    ) -> Parcel:
        first = telling[0][0]
        is_student = first.person_id == first.student_id
        reader = NoticeReader(
            language=permission.language,
            content_mode=permission.content_mode,
            is_student=is_student,
            aliases=draft.aliases,
            numbers=draft.numbers,
        )
        message = self._renderer.render(reader, [news for _, _, news in telling])
        while len(telling) > 1 and not self._sender.fits(message):
            telling = telling[: len(telling) // 2]  # the rest leaves as the chat's next message
            message = self._renderer.render(reader, [news for _, _, news in telling])
        told = first.told
        is_same_chat = told is not None and told.chat_id == chat_id
        results = [(one, result) for one, result, _ in telling]
        edits = _edited_message(results, chat_id)
        return Parcel(
            school_id=first.school_id,
            person_id=first.person_id,
            chat_id=chat_id,
            priority=first.priority,
            message=replace(message, is_silent=edits is not None or not _rings(results)),
            reply_to=told.telegram_message_id if told is not None and is_same_chat else None,
            items=tuple(Item(one, result.revision, result.value) for one, result in results),
            edits=edits,
            is_unsaid=edits is not None and all(result.is_unsaid for _, result in results),
        )


def _draft(claim: Claim, notices: Sequence[DueNotice], *, now: datetime) -> _Draft:
    due = plan(notices, now=now, held_priority=claim.held_priority)
    return _Draft(claim, due, endings=_ended_by_plan(due), moves=[], holds=[], allowed=[])


def _ended_by_plan(due: Plan) -> list[Ending]:
    return [
        *(Ending(one.id, NoticeState.EXPIRED, Reason.EXPIRED) for one in due.expired),
        *(Ending(one.id, NoticeState.SUPERSEDED, Reason.NEWER_REVISION) for one in due.outdone),
    ]


def _by_school(drafts: Sequence[_Draft]) -> Mapping[int, list[_Draft]]:
    schools: dict[int, list[_Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.plan.message:
            schools[draft.plan.message[0].school_id].append(draft)
    return schools


def _apply_permissions(
    draft: _Draft,
    permissions: Mapping[tuple[int, int | None], DeliveryPermission],
    profile: SchoolProfile,
    *,
    now: datetime,
) -> None:
    for notice in draft.plan.message:
        permission = permissions[notice.person_id, notice.student_id]
        if permission.account_id != notice.account_id and permission.verdict in {
            DeliveryVerdict.ALLOWED,
            DeliveryVerdict.NOT_LINKED,
        }:
            draft.moves.append(
                Move(notice.id, permission.account_id, notice.priority, notice.due_at)
            )
        elif not permission.is_allowed:
            draft.endings.append(Ending(notice.id, NoticeState.REFUSED, permission.verdict))
        elif not may_speak_of(permission, notice.fact.kind):
            not_related = DeliveryVerdict.NOT_RELATED
            draft.endings.append(Ending(notice.id, NoticeState.REFUSED, not_related))
        elif not permission.is_reachable or permission.chat_id is None:
            draft.endings.append(Ending(notice.id, NoticeState.UNREACHABLE, Reason.UNREACHABLE))
        elif notice.kind in permission.muted:
            draft.endings.append(Ending(notice.id, NoticeState.REFUSED, Reason.SWITCHED_OFF))
        elif hold := _hold(notice, permission, profile, now=now):
            draft.holds.append(hold)
        else:
            draft.allowed.append(notice)
            _allow(draft, notice, permission)


def _hold(
    notice: DueNotice, permission: DeliveryPermission, profile: SchoolProfile, *, now: datetime
) -> Hold | None:
    """Let what its reader's quiet hours have overtaken wait for their end."""
    overtaking = overtaken(
        notice.kind,
        due_at=notice.due_at,
        now=now,
        quiet=quiet_hours_of(permission.quiet_hours, profile),
        zone=profile.timezone,
    )
    if overtaking is None:
        return None
    return Hold(notice.id, overtaking.due_at, overtaking.deadline_at)


def _allow(draft: _Draft, notice: DueNotice, permission: DeliveryPermission) -> None:
    """Let one message about several children say no more than the most careful choice allows."""
    if notice.student_id is not None and permission.alias:
        draft.aliases[notice.student_id] = permission.alias
    if draft.permission is not None:
        mode = narrower(draft.permission.content_mode, permission.content_mode)
        permission = replace(permission, content_mode=mode)
    draft.permission = permission


def _has_nameless(draft: _Draft) -> bool:
    """Whether a message is about a child that it can neither name nor call by an alias."""
    return (
        draft.permission is not None
        and draft.permission.content_mode is ContentMode.ALIAS
        and any(
            one.student_id not in {None, one.person_id, *draft.aliases} for one in draft.allowed
        )
    )


def _look(notice: DueNotice) -> Look:
    return Look(
        notice_id=notice.id,
        person_id=notice.person_id,
        student_id=notice.student_id,
        kind=notice.kind,
        fact=notice.fact,
        revision=notice.revision,
        told=notice.told,
    )


def _rings(telling: Sequence[tuple[DueNotice, Looked[object]]]) -> bool:
    """Whether something in a message deserves a sound."""
    return any(
        KIND_RULES[notice.kind].rings
        and not looked.is_quiet
        and not is_held(notice.merge_key)
        and notice.person_id != notice.student_id  # phones are put away in lessons
        for notice, looked in telling
    )


def _edited_message(
    telling: Sequence[tuple[DueNotice, Looked[object]]], chat_id: int
) -> int | None:
    """Return the message that can say all of it in its place, if there is one in this chat."""
    places = {looked.replaces for _, looked in telling}
    place = places.pop()
    if places or place is None or place.chat_id != chat_id:
        return None
    if any(is_held(notice.merge_key) for notice, _ in telling):
        return None  # nobody would notice an edit in the morning
    return place.telegram_message_id
