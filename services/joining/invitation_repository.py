"""SQL of invitations: who has no account yet, with the classes and children they belong to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.consent_rules import effective_access
from services.access.repository import homeroom_class_ids, staff_roles
from services.joining import repository
from services.joining.facts import InvitedChild, PersonFacts
from services.models import AccountLink, Guardianship, Person, SchoolClass
from services.vocabulary import AccessMode, PersonKind, Role

__all__ = ["Candidate", "candidates", "class_exists", "person_ids"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be given a code."""

    person_id: int
    external_id: str | None
    kind: PersonKind
    roles: frozenset[Role]
    person: PersonFacts
    class_names: tuple[str, ...]
    students: tuple[InvitedChild, ...]


async def class_exists(session: AsyncSession, class_name: str) -> bool:
    """Whether the school has a class of that name."""
    found = await session.scalar(select(SchoolClass.id).where(SchoolClass.name == class_name))
    return found is not None


async def person_ids(session: AsyncSession, person: str) -> frozenset[int]:
    """Return whom a key names: the school's own key first, else our number."""
    own = frozenset(await session.scalars(select(Person.id).where(Person.external_id == person)))
    if own or not person.isdecimal():
        return own
    return frozenset(await session.scalars(select(Person.id).where(Person.id == int(person))))


async def candidates(
    session: AsyncSession, *, on: date, named: Collection[int] | None = None
) -> list[Candidate]:
    """Return who may be given a code on a day, by kind, class and name.

    People without an account; or just those *named*, with an account or without.
    """
    if named is None:
        has_account = (
            select(AccountLink.id)
            .where(AccountLink.person_id == Person.id, AccountLink.ended_at.is_(None))
            .correlate(Person)
        )
        which = ~exists(has_account)
    else:
        which = Person.id.in_(named)
    rows = (
        await session.scalars(
            select(Person).where(or_(Person.left_on.is_(None), Person.left_on > on), which)
        )
    ).all()
    children = await _children_of_guardians(session, on=on)
    of_interest = {one.student_id for rows in children.values() for one in rows}
    of_interest |= {row.id for row in rows if row.kind is PersonKind.STUDENT}
    facts = await repository.children_facts(session, of_interest, on=on)
    people = await repository.people(session, of_interest)
    found: list[Candidate] = []
    for row in rows:
        match row.kind:
            case PersonKind.STAFF:
                found.append(await _staff(session, row))
            case PersonKind.STUDENT:
                child, _ = facts[row.id]
                found.append(_candidate(row, Role.STUDENT, (child.class_name,), ()))
            case PersonKind.GUARDIAN if children.get(row.id):
                own = tuple(
                    _child(link, people[link.student_id], facts[link.student_id][0].class_name)
                    for link in children[row.id]
                )
                classes = tuple(dict.fromkeys(one.class_name for one in own))
                found.append(_candidate(row, Role.GUARDIAN, classes, own))
            case PersonKind.GUARDIAN:
                continue
    grades = await _grades(session)
    return sorted(found, key=lambda one: _order(one, grades))


async def _children_of_guardians(
    session: AsyncSession, *, on: date
) -> dict[int, list[Guardianship]]:
    """Return for each guardian the children whose news they get electronically on a day."""
    rows = await session.execute(
        select(Guardianship, Person.left_on)
        .join(Person, Person.id == Guardianship.student_id)
        .order_by(Guardianship.id)
    )
    children: dict[int, list[Guardianship]] = {}
    for link, left_on in rows:
        access = effective_access(
            link.access, starts_on=link.access_from, ends_on=link.access_to, on=on
        )
        if access is AccessMode.ELECTRONIC and (left_on is None or left_on > on):
            children.setdefault(link.guardian_id, []).append(link)
    return children


async def _staff(session: AsyncSession, row: Person) -> Candidate:
    roles = await staff_roles(session, row.id)
    if await homeroom_class_ids(session, row.id):
        roles |= {Role.HOMEROOM_TEACHER}
    return Candidate(
        row.id, row.external_id, row.kind, roles, repository.person_facts(row), (), ()
    )


def _child(link: Guardianship, row: Person, class_name: str) -> InvitedChild:
    return InvitedChild(
        student_id=row.id,
        family_name=row.family_name,
        given_name=row.given_name,
        patronymic=row.patronymic,
        class_name=class_name,
        relation=link.relation,
        application_number=link.application_number,
        application_date=link.application_date,
    )


def _candidate(
    row: Person, role: Role, class_names: tuple[str, ...], students: tuple[InvitedChild, ...]
) -> Candidate:
    return Candidate(
        person_id=row.id,
        external_id=row.external_id,
        kind=row.kind,
        roles=frozenset({role}),
        person=repository.person_facts(row),
        class_names=tuple(name for name in class_names if name),
        students=students,
    )


async def _grades(session: AsyncSession) -> dict[str, int]:
    rows = await session.execute(select(SchoolClass.name, SchoolClass.grade_level))
    return {row.name: row.grade_level for row in rows}


_KINDS = (PersonKind.STAFF, PersonKind.STUDENT, PersonKind.GUARDIAN)


def _order(one: Candidate, grades: dict[str, int]) -> tuple[int, int, str, str, str]:
    class_name = one.class_names[0] if one.class_names else ""
    # Lists of people: ё stands with е.
    family, given = (
        name.casefold().replace("ё", "е")
        for name in (one.person.family_name, one.person.given_name)
    )
    return _KINDS.index(one.kind), grades.get(class_name, 0), class_name, family, given
