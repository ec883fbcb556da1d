"""What of a typed announcement is text and what are answers; who gets it; how long it may be."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from services.access.audience import DeliveryPermission
from services.access.consent_rules import DeliveryVerdict
from services.broadcasts.errors import AnswersNotTaken, TextEmpty, TextTooLong
from services.broadcasts.facts import Audience, Exclusion, Scope, Seat
from services.vocabulary import BroadcastScope

__all__ = [
    "LONGEST_TEXT",
    "MOST_ANSWERS",
    "RECALL",
    "audience_of",
    "may_recall",
    "parse_text",
    "split_scope",
]

RECALL = timedelta(minutes=2)
LONGEST_TEXT = 3800  # of the 4096 of a message; the rest is for the heading and its notes
MOST_ANSWERS = 6
_LONGEST_ANSWER = 30
_ANSWERS = ("ответы:", "answers:")
# With the colon: «школа закрыта в пятницу» is a text and names nobody.
_WHOLE_SCHOOL = ("вся школа:", "всей школе:", "школа:", "школе:", "the whole school:", "school:")

_EXCLUSIONS: Mapping[DeliveryVerdict, Exclusion] = {
    DeliveryVerdict.ON_PAPER: Exclusion.ON_PAPER,
    DeliveryVerdict.SUSPENDED: Exclusion.SUSPENDED,
    DeliveryVerdict.NOT_LINKED: Exclusion.NOT_LINKED,
    DeliveryVerdict.ADULT_STUDENT: Exclusion.NO_CONSENT,
    DeliveryVerdict.NO_CONSENT: Exclusion.NO_CONSENT,
    DeliveryVerdict.CONSENT_REFUSED: Exclusion.NO_CONSENT,
    DeliveryVerdict.CONSENT_WITHDRAWN: Exclusion.NO_CONSENT,
    DeliveryVerdict.NO_APPLICATION: Exclusion.NO_CONSENT,
    DeliveryVerdict.NO_GUARDIAN_CONSENT: Exclusion.NO_CONSENT,
}


def parse_text(typed: str) -> tuple[str, tuple[str, ...]]:
    """Return text and answers; a line that begins with «ответы:» lists them by commas.

    Raises:
        TextEmpty, TextTooLong, AnswersNotTaken: it cannot be sent like this.
    """
    kept: list[str] = []
    answers: list[str] = []
    for line in typed.strip().splitlines():
        start = line.strip().casefold()
        if start.startswith(_ANSWERS):
            parts = line.split(":", 1)[1].split(",")
            answers.extend(part.strip().rstrip(".") for part in parts if part.strip())
        else:
            kept.append(line)
    text = "\n".join(kept).strip()
    unique = tuple(dict.fromkeys(answers))
    if not text:
        raise TextEmpty
    if len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        raise TextTooLong(longest=LONGEST_TEXT)
    if len(unique) > MOST_ANSWERS or any(len(one) > _LONGEST_ANSWER for one in unique):
        raise AnswersNotTaken(most=MOST_ANSWERS, longest=_LONGEST_ANSWER)
    return text, unique


def split_scope(typed: str, scopes: Sequence[Scope]) -> tuple[Scope | None, str]:
    """Return the scope a message begins with (the longest name that fits) and what follows."""
    folded = typed.casefold()
    school = next((one for one in scopes if one.kind is BroadcastScope.SCHOOL), None)
    named = next(filter(folded.startswith, _WHOLE_SCHOOL), "")
    if school is not None and named:
        return school, typed[len(named) :].lstrip()
    fitting = [
        scope
        for scope in scopes
        if scope.label
        and folded.startswith(scope.label.casefold())
        and not typed[len(scope.label) : len(scope.label) + 1].isalnum()
    ]
    if not fitting:
        return None, typed
    best = max(fitting, key=lambda scope: len(scope.label))
    return best, typed[len(best.label) :].lstrip(" :,\n")


def may_recall(sent_at: datetime | None, *, now: datetime) -> bool:
    """Whether an announcement sent at *sent_at* can still be taken back."""
    return sent_at is not None and now - sent_at <= RECALL


def audience_of(
    pairs: Sequence[tuple[int, int]],
    permissions: Mapping[tuple[int, int | None], DeliveryPermission],
) -> Audience:
    """Return who gets it, of pairs of (person, child): each person once, by any child that may.

    Who gets it by no child counts once among the excluded, by the first reason.
    """
    seats: dict[int, Seat] = {}
    reasons: dict[int, Exclusion] = {}
    families: set[int] = set()
    for person_id, student_id in pairs:
        permission = permissions[person_id, student_id]
        if permission.is_allowed and permission.is_reachable and permission.account_id is not None:
            families.add(student_id)
            seats.setdefault(person_id, Seat(person_id, student_id, permission.account_id))
        elif permission.is_allowed:
            reasons.setdefault(person_id, Exclusion.UNREACHABLE)
        elif permission.verdict in _EXCLUSIONS:
            reasons.setdefault(person_id, _EXCLUSIONS[permission.verdict])
    excluded = Counter(reason for person_id, reason in reasons.items() if person_id not in seats)
    return Audience(
        seats=tuple(seats.values()),
        families=len(families),
        excluded={one: excluded[one] for one in Exclusion if excluded[one]},
    )
