"""Buttons of homework."""

from aiogram.filters.callback_data import CallbackData

__all__ = [
    "AskHomework",
    "HomeworkFilesAsked",
    "NoHomework",
    "OpenHomework",
    "TickHomework",
]


class AskHomework(CallbackData, prefix="hwas"):
    """Ask for the homework of one lesson: study group, subject, day as YYYYMMDD, number."""

    group_id: int
    subject_id: int
    on: int
    number: int


class NoHomework(CallbackData, prefix="hwno"):
    """«Не задано» for one lesson, to be previewed; the fields are those of ``AskHomework``."""

    group_id: int
    subject_id: int
    on: int
    number: int


class OpenHomework(CallbackData, prefix="hwpg"):
    """Show a child's homework from a day on: the day as YYYYMMDD, 0 for the one to prepare for."""

    student_id: int
    on: int


class TickHomework(CallbackData, prefix="hwtk"):
    """Tick homework off, or take the tick away; *on* is the day the page was opened at."""

    student_id: int
    homework_id: int
    on: int
    is_done: bool


class HomeworkFilesAsked(CallbackData, prefix="hwfl"):
    """Send the files of one homework."""

    student_id: int
    homework_id: int
