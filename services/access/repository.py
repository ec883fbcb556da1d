"""Reads of accounts, links, guardianships and consents; what they mean is in ``consent_rules``."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.consent_rules import first_unanswered, standing
from services.database import prepared
from services.models import (
    Account,
    AccountLink,
    Briefing,
    Consent,
    ConsentText,
    Guardianship,
    Person,
    RightChange,
    RoleAssignment,
    SchoolClass,
    TeachingAssignment,
)
from services.vocabulary import AccessMode, ConsentAction, ConsentPurpose, PersonKind, Role

__all__ = [
    "Acts",
    "GuardianshipRow",
    "LinkedAccount",
    "LinkedPerson",
    "StudentRow",
    "accounts_of_several",
    "child_ids",
    "consent_acts",
    "editions",
    "find_account",
    "guardianships_over",
    "homeroom_class_ids",
    "linked_accounts",
    "linked_people",
    "owes_briefing",
    "own_access",
    "person_row",
    "right_changes",
    "staff_left_on",
    "staff_roles",
    "students",
    "unbriefed",
]

Acts = Mapping[tuple[int, int, ConsentPurpose], ConsentAction]
"""The latest act by (who consents, about whom, for what)."""


@dataclass(frozen=True, slots=True)
class LinkedPerson:
    """Somebody an account is verified to be."""

    school_id: int
    person_id: int
    kind: PersonKind


@dataclass(frozen=True, slots=True)
class LinkedAccount:
    """Where a person can be reached."""

    account_id: int
    bot_id: int
    chat_id: int
    language: str
    is_reachable: bool


@dataclass(frozen=True, slots=True)
class GuardianshipRow:
    """A guardianship's data that decide about delivery."""

    guardian_id: int
    student_id: int
    access: AccessMode
    access_from: date | None
    access_to: date | None
    has_application: bool
    guardian_left_on: date | None


@dataclass(frozen=True, slots=True)
class StudentRow:
    """A student's data that decide about delivery."""

    birth_date: date | None
    left_on: date | None


# Who is asking is asked with every update, hence all of these.
_ACCOUNT = prepared(
    select(Account).where(
        Account.bot_id == bindparam("bot_id"),
        Account.telegram_user_id == bindparam("telegram_user_id"),
    )
)
_LINK, _SOMEBODY = AccountLink.__table__, Person.__table__
_LINKED_PEOPLE = prepared(
    select(_SOMEBODY.c.school_id, _SOMEBODY.c.id, _SOMEBODY.c.kind)
    .join(
        _LINK,
        (_LINK.c.school_id == _SOMEBODY.c.school_id) & (_LINK.c.person_id == _SOMEBODY.c.id),
    )
    .where(_LINK.c.account_id == bindparam("account_id"), _LINK.c.ended_at.is_(None))
    .order_by(_LINK.c.id)
)
_CARE = Guardianship.__table__
# As many rows as an account may see children, and perhaps some it may not see now.
_OF_SEVERAL = prepared(
    select(_LINK.c.account_id)
    .outerjoin(
        _CARE,
        (_CARE.c.school_id == _LINK.c.school_id) & (_CARE.c.guardian_id == _LINK.c.person_id),
    )
    .where(
        _LINK.c.account_id.in_(bindparam("account_ids", expanding=True)),
        _LINK.c.ended_at.is_(None),
    )
    .group_by(_LINK.c.account_id)
    .having(func.count() > 1)
)
_LINKED_ACCOUNTS = prepared(
    select(
        AccountLink.person_id,
        Account.id,
        Account.bot_id,
        Account.chat_id,
        Account.language,
        Account.is_reachable,
    )
    .join(Account, Account.id == AccountLink.account_id)
    .where(
        AccountLink.person_id.in_(bindparam("person_ids", expanding=True)),
        AccountLink.ended_at.is_(None),
    )
    .order_by(AccountLink.id)
)
_PERSON = prepared(select(Person).where(Person.id == bindparam("person_id")))
_CHILD_IDS = prepared(
    select(Guardianship.student_id)
    .where(Guardianship.guardian_id == bindparam("guardian_id"))
    .order_by(Guardianship.id)
)
_STUDENTS = prepared(
    select(Person.id, Person.birth_date, Person.left_on).where(
        Person.id.in_(bindparam("student_ids", expanding=True)), Person.kind == PersonKind.STUDENT
    )
)
_GUARDIANSHIPS: Select[*tuple[Any, ...]] = (
    select(
        Guardianship.guardian_id,
        Guardianship.student_id,
        Guardianship.access,
        Guardianship.access_from,
        Guardianship.access_to,
        Guardianship.application_number,
        Person.left_on,
    )
    .join(Person, Person.id == Guardianship.guardian_id)
    .order_by(Guardianship.id)
)
_GUARDIANSHIPS_OVER = prepared(
    _GUARDIANSHIPS.where(Guardianship.student_id.in_(bindparam("student_ids", expanding=True)))
)
_CONSENTS = prepared(
    select(
        Consent.person_id,
        Consent.student_id,
        Consent.purpose,
        Consent.action,
        ConsentText.valid_from,
        ConsentText.asks_again,
    )
    .outerjoin(ConsentText, ConsentText.id == Consent.consent_text_id)
    .where(Consent.student_id.in_(bindparam("student_ids", expanding=True)))
    .order_by(Consent.id)
)
_EDITIONS = prepared(
    select(ConsentText.purpose, ConsentText.valid_from)
    .where(ConsentText.asks_again)
    .order_by(ConsentText.valid_from)
)


async def find_account(
    session: AsyncSession, *, bot_id: int, telegram_user_id: int
) -> Account | None:
    """Return the account of a Telegram user with one bot."""
    values = {"bot_id": bot_id, "telegram_user_id": telegram_user_id}
    return await session.scalar(_ACCOUNT, values)


async def linked_people(session: AsyncSession, *, account_id: int) -> list[LinkedPerson]:
    """Return everybody an account is linked to now, in every school (hence no ORM entities)."""
    rows = await session.execute(_LINKED_PEOPLE, {"account_id": account_id})
    return [LinkedPerson(row.school_id, row.id, row.kind) for row in rows]


async def accounts_of_several(
    session: AsyncSession, account_ids: Collection[int]
) -> frozenset[int]:
    """Return which accounts may see more than one child, in one school or in several."""
    return frozenset(await session.scalars(_OF_SEVERAL, {"account_ids": list(account_ids)}))


async def linked_accounts(
    session: AsyncSession, person_ids: Collection[int]
) -> dict[int, LinkedAccount]:
    """Return the live account of each person that has one."""
    rows = await session.execute(_LINKED_ACCOUNTS, {"person_ids": list(person_ids)})
    return {
        row.person_id: LinkedAccount(
            row.id, row.bot_id, row.chat_id, row.language, row.is_reachable
        )
        for row in rows
    }


async def person_row(session: AsyncSession, person_id: int) -> Person | None:
    """Return a person of the bound school."""
    return await session.scalar(_PERSON, {"person_id": person_id})


async def staff_left_on(
    session: AsyncSession, person_ids: Collection[int]
) -> dict[int, date | None]:
    """Return those of some people who are staff, with the day they left, if they did."""
    if not person_ids:
        return {}
    rows = await session.execute(
        select(Person.id, Person.left_on).where(
            Person.id.in_(person_ids), Person.kind == PersonKind.STAFF
        )
    )
    return {row.id: row.left_on for row in rows}


async def staff_roles(session: AsyncSession, person_id: int) -> frozenset[Role]:
    """Return the stored roles; who has lessons to give is a teacher, whatever the list says."""
    roles = set(
        await session.scalars(
            select(RoleAssignment.role).where(RoleAssignment.person_id == person_id)
        )
    )
    teaches = await session.scalar(
        select(exists().where(TeachingAssignment.teacher_id == person_id))
    )
    return frozenset(roles | {Role.TEACHER} if teaches else roles)


async def right_changes(session: AsyncSession) -> frozenset[tuple[Role, str, bool]]:
    """Return what the bound school has changed of the table of rights, as far as it is known."""
    rows = await session.execute(
        select(RightChange.role, RightChange.action, RightChange.is_allowed)
    )
    roles = set(Role)
    return frozenset(
        (Role(row.role), row.action, row.is_allowed) for row in rows if row.role in roles
    )


async def owes_briefing(session: AsyncSession, person_id: int) -> bool:
    """Whether a member of staff came in and has not read the briefing yet."""
    owed = exists().where(Briefing.person_id == person_id, Briefing.read_at.is_(None))
    return bool(await session.scalar(select(owed)))


async def unbriefed(session: AsyncSession, person_ids: Collection[int]) -> frozenset[int]:
    """Return those of some people who came in and have not read the briefing yet."""
    if not person_ids:
        return frozenset()
    return frozenset(
        await session.scalars(
            select(Briefing.person_id).where(
                Briefing.person_id.in_(person_ids), Briefing.read_at.is_(None)
            )
        )
    )


async def homeroom_class_ids(session: AsyncSession, person_id: int) -> frozenset[int]:
    """Return the classes of a class teacher."""
    return frozenset(
        await session.scalars(
            select(SchoolClass.id).where(SchoolClass.homeroom_teacher_id == person_id)
        )
    )


async def child_ids(session: AsyncSession, guardian_id: int) -> Sequence[int]:
    """Return a guardian's children, in the order of the school's list."""
    return (await session.scalars(_CHILD_IDS, {"guardian_id": guardian_id})).all()


async def own_access(
    session: AsyncSession, person_ids: Collection[int]
) -> dict[int, list[GuardianshipRow]]:
    """Return the guardianships of those of some people who are guardians themselves."""
    if not person_ids:
        return {}
    # A grown student may be a guardian, too: as a student the own consent is asked for.
    guardians = select(Person.id).where(
        Person.id.in_(person_ids), Person.kind == PersonKind.GUARDIAN
    )
    rows = await session.execute(_GUARDIANSHIPS.where(Guardianship.guardian_id.in_(guardians)))
    found: dict[int, list[GuardianshipRow]] = {}
    for row in rows:
        found.setdefault(row.guardian_id, []).append(_guardianship_row(row))
    return found


async def students(session: AsyncSession, student_ids: Collection[int]) -> dict[int, StudentRow]:
    """Return what decides about some students themselves."""
    rows = await session.execute(_STUDENTS, {"student_ids": list(student_ids)})
    return {row.id: StudentRow(row.birth_date, row.left_on) for row in rows}


async def guardianships_over(
    session: AsyncSession, student_ids: Collection[int]
) -> list[GuardianshipRow]:
    """Return the guardians of some students."""
    rows = await session.execute(_GUARDIANSHIPS_OVER, {"student_ids": list(student_ids)})
    return [_guardianship_row(row) for row in rows]


def _guardianship_row(row: Row[Any]) -> GuardianshipRow:
    return GuardianshipRow(
        guardian_id=row.guardian_id,
        student_id=row.student_id,
        access=row.access,
        access_from=row.access_from,
        access_to=row.access_to,
        has_application=bool(row.application_number),
        guardian_left_on=row.left_on,
    )


async def consent_acts(
    session: AsyncSession, student_ids: Collection[int], *, on: date, days: int
) -> Acts:
    """Return what the latest acts about some students' data are worth, whoever's they are.

    A consent given under an edition that a published one has replaced lasts *days* more.
    """
    rows = await session.execute(_CONSENTS, {"student_ids": list(student_ids)})
    published = await editions(session)
    return {
        (row.person_id, row.student_id, row.purpose): standing(
            row.action,
            unanswered_since=first_unanswered(
                row.valid_from if row.asks_again else None,
                published.get(row.purpose, ()),
                on=on,
            ),
            days=days,
            on=on,
        )
        for row in rows
    }


async def editions(session: AsyncSession) -> dict[ConsentPurpose, list[date]]:
    """Return the first days of the editions that were published, by purpose."""
    rows = await session.execute(_EDITIONS)
    found: dict[ConsentPurpose, list[date]] = {}
    for row in rows:
        found.setdefault(row.purpose, []).append(row.valid_from)
    return found
