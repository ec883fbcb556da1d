"""Owing people the truth: notices are written in the transaction that changed the fact.

Nothing here sends: a notice means «look again when it is due», and delivery asks consent, link and
preferences once more before anything leaves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.audience import Recipient, families_of, staff_recipients
from services.access.repository import linked_accounts
from services.database import bound_school_id
from services.outbox import waiting_repository as waiting
from services.outbox.keys import digest_key, held_key
from services.outbox.kinds import AFTER_QUIET, KIND_RULES, Timing, timing_of
from services.preferences.choices import ChildChoices, When, next_digest, with_hours_of
from services.preferences.repository import child_choices, choices
from services.regulation.profile import SchoolProfile
from services.vocabulary import FactRef, NoticeKind, NoticeState, PreferenceKey

__all__ = [
    "FactNews",
    "StaffNews",
    "cancel_waiting",
    "refuse_waiting",
    "reroute",
    "tell_family",
    "tell_staff",
    "tell_themselves",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _News:
    """A revision of a fact that somebody is owed."""

    fact: FactRef
    revision: int
    kind: NoticeKind
    merge_key: str
    result_at: datetime  # the end of the lesson it is about
    due_at: datetime  # after the hold; quiet hours are added here
    deadline_at: datetime | None = None  # where the fact itself sets it, not its kind
    expires_at: datetime | None = None  # (same)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactNews(_News):
    """A revision of a fact about a student that the family is owed."""

    student_id: int
    student_due_at: datetime | None = None  # when the student's own account may hear of it
    readers: frozenset[int] | None = None  # who of the family wants it; None: all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffNews(_News):
    """A revision of a fact about the work of a member of staff, owed to them alone."""

    person_id: int


async def tell_family(
    session: AsyncSession, news: Sequence[FactNews], *, profile: SchoolProfile, now: datetime
) -> int:
    """Owe *news* to the families concerned and return the number of new notices.

    The same revision of a fact is owed to a person once, however often this is called.
    """
    on = now.astimezone(profile.timezone).date()
    families = await families_of(session, sorted({one.student_id for one in news}), on=on)
    people = {recipient.person_id for family in families.values() for recipient in family}
    wishes = await child_choices(
        session,
        [(one.person_id, student_id) for student_id, family in families.items() for one in family],
    )
    quiet = await choices(session, PreferenceKey.QUIET_HOURS, people)
    rows = [
        _notice(
            one,
            recipient,
            wished=_Wished(
                _choices(wishes, recipient.person_id, one.student_id).when_of(one.kind),
                quiet.get(recipient.person_id),
            ),
            student_id=one.student_id,
            due_at=_due_for(one, recipient),
            profile=profile,
            now=now,
        )
        for one in news
        for recipient in families[one.student_id]
        if KIND_RULES[one.kind].reaches_students or recipient.person_id != one.student_id
        if one.readers is None or recipient.person_id in one.readers
    ]
    return await waiting.add(session, rows)


async def tell_staff(
    session: AsyncSession, news: Sequence[StaffNews], *, profile: SchoolProfile, now: datetime
) -> int:
    """Owe *news* to members of staff and return the number of new notices.

    Without a live link a notice waits for one, until it is no longer news.
    """
    people = {one.person_id for one in news}
    recipients = await staff_recipients(session, people)
    quiet = await choices(session, PreferenceKey.QUIET_HOURS, people)
    rows = [
        _notice(
            one,
            recipients[one.person_id],
            wished=_Wished(quiet_hours=quiet.get(one.person_id)),
            student_id=None,
            due_at=one.due_at,
            profile=profile,
            now=now,
        )
        for one in news
    ]
    return await waiting.add(session, rows)


async def tell_themselves(
    session: AsyncSession, news: Sequence[StaffNews], *, profile: SchoolProfile, now: datetime
) -> int:
    """Owe *news* of the own account to families and return the number of new notices.

    Nothing of a child may stand in it: guardians are told before consent.
    """
    people = {one.person_id for one in news}
    accounts = await linked_accounts(session, people)
    quiet = await choices(session, PreferenceKey.QUIET_HOURS, people)
    rows = [
        _notice(
            one,
            Recipient(
                one.person_id,
                accounts[one.person_id].account_id if one.person_id in accounts else None,
            ),
            wished=_Wished(quiet_hours=quiet.get(one.person_id)),
            student_id=one.person_id,
            due_at=one.due_at,
            profile=profile,
            now=now,
        )
        for one in news
    ]
    return await waiting.add(session, rows)


async def cancel_waiting(session: AsyncSession, facts: Sequence[FactRef]) -> int:
    """Drop what waits about *facts* and return how many; what is leaving at this moment leaves.

    So it never replaces ``tell_family`` with the new revision: that one finds who was told.
    """
    return await waiting.end_facts(
        session, facts, school_id=bound_school_id(), reason="undone", state=NoticeState.SUPERSEDED
    )


async def refuse_waiting(
    session: AsyncSession, *, person_id: int, student_id: int | None, reason: str
) -> int:
    """Drop what waits for a person (about one child, or all) since it may no longer be told."""
    return await waiting.end_person(
        session,
        school_id=bound_school_id(),
        person_id=person_id,
        student_id=student_id,
        reason=reason,
        state=NoticeState.REFUSED,
    )


async def reroute(session: AsyncSession, *, person_id: int, account_id: int | None) -> int:
    """Let what waits for a person go to *account_id* from now on; None: nowhere, to paper."""
    return await waiting.reroute(
        session, school_id=bound_school_id(), person_id=person_id, account_id=account_id
    )


@dataclass(frozen=True, slots=True)
class _Wished:
    """What a recipient has chosen that moves a notice."""

    when: When = When.NOW
    quiet_hours: str | None = None


def _choices(
    wishes: Mapping[tuple[int, int], ChildChoices], person_id: int, student_id: int
) -> ChildChoices:
    return wishes.get((person_id, student_id), ChildChoices())


def _due_for(news: FactNews, recipient: Recipient) -> datetime:
    is_student = recipient.person_id == news.student_id
    return news.student_due_at if is_student and news.student_due_at else news.due_at


def _notice(
    news: _News,
    recipient: Recipient,
    *,
    student_id: int | None,
    due_at: datetime,
    profile: SchoolProfile,
    now: datetime,
    wished: _Wished = _Wished(),
) -> dict[str, Any]:
    rule = KIND_RULES[news.kind]
    profile = with_hours_of(wished.quiet_hours, profile)
    is_digest = wished.when is When.DIGEST
    if is_digest:
        due_at = next_digest(due_at, profile)
    timing = timing_of(
        news.kind, due_at=due_at, result_at=news.result_at, recorded_at=now, profile=profile
    )
    deadline_at = timing.deadline_at
    if is_digest:
        deadline_at = timing.due_at + AFTER_QUIET
    elif news.deadline_at is not None and not timing.is_held:
        deadline_at = max(news.deadline_at, timing.due_at)
    return {
        "school_id": bound_school_id(),
        "person_id": recipient.person_id,
        "student_id": student_id,
        "account_id": recipient.account_id,
        "kind": news.kind,
        "fact_kind": news.fact.kind,
        "fact_id": news.fact.id,
        "revision": news.revision,
        "merge_key": _key(news, timing, is_digest=is_digest),
        "priority": rule.priority,
        "result_at": news.result_at,
        "recorded_at": now,
        "due_at": timing.due_at,
        "deadline_at": deadline_at,
        "expires_at": news.expires_at or timing.expires_at,
        "clause": rule.clause,
        "state": NoticeState.WAITING,
        "attempts": 0,
        "reason": "",
    }


def _key(news: _News, timing: Timing, *, is_digest: bool) -> str:
    if timing.is_held:
        return held_key(timing.due_at)
    return digest_key(timing.due_at) if is_digest else news.merge_key
