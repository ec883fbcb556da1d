"""Whether a child's data may reach a person now: pure rules from plain facts.

A guardian's delivery rests on the guardian's consent alone until the child is 18; the student's
own account needs the guardian's consent for that purpose and from 14 the student's own. Neither's
withdrawal touches the other. Sources: 152-FZ art. 9; Family Code art. 64; the school's regulation
of the electronic journal, 2.6 (paper application and consent).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from services.vocabulary import AccessMode, ConsentAction

__all__ = [
    "CO_CONSENT_AGE",
    "FULL_AGE",
    "DeliveryVerdict",
    "GuardianFacts",
    "StudentFacts",
    "birthday",
    "delivery_verdict",
    "effective_access",
    "first_unanswered",
    "needs_own_consent",
    "standing",
    "student_verdict",
]

CO_CONSENT_AGE = 14  # common practice of schools: from here the student signs too
FULL_AGE = 18  # Civil Code art. 21: from here the student decides alone


class DeliveryVerdict(StrEnum):
    """May it be delivered; if not, the first reason that stands against it."""

    ALLOWED = "allowed"
    NOT_RELATED = "not_related"  # no guardianship of this child
    LEFT = "left"  # the person or the child left the school
    SUSPENDED = "suspended"
    ON_PAPER = "on_paper"
    NOT_LINKED = "not_linked"
    ADULT_STUDENT = "adult_student"  # paused at 18 until the student agrees
    NO_CONSENT = "no_consent"
    CONSENT_REFUSED = "consent_refused"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    NO_APPLICATION = "no_application"  # consented, the paper half is missing
    NO_GUARDIAN_CONSENT = "no_guardian_consent"  # a student's account


@dataclass(frozen=True, slots=True)
class GuardianFacts:
    """What decides about one guardian and one child."""

    access: AccessMode | None  # effective today; None: not a guardian of this child
    is_linked: bool
    consent: ConsentAction | None  # the latest act on delivery for this child
    has_left: bool = False
    needs_application: bool = True
    has_application: bool = False
    is_adult_student: bool = False
    adult_agreed: bool = False


@dataclass(frozen=True, slots=True)
class StudentFacts:
    """What decides about a student's own account."""

    is_linked: bool
    guardian_consented: bool  # some guardian, for the purpose of the child's account
    own_consent: ConsentAction | None
    birth_date: date | None
    has_left: bool = False
    needs_application: bool = True
    has_application: bool = False  # the consenting guardian's; it covers the child's account


def effective_access(
    access: AccessMode, *, starts_on: date | None, ends_on: date | None, on: date
) -> AccessMode:
    """Return how a guardian is informed on a day; an exception holds within its dates only.

    Electronic access with dates is paper outside them: nobody is left without information.
    """
    is_within = (starts_on is None or starts_on <= on) and (ends_on is None or on <= ends_on)
    if access is AccessMode.ELECTRONIC:
        return AccessMode.ELECTRONIC if is_within else AccessMode.PAPER
    return access if is_within else AccessMode.ELECTRONIC


def first_unanswered(
    given_under: date | None, editions: Collection[date], *, on: date
) -> date | None:
    """Return since when a newer edition waits for an answer; None: nothing newer is in force.

    *given_under*: the first day of the published edition that was consented to (None: it was no
    published one); *editions*: the first days of all that were published for the purpose.
    """
    newer = [one for one in editions if one <= on and (given_under is None or given_under < one)]
    return min(newer, default=None)


def standing(
    action: ConsentAction, *, unanswered_since: date | None, days: int, on: date
) -> ConsentAction:
    """Return what an act is worth on a day: a consent outlives a newer edition for some *days*.

    Then it has run out: delivery pauses until the person has answered the newer edition.
    """
    if action is not ConsentAction.GIVEN or unanswered_since is None:
        return action
    is_over = on >= unanswered_since + timedelta(days=days)
    return ConsentAction.EXPIRED if is_over else action


def birthday(birth_date: date, *, age: int) -> date:
    """Return the day on which a person becomes *age* years old.

    Born on 29 February, one is a year older on 1 March of a common year.
    """
    try:
        return birth_date.replace(year=birth_date.year + age)
    except ValueError:
        return date(birth_date.year + age, 3, 1)


def needs_own_consent(birth_date: date | None, *, on: date) -> bool:
    """Whether the student's own consent counts on a day; an unknown age is taken as grown."""
    return birth_date is None or birthday(birth_date, age=CO_CONSENT_AGE) <= on


def delivery_verdict(facts: GuardianFacts) -> DeliveryVerdict:
    """Decide about delivery of a child's data to a guardian."""
    if facts.access is None:
        return DeliveryVerdict.NOT_RELATED
    if facts.has_left:
        return DeliveryVerdict.LEFT
    if facts.access is AccessMode.SUSPENDED:
        return DeliveryVerdict.SUSPENDED
    if facts.access is AccessMode.PAPER:
        return DeliveryVerdict.ON_PAPER
    if not facts.is_linked:
        return DeliveryVerdict.NOT_LINKED
    if facts.is_adult_student and not facts.adult_agreed:
        return DeliveryVerdict.ADULT_STUDENT
    refusal = _refusal(facts.consent)
    if refusal is not None:
        return refusal
    if facts.needs_application and not facts.has_application:
        return DeliveryVerdict.NO_APPLICATION
    return DeliveryVerdict.ALLOWED


def student_verdict(facts: StudentFacts, *, on: date) -> DeliveryVerdict:
    """Decide about a student's own account on a day."""
    if facts.has_left:
        return DeliveryVerdict.LEFT
    if not facts.is_linked:
        return DeliveryVerdict.NOT_LINKED
    is_adult = facts.birth_date is not None and birthday(facts.birth_date, age=FULL_AGE) <= on
    if not is_adult:
        if not facts.guardian_consented:
            return DeliveryVerdict.NO_GUARDIAN_CONSENT
        if facts.needs_application and not facts.has_application:
            return DeliveryVerdict.NO_APPLICATION
    if needs_own_consent(facts.birth_date, on=on):
        return _refusal(facts.own_consent) or DeliveryVerdict.ALLOWED
    return DeliveryVerdict.ALLOWED


def _refusal(consent: ConsentAction | None) -> DeliveryVerdict | None:
    match consent:
        case ConsentAction.GIVEN:
            return None
        case ConsentAction.REFUSED:
            return DeliveryVerdict.CONSENT_REFUSED
        case ConsentAction.WITHDRAWN:
            return DeliveryVerdict.CONSENT_WITHDRAWN
        case _:
            # Never asked, run out, or stopped by the school: to be asked again.
            return DeliveryVerdict.NO_CONSENT
