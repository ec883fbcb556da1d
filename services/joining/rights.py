"""Whose person is it: the classes somebody belongs to, and what staff may do about them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.identity import Identity
from services.access.policy import Action, is_allowed
from services.errors import NotAllowed
from services.joining import repository
from services.models import Person
from services.vocabulary import PersonKind

__all__ = ["ABOUT_FAMILY", "ABOUT_STAFF", "Concern", "concern_of", "may", "require_may"]

# What is asked for, by whom it is about: rights over staff are other rights.
ABOUT_FAMILY: Mapping[str, Action] = {
    "see": Action.SEE_FAMILY_ACCESS,
    "invite": Action.INVITE_FAMILY,
    "decide": Action.DECIDE_FAMILY_REQUEST,
    "unlink": Action.UNLINK_FAMILY,
}
ABOUT_STAFF: Mapping[str, Action] = {
    "see": Action.SEE_STAFF_ACCESS,
    "invite": Action.INVITE_STAFF,
    "decide": Action.DECIDE_STAFF_REQUEST,
    "unlink": Action.UNLINK_STAFF,
}


@dataclass(frozen=True, slots=True)
class Concern:
    """A person with the classes by which somebody may be theirs; none for staff."""

    person_id: int
    kind: PersonKind
    class_ids: frozenset[int]


async def concern_of(session: AsyncSession, person: Person, *, on: date) -> Concern:
    """Return a person's classes of a day: one's own, or those of one's children."""
    match person.kind:
        case PersonKind.STAFF:
            student_ids: list[int] = []
        case PersonKind.STUDENT:
            student_ids = [person.id]
        case PersonKind.GUARDIAN:
            student_ids = [
                row.student_id for row in await repository.children_of(session, person.id)
            ]
    facts = await repository.children_facts(session, student_ids, on=on)
    classes = frozenset(class_id for _, class_id in facts.values() if class_id is not None)
    return Concern(person.id, person.kind, classes)


def may(who: Identity, what: str, concern: Concern) -> bool:
    """Whether *who* may do *what* (a key of the tables above) about a person."""
    if concern.kind is PersonKind.STAFF:
        return is_allowed(who, ABOUT_STAFF[what])
    return _is_allowed_for_any(who, ABOUT_FAMILY[what], concern.class_ids)


def require_may(who: Identity, what: str, concern: Concern) -> None:
    """Return when *who* may.

    Raises:
        NotAllowed: with the action.
    """
    if not may(who, what, concern):
        table = ABOUT_STAFF if concern.kind is PersonKind.STAFF else ABOUT_FAMILY
        raise NotAllowed(action=table[what])


def _is_allowed_for_any(who: Identity, action: Action, class_ids: Collection[int]) -> bool:
    return is_allowed(who, action) or any(
        is_allowed(who, action, class_id=class_id) for class_id in class_ids
    )
