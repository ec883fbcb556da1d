"""Words the whole school shares: stored states and small values, no behaviour."""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

__all__ = [
    "AbsenceKind",
    "AccessMode",
    "ActorRef",
    "Assessment",
    "AttendanceCode",
    "BroadcastScope",
    "BroadcastTarget",
    "ConsentAction",
    "ConsentPurpose",
    "ContentMode",
    "DayKind",
    "EntryState",
    "FactKind",
    "FactRef",
    "FileKind",
    "FinalKind",
    "GroupKind",
    "LinkRequestState",
    "NoticeKind",
    "NoticeState",
    "NudgeSort",
    "OfficeAlertKind",
    "PassFail",
    "PeriodKind",
    "PersonKind",
    "PreferenceKey",
    "Role",
    "TableSight",
    "TalkTopic",
    "WeekParity",
]


class Role(StrEnum):
    """What a person may be in a school; class teacher and guardian follow from assignments."""

    ADMINISTRATOR = "administrator"
    DIRECTOR = "director"
    DEPUTY_HEAD = "deputy_head"
    SECRETARY = "secretary"
    DISPATCHER = "dispatcher"
    TEACHER = "teacher"
    HOMEROOM_TEACHER = "homeroom_teacher"
    SOCIAL_PEDAGOGUE = "social_pedagogue"
    PSYCHOLOGIST = "psychologist"
    GUARDIAN = "guardian"
    STUDENT = "student"
    COORDINATOR = "coordinator"


class TableSight(StrEnum):
    """Whether the app of an account shows native tables; only its owner can say."""

    UNASKED = "unasked"
    ASKED = "asked"  # no answer yet: lists, as for «no»
    YES = "yes"
    NO = "no"


class PersonKind(StrEnum):
    """Which list of the school a person stands in; one human may stand in several."""

    STAFF = "staff"
    STUDENT = "student"
    GUARDIAN = "guardian"


class AccessMode(StrEnum):
    """How a guardian is informed about one child."""

    ELECTRONIC = "electronic"
    PAPER = "paper"
    SUSPENDED = "suspended"


class Assessment(StrEnum):
    """How a subject is assessed."""

    MARKS = "marks"
    PASS_FAIL = "pass_fail"  # noqa: S105  # a kind of assessment, not a password
    NONE = "none"


class PassFail(IntEnum):
    """What a subject with pass and fail has in a mark's place; outside of every scale of marks."""

    FAILED = 20
    PASSED = 21


class PeriodKind(StrEnum):
    """Kinds of grading period."""

    QUARTER = "quarter"
    TRIMESTER = "trimester"
    HALF_YEAR = "half_year"


class WeekParity(StrEnum):
    """In which weeks a timetable entry holds."""

    EVERY = "every"
    EVEN = "even"
    ODD = "odd"


class GroupKind(StrEnum):
    """A study group is the unit of teaching; a whole class is a special case."""

    WHOLE_CLASS = "whole_class"
    SUBGROUP = "subgroup"
    COMBINED = "combined"


class AttendanceCode(StrEnum):
    """The journal's letters for one student at one lesson."""

    PRESENT = "present"
    ABSENT = "absent"  # н: reason not known
    ABSENT_SICK = "absent_sick"  # б
    ABSENT_EXCUSED = "absent_excused"  # у
    ABSENT_UNEXCUSED = "absent_unexcused"  # ну
    TARDY = "tardy"  # о
    EXEMPT = "exempt"  # осв: present, not counted


class AbsenceKind(StrEnum):
    """Why a child is not at school, as a guardian says; nothing of it is told to others."""

    SICK = "sick"
    DOCTOR = "doctor"
    FAMILY = "family"
    LATE = "late"  # on the way


class DayKind(StrEnum):
    """What a school day became for some classes; nobody is missed on it, unless SHORTENED."""

    FROST = "frost"  # актированный день: nobody comes, tasks are in the diary
    QUARANTINE = "quarantine"
    REMOTE = "remote"  # lessons by the timetable, from home
    NO_LESSONS = "no_lessons"
    SHORTENED = "shortened"  # an ordinary day by shorter bells


class FinalKind(StrEnum):
    """What a mark sums up, beside the marks of single works."""

    PERIOD = "period"
    INTERIM = "interim"  # промежуточная аттестация
    EXAM = "exam"
    CONTEST = "contest"  # испытание конкурсной направленности
    YEAR = "year"
    FINAL = "final"  # итоговая: what a certificate shows


class ContentMode(StrEnum):
    """How much a message to a family may say."""

    FULL = "full"
    ALIAS = "alias"
    SIGNAL = "signal"


class ConsentPurpose(StrEnum):
    """What a consent is given for; each purpose is asked separately."""

    DELIVERY = "delivery"
    STUDENT_ACCOUNT = "student_account"
    GUARDIANS_INFORMED = "guardians_informed"  # a student of 18 lets the guardians be informed


class ConsentAction(StrEnum):
    """What happened to a consent."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"
    EXPIRED = "expired"


class LinkRequestState(StrEnum):
    """The life of a request to confirm a person whose phone number cannot."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    OUT_OF_DATE = "out_of_date"  # the code was used or renewed meanwhile


class EntryState(StrEnum):
    """The life of a teacher's journal entry from its preview on."""

    PREVIEWED = "previewed"
    SAVED = "saved"
    DISCARDED = "discarded"
    UNDONE = "undone"


class NoticeKind(StrEnum):
    """Kinds of message a family or a member of staff may be owed."""

    ABSENCE = "absence"
    PRESENCE = "presence"  # late arrival, or an absence that was not one: the answer to an alert
    ALARM = "alarm"  # a child left home and is not at school
    REQUEST = "request"  # somebody waits for a decision of staff
    CALL = "call"  # a family to be called, told to staff
    LETTER = "letter"  # how the class teacher marked missed lessons
    NUDGE = "nudge"  # a teacher is reminded before something is late
    DEBT = "debt"  # work that is not handed in
    MARK = "mark"
    CHANGE = "change"  # of the timetable
    FINAL = "final"  # a mark of a period or a year
    URGENT_CHANGE = "urgent_change"  # when to come today or tomorrow, or not to come at all
    BROADCAST = "broadcast"
    RECALL = "recall"  # something said before is taken back, where possible by deleting it
    HOMEWORK = "homework"
    TOMORROW = "tomorrow"  # the evening card, for who asked for it
    OFFICE_ALERT = "office_alert"  # of the installation, told to administrators
    LESSON_CARD = "lesson_card"  # a lesson has begun, told to its teacher
    SUMMARY = "summary"  # of fourteen days, and the one reminder of it
    SUMMARY_DRAFTS = "summary_drafts"  # told to the class teacher the day before
    QUESTION = "question"  # of a family, told to the teacher in reply hours
    ANSWER = "answer"  # of a teacher; of a student too, where the guardians read along
    OUTAGE = "outage"  # the diary was away, or the channel took nothing
    UNTOLD = "untold"  # a family does not know a final mark yet, told to the class teacher
    AGREEMENT = "agreement"  # about consent and age: who is told, not what of
    OFFICE_PACK = "office_pack"  # the week or month at a glance, told to class teachers and heads


class NudgeSort(StrEnum):
    """What a member of staff is reminded of."""

    ATTENDANCE = "attendance"
    HOMEWORK = "homework"
    WORKS = "works"  # control and written works without marks
    FEW_MARKS = "few_marks"
    PERIOD_MARKS = "period_marks"
    CLASS_LIST = "class_list"  # the list of one's class is to be looked at
    SELF_CHECK = "self_check"  # topics and homework of the month before


class NoticeState(StrEnum):
    """The life of a notice; every state but WAITING is final. Claims are kept per chat."""

    WAITING = "waiting"
    TOLD = "told"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    REFUSED = "refused"  # no consent, no link or another reason of access at the moment of sending
    UNREACHABLE = "unreachable"
    DEAD = "dead"  # our own fault: set aside and alarmed


class FactKind(StrEnum):
    """What a notice speaks of, or an entry changed."""

    ATTENDANCE = "attendance"
    LINK_REQUEST = "link_request"  # somebody asks to be confirmed
    CONTACT_REQUEST = "contact_request"  # a parent's new phone
    CORRECTION_REQUEST = "correction_request"  # what somebody says is wrong in the data
    MARK = "mark"
    FINAL = "final"
    LESSON = "lesson"  # its topic: read in the diary, no notice speaks of it
    CHANGED_DAY = "changed_day"  # one person's day with everything that differs in it
    ALARM = "alarm"
    CALL = "call"
    LETTER = "letter"  # an excuse set for some days
    NUDGE = "nudge"
    DEBT = "debt"
    BROADCAST = "broadcast"
    HOMEWORK = "homework"
    DAY_CARD = "day_card"  # a student's coming day as a whole
    OFFICE_ALERT = "office_alert"
    LESSON_CARD = "lesson_card"  # a lesson as its teacher keeps it
    SUMMARY = "summary"  # a student's fortnight
    SUMMARY_DRAFTS = "summary_drafts"  # of a class; the revision is the day it ends on
    TALK = "talk"  # one message of a thread between a family and a teacher
    OUTAGE = "outage"  # a time without the diary
    UNTOLD = "untold"  # a notice of a final mark that nobody of the family has
    CONSENT_TEXT = "consent_text"  # a published edition that is asked about again
    COMING_OF_AGE = "coming_of_age"  # a student by id; the revision is an AgeStep
    STUDENT_ACCOUNT = "student_account"  # a student by id, who has come in
    CLASS_WEEK = "class_week"  # a class by id; the revision is the last day of the week
    SCHOOL_WEEK = "school_week"  # a school by id; the same
    SCHOOL_MONTH = "school_month"  # a school by id; the revision is the last day of the month


class OfficeAlertKind(StrEnum):
    """What an administrator must see to."""

    COPY_MISSING = "copy_missing"  # a backup's medium is not there
    COPY_FULL = "copy_full"
    COPY_FAILED = "copy_failed"
    ARCHIVE_KEY = "archive_key"  # the director's key is not set, so no archive can be made
    ARCHIVE_MADE = "archive_made"  # by itself: its receipt waits for signatures
    DISK_LOW = "disk_low"  # of the data directory


class BroadcastScope(StrEnum):
    """Which part of the school an announcement is for."""

    SCHOOL_CLASS = "school_class"
    GROUP = "group"
    GRADE = "grade"
    SCHOOL = "school"


class BroadcastTarget(StrEnum):
    """Who of the families an announcement is for."""

    PARENTS = "parents"
    STUDENTS = "students"
    BOTH = "both"


class TalkTopic(StrEnum):
    """What a question to a teacher is attached to."""

    NOTHING = "nothing"
    MARK = "mark"
    HOMEWORK = "homework"
    ABSENCE = "absence"
    SUMMARY = "summary"


class FileKind(StrEnum):
    """How a file kept by Telegram is sent again."""

    PHOTO = "photo"
    DOCUMENT = "document"


class PreferenceKey(StrEnum):
    """What a person may choose; defaults and meaning are in ``services/preferences``."""

    TOMORROW_CARD = "tomorrow_card"
    QUIET_HOURS = "quiet_hours"


@dataclass(frozen=True, slots=True)
class FactRef:
    """One fact of the journal, whatever its revision."""

    kind: FactKind
    id: int


@dataclass(frozen=True, slots=True)
class ActorRef:
    """Who does something: a person of a school, with the roles held at this moment."""

    school_id: int
    person_id: int
    roles: frozenset[Role] = field(default_factory=frozenset)
