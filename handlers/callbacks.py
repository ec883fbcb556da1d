"""Every button's callback data: the wire format of screens that may be months old.

A prefix and integers; Telegram takes 64 bytes. Never rename a prefix or a field's meaning: old
buttons keep coming back.
"""

from aiogram.filters.callback_data import CallbackData

__all__ = [
    "AgreeFinals",
    "AnnounceAbsence",
    "AnswerBroadcast",
    "AnswerConsent",
    "AskHomework",
    "AskHuman",
    "AskReason",
    "AskTakeover",
    "CheckRequest",
    "ChooseEntry",
    "ChooseFinal",
    "CloseAlarm",
    "DecideFinal",
    "DecideRequest",
    "DiscardBroadcast",
    "DiscardChange",
    "DiscardEntry",
    "DiscardFinals",
    "EditFinals",
    "GiveReason",
    "HomeworkFilesAsked",
    "LeftHome",
    "NoHomework",
    "Open",
    "OpenBroadcast",
    "OpenConsent",
    "OpenDay",
    "OpenFinalMarks",
    "OpenForecast",
    "OpenHomework",
    "OpenMarks",
    "OpenNeed",
    "OpenSheet",
    "OpenTeacherDay",
    "OpenTimetable",
    "OpenUnread",
    "PickAudience",
    "PickFinal",
    "PickTarget",
    "RaiseAlarm",
    "RecallBroadcast",
    "RecordCall",
    "RemindBroadcast",
    "ReviewFinals",
    "SaveChange",
    "SaveEntry",
    "SaveFinals",
    "SendBroadcast",
    "SetLanguage",
    "SetTomorrowCard",
    "TakeAlarm",
    "TakeOver",
    "TickHomework",
    "ToMenu",
    "UndoEntry",
    "UndoFinals",
    "WithdrawAbsence",
    "WithdrawChange",
    "WithdrawConsent",
]


class ToMenu(CallbackData, prefix="menu"):
    """Show the main menu: the way out of every screen and of every error."""


class Open(CallbackData, prefix="open"):
    """Open a screen of the menu by its name."""

    screen: str


class AskHuman(CallbackData, prefix="askh"):
    """Ask the class teacher or the office to confirm who one is."""


class CheckRequest(CallbackData, prefix="chkr"):
    """Look whether the request to be confirmed was decided."""


class DecideRequest(CallbackData, prefix="lreq"):
    """Decide about somebody's request: 0 refuses, the others say how the person was verified."""

    request_id: int
    decision: int


class OpenConsent(CallbackData, prefix="copn"):
    """Show a consent to decide about: who decides, about whom, for what."""

    person_id: int
    student_id: int
    purpose: int  # its place in handlers/screens/consent.PURPOSES


class AnswerConsent(CallbackData, prefix="cons"):
    """Give or refuse consent under a text, with the act that was the latest when it was shown."""

    person_id: int
    student_id: int
    text_id: int
    after_id: int
    is_given: bool


class WithdrawConsent(CallbackData, prefix="wdrw"):
    """Withdraw the consent given by an act (0: all): the second press, on a screen of its own."""

    consent_id: int


class SetLanguage(CallbackData, prefix="lang"):
    """Speak another language from now on."""

    code: str


class SaveEntry(CallbackData, prefix="jsav"):
    """Save a previewed journal entry."""

    entry_id: int


class DiscardEntry(CallbackData, prefix="jdis"):
    """Throw a previewed journal entry away."""

    entry_id: int


class UndoEntry(CallbackData, prefix="jund"):
    """Take a saved journal entry back."""

    entry_id: int


class ChooseEntry(CallbackData, prefix="jcho"):
    """Answer an open question of a journal entry: which question, which of its options."""

    entry_id: int
    step: int
    option: int


class OpenTeacherDay(CallbackData, prefix="tday"):
    """Show a day of the teacher who presses; the day as YYYYMMDD."""

    on: int


class OpenDay(CallbackData, prefix="dday"):
    """Show a day of a child: the day as YYYYMMDD, 0 for the nearest."""

    student_id: int
    on: int


class OpenMarks(CallbackData, prefix="dmrk"):
    """Show a child's marks in a period, 0 for today's."""

    student_id: int
    period_id: int


class SaveChange(CallbackData, prefix="csav"):
    """Save a previewed change of the timetable."""

    entry_id: int


class DiscardChange(CallbackData, prefix="cdis"):
    """Throw a previewed change of the timetable away."""

    entry_id: int


class WithdrawChange(CallbackData, prefix="cwdr"):
    """Take a saved change of the timetable back."""

    entry_id: int


class OpenTimetable(CallbackData, prefix="ttbl"):
    """Show a day or its week: of a child, or (0) the own lessons; the day as YYYYMMDD."""

    student_id: int
    on: int
    is_week: bool


class AskReason(CallbackData, prefix="abas"):
    """Ask why a child is absent: the day as YYYYMMDD."""

    student_id: int
    on: int


class GiveReason(CallbackData, prefix="abgv"):
    """Say why a child is absent; *kind* is its place in handlers/screens/absences.KINDS."""

    student_id: int
    on: int
    kind: int


class LeftHome(CallbackData, prefix="ablh"):
    """Ask whether a child who left home is not at home."""

    student_id: int
    on: int


class RaiseAlarm(CallbackData, prefix="abra"):
    """Alarm the school about a child: the second press."""

    student_id: int
    on: int


class TakeAlarm(CallbackData, prefix="abta"):
    """See to a child who is missing."""

    alarm_id: int


class CloseAlarm(CallbackData, prefix="abcl"):
    """Say that a child is found."""

    alarm_id: int


class RecordCall(CallbackData, prefix="abrc"):
    """Record whether a family was reached by telephone."""

    call_id: int
    is_reached: bool


class AnnounceAbsence(CallbackData, prefix="aban"):
    """Announce an absence: days as YYYYMMDD, lessons (0: open), kind as in GiveReason or -1."""

    student_id: int
    starts_on: int
    ends_on: int
    first_lesson: int
    last_lesson: int
    kind: int


class WithdrawAbsence(CallbackData, prefix="abwd"):
    """Take an announced absence back."""

    reason_id: int


class AskTakeover(CallbackData, prefix="tkas"):
    """Ask whether to give today's lesson of a group instead of its teacher."""

    group_id: int
    number: int


class TakeOver(CallbackData, prefix="tkov"):
    """Give today's lesson of a group instead of its teacher."""

    group_id: int
    number: int


class OpenSheet(CallbackData, prefix="fopn"):
    """Show the proposals for a group and subject in today's period."""

    group_id: int
    subject_id: int


class AgreeFinals(CallbackData, prefix="fagr"):
    """Choose every mark a sheet proposes."""

    entry_id: int


class EditFinals(CallbackData, prefix="fedt"):
    """Show the students of a sheet as buttons."""

    entry_id: int


class PickFinal(CallbackData, prefix="fpck"):
    """Show one student of a sheet with the marks to choose from."""

    entry_id: int
    student_id: int


class DecideFinal(CallbackData, prefix="fdec"):
    """Choose one student's mark: 2 to 5, 0 not attested, 1 none."""

    entry_id: int
    student_id: int
    value: int


class ReviewFinals(CallbackData, prefix="frev"):
    """Show what was chosen in a sheet, ready to be saved."""

    entry_id: int


class SaveFinals(CallbackData, prefix="fsav"):
    """Save the marks chosen in a sheet."""

    entry_id: int


class DiscardFinals(CallbackData, prefix="fdis"):
    """Throw a sheet away."""

    entry_id: int


class UndoFinals(CallbackData, prefix="fund"):
    """Take a saved sheet back."""

    entry_id: int


class ChooseFinal(CallbackData, prefix="fcho"):
    """Answer an open question of a sheet: which question, which of its options."""

    entry_id: int
    step: int
    option: int


class OpenFinalMarks(CallbackData, prefix="fmrk"):
    """Show a child's marks of periods and of the year."""

    student_id: int


class OpenForecast(CallbackData, prefix="fcst"):
    """Show what a child's marks come to, subject by subject."""

    student_id: int


class OpenNeed(CallbackData, prefix="fned"):
    """Show what a mark needs: the target (0: the next one up), and marks to try, as figures."""

    student_id: int
    subject_id: int
    target: int
    tries: int


class PickAudience(CallbackData, prefix="bcau"):
    """Choose whom to write to: the place in handlers/screens/broadcast.SCOPES and which one."""

    scope: int
    ref: int


class PickTarget(CallbackData, prefix="bctg"):
    """Choose who of the audience reads it: the place in handlers/screens/broadcast.TARGETS."""

    scope: int
    ref: int
    target: int


class SendBroadcast(CallbackData, prefix="bcsn"):
    """Send a previewed announcement."""

    broadcast_id: int


class DiscardBroadcast(CallbackData, prefix="bcds"):
    """Throw a previewed announcement away."""

    broadcast_id: int


class RecallBroadcast(CallbackData, prefix="bcrc"):
    """Take an announcement back within two minutes."""

    broadcast_id: int


class OpenBroadcast(CallbackData, prefix="bcop"):
    """Show what became of an announcement."""

    broadcast_id: int


class OpenUnread(CallbackData, prefix="bcun"):
    """Show who has not answered an announcement."""

    broadcast_id: int


class RemindBroadcast(CallbackData, prefix="bcrm"):
    """Remind who has not answered, once for each revision."""

    broadcast_id: int
    revision: int


class AnswerBroadcast(CallbackData, prefix="bcan"):
    """Answer an announcement: 0 is «read», the others are places in its answers."""

    broadcast_id: int
    answer: int


class AskHomework(CallbackData, prefix="hwas"):
    """Ask for the homework of one lesson: study group, subject, day as YYYYMMDD, number."""

    group_id: int
    subject_id: int
    on: int
    number: int


class NoHomework(CallbackData, prefix="hwno"):
    """«Не задано» for one lesson, to be previewed; the fields are those of ``AskHomework``."""

    group_id: int
    subject_id: int
    on: int
    number: int


class OpenHomework(CallbackData, prefix="hwpg"):
    """Show a child's homework from a day on: the day as YYYYMMDD, 0 for the one to prepare for."""

    student_id: int
    on: int


class TickHomework(CallbackData, prefix="hwtk"):
    """Tick homework off, or take the tick away; *on* is the day the page was opened at."""

    student_id: int
    homework_id: int
    on: int
    is_done: bool


class HomeworkFilesAsked(CallbackData, prefix="hwfl"):
    """Send the files of one homework."""

    student_id: int
    homework_id: int


class SetTomorrowCard(CallbackData, prefix="scrd"):
    """Send the evening card from now on, or no more."""

    is_wanted: bool
