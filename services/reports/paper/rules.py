"""Which families get their week on paper, and about which week; pure.

Source: S1 App.5 1 (who cannot or will not use electronic access gets results printed, at least
once in seven days).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from services.access.consent_rules import DeliveryVerdict

__all__ = ["GuardianStanding", "PaperReason", "monday_of", "paper_reason", "week_to_print"]

_FIRST_DAY_OF_ITS_OWN = 4  # from Thursday on it is this week that is printed


class PaperReason(StrEnum):
    """Why a child's week is printed; the first that holds, in this order."""

    ON_PAPER = "on_paper"  # the family's own choice, in the school's list
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    BLOCKED = "blocked"  # or deleted the account
    SILENT = "silent"  # nothing could be sent for seven days
    NO_APPLICATION = "no_application"
    NO_CONSENT = "no_consent"
    NOT_LINKED = "not_linked"
    NO_GUARDIAN = "no_guardian"


@dataclass(frozen=True, slots=True)
class GuardianStanding:
    """How one guardian stands to delivery about one child."""

    verdict: DeliveryVerdict
    is_reachable: bool = True
    is_silent: bool = False  # something was owed in seven days and nothing was accepted


# Who may not be told at all is told nothing on paper either.
_WITHOUT_RIGHT = frozenset(
    {
        DeliveryVerdict.NOT_RELATED,
        DeliveryVerdict.LEFT,
        DeliveryVerdict.SUSPENDED,
        DeliveryVerdict.ADULT_STUDENT,
    }
)
# Said by the guardian: paper is owed even where the other guardian reads the chat.
_OWN_WORD = {
    DeliveryVerdict.ON_PAPER: PaperReason.ON_PAPER,
    DeliveryVerdict.CONSENT_REFUSED: PaperReason.REFUSED,
    DeliveryVerdict.CONSENT_WITHDRAWN: PaperReason.WITHDRAWN,
}
_NOT_REACHED = {
    DeliveryVerdict.NO_APPLICATION: PaperReason.NO_APPLICATION,
    DeliveryVerdict.NO_CONSENT: PaperReason.NO_CONSENT,
    DeliveryVerdict.NOT_LINKED: PaperReason.NOT_LINKED,
}
_ORDER = tuple(PaperReason)


def paper_reason(guardians: Sequence[GuardianStanding]) -> PaperReason | None:
    """Return why a child's week goes to paper; None when a chat reaches the family.

    A guardian who asked for paper gets it. Otherwise one guardian who is reached is enough; where
    nobody may be told (access suspended, the student is of age), nothing is printed.
    """
    if not guardians:
        return PaperReason.NO_GUARDIAN
    with_right = [one for one in guardians if one.verdict not in _WITHOUT_RIGHT]
    own = [_OWN_WORD[one.verdict] for one in with_right if one.verdict in _OWN_WORD]
    if own:
        return min(own, key=_ORDER.index)
    reasons = [_not_reached(one) for one in with_right]
    missed = [one for one in reasons if one is not None]
    return min(missed, key=_ORDER.index) if missed and len(missed) == len(reasons) else None


def _not_reached(one: GuardianStanding) -> PaperReason | None:
    if one.verdict is not DeliveryVerdict.ALLOWED:
        return _NOT_REACHED.get(one.verdict, PaperReason.NOT_LINKED)
    if not one.is_reachable:
        return PaperReason.BLOCKED
    return PaperReason.SILENT if one.is_silent else None


def monday_of(on: date) -> date:
    """Return the Monday of a day's week."""
    return on - timedelta(days=on.weekday())


def week_to_print(today: date) -> date:
    """Return the Monday of the week a class teacher has in hand: until Wednesday the last one."""
    if today.isoweekday() >= _FIRST_DAY_OF_ITS_OWN:
        return monday_of(today)
    return monday_of(today) - timedelta(days=7)
