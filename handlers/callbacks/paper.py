"""Buttons of the week on paper."""

from aiogram.filters.callback_data import CallbackData

__all__ = ["GetPaper", "OpenPaper", "TickPaper"]


class OpenPaper(CallbackData, prefix="ppop"):
    """Show whose sheets a class has in a week, named by the ordinal of its Monday."""

    class_id: int
    week: int


class GetPaper(CallbackData, prefix="ppgt"):
    """Send the sheets of a class and week as a document."""

    class_id: int
    week: int


class TickPaper(CallbackData, prefix="pptk"):
    """Note that a sheet was handed over, or take the note back."""

    sheet_id: int
    is_handed: bool
