"""Which families of a class can be told anything here, and what stands against it; pure."""

from collections.abc import Iterable
from enum import StrEnum

from services.access.consent_rules import DeliveryVerdict

__all__ = ["FamilyReach", "reach_of"]

_CONSENT_MISSING = frozenset(
    {
        DeliveryVerdict.NO_CONSENT,
        DeliveryVerdict.CONSENT_REFUSED,
        DeliveryVerdict.CONSENT_WITHDRAWN,
        DeliveryVerdict.NO_APPLICATION,
        DeliveryVerdict.ADULT_STUDENT,
    }
)


class FamilyReach(StrEnum):
    """How a child's family stands; the best of its guardians counts."""

    IN_TOUCH = "in_touch"
    UNREACHABLE = "unreachable"  # the bot is blocked, or the account is gone
    NO_CONSENT = "no_consent"  # refused, withdrawn, not asked yet, or the paper half is missing
    NOT_LINKED = "not_linked"
    ON_PAPER = "on_paper"
    NOBODY = "nobody"  # no guardian on the list, or access is suspended


def reach_of(guardians: Iterable[tuple[DeliveryVerdict, bool]]) -> FamilyReach:
    """Return how a family stands, by each guardian's verdict and whether a chat is reachable."""
    known = list(guardians)
    verdicts = {verdict for verdict, _is_reachable in known}
    if (DeliveryVerdict.ALLOWED, True) in known:
        return FamilyReach.IN_TOUCH
    if DeliveryVerdict.ALLOWED in verdicts:
        return FamilyReach.UNREACHABLE
    if verdicts & _CONSENT_MISSING:
        return FamilyReach.NO_CONSENT
    if DeliveryVerdict.NOT_LINKED in verdicts:
        return FamilyReach.NOT_LINKED
    if DeliveryVerdict.ON_PAPER in verdicts:
        return FamilyReach.ON_PAPER
    return FamilyReach.NOBODY
