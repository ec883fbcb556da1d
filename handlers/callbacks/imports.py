"""Buttons of the import through the chat."""

from aiogram.filters.callback_data import CallbackData

__all__ = ["DropImport", "PlanImport", "SaveImport"]


class SaveImport(CallbackData, prefix="imsv"):
    """Store what the plan said; *plan*: the beginning of its fingerprint."""

    plan: str


class PlanImport(CallbackData, prefix="impl"):
    """Plan the same file once more, with those who are not listed as leavers, or without."""

    plan: str
    with_leavers: bool


class DropImport(CallbackData, prefix="imno"):
    """Store nothing of it."""
