"""Buttons of the lesson card and its two sheets."""

from aiogram.filters.callback_data import CallbackData

__all__ = [
    "AskTopic",
    "CheckMarks",
    "ChooseKind",
    "ChooseName",
    "EverybodyHere",
    "GiveMark",
    "MarkAbsentees",
    "MarkByName",
    "OpenLesson",
    "SameAbsent",
    "SaveAbsentees",
    "SetLetter",
    "ShowKinds",
    "TakeTopic",
    "TurnAbsentees",
    "TurnMarks",
]


class _OfLesson(CallbackData, prefix="ls__"):
    """A lesson: study group, subject, day as YYYYMMDD, number."""

    group_id: int
    subject_id: int
    on: int
    number: int


class OpenLesson(_OfLesson, prefix="lsop"):
    """Show the card of a lesson."""


class EverybodyHere(_OfLesson, prefix="lsal"):
    """Record that nobody is missing."""


class SameAbsent(_OfLesson, prefix="lssm"):
    """Record as absent whom the card names; *digest* tells whom it named."""

    digest: int


class MarkAbsentees(_OfLesson, prefix="lsab"):
    """Mark who is missing, name by name."""


class MarkByName(_OfLesson, prefix="lsmk"):
    """Give marks, name by name."""


class AskTopic(_OfLesson, prefix="lstp"):
    """Write the topic of a lesson."""


class TakeTopic(_OfLesson, prefix="lspl"):
    """Record the next topic of the thematic plan: the line of that number."""

    planned: int


class SetLetter(CallbackData, prefix="latp"):
    """Let a name have a letter on the sheet: 0 есть, 1 н, 2 о."""

    entry_id: int
    student_id: int
    letter: int


class TurnAbsentees(CallbackData, prefix="lapg"):
    """Turn a page of the sheet of absentees."""

    entry_id: int
    page: int


class SaveAbsentees(CallbackData, prefix="laok"):
    """Save the sheet of absentees."""

    entry_id: int


class ChooseName(CallbackData, prefix="mknm"):
    """Let a name of the sheet of marks wait for its mark."""

    entry_id: int
    student_id: int


class GiveMark(CallbackData, prefix="mkgv"):
    """Give a name its mark: 2 to 5, PassFail, 0 for none after all, 9 for «н»."""

    entry_id: int
    student_id: int
    value: int


class ShowKinds(CallbackData, prefix="mkks"):
    """Ask what the marks of the sheet are for."""

    entry_id: int


class ChooseKind(CallbackData, prefix="mkkd"):
    """Say what the marks of the sheet are for: the place in the list of kinds of work."""

    entry_id: int
    kind: int


class TurnMarks(CallbackData, prefix="mkpg"):
    """Turn a page of the sheet of marks, or come back to it."""

    entry_id: int
    page: int


class CheckMarks(CallbackData, prefix="mkok"):
    """Show what saving the sheet of marks would change."""

    entry_id: int
