"""Buttons of schools in numbers: seven days by the last of them (YYYYMMDD)."""

from aiogram.filters.callback_data import CallbackData

__all__ = ["GetMunicipal", "OpenMunicipal"]


class OpenMunicipal(CallbackData, prefix="munw"):
    """Show seven days."""

    last: int


class GetMunicipal(CallbackData, prefix="mung"):
    """Send seven days as a document."""

    last: int
    is_pdf: bool
