"""News as plain values: what a message says, before anybody has put it into words."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

from services.control.nudge_facts import NudgedItem
from services.control.report import WeekReport
from services.conversations.facts import About
from services.diary.facts import FamilyAttendance
from services.diary.timetable_lines import TimetableLine
from services.finals.facts import FinalTerm, FinalValue
from services.joining.age_steps import AgeStep
from services.lesson_cards.facts import LessonCardFacts
from services.roster.names import PersonName
from services.summaries.facts import FortnightFacts
from services.timetable.changes import ChangeSort
from services.vocabulary import DayKind, OfficeAlertKind

__all__ = [
    "AbsenceNews",
    "AccountNews",
    "AgeNews",
    "AlarmNews",
    "AlarmState",
    "AnswerNews",
    "BroadcastNews",
    "CallNews",
    "CallState",
    "CardHomework",
    "CardNews",
    "ChangeItem",
    "ChangeNews",
    "ChangedPlace",
    "ChildName",
    "ClassWeekNews",
    "ContactDecidedNews",
    "ContactRequestNews",
    "DayChangeItem",
    "DebtNews",
    "DebtState",
    "EditionNews",
    "FinalNews",
    "HomeworkNews",
    "HomeworkValue",
    "LessonCardNews",
    "LessonChangeItem",
    "LetterNews",
    "LinkConfirmedNews",
    "LinkRequestNews",
    "MarkNews",
    "MarkValue",
    "News",
    "NudgeNews",
    "OfficeAlertNews",
    "OutageNews",
    "QuestionNews",
    "SchoolPackNews",
    "StaffAlarmNews",
    "StaffChangeNews",
    "SummaryDraftsNews",
    "SummaryNews",
    "UntoldNews",
]


class AlarmState(StrEnum):
    """How far an alarm has come."""

    OPEN = "open"
    TAKEN = "taken"
    FOUND = "found"


class CallState(StrEnum):
    """How far a call has come."""

    OPEN = "open"
    NOT_REACHED = "not_reached"
    REACHED = "reached"
    EXPLAINED = "explained"  # the family has said it by itself


@dataclass(frozen=True, slots=True)
class ChildName:
    """A child as the line that begins every message names it."""

    student_id: int
    given_name: str
    family_name: str
    class_name: str


@dataclass(frozen=True, slots=True)
class LinkRequestNews:
    """Somebody asks staff to be confirmed as a person of the lists."""

    name: PersonName
    pupils: tuple[ChildName, ...]
    is_students_chat: bool
    child: None = None


@dataclass(frozen=True, slots=True)
class LinkConfirmedNews:
    """Whoever asked to be confirmed may go on."""

    child: None = None


@dataclass(frozen=True, slots=True)
class ContactDecidedNews:
    """What became of a parent's new phone."""

    phone_tail: str
    is_confirmed: bool
    child: None = None


@dataclass(frozen=True, slots=True)
class ContactRequestNews:
    """A parent has another phone; the office decides about it."""

    name: PersonName
    child: None = None


@dataclass(frozen=True, slots=True)
class EditionNews:
    """A new edition of the consent text that waits for the person's answer."""

    child: ChildName
    version: int
    valid_from: date
    pauses_on: date


@dataclass(frozen=True, slots=True)
class AccountNews:
    """A child who has come in with an account that waits for the guardian's consent."""

    child: ChildName


@dataclass(frozen=True, slots=True)
class AgeNews:
    """A birthday that changes who consents; staff hear of the *pupil* as their own work."""

    child: ChildName | None
    pupil: ChildName
    step: AgeStep
    day: date


@dataclass(frozen=True, slots=True)
class MarkValue:
    """A mark with what it counts."""

    value: int
    work_kind: str
    weight_tenths: int


@dataclass(frozen=True, slots=True)
class MarkNews:
    """A mark that is new (``told`` is None), has changed, or is gone (``mark`` is None).

    The averages are the subject's in its grading period, without and with everything the message
    says; None where there is nothing to average.
    """

    child: ChildName
    subject: str
    on: date
    lesson_id: int
    part: int
    mark: MarkValue | None
    told: MarkValue | None
    comment: str = ""
    average_before: Fraction | None = None
    average_after: Fraction | None = None


@dataclass(frozen=True, slots=True)
class FinalNews:
    """The mark of a period or year: new (``told`` is None), changed, or gone (no ``value``)."""

    child: ChildName
    subject: str
    term: FinalTerm
    value: FinalValue | None
    told: FinalValue | None


@dataclass(frozen=True, slots=True)
class AbsenceNews:
    """Attendance at one lesson, as families read it; None is presence.

    ``is_answer``: the person was told something else before, ``told``. ``before``: what the
    message says already that goes on with this lesson.
    """

    child: ChildName
    subject: str
    lesson_number: int
    starts_at: time
    on: date | None  # None: today
    attendance: FamilyAttendance | None
    minutes_late: int | None = None
    is_answer: bool = False
    told: FamilyAttendance | None = None
    day: date | None = None  # the day itself, for what is pressed under the message
    before: "tuple[AbsenceNews, ...]" = ()


class DebtState(StrEnum):
    """How far a debt has come."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class DebtNews:
    """Work a child has not handed in, or has at last; or the debt was a slip."""

    child: ChildName
    subject: str
    work_kind: str
    on: date
    due_on: date
    state: DebtState
    is_reminder: bool = False
    has_more_time: bool = False


@dataclass(frozen=True, slots=True)
class LetterNews:
    """How missed lessons of some days (both included) are marked; None: nobody knows why."""

    child: ChildName
    starts_on: date
    ends_on: date
    is_excused: bool | None
    is_correction: bool = False


@dataclass(frozen=True, slots=True)
class NudgeNews:
    """What a member of staff is reminded of."""

    items: tuple[NudgedItem, ...]
    child: None = None


@dataclass(frozen=True, slots=True)
class AlarmNews:
    """A child who left home and is not at school, as the guardians hear of it."""

    child: ChildName
    alarm_id: int
    state: AlarmState
    taken_by: PersonName | None = None


@dataclass(frozen=True, slots=True)
class StaffAlarmNews:
    """The same, as staff hear of it."""

    pupil: ChildName
    alarm_id: int
    state: AlarmState
    taken_by: PersonName | None = None
    child: None = None


@dataclass(frozen=True, slots=True)
class CallNews:
    """A family to be called about a day; or one that need not be called any more."""

    pupil: ChildName
    call_id: int
    state: CallState
    child: None = None


@dataclass(frozen=True, slots=True)
class OfficeAlertNews:
    """Something of the installation that an administrator must see to."""

    child: None
    kind: OfficeAlertKind
    detail: str
    raised_at: datetime
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class BroadcastNews:
    """An announcement of the school: new, once more, or taken back; about no single child."""

    broadcast_id: int
    label: str  # the class, group or grade; empty: the school
    text: str
    answers: tuple[str, ...]
    author: PersonName
    is_reminder: bool = False
    is_recalled: bool = False
    child: None = None


@dataclass(frozen=True, slots=True)
class ChangedPlace:
    """A lesson before or after a change."""

    subject: str
    group: str
    teacher_id: int
    teacher: PersonName
    on: date
    number: int
    room: str = ""


@dataclass(frozen=True, slots=True)
class LessonChangeItem:
    """A changed lesson; without *new* cancelled, without *old* added.

    ``is_withdrawn``: the person was told of it, and it does not hold any more.
    """

    sort: ChangeSort
    old: ChangedPlace | None
    new: ChangedPlace | None
    is_withdrawn: bool = False

    @property
    def place(self) -> tuple[date, int]:
        """The day and number it is told under."""
        one = self.old or self.new
        if one is None:
            raise ValueError(self)
        return one.on, one.number


@dataclass(frozen=True, slots=True)
class DayChangeItem:
    """Days that are no ordinary school days; without grades it is about the child's class."""

    kind: DayKind
    starts_on: date
    ends_on: date
    grades: tuple[int, ...] = ()
    is_withdrawn: bool = False


ChangeItem = LessonChangeItem | DayChangeItem


@dataclass(frozen=True, slots=True)
class ChangeNews:
    """What is new about one day of a child.

    ``first_at`` and ``last_at`` are told where the day now begins or ends otherwise than the
    family knows; ``comes_later``: than by the timetable. ``has_no_lessons``: nothing is left.
    """

    child: ChildName
    items: tuple[ChangeItem, ...]
    first_at: time | None = None
    comes_later: bool = False
    last_at: time | None = None
    has_no_lessons: bool = False


@dataclass(frozen=True, slots=True)
class StaffChangeNews:
    """What is new about one day of a teacher: lessons to give, and lessons given by others."""

    reader_id: int
    items: tuple[LessonChangeItem, ...]
    child: None = None


@dataclass(frozen=True, slots=True)
class HomeworkValue:
    """What is to be done and by when; ``is_none`` is «не задано»."""

    text: str
    is_none: bool
    due_on: date | None  # None: for the next lesson, which is not planned yet
    files: int = 0


@dataclass(frozen=True, slots=True)
class HomeworkNews:
    """Homework that is new (``told`` is None), has changed, or is gone (``homework`` is None)."""

    child: ChildName
    subject: str
    homework: HomeworkValue | None
    told: HomeworkValue | None
    is_individual: bool = False
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class CardHomework:
    """Homework of one subject for the day of a card."""

    subject: str
    text: str
    is_individual: bool = False


@dataclass(frozen=True, slots=True)
class CardNews:
    """The evening card: a coming day with its changes, and what is due on it."""

    child: ChildName
    on: date
    zone: ZoneInfo
    kind: DayKind | None
    lines: tuple[TimetableLine, ...]
    homework: tuple[CardHomework, ...]


@dataclass(frozen=True, slots=True)
class LessonCardNews:
    """A lesson that has begun, for who gives it."""

    card: LessonCardFacts
    child: None = None


@dataclass(frozen=True, slots=True)
class SummaryNews:
    """A fortnight of a child; ``is_reminder``: it was told and not read."""

    child: ChildName
    summary_id: int
    facts: FortnightFacts
    sentence: str = ""
    teacher: PersonName | None = None
    is_reminder: bool = False


@dataclass(frozen=True, slots=True)
class SummaryDraftsNews:
    """The class teacher may write a sentence to each summary until they leave."""

    class_id: int
    class_name: str
    starts_on: date
    ends_on: date
    due_at: datetime
    zone: ZoneInfo
    child: None = None


@dataclass(frozen=True, slots=True)
class OutageNews:
    """A time in which the diary was away (or, *is_silence*, nothing of it was taken).

    What people wrote before ``lost_before`` has not come.
    """

    began_at: datetime
    ended_at: datetime
    lost_before: datetime | None
    is_silence: bool
    waiting: int
    zone: ZoneInfo
    is_for_staff: bool
    child: None = None


@dataclass(frozen=True, slots=True)
class UntoldNews:
    """A student whose family does not know a final mark yet, for the class teacher."""

    pupil: ChildName
    child: None = None


@dataclass(frozen=True, slots=True)
class QuestionNews:
    """What a family has written to a teacher, as the teacher reads it."""

    talk_id: int
    pupil: ChildName
    author: PersonName
    about: About
    text: str
    is_students: bool = False
    child: None = None


@dataclass(frozen=True, slots=True)
class AnswerNews:
    """What a teacher has answered; ``is_childs``: what the child asks, for the guardians."""

    child: ChildName
    talk_id: int
    teacher: PersonName
    about: About
    text: str
    is_childs: bool = False
    can_answer: bool = False


@dataclass(frozen=True, slots=True)
class ClassWeekNews:
    """The class teacher's week: what to print, whom to settle, whom nothing reaches."""

    class_id: int
    class_name: str
    first: date
    last: date
    sheets: int  # of paper, not handed over yet
    unread: tuple[PersonName, ...]  # students of whose last summary no guardian has read
    unexcused: tuple[tuple[PersonName, int], ...]  # lessons missed without a good reason
    open_reasons: int  # students with lessons whose reason nobody knows
    unreached: tuple[PersonName, ...]
    child: None = None


@dataclass(frozen=True, slots=True)
class SchoolPackNews:
    """The heads' pack of a week (with its figures) or of a month."""

    first: date
    last: date
    report: WeekReport | None = None
    students: int = 0
    unreached: int = 0
    chain: tuple[int, str] | None = None  # number and hash of the last entry, for the director
    child: None = None


News = (
    AbsenceNews
    | AccountNews
    | AgeNews
    | AnswerNews
    | QuestionNews
    | AlarmNews
    | CallNews
    | CardNews
    | ClassWeekNews
    | BroadcastNews
    | ContactDecidedNews
    | ContactRequestNews
    | LinkConfirmedNews
    | LinkRequestNews
    | ChangeNews
    | EditionNews
    | DebtNews
    | FinalNews
    | HomeworkNews
    | LetterNews
    | LessonCardNews
    | MarkNews
    | OutageNews
    | OfficeAlertNews
    | NudgeNews
    | SchoolPackNews
    | StaffAlarmNews
    | StaffChangeNews
    | SummaryDraftsNews
    | SummaryNews
    | UntoldNews
)
