"""Buttons of summaries: reading them, and the class teacher's sentences."""

from aiogram.filters.callback_data import CallbackData

__all__ = [
    "AcknowledgeSummary",
    "EraseSentence",
    "ExplainSummary",
    "OpenDraft",
    "OpenDrafts",
    "OpenSummary",
    "OpenSummaryDetails",
    "OpenUnreadSummaries",
]


class AcknowledgeSummary(CallbackData, prefix="smok"):
    """«Ознакомлен»: a guardian has read a summary."""

    summary_id: int


class OpenSummary(CallbackData, prefix="smop"):
    """Show a child's last summary, or the fortnight that goes on."""

    student_id: int
    is_running: bool


class OpenSummaryDetails(CallbackData, prefix="smdt"):
    """Show everything behind a summary; 0: behind the fortnight of the child that goes on."""

    summary_id: int
    student_id: int


class ExplainSummary(CallbackData, prefix="smex"):
    """Say by which rules the verdict is made."""


class OpenDrafts(CallbackData, prefix="smdl"):
    """Show the students of the own class; 0: of the first one."""

    class_id: int


class OpenDraft(CallbackData, prefix="smdo"):
    """Show a student's draft and wait for a sentence."""

    class_id: int
    student_id: int


class EraseSentence(CallbackData, prefix="smde"):
    """Take the sentence of a student's draft back."""

    class_id: int
    student_id: int


class OpenUnreadSummaries(CallbackData, prefix="smun"):
    """Show who has not read the last summary."""
