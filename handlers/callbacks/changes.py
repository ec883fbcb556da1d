"""Buttons of changes of the timetable."""

from aiogram.filters.callback_data import CallbackData

__all__ = [
    "DiscardChange",
    "SaveChange",
    "WithdrawChange",
]


class SaveChange(CallbackData, prefix="csav"):
    """Save a previewed change of the timetable."""

    entry_id: int


class DiscardChange(CallbackData, prefix="cdis"):
    """Throw a previewed change of the timetable away."""

    entry_id: int


class WithdrawChange(CallbackData, prefix="cwdr"):
    """Take a saved change of the timetable back."""

    entry_id: int
