"""The table of scheduled work. A slot names the hour or day it is for: each is done once.

Everything here calls a use case that may run twice; the time of day is the deployment's business
only where it says so, a school's day comes from its own zone.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from services.absences.calls import CallService
from services.control.nudges import NudgeService
from services.debts.service import DebtService
from services.dialogue.service import DialogueService
from services.diary.cards import TomorrowCards
from services.due.service import DueService
from services.inbox.service import InboxService
from services.joining.agreements import AgreementNews
from services.lesson_cards.sending import LessonCards
from services.office_packs.preparing import OfficePacks
from services.outages.service import OutageService
from services.privacy.service import PrivacyService
from services.summaries.preparing import SummaryPreparing

__all__ = ["Job", "every_minute", "hourly", "jobs_of"]

Slot = Callable[[datetime], str]


@dataclass(frozen=True, slots=True)
class Job:
    """Work to be done once per slot; *slot* says which one a moment belongs to.

    The names of slots are in order of time.

    ``is_sliced``: the work notes by itself what is done, takes one slice at a time outside of any
    transaction, and returns whether more may wait; the other jobs have their turn in between.
    """

    name: str
    slot: Slot
    work: Callable[[], Awaitable[object]]
    is_sliced: bool = False


def hourly(now: datetime) -> str:
    """Return the slot of work that is due every hour."""
    return f"{now:%Y-%m-%dT%H}"


def every_minute(now: datetime) -> str:
    """Return the slot of work that is due every minute."""
    return f"{now:%Y-%m-%dT%H:%M}"


def jobs_of(
    *,
    inbox: InboxService,
    dialogues: DialogueService,
    due: DueService,
    privacy: PrivacyService,
    calls: CallService,
    cards: TomorrowCards,
    outages: OutageService,
    nudges: NudgeService,
    debts: DebtService,
    lessons: LessonCards,
    summaries: SummaryPreparing,
    agreements: AgreementNews,
    packs: OfficePacks,
    keep_stop_list: Callable[[], Awaitable[object]],
    refresh_statistics: Callable[[], Awaitable[bool]],
) -> tuple[Job, ...]:
    """Return all jobs, wired to their use cases."""
    return (
        Job("purge_inbox", hourly, inbox.purge),
        Job("purge_dialogues", hourly, dialogues.purge),
        Job("purge_job_runs", hourly, due.purge),
        Job("destroy_withdrawn", hourly, privacy.destroy_due),
        Job("stop_list", hourly, keep_stop_list),
        Job("statistics", hourly, refresh_statistics, is_sliced=True),
        Job("tomorrow_cards", hourly, cards.prepare),
        Job("lesson_cards", every_minute, lessons.prepare),
        Job("summaries", every_minute, summaries.work, is_sliced=True),
        Job("office_packs", every_minute, packs.work, is_sliced=True),
        Job("silence", every_minute, outages.look),
        Job("untold_finals", hourly, outages.alarm_untold_finals),
        Job("agreement_news", hourly, agreements.prepare),
        Job("absence_calls", every_minute, calls.ask_due),
        Job("debts", hourly, debts.remind_due),
        Job("nudges", every_minute, nudges.prepare),
        Job("alarms_not_taken", every_minute, calls.tell_directors),
    )
