"""What quiet hours overtake on its way: whether it waits for their end, and how late it is (pure).

An outage or a long queue may end at night, and a person may choose other hours while something
waits: whoever was to hear in the evening sleeps by now.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from services.outbox.kinds import AFTER_QUIET, FRESH, KIND_RULES, NIGHT, QuietPass
from services.outbox.quiet_hours import QuietHours, end_of_quiet
from services.vocabulary import NoticeKind

__all__ = ["Overtaking", "overtaken"]


@dataclass(frozen=True, slots=True)
class Overtaking:
    """When the notice may leave; ``deadline_at`` None: as before, for it was due in time."""

    due_at: datetime
    deadline_at: datetime | None


def overtaken(
    kind: NoticeKind,
    *,
    due_at: datetime,
    now: datetime,
    quiet: QuietHours | None,
    zone: ZoneInfo,
) -> Overtaking | None:
    """Return until when a notice waits that is *now* to be told to a reader with hours *quiet*.

    None: it may leave. What was released in these hours is due an hour after their end; what was
    due before them and is late stays late, so that no outage hides behind the night.
    """
    quiet_end = end_of_quiet(now, quiet, zone)
    if quiet_end is None:
        return None
    match KIND_RULES[kind].quiet:
        case QuietPass.ALWAYS:
            return None
        case QuietPass.BY_DAY:
            morning = end_of_quiet(now, NIGHT, zone)
            return None if morning is None else Overtaking(min(morning, quiet_end), None)
        case QuietPass.WHILE_FRESH:
            return None if now <= due_at + FRESH else Overtaking(quiet_end, None)
        case QuietPass.NEVER:
            is_released_in_them = end_of_quiet(due_at, quiet, zone) == quiet_end
            return Overtaking(quiet_end, quiet_end + AFTER_QUIET if is_released_in_them else None)
