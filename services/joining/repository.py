"""SQL of joining inside one school; every function needs a session with the school bound."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.consent_rules import effective_access
from services.joining.facts import ChildFacts, PersonFacts
from services.models import (
    AccountLink,
    Enrollment,
    Guardianship,
    InviteCode,
    LinkRequest,
    Person,
    School,
    SchoolClass,
)
from services.vocabulary import AccessMode, LinkRequestState, PersonKind

__all__ = [
    "access_on",
    "children_facts",
    "children_of",
    "coded",
    "end_open_invites",
    "find_request",
    "guardians_of",
    "guardianship",
    "homeroom_teachers",
    "live_link",
    "live_links_of_account",
    "locked_invite",
    "pending_requests",
    "people",
    "person",
    "person_facts",
    "request_of_account",
    "requests_of_person",
    "school_name",
]


async def school_name(session: AsyncSession, school_id: int) -> str:
    """Return the short name of a school."""
    return (await session.get_one(School, school_id)).short_name


async def locked_invite(session: AsyncSession, invite_id: int) -> InviteCode:
    """Return an invitation that no other transaction can use meanwhile."""
    return (
        await session.scalars(
            select(InviteCode)
            .where(InviteCode.id == invite_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    ).one()


async def end_open_invites(
    session: AsyncSession, person_ids: Collection[int], *, now: datetime
) -> None:
    """End unused codes of some people, one by one, so that the audit sees each."""
    for row in await session.scalars(
        select(InviteCode).where(
            InviteCode.person_id.in_(person_ids),
            InviteCode.used_at.is_(None),
            InviteCode.ended_at.is_(None),
        )
    ):
        row.ended_at = now
    await session.flush()


async def coded(session: AsyncSession, *, now: datetime) -> frozenset[int]:
    """Return who has a code that can still be used."""
    return frozenset(
        await session.scalars(
            select(InviteCode.person_id).where(
                InviteCode.used_at.is_(None),
                InviteCode.ended_at.is_(None),
                InviteCode.expires_at > now,
            )
        )
    )


async def live_link(session: AsyncSession, person_id: int) -> AccountLink | None:
    """Return a person's link to an account, if there is one now."""
    return await session.scalar(
        select(AccountLink).where(
            AccountLink.person_id == person_id, AccountLink.ended_at.is_(None)
        )
    )


async def live_links_of_account(
    session: AsyncSession, account_id: int
) -> Sequence[tuple[PersonKind, PersonFacts]]:
    """Return who an account is, in the bound school."""
    rows = await session.scalars(
        select(Person)
        .join(AccountLink, AccountLink.person_id == Person.id)
        .where(AccountLink.account_id == account_id, AccountLink.ended_at.is_(None))
        .order_by(AccountLink.id)
    )
    return [(row.kind, person_facts(row)) for row in rows]


async def person(session: AsyncSession, person_id: int) -> Person:
    """Return a person of the bound school."""
    return (await session.scalars(select(Person).where(Person.id == person_id))).one()


async def people(session: AsyncSession, person_ids: Collection[int]) -> dict[int, Person]:
    """Return people of the bound school by id."""
    rows = await session.scalars(select(Person).where(Person.id.in_(person_ids)))
    return {row.id: row for row in rows}


def person_facts(row: Person) -> PersonFacts:
    """Return a person's name."""
    return PersonFacts(row.family_name, row.given_name, row.patronymic)


async def children_of(session: AsyncSession, guardian_id: int) -> Sequence[Guardianship]:
    """Return a guardian's guardianships, in the order of the school's list."""
    rows = await session.scalars(
        select(Guardianship)
        .where(Guardianship.guardian_id == guardian_id)
        .order_by(Guardianship.id)
    )
    return rows.all()


async def guardians_of(session: AsyncSession, student_id: int) -> Sequence[int]:
    """Return the guardians of a student, in the order of the school's list."""
    rows = await session.scalars(
        select(Guardianship.guardian_id)
        .where(Guardianship.student_id == student_id)
        .order_by(Guardianship.id)
    )
    return rows.all()


def access_on(row: Guardianship, *, on: date) -> AccessMode:
    """Return how a guardian is informed about a child on a day."""
    return effective_access(row.access, starts_on=row.access_from, ends_on=row.access_to, on=on)


async def guardianship(
    session: AsyncSession, *, guardian_id: int, student_id: int
) -> Guardianship | None:
    """Return the guardianship of one guardian over one child."""
    return await session.scalar(
        select(Guardianship).where(
            Guardianship.guardian_id == guardian_id, Guardianship.student_id == student_id
        )
    )


async def homeroom_teachers(session: AsyncSession, class_ids: Collection[int]) -> dict[int, int]:
    """Return the class teachers of some classes that have one."""
    rows = await session.execute(
        select(SchoolClass.id, SchoolClass.homeroom_teacher_id).where(
            SchoolClass.id.in_(class_ids), SchoolClass.homeroom_teacher_id.is_not(None)
        )
    )
    return {row.id: row.homeroom_teacher_id for row in rows}


async def children_facts(
    session: AsyncSession, student_ids: Collection[int], *, on: date
) -> dict[int, tuple[ChildFacts, int | None]]:
    """Return children with their class of a day, and its id; out of any class: an empty name."""
    names = await people(session, student_ids)
    rows = await session.execute(
        select(Enrollment.student_id, SchoolClass.id, SchoolClass.name)
        .join(SchoolClass, SchoolClass.id == Enrollment.school_class_id)
        .where(
            Enrollment.student_id.in_(student_ids),
            Enrollment.starts_on <= on,
            or_(Enrollment.ends_on.is_(None), Enrollment.ends_on >= on),
        )
        .order_by(Enrollment.starts_on, Enrollment.id)
    )
    classes = {row.student_id: (row.id, row.name) for row in rows}
    facts = {}
    for student_id, row in names.items():
        class_id, class_name = classes.get(student_id, (None, ""))
        facts[student_id] = (
            ChildFacts(student_id, row.family_name, row.given_name, class_name),
            class_id,
        )
    return facts


# --- requests to a human ------------------------------------------------------------------------


async def request_of_account(
    session: AsyncSession, *, account_id: int, invite_id: int
) -> LinkRequest | None:
    """Return the latest request of an account about one invitation."""
    return await session.scalar(
        select(LinkRequest)
        .where(LinkRequest.account_id == account_id, LinkRequest.invite_code_id == invite_id)
        .order_by(LinkRequest.id.desc())
        .limit(1)
    )


async def find_request(session: AsyncSession, request_id: int) -> LinkRequest | None:
    """Return a request of the bound school."""
    return await session.scalar(select(LinkRequest).where(LinkRequest.id == request_id))


async def pending_requests(session: AsyncSession) -> Sequence[LinkRequest]:
    """Return requests nobody has decided whose code is still open, the oldest first."""
    rows = await session.scalars(
        select(LinkRequest)
        .join(InviteCode, InviteCode.id == LinkRequest.invite_code_id)
        .where(
            LinkRequest.state == LinkRequestState.PENDING,
            InviteCode.used_at.is_(None),
            InviteCode.ended_at.is_(None),
        )
        .order_by(LinkRequest.id)
    )
    return rows.all()


async def requests_of_person(session: AsyncSession, person_id: int) -> Sequence[LinkRequest]:
    """Return the undecided requests to be one person."""
    rows = await session.scalars(
        select(LinkRequest).where(
            LinkRequest.person_id == person_id, LinkRequest.state == LinkRequestState.PENDING
        )
    )
    return rows.all()
