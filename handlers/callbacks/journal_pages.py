"""Buttons of the journal's pages."""

from aiogram.filters.callback_data import CallbackData

__all__ = ["ExportJournal", "OpenJournal", "OpenJournals", "OpenStudentInSubject"]


class OpenJournals(CallbackData, prefix="jlst"):
    """Show which journals there are: of a class, or (0) one's own."""

    class_id: int


class OpenJournal(CallbackData, prefix="jpag"):
    """Show a page of dates: study group, subject, period (0: today's), page (-1: the last)."""

    group_id: int
    subject_id: int
    period_id: int
    page: int


class OpenStudentInSubject(CallbackData, prefix="jstu"):
    """Show one student of a journal, and come back to the page."""

    group_id: int
    subject_id: int
    student_id: int
    page: int


class ExportJournal(CallbackData, prefix="jexp"):
    """Send the journal of a period as a spreadsheet."""

    group_id: int
    subject_id: int
    period_id: int
