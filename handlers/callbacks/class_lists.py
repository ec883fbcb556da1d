"""Buttons of the class teacher's list of the class; *digest* is what of the list was shown."""

from aiogram.filters.callback_data import CallbackData

__all__ = ["ConfirmClassList", "OpenClassList", "ReportListMistake"]


class OpenClassList(CallbackData, prefix="clop"):
    """Show the list of a class."""

    class_id: int


class ConfirmClassList(CallbackData, prefix="clok"):
    """«Список верен»."""

    class_id: int
    digest: str


class ReportListMistake(CallbackData, prefix="cler"):
    """Something in the list is wrong."""

    class_id: int
