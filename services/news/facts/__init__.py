"""News as plain values: what a message says, before anybody has put it into words."""

from services.news.facts.absences import (
    AbsenceNews,
    AlarmNews,
    AlarmState,
    CallNews,
    CallState,
    LetterNews,
    StaffAlarmNews,
)
from services.news.facts.changes import (
    ChangedPlace,
    ChangeItem,
    ChangeNews,
    DayChangeItem,
    LessonChangeItem,
    StaffChangeNews,
)
from services.news.facts.children import ChildName
from services.news.facts.homework import CardHomework, CardNews, HomeworkNews, HomeworkValue
from services.news.facts.marks import (
    DebtNews,
    DebtState,
    FinalNews,
    MarkNews,
    MarkValue,
    UntoldNews,
)
from services.news.facts.office import (
    ClassWeekNews,
    LessonCardNews,
    NudgeNews,
    OfficeAlertNews,
    OutageNews,
    SchoolPackNews,
)
from services.news.facts.people import (
    AccountNews,
    AgeNews,
    ContactDecidedNews,
    ContactRequestNews,
    CorrectionDecidedNews,
    CorrectionRequestNews,
    EditionNews,
    LinkConfirmedNews,
    LinkRequestNews,
)
from services.news.facts.summaries import SummaryDraftsNews, SummaryNews
from services.news.facts.talks import AnswerNews, BroadcastNews, QuestionNews

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
    "CorrectionDecidedNews",
    "CorrectionRequestNews",
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
    | CorrectionDecidedNews
    | CorrectionRequestNews
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
