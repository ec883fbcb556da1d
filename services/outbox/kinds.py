"""The kinds of notice, one rule each: how urgent, how loud, how late at most, and by which clause.

Sources: S2 15.1 (families are told of progress and attendance); S0 row 8 (absences within ten
minutes); the times are the school's regulation profile and ``quiet_hours``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from services.outbox.quiet_hours import end_of_day, end_of_quiet
from services.regulation.profile import SchoolProfile
from services.vocabulary import NoticeKind

__all__ = [
    "AFTER_QUIET",
    "FRESH",
    "KIND_RULES",
    "NIGHT",
    "PRIORITIES",
    "KindRule",
    "QuietPass",
    "Timing",
    "timing_of",
]

FRESH = timedelta(minutes=30)  # so long after its lesson an absence is still an alarm
AFTER_QUIET = timedelta(hours=1)  # what quiet hours held back is told by then
NIGHT = (time(22), time(6))  # nothing but an alarm is worth waking a family at this time


class QuietPass(StrEnum):
    """Whether a kind may leave in quiet hours."""

    NEVER = "never"
    WHILE_FRESH = "while_fresh"
    BY_DAY = "by_day"  # from 06:00 to 22:00; what comes later waits until 06:00, and rings then
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class KindRule:
    """One kind of notice. A lower priority is more urgent; answers to people come before all."""

    priority: int
    rings: bool
    quiet: QuietPass
    deadline: timedelta | None  # after it is due; None: by the end of that day
    expires_after: timedelta  # after it is due; then it is no longer news
    reaches_students: bool
    clause: str


KIND_RULES: Mapping[NoticeKind, KindRule] = {
    NoticeKind.ABSENCE: KindRule(
        priority=1,
        rings=True,
        quiet=QuietPass.WHILE_FRESH,
        deadline=timedelta(minutes=1),
        expires_after=timedelta(hours=12),
        reaches_students=False,
        clause="S2 15.1",
    ),
    NoticeKind.PRESENCE: KindRule(
        priority=1,
        rings=True,
        quiet=QuietPass.ALWAYS,
        deadline=timedelta(minutes=1),
        expires_after=timedelta(hours=12),
        reaches_students=False,
        clause="S2 15.1",
    ),
    NoticeKind.REQUEST: KindRule(
        priority=4,
        rings=False,
        quiet=QuietPass.NEVER,
        deadline=None,
        expires_after=timedelta(days=7),
        reaches_students=False,
        clause="S1 2.6",
    ),
    NoticeKind.ALARM: KindRule(
        priority=1,
        rings=True,
        quiet=QuietPass.ALWAYS,
        deadline=timedelta(minutes=1),
        expires_after=timedelta(hours=12),
        reaches_students=False,
        clause="S2 15.1",
    ),
    NoticeKind.CALL: KindRule(
        priority=2,
        rings=True,
        quiet=QuietPass.ALWAYS,
        deadline=timedelta(minutes=1),
        expires_after=timedelta(hours=12),
        reaches_students=False,
        clause="S2 15.1",
    ),
    NoticeKind.NUDGE: KindRule(
        priority=6,
        rings=False,
        quiet=QuietPass.NEVER,
        deadline=None,
        expires_after=timedelta(hours=4),
        reaches_students=False,
        clause="S0 7.3",
    ),
    NoticeKind.DEBT: KindRule(
        priority=5,
        rings=False,
        quiet=QuietPass.NEVER,
        deadline=None,
        expires_after=timedelta(days=7),
        reaches_students=True,
        clause="S2 16.1",
    ),
    NoticeKind.LETTER: KindRule(
        priority=5,
        rings=False,
        quiet=QuietPass.NEVER,
        deadline=None,
        expires_after=timedelta(days=7),
        reaches_students=False,
        clause="S2 15.1",
    ),
    NoticeKind.MARK: KindRule(
        priority=5,
        rings=False,
        quiet=QuietPass.NEVER,
        deadline=None,
        expires_after=timedelta(days=7),
        reaches_students=True,
        clause="S2 15.1",
    ),
    NoticeKind.FINAL: KindRule(
        priority=3,
        rings=True,
        quiet=QuietPass.NEVER,
        deadline=timedelta(hours=24),  # a fact with a result sets it more exactly
        expires_after=timedelta(days=14),
        reaches_students=True,
        clause="S1 App.5 3",
    ),
    NoticeKind.URGENT_CHANGE: KindRule(
        priority=2,
        rings=True,
        quiet=QuietPass.BY_DAY,
        deadline=timedelta(minutes=5),
        expires_after=timedelta(hours=24),
        reaches_students=True,
        clause="S2 5",
    ),
    NoticeKind.CHANGE: KindRule(
        priority=4,
        rings=False,
        quiet=QuietPass.NEVER,
        deadline=timedelta(minutes=5),
        expires_after=timedelta(days=7),
        reaches_students=True,
        clause="S2 5",
    ),
    NoticeKind.BROADCAST: KindRule(
        priority=4,
        rings=False,
        quiet=QuietPass.NEVER,
        deadline=None,
        expires_after=timedelta(days=7),
        reaches_students=True,
        clause="S2 14.5",
    ),
    NoticeKind.RECALL: KindRule(
        priority=4,
        rings=False,
        quiet=QuietPass.ALWAYS,  # a deletion wakes nobody
        deadline=timedelta(minutes=1),
        expires_after=timedelta(days=2),
        reaches_students=True,
        clause="S2 14.5",
    ),
    NoticeKind.HOMEWORK: KindRule(
        priority=6,
        rings=False,
        quiet=QuietPass.NEVER,
        deadline=None,
        expires_after=timedelta(days=7),
        reaches_students=True,
        clause="S1 App.4 2.2",
    ),
    NoticeKind.OFFICE_ALERT: KindRule(
        priority=4,
        rings=False,
        quiet=QuietPass.NEVER,
        deadline=None,
        expires_after=timedelta(days=7),
        reaches_students=False,
        clause="S4 5.1",
    ),
    NoticeKind.OFFICE_PACK: KindRule(
        priority=7,
        rings=False,
        quiet=QuietPass.NEVER,
        deadline=None,
        expires_after=timedelta(days=4),  # a Friday's pack is still read on Monday
        reaches_students=False,
        clause="S3 3",
    ),
    NoticeKind.TOMORROW: KindRule(
        priority=7,
        rings=False,
        quiet=QuietPass.NEVER,
        deadline=None,
        expires_after=timedelta(days=1),
        reaches_students=True,
        clause="S2 5",
    ),
    NoticeKind.LESSON_CARD: KindRule(
        priority=2,
        rings=False,  # it comes in the middle of a lesson
        quiet=QuietPass.ALWAYS,
        deadline=timedelta(minutes=5),
        expires_after=timedelta(minutes=45),  # the end of the lesson sets it more exactly
        reaches_students=False,
        clause="S0 row 8",
    ),
    NoticeKind.SUMMARY: KindRule(
        priority=6,
        rings=False,
        quiet=QuietPass.NEVER,
        deadline=None,  # day 14 is the day it is due on
        expires_after=timedelta(days=7),
        reaches_students=True,
        clause="S3 1",
    ),
    NoticeKind.QUESTION: KindRule(
        priority=5,
        rings=False,
        quiet=QuietPass.NEVER,
        deadline=None,
        expires_after=timedelta(days=14),
        reaches_students=False,
        clause="S3 2",
    ),
    NoticeKind.ANSWER: KindRule(
        priority=4,
        rings=True,  # somebody waits for it
        quiet=QuietPass.NEVER,
        deadline=None,
        expires_after=timedelta(days=14),
        reaches_students=True,
        clause="S2 14.5",
    ),
    NoticeKind.SUMMARY_DRAFTS: KindRule(
        priority=7,
        rings=False,
        quiet=QuietPass.NEVER,
        deadline=None,
        expires_after=timedelta(hours=27),  # from Thursday 15:00 until the summaries leave
        reaches_students=False,
        clause="S3 1",
    ),
    NoticeKind.OUTAGE: KindRule(
        priority=4,
        rings=False,
        quiet=QuietPass.NEVER,
        deadline=None,
        expires_after=timedelta(days=2),
        reaches_students=True,
        clause="S2 15.1",
    ),
    NoticeKind.UNTOLD: KindRule(
        priority=2,
        rings=True,
        quiet=QuietPass.NEVER,
        deadline=timedelta(hours=1),
        expires_after=timedelta(days=2),
        reaches_students=False,
        clause="S1 App.5 3",
    ),
    NoticeKind.AGREEMENT: KindRule(
        priority=6,
        rings=False,
        quiet=QuietPass.NEVER,
        deadline=None,
        expires_after=timedelta(days=14),
        reaches_students=True,
        clause="S1 2.6",
    ),
}

PRIORITIES = tuple(sorted({rule.priority for rule in KIND_RULES.values()}))


@dataclass(frozen=True, slots=True)
class Timing:
    """When a notice may leave, must have left, and is no longer worth leaving."""

    due_at: datetime
    deadline_at: datetime
    expires_at: datetime
    is_held: bool  # waits for the end of quiet hours: plain and silent then


def timing_of(
    kind: NoticeKind,
    *,
    due_at: datetime,
    result_at: datetime,
    recorded_at: datetime,
    profile: SchoolProfile,
) -> Timing:
    """Return the times of a notice that would be due at *due_at* if there were no quiet hours.

    *result_at* is the end of the lesson it is about.
    """
    rule = KIND_RULES[kind]
    quiet_end = end_of_quiet(due_at, profile.quiet_hours, profile.timezone)
    if quiet_end is not None and rule.quiet is QuietPass.BY_DAY:
        morning = end_of_quiet(due_at, NIGHT, profile.timezone)
        due_at = due_at if morning is None else min(morning, quiet_end)
    if quiet_end is not None and not _passes(rule, result_at=result_at, recorded_at=recorded_at):
        return Timing(
            due_at=quiet_end,
            deadline_at=quiet_end + AFTER_QUIET,
            expires_at=quiet_end + rule.expires_after,
            is_held=True,
        )
    if rule.deadline is None:
        deadline_at = end_of_day(due_at, profile.timezone)
    else:
        deadline_at = due_at + rule.deadline
    return Timing(
        due_at=due_at,
        deadline_at=deadline_at,
        expires_at=due_at + rule.expires_after,
        is_held=False,
    )


def _passes(rule: KindRule, *, result_at: datetime, recorded_at: datetime) -> bool:
    match rule.quiet:
        case QuietPass.ALWAYS | QuietPass.BY_DAY:
            return True
        case QuietPass.WHILE_FRESH:
            return recorded_at <= result_at + FRESH
        case QuietPass.NEVER:
            return False
