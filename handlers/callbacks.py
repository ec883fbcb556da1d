"""Every button's callback data: the wire format of screens that may be months old.

A prefix and integers; Telegram takes 64 bytes. Never rename a prefix or a field's meaning: old
buttons keep coming back.
"""

from aiogram.filters.callback_data import CallbackData

__all__ = [
    "AnswerConsent",
    "AskHuman",
    "AskTakeover",
    "CheckRequest",
    "ChooseEntry",
    "DecideRequest",
    "DiscardChange",
    "DiscardEntry",
    "Open",
    "OpenConsent",
    "OpenDay",
    "OpenMarks",
    "OpenTeacherDay",
    "OpenTimetable",
    "SaveChange",
    "SaveEntry",
    "SetLanguage",
    "TakeOver",
    "ToMenu",
    "UndoEntry",
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


class AskTakeover(CallbackData, prefix="tkas"):
    """Ask whether to give today's lesson of a group instead of its teacher."""

    group_id: int
    number: int


class TakeOver(CallbackData, prefix="tkov"):
    """Give today's lesson of a group instead of its teacher."""

    group_id: int
    number: int
