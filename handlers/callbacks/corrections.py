"""Buttons under what somebody says is wrong in the data."""

from aiogram.filters.callback_data import CallbackData

__all__ = ["CorrectionDone", "DeclineCorrection"]


class CorrectionDone(CallbackData, prefix="crdn"):
    """The data are mended."""

    request_id: int


class DeclineCorrection(CallbackData, prefix="crno"):
    """The data stay as they are: ask why."""

    request_id: int
