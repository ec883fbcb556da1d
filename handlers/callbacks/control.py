"""Buttons of the deputy head's control: the week by its Monday (YYYYMMDD), pages from 0."""

from aiogram.filters.callback_data import CallbackData

__all__ = ["ExportControl", "OpenControl", "OpenControlList", "OpenControlOne"]


class OpenControl(CallbackData, prefix="ctwk"):
    """Show a week."""

    week: int


class OpenControlList(CallbackData, prefix="ctls"):
    """Show who or which classes breached what; *by* is ``t`` for teachers or ``c`` for classes."""

    week: int
    by: str
    page: int


class OpenControlOne(CallbackData, prefix="cton"):
    """Show the breaches of one teacher or class."""

    week: int
    by: str
    key: int


class ExportControl(CallbackData, prefix="ctxl"):
    """Send the week as a workbook."""

    week: int
