"""Callback data of the office's packs; days as YYYYMMDD."""

from aiogram.filters.callback_data import CallbackData

__all__ = ["GetPack"]


class GetPack(CallbackData, prefix="opgt"):
    """Send the pack of some days as a document."""

    first: int
    last: int
    is_pdf: bool
