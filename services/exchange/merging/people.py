"""Staff with their roles, and what the three lists of people have in common."""

from collections.abc import Mapping
from typing import Any

from services.exchange.merging.ledger import Outcome
from services.exchange.merging.namesakes import Known
from services.exchange.merging.pairing import assign
from services.exchange.merging.state import Merge
from services.exchange.repository import stored_rows
from services.exchange.sheets import PersonRow, StaffRow
from services.models import Person, RoleAssignment
from services.vocabulary import PersonKind

__all__ = ["merge_person", "merge_staff", "people_of"]


async def people_of(merge: Merge, kind: PersonKind) -> list[Person]:
    """Return everybody of a list who is stored, the oldest first."""
    return [row for row in await stored_rows(merge.session, Person) if row.kind is kind]


def merge_person(
    merge: Merge,
    row: PersonRow,
    person: Person | None,
    kind: PersonKind,
    values: Mapping[str, Any],
) -> Person:
    """Store a person of the list, who thereby is there (again), and note what that did."""
    values = {**_person(merge, row), **values}
    if person is None:
        person = Person(kind=kind, **values)
        merge.session.add(person)
        merge.ledger.note(row, Outcome.ADDED)
    else:
        merge.ledger.note_change(row, is_changed=assign(person, values))
    return person


def _person(merge: Merge, row: PersonRow) -> dict[str, Any]:
    values: dict[str, Any] = {"family_name": row.family_name, "given_name": row.given_name}
    if row.has_id:
        values["external_id"] = row.external_id
    if "patronymic" in row.given:
        values["patronymic"] = row.patronymic
    if "phone" in row.given:
        # The number itself is forgotten here: a keyed hash to compare, two digits to show.
        values["phone_hash"] = merge.keys.phone_hash(row.phone) if row.phone else None
        values["phone_tail"] = row.phone[-2:] if row.phone else None
    return values


async def merge_staff(merge: Merge) -> None:
    """Store the staff and their roles."""
    known = Known(merge, await people_of(merge, PersonKind.STAFF))
    rows: list[tuple[StaffRow, Person]] = []
    for row in merge.tables.staff.rows:
        stored = known.member_of_staff(row)
        person = merge_person(merge, row, stored, PersonKind.STAFF, {"left_on": None})
        merge.staff[row.external_id] = person
        rows.append((row, person))
    await merge.session.flush()
    roles: dict[int, dict[str, RoleAssignment]] = {}
    for assignment in await stored_rows(merge.session, RoleAssignment):
        roles.setdefault(assignment.person_id, {})[assignment.role] = assignment
    for row, person in rows:
        if "roles" not in row.given:
            continue
        held = roles.get(person.id, {})
        for role in sorted(row.roles - set(held)):
            merge.session.add(RoleAssignment(person_id=person.id, role=role))
        for ended in (held[role] for role in held if role not in row.roles):
            await merge.session.delete(ended)
        merge.ledger.note_change(row, is_changed=row.roles != set(held))
