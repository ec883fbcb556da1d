"""Answers delivery's question what is true now, whatever the facts are about."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.news.agreements import (
    ComingOfAgeSource,
    ConsentTextSource,
    StudentAccountSource,
)
from services.news.alarms import AlarmSource, CallSource
from services.news.attendance import AttendanceSource
from services.news.broadcasts import BroadcastSource
from services.news.changed_days import ChangedDaySource
from services.news.day_cards import DayCardSource
from services.news.debts import DebtSource
from services.news.facts import News
from services.news.finals import FinalSource
from services.news.homework import HomeworkSource
from services.news.lesson_cards import LessonCardSource
from services.news.letters import LetterSource
from services.news.marks import MarkSource
from services.news.nudges import NudgeSource
from services.news.office_alerts import OfficeAlertSource
from services.news.office_packs import ClassWeekSource, SchoolPackSource
from services.news.outages import OutageSource, UntoldSource
from services.news.requests import (
    ContactRequestSource,
    CorrectionRequestSource,
    LinkRequestSource,
)
from services.news.sources import FactSource, Moment
from services.news.summaries import SummaryDraftsSource, SummarySource
from services.news.talks import TalkSource
from services.outbox.ports import Look, Looked
from services.regulation.repository import load_profile
from services.vocabulary import FactKind

__all__ = ["SchoolNews"]

# One entry for each kind of fact that people are told of.
_SOURCES: Mapping[FactKind, FactSource] = {
    FactKind.ATTENDANCE: AttendanceSource(),
    FactKind.LINK_REQUEST: LinkRequestSource(),
    FactKind.CONTACT_REQUEST: ContactRequestSource(),
    FactKind.CORRECTION_REQUEST: CorrectionRequestSource(),
    FactKind.ALARM: AlarmSource(),
    FactKind.CALL: CallSource(),
    FactKind.LETTER: LetterSource(),
    FactKind.NUDGE: NudgeSource(),
    FactKind.DEBT: DebtSource(),
    FactKind.MARK: MarkSource(),
    FactKind.BROADCAST: BroadcastSource(),
    FactKind.CHANGED_DAY: ChangedDaySource(),
    FactKind.DAY_CARD: DayCardSource(),
    FactKind.HOMEWORK: HomeworkSource(),
    FactKind.LESSON_CARD: LessonCardSource(),
    FactKind.FINAL: FinalSource(),
    FactKind.SUMMARY: SummarySource(),
    FactKind.SUMMARY_DRAFTS: SummaryDraftsSource(),
    FactKind.TALK: TalkSource(),
    FactKind.OUTAGE: OutageSource(),
    FactKind.UNTOLD: UntoldSource(),
    FactKind.OFFICE_ALERT: OfficeAlertSource(),
    FactKind.CONSENT_TEXT: ConsentTextSource(),
    FactKind.COMING_OF_AGE: ComingOfAgeSource(),
    FactKind.STUDENT_ACCOUNT: StudentAccountSource(),
    FactKind.CLASS_WEEK: ClassWeekSource(),
    FactKind.SCHOOL_WEEK: SchoolPackSource(),
    FactKind.SCHOOL_MONTH: SchoolPackSource(),
}


class SchoolNews:
    """The facts loader of delivery."""

    async def look(
        self, session: AsyncSession, groups: Sequence[Sequence[Look]], *, now: datetime
    ) -> Sequence[Sequence[Looked[News]]]:
        """Look at groups of notices of the bound school, each to leave as one message."""
        moment = Moment(now, await load_profile(session))
        found: dict[int, Looked[News]] = {}
        for kind, source in _SOURCES.items():
            of_kind = [[look for look in group if look.fact.kind is kind] for group in groups]
            if any(of_kind):
                found.update(await source.look(session, [one for one in of_kind if one], moment))
        return [[found[look.notice_id] for look in group] for group in groups]
