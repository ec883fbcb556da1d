"""Buttons of what families read."""

from aiogram.filters.callback_data import CallbackData

__all__ = [
    "OpenClassTimetable",
    "OpenDatedMarks",
    "OpenDay",
    "OpenMarks",
    "OpenTimetable",
    "OpenWeek",
    "ReadMarks",
]


class OpenDay(CallbackData, prefix="dday"):
    """Show a day of a child: the day as YYYYMMDD, 0 for the nearest."""

    student_id: int
    on: int


class OpenMarks(CallbackData, prefix="dmrk"):
    """Show a child's marks in a period, 0 for today's."""

    student_id: int
    period_id: int


class OpenWeek(CallbackData, prefix="dwek"):
    """Show the week of a day of a child: the day as YYYYMMDD, 0 for today."""

    student_id: int
    on: int


class OpenDatedMarks(CallbackData, prefix="ddmk"):
    """Show a child's marks by date in a period, 0 for today's."""

    student_id: int
    period_id: int


class ReadMarks(CallbackData, prefix="dmnw"):
    """Show a child's marks by date below the message that tells of one: that one stays."""

    student_id: int


class OpenTimetable(CallbackData, prefix="ttbl"):
    """Show a day or its week: of a child, or (0) the own lessons; the day as YYYYMMDD."""

    student_id: int
    on: int
    is_week: bool


class OpenClassTimetable(CallbackData, prefix="tcls"):
    """Show a day or a week of a class, (0) the classes: the day as YYYYMMDD, 0 for the nearest."""

    class_id: int
    on: int
    is_week: bool
