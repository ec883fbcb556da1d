"""Buttons of the calendar feed."""

from aiogram.filters.callback_data import CallbackData

__all__ = ["CreateFeed", "EndFeed", "OpenFeed"]


class OpenFeed(CallbackData, prefix="cfop"):
    """Show whether a child has a calendar address."""

    student_id: int


class CreateFeed(CallbackData, prefix="cfnw"):
    """Make a new address; the one before ends."""

    student_id: int


class EndFeed(CallbackData, prefix="cfnd"):
    """End a child's address."""

    student_id: int
