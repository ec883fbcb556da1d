"""All tables; importing this package makes the metadata complete. No queries live here."""

from services.models.absences import AbsenceAlarm, AbsenceLetter, AbsenceReason, FamilyCall
from services.models.audit import AuditDetail, AuditEntry, AuditHead
from services.models.briefing import Briefing
from services.models.broadcasts import Broadcast, BroadcastRecipient
from services.models.changes import ChangedDay, ChangeEntry, DayChange, LessonChange
from services.models.control_works import ControlWork
from services.models.curriculum import (
    Club,
    PlannedTopic,
    SchoolEvent,
    SchoolWorkKind,
    SubjectExemption,
    WorkingDay,
)
from services.models.debts import Debt
from services.models.destruction import DestructionAct
from services.models.feeds import CalendarFeed
from services.models.filing import ClassListCheck, FiledReport
from services.models.finals import FinalChange, FinalEntry, PeriodMark
from services.models.homework import Homework, HomeworkDone, HomeworkFile
from services.models.imports import ImportLink
from services.models.joining import (
    Account,
    AccountLink,
    CodeAttempt,
    Consent,
    ConsentText,
    ContactRequest,
    CorrectionRequest,
    InviteCode,
    LinkRequest,
)
from services.models.journal import (
    Attendance,
    EntryChange,
    JournalEntry,
    Lesson,
    LessonCard,
    Mark,
    given_of,
)
from services.models.nudges import Nudge
from services.models.office import OfficeAlert, PackFigures
from services.models.outages import Outage
from services.models.paper import PaperSheet
from services.models.people import (
    Enrollment,
    GroupMembership,
    Guardianship,
    Person,
    RoleAssignment,
    SchoolClass,
    StudyGroup,
    TeachingAssignment,
)
from services.models.preferences import ChildPreference, DayCard, Preference
from services.models.receiving import Bot, Deployment, Dialogue, InboxState, InboxUpdate, JobRun
from services.models.rights import RightChange
from services.models.school import (
    AcademicYear,
    ClassPeriod,
    GradingPeriod,
    Holiday,
    School,
    SchoolSetting,
    Subject,
    TimetableEntry,
)
from services.models.summaries import Summary, SummaryReading
from services.models.talks import Talk, TalkMessage
from services.models.telling import ChatQueue, Message, Notice, SendSlot, Told

__all__ = [
    "AbsenceAlarm",
    "AbsenceLetter",
    "AbsenceReason",
    "AcademicYear",
    "Account",
    "AccountLink",
    "Attendance",
    "AuditDetail",
    "AuditEntry",
    "AuditHead",
    "Bot",
    "Briefing",
    "Broadcast",
    "BroadcastRecipient",
    "CalendarFeed",
    "ChangeEntry",
    "ChangedDay",
    "ChatQueue",
    "ChildPreference",
    "ClassListCheck",
    "ClassPeriod",
    "Club",
    "CodeAttempt",
    "Consent",
    "ConsentText",
    "ContactRequest",
    "ControlWork",
    "CorrectionRequest",
    "DayCard",
    "DayChange",
    "Debt",
    "Deployment",
    "DestructionAct",
    "Dialogue",
    "Enrollment",
    "EntryChange",
    "FamilyCall",
    "FiledReport",
    "FinalChange",
    "FinalEntry",
    "GradingPeriod",
    "GroupMembership",
    "Guardianship",
    "Holiday",
    "Homework",
    "HomeworkDone",
    "HomeworkFile",
    "ImportLink",
    "InboxState",
    "InboxUpdate",
    "InviteCode",
    "JobRun",
    "JournalEntry",
    "Lesson",
    "LessonCard",
    "LessonChange",
    "LinkRequest",
    "Mark",
    "Message",
    "Notice",
    "Nudge",
    "OfficeAlert",
    "Outage",
    "PackFigures",
    "PaperSheet",
    "PeriodMark",
    "Person",
    "PlannedTopic",
    "Preference",
    "RightChange",
    "RoleAssignment",
    "School",
    "SchoolClass",
    "SchoolEvent",
    "SchoolSetting",
    "SchoolWorkKind",
    "SendSlot",
    "StudyGroup",
    "Subject",
    "SubjectExemption",
    "Summary",
    "SummaryReading",
    "Talk",
    "TalkMessage",
    "TeachingAssignment",
    "TimetableEntry",
    "Told",
    "WorkingDay",
    "given_of",
]
