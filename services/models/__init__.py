"""All tables; importing this package makes the metadata complete. No queries live here."""

from services.models.audit import AuditDetail, AuditEntry, AuditHead
from services.models.changes import ChangedDay, ChangeEntry, DayChange, LessonChange
from services.models.joining import (
    Account,
    AccountLink,
    CodeAttempt,
    Consent,
    ConsentText,
    InviteCode,
    LinkRequest,
)
from services.models.journal import Attendance, EntryChange, JournalEntry, Lesson, Mark
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
from services.models.receiving import Bot, Dialogue, InboxState, InboxUpdate, JobRun
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
from services.models.telling import ChatQueue, Message, Notice, SendSlot, Told

__all__ = [
    "AcademicYear",
    "Account",
    "AccountLink",
    "Attendance",
    "AuditDetail",
    "AuditEntry",
    "AuditHead",
    "Bot",
    "ChangeEntry",
    "ChangedDay",
    "ChatQueue",
    "ClassPeriod",
    "CodeAttempt",
    "Consent",
    "ConsentText",
    "DayChange",
    "Dialogue",
    "Enrollment",
    "EntryChange",
    "GradingPeriod",
    "GroupMembership",
    "Guardianship",
    "Holiday",
    "InboxState",
    "InboxUpdate",
    "InviteCode",
    "JobRun",
    "JournalEntry",
    "Lesson",
    "LessonChange",
    "LinkRequest",
    "Mark",
    "Message",
    "Notice",
    "Person",
    "RoleAssignment",
    "School",
    "SchoolClass",
    "SchoolSetting",
    "SendSlot",
    "StudyGroup",
    "Subject",
    "TeachingAssignment",
    "TimetableEntry",
    "Told",
]
