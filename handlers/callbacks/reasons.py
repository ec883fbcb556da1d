"""Buttons of the class teacher's letters of excuse and figures.

*mask* says which students of the class are chosen; days as YYYYMMDD, 0: all that is open.
"""

from aiogram.filters.callback_data import CallbackData

__all__ = [
    "ChooseReasonName",
    "CorrectLetter",
    "OpenClass",
    "OpenFigures",
    "OpenReasons",
    "OpenSystematic",
    "SetLetters",
]


class OpenClass(CallbackData, prefix="rscs"):
    """Show a class at a glance."""

    class_id: int


class OpenReasons(CallbackData, prefix="rsop"):
    """Show what is open in a class, with some students chosen."""

    class_id: int
    mask: str


class SetLetters(CallbackData, prefix="rsst"):
    """Mark days of the chosen students; *code* is its place in services/absences/letters."""

    class_id: int
    mask: str
    starts_on: int
    ends_on: int
    code: int


class ChooseReasonName(CallbackData, prefix="rsnm"):
    """Show what a line means with one of the names it may mean; *code* -1: none was said."""

    class_id: int
    mask: str
    starts_on: int
    ends_on: int
    code: int


class CorrectLetter(CallbackData, prefix="rscl"):
    """Give days that were marked another letter."""

    letter_id: int
    code: int


class OpenFigures(CallbackData, prefix="rsfg"):
    """Show the figures of a class's month (any day of it)."""

    class_id: int
    month: int


class OpenSystematic(CallbackData, prefix="rssy"):
    """Show who of the school misses too much of a month (any day of it)."""

    month: int
