"""Buttons of a teacher's journal line and day."""

from aiogram.filters.callback_data import CallbackData

__all__ = [
    "AskTakeover",
    "ChooseEntry",
    "DiscardEntry",
    "GiveReason",
    "MoveEntry",
    "MoveToKind",
    "MoveToLesson",
    "OpenTeacherDay",
    "SaveEntry",
    "ShowMoveKinds",
    "TakeOver",
    "UndoEntry",
]


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


class AskTakeover(CallbackData, prefix="tkas"):
    """Ask whether to give today's lesson of a group instead of its teacher."""

    group_id: int
    number: int


class TakeOver(CallbackData, prefix="tkov"):
    """Give today's lesson of a group instead of its teacher."""

    group_id: int
    number: int


class GiveReason(CallbackData, prefix="jrsn"):
    """Say why an entry is saved (act 0) or withdrawn (1) so late; reason 0 is to be typed."""

    entry_id: int
    act: int
    reason: int


class MoveEntry(CallbackData, prefix="jmov"):
    """Show where a saved entry may go."""

    entry_id: int


class MoveToLesson(CallbackData, prefix="jmvl"):
    """Preview a saved entry at another lesson: the day as YYYYMMDD."""

    entry_id: int
    group_id: int
    subject_id: int
    on: int
    number: int


class ShowMoveKinds(CallbackData, prefix="jmks"):
    """Ask for which kind of work a saved entry should be."""

    entry_id: int


class MoveToKind(CallbackData, prefix="jmvk"):
    """Preview a saved entry for another kind of work: the place in the list of kinds."""

    entry_id: int
    kind: int
