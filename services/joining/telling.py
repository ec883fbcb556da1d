"""Owing staff the news that somebody waits for their decision."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.joining import people_repository
from services.joining.rights import concern_of
from services.models import ContactRequest, CorrectionRequest, LinkRequest, Person, SchoolClass
from services.outbox.enqueue import StaffNews, tell_staff, tell_themselves
from services.outbox.keys import request_key
from services.regulation.repository import load_profile
from services.vocabulary import FactKind, FactRef, NoticeKind, PersonKind, Role

__all__ = [
    "ASKED",
    "tell_contact_decided",
    "tell_contact_request",
    "tell_correction_decided",
    "tell_correction_request",
    "tell_link_confirmed",
    "tell_link_request",
]

ASKED, _DECIDED = 1, 2  # revisions of a request
# The secretary; where there is none, whoever keeps the lists.
_OFFICE = (Role.SECRETARY, Role.ADMINISTRATOR)


async def tell_link_request(
    session: AsyncSession, request: LinkRequest, person: Person, *, now: datetime
) -> None:
    """Tell the class teachers of a family, or the office, that somebody asks to be confirmed."""
    on = await _today(session, now)
    classes = (await concern_of(session, person, on=on)).class_ids
    readers = await _class_teachers(session, classes) or await _office(session, on=on)
    await _tell(session, FactRef(FactKind.LINK_REQUEST, request.id), readers, now=now)


async def tell_contact_request(
    session: AsyncSession, request: ContactRequest, *, now: datetime
) -> None:
    """Tell the office that a parent has another phone."""
    readers = await _office(session, on=await _today(session, now))
    await _tell(session, FactRef(FactKind.CONTACT_REQUEST, request.id), readers, now=now)


async def tell_link_confirmed(
    session: AsyncSession, request: LinkRequest, person: Person, *, now: datetime
) -> None:
    """Tell whoever asked to be confirmed that they may go on; a student goes on by a button."""
    await _tell_oneself(session, FactRef(FactKind.LINK_REQUEST, request.id), person, now=now)


async def tell_contact_decided(
    session: AsyncSession, request: ContactRequest, person: Person, *, now: datetime
) -> None:
    """Tell a parent what became of the new phone."""
    await _tell_oneself(session, FactRef(FactKind.CONTACT_REQUEST, request.id), person, now=now)


async def tell_correction_request(
    session: AsyncSession, request: CorrectionRequest, *, now: datetime
) -> None:
    """Tell the office that somebody says that the data about them are wrong."""
    readers = await _office(session, on=await _today(session, now))
    await _tell(session, FactRef(FactKind.CORRECTION_REQUEST, request.id), readers, now=now)


async def tell_correction_decided(
    session: AsyncSession, request: CorrectionRequest, person: Person, *, now: datetime
) -> None:
    """Tell whoever asked what became of it; a student by the own account, if it may be used."""
    fact = FactRef(FactKind.CORRECTION_REQUEST, request.id)
    await _tell_oneself(session, fact, person, now=now, with_student=True)


async def _tell_oneself(
    session: AsyncSession,
    fact: FactRef,
    person: Person,
    *,
    now: datetime,
    with_student: bool = False,
) -> None:
    news = StaffNews(
        person_id=person.id,
        fact=fact,
        revision=_DECIDED,
        kind=NoticeKind.REQUEST,
        merge_key=request_key(f"{fact.kind}:{fact.id}"),
        result_at=now,
        due_at=now,
    )
    profile = await load_profile(session)
    match person.kind:
        case PersonKind.STAFF:
            await tell_staff(session, [news], profile=profile, now=now)
        case PersonKind.GUARDIAN:
            await tell_themselves(session, [news], profile=profile, now=now)
        case PersonKind.STUDENT if with_student:
            await tell_themselves(session, [news], profile=profile, now=now)
        case PersonKind.STUDENT:
            return  # nothing reaches a student's account before a parent's consent


async def _tell(
    session: AsyncSession, fact: FactRef, readers: Collection[int], *, now: datetime
) -> None:
    news = [
        StaffNews(
            person_id=one,
            fact=fact,
            revision=ASKED,
            kind=NoticeKind.REQUEST,
            merge_key=request_key(fact.kind),
            result_at=now,
            due_at=now,
        )
        for one in sorted(set(readers))
    ]
    await tell_staff(session, news, profile=await load_profile(session), now=now)


async def _class_teachers(session: AsyncSession, class_ids: Collection[int]) -> tuple[int, ...]:
    rows = await session.scalars(
        select(SchoolClass.homeroom_teacher_id).where(SchoolClass.id.in_(class_ids))
    )
    return tuple(one for one in rows if one is not None)


async def _office(session: AsyncSession, *, on: date) -> tuple[int, ...]:
    for role in _OFFICE:
        holders = await people_repository.role_holders(session, [role], on=on)
        if holders:
            return holders
    return ()


async def _today(session: AsyncSession, now: datetime) -> date:
    return now.astimezone((await load_profile(session)).timezone).date()
