"""SQL of the register of people: lists of them, and how far each has come; the school is bound."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import NotFound
from services.joining.people_facts import EntryLine, JoinState
from services.joining.repository import access_on
from services.models import (
    Account,
    AccountLink,
    AuditDetail,
    AuditEntry,
    CalendarFeed,
    Guardianship,
    InviteCode,
    JournalEntry,
    Person,
    RoleAssignment,
    SchoolClass,
)
from services.roster.membership import student_ids_of_classes
from services.vocabulary import AccessMode, EntryState, PersonKind, Role

__all__ = [
    "RESUMED_WHY",
    "SUSPENDED_WHY",
    "changes_by",
    "class_name_of",
    "classes",
    "end_feeds",
    "entries_by",
    "everybody",
    "find_person",
    "guardians_of",
    "is_suspended_in_chat",
    "link_with_account",
    "linked_ids",
    "open_code",
    "people_of_account",
    "people_of_class",
    "role_holders",
    "staff",
    "states",
    "students_of_class",
]

# What the audit keeps as the reason; an import asks for it later.
SUSPENDED_WHY, RESUMED_WHY = "access suspended", "access resumed"
_EXCEPTIONS = {AccessMode.SUSPENDED: JoinState.SUSPENDED, AccessMode.PAPER: JoinState.ON_PAPER}


def _is_here(on: date) -> ColumnElement[bool]:
    return or_(Person.left_on.is_(None), Person.left_on > on)


async def classes(session: AsyncSession) -> Sequence[SchoolClass]:
    """Return all classes, in the order of grades and letters."""
    rows = await session.scalars(
        select(SchoolClass).order_by(SchoolClass.grade_level, SchoolClass.name)
    )
    return rows.all()


async def class_name_of(session: AsyncSession, class_id: int) -> str:
    """Return a class's name.

    Raises:
        NotFound: there is no such class.
    """
    name = await session.scalar(select(SchoolClass.name).where(SchoolClass.id == class_id))
    if name is None:
        raise NotFound
    return name


async def find_person(session: AsyncSession, person_id: int) -> Person | None:
    """Return a person of the bound school."""
    return await session.scalar(select(Person).where(Person.id == person_id))


async def staff(session: AsyncSession, *, on: date) -> Sequence[Person]:
    """Return the staff of a day."""
    rows = await session.scalars(
        select(Person).where(Person.kind == PersonKind.STAFF, _is_here(on))
    )
    return rows.all()


async def everybody(session: AsyncSession, *, on: date) -> Sequence[Person]:
    """Return everybody of a day, of every list."""
    return (await session.scalars(select(Person).where(_is_here(on)))).all()


async def people_of_class(
    session: AsyncSession, class_id: int, *, on: date
) -> tuple[list[Person], list[tuple[Guardianship, Person]]]:
    """Return a class's students of a day, and their guardians."""
    students = await students_of_class(session, class_id, on=on)
    return students, await guardians_of(session, [one.id for one in students], on=on)


async def students_of_class(session: AsyncSession, class_id: int, *, on: date) -> list[Person]:
    """Return a class's students of a day."""
    student_ids = await student_ids_of_classes(session, [class_id], on=on)
    rows = await session.scalars(select(Person).where(Person.id.in_(student_ids), _is_here(on)))
    return list(rows)


async def linked_ids(session: AsyncSession, person_ids: Collection[int]) -> frozenset[int]:
    """Return who of some people has an account now."""
    return frozenset(
        await session.scalars(
            select(AccountLink.person_id).where(
                AccountLink.person_id.in_(person_ids), AccountLink.ended_at.is_(None)
            )
        )
    )


async def guardians_of(
    session: AsyncSession, student_ids: Collection[int], *, on: date
) -> list[tuple[Guardianship, Person]]:
    """Return the guardians of some students, in the order of the school's list."""
    rows = await session.execute(
        select(Guardianship, Person)
        .join(Person, Person.id == Guardianship.guardian_id)
        .where(Guardianship.student_id.in_(student_ids), _is_here(on))
        .order_by(Guardianship.id)
    )
    return [(link, person) for link, person in rows]


async def states(
    session: AsyncSession, people: Collection[Person], *, now: datetime, on: date
) -> Mapping[int, JoinState]:
    """Return how far each of some people has come."""
    ids = [one.id for one in people]
    linked = await linked_ids(session, ids)
    coded = set(
        await session.scalars(
            select(InviteCode.person_id).where(InviteCode.person_id.in_(ids), *_open_code(now=now))
        )
    )
    access: dict[int, set[AccessMode]] = {}
    for row in await session.scalars(
        select(Guardianship).where(Guardianship.guardian_id.in_(ids))
    ):
        access.setdefault(row.guardian_id, set()).add(access_on(row, on=on))
    return {one: _state(one, linked, coded, access.get(one, set())) for one in ids}


def _state(
    person_id: int, linked: Collection[int], coded: Collection[int], access: set[AccessMode]
) -> JoinState:
    for_all = _EXCEPTIONS.get(next(iter(access))) if len(access) == 1 else None
    if for_all is JoinState.SUSPENDED:
        return JoinState.SUSPENDED
    if person_id in linked:
        return JoinState.LINKED
    if for_all is not None:
        return for_all
    return JoinState.HAS_CODE if person_id in coded else JoinState.NOT_YET


def _open_code(*, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        InviteCode.used_at.is_(None),
        InviteCode.ended_at.is_(None),
        InviteCode.expires_at > now,
    )


async def open_code(
    session: AsyncSession, person_id: int, *, now: datetime
) -> tuple[int, datetime] | None:
    """Return a person's open code and when it expires, if there is one."""
    row = (
        await session.execute(
            select(InviteCode.id, InviteCode.expires_at)
            .where(InviteCode.person_id == person_id, *_open_code(now=now))
            .order_by(InviteCode.id.desc())
            .limit(1)
        )
    ).one_or_none()
    return (row[0], row[1]) if row else None


async def link_with_account(
    session: AsyncSession, person_id: int
) -> tuple[AccountLink, Account] | None:
    """Return a person's live link with its account."""
    row = (
        await session.execute(
            select(AccountLink, Account)
            .join(Account, Account.id == AccountLink.account_id)
            .where(AccountLink.person_id == person_id, AccountLink.ended_at.is_(None))
            .order_by(AccountLink.id.desc())
            .limit(1)
        )
    ).one_or_none()
    return (row[0], row[1]) if row else None


async def people_of_account(session: AsyncSession, account_id: int) -> Sequence[Person]:
    """Return who an account is now, in the bound school."""
    rows = await session.scalars(
        select(Person)
        .join(AccountLink, AccountLink.person_id == Person.id)
        .where(AccountLink.account_id == account_id, AccountLink.ended_at.is_(None))
        .order_by(AccountLink.id)
    )
    return rows.all()


async def end_feeds(session: AsyncSession, person_id: int, *, now: datetime) -> None:
    """End a person's calendar addresses: a lost phone knows them."""
    for feed in await session.scalars(
        select(CalendarFeed).where(
            CalendarFeed.person_id == person_id, CalendarFeed.ended_at.is_(None)
        )
    ):
        feed.ended_at = now


async def entries_by(
    session: AsyncSession, person_id: int, *, since: datetime
) -> tuple[EntryLine, ...]:
    """Return the journal entries a teacher saved since a moment, the newest first."""
    rows = await session.scalars(
        select(JournalEntry)
        .where(
            JournalEntry.author_id == person_id,
            JournalEntry.saved_at >= since,
            JournalEntry.state.in_((EntryState.SAVED, EntryState.UNDONE)),
        )
        .order_by(JournalEntry.saved_at.desc(), JournalEntry.id.desc())
    )
    return tuple(
        EntryLine(row.saved_at, row.source, row.state is EntryState.UNDONE)
        for row in rows
        if row.saved_at is not None
    )


async def changes_by(
    session: AsyncSession, person_id: int, *, since: datetime
) -> tuple[tuple[str, int], ...]:
    """Return how many changes a person made since a moment, by audited table."""
    rows = await session.scalars(
        select(AuditEntry.entity).where(AuditEntry.actor_id == person_id, AuditEntry.at >= since)
    )
    return tuple(sorted(Counter(rows).items()))


async def is_suspended_in_chat(session: AsyncSession, guardianship_id: int) -> bool:
    """Whether the office, not a list, decided last about a guardian's access to a child."""
    why = AuditDetail.payload["why"].as_string()
    last = await session.scalar(
        select(why)
        .select_from(AuditEntry)
        .join(AuditDetail, AuditDetail.entry_id == AuditEntry.id)
        .where(
            AuditEntry.entity == Guardianship.__tablename__,
            AuditEntry.entity_id == guardianship_id,
            why.in_((SUSPENDED_WHY, RESUMED_WHY, "import")),
        )
        .order_by(AuditEntry.seq.desc())
        .limit(1)
    )
    return last == SUSPENDED_WHY


async def role_holders(
    session: AsyncSession, roles: Collection[Role], *, on: date
) -> tuple[int, ...]:
    """Return who holds one of some roles on a day."""
    rows = await session.scalars(
        select(Person.id)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .where(RoleAssignment.role.in_(roles), _is_here(on))
        .distinct()
        .order_by(Person.id)
    )
    return tuple(rows)
