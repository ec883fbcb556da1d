"""Buttons of reports: a report is named by its place in the catalogue, which only grows."""

from aiogram.filters.callback_data import CallbackData

__all__ = ["GetReport", "OpenReports", "PickReport"]


class OpenReports(CallbackData, prefix="rpop"):
    """Show which reports there are."""


class PickReport(CallbackData, prefix="rppk"):
    """Choose a report, then (where there are several) the class; 0 is all classes."""

    report: int
    class_id: int
    is_chosen: bool


class GetReport(CallbackData, prefix="rpgt"):
    """Send a report as a document."""

    report: int
    class_id: int
    is_pdf: bool
