"""Which consents are a person's to decide about on a day, and who is asked again."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.audience import delivery_permission
from services.access.consent_rules import (
    FULL_AGE,
    DeliveryVerdict,
    birthday,
    effective_access,
    needs_own_consent,
)
from services.access.identity import Identity
from services.joining import repository
from services.joining.age_steps import NOTICE_AHEAD
from services.joining.consent_facts import AskKey
from services.models import AccountLink, Consent, Guardianship, Person
from services.vocabulary import AccessMode, ConsentAction, ConsentPurpose, PersonKind

__all__ = ["is_asked_again", "possible_consents", "waits_for_guardian"]


def is_asked_again(act: Consent, link: AccountLink | None) -> bool:
    """Whether people are asked by themselves once more; refusal and withdrawal are respected.

    Who came in with a new code after that has a reason to, and is asked.
    """
    match act.action:
        case ConsentAction.GIVEN:
            return False
        case ConsentAction.REFUSED | ConsentAction.WITHDRAWN:
            return link is not None and act.acted_at < link.linked_at
        case ConsentAction.SUSPENDED | ConsentAction.EXPIRED:
            return True


async def possible_consents(session: AsyncSession, who: Identity, *, on: date) -> Sequence[AskKey]:
    """Return every consent that is a person's to decide on a day, given or not."""
    match who.kind:
        case PersonKind.GUARDIAN:
            rows = await repository.children_of(session, who.person_id)
            students = await repository.people(session, [row.student_id for row in rows])
            electronic = [row for row in rows if _is_electronic(row, on=on)]
            keys = [
                AskKey(who.person_id, row.student_id, ConsentPurpose.DELIVERY)
                for row in electronic
                if not _has_left(students[row.student_id], on=on)
            ]
            for row in electronic:
                student = students[row.student_id]
                # The child's account is asked about once the child has shown a code of its own.
                if (
                    not _has_left(student, on=on)
                    and not _is_adult(student, on=on)
                    and await repository.live_link(session, student.id) is not None
                ):
                    keys.append(AskKey(who.person_id, student.id, ConsentPurpose.STUDENT_ACCOUNT))
            return keys
        case PersonKind.STUDENT:
            student = await repository.person(session, who.person_id)
            keys = []
            # Told of it before the birthday, one can decide before it, and nothing stops.
            if needs_own_consent(student.birth_date, on=on + NOTICE_AHEAD):
                keys.append(AskKey(student.id, student.id, ConsentPurpose.STUDENT_ACCOUNT))
            if _is_adult(student, on=on):
                keys.append(AskKey(student.id, student.id, ConsentPurpose.GUARDIANS_INFORMED))
            return keys
        case PersonKind.STAFF:
            return []


async def waits_for_guardian(session: AsyncSession, who: Identity, *, now: datetime) -> bool:
    """Whether nothing but a guardian's consent keeps a student's account closed."""
    if who.kind is not PersonKind.STUDENT:
        return False
    permission = await delivery_permission(
        session, person_id=who.person_id, student_id=who.person_id, now=now
    )
    return permission.verdict is DeliveryVerdict.NO_GUARDIAN_CONSENT


def _is_electronic(row: Guardianship, *, on: date) -> bool:
    access = effective_access(row.access, starts_on=row.access_from, ends_on=row.access_to, on=on)
    return access is AccessMode.ELECTRONIC


def _has_left(person: Person, *, on: date) -> bool:
    return person.left_on is not None and person.left_on <= on


def _is_adult(student: Person, *, on: date) -> bool:
    return student.birth_date is not None and birthday(student.birth_date, age=FULL_AGE) <= on
