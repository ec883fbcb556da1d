"""Buttons of accepted reports: a report by its place in the catalogue, a class (0: all), the
period as ``services/reports/office/ask`` writes it, its day as YYYYMMDD.
"""

from aiogram.filters.callback_data import CallbackData

__all__ = ["AcceptReport", "OpenFiled", "OpenFiledOne", "OpenWaiting"]


class AcceptReport(CallbackData, prefix="flac"):
    """«Принять»: *digest* is the beginning of what was shown."""

    report: int
    class_id: int
    period: str
    on: int
    digest: str


class OpenFiled(CallbackData, prefix="flls"):
    """Show a page of what is filed."""

    page: int


class OpenFiledOne(CallbackData, prefix="fl1"):
    """Send a filed report as the journal has it now."""

    filed_id: int


class OpenWaiting(CallbackData, prefix="flwt"):
    """Send a report that waits to be accepted."""

    report: int
    class_id: int
    period: str
    on: int
