"""When a correction needs the deputy head, and when it has to say why.

Source: S0 7.2 (corrections are controlled), domain B.4 (the author within seven days, later the
deputy head with a reason). Where one person holds both roles the act is their own, and says so.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from services.access.identity import Identity
from services.access.policy import Action, is_allowed
from services.journal.errors import EntryAct, ReasonNeeded, WindowClosed
from services.regulation.profile import SchoolProfile

__all__ = ["OWN_ACT", "closed_before", "reason_of_own", "require_correctable"]

OWN_ACT = "own act: "  # in the audit, before the reason of who corrects the own record


def closed_before(profile: SchoolProfile, *, now: datetime) -> date:
    """Return the first day whose lessons their teacher still corrects."""
    today = now.astimezone(profile.timezone).date()
    return today - timedelta(days=profile.correction_days)


def require_correctable(
    who: Identity,
    lesson_days: Iterable[date],
    *,
    entry_id: int,
    act: EntryAct,
    reason: str,
    profile: SchoolProfile,
    now: datetime,
    is_known: bool = False,
) -> None:
    """Return when *who* may correct lessons of these days; *is_known*: families know already.

    Raises:
        WindowClosed: one of the days is before the window, and they are no deputy head.
        ReasonNeeded: it has to say why, and does not.
    """
    border = closed_before(profile, now=now)
    is_closed = any(on < border for on in lesson_days)
    if is_closed and not is_allowed(who, Action.CORRECT_ENTRY):
        raise WindowClosed(days=profile.correction_days)
    if (is_closed or is_known) and not reason.strip():
        raise ReasonNeeded(entry_id=entry_id, act=act)


def reason_of_own(reason: str, *, is_own: bool) -> str:
    """Return a reason as the audit keeps it."""
    return f"{OWN_ACT}{reason}" if is_own else reason
