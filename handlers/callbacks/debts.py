"""Buttons of debts."""

from aiogram.filters.callback_data import CallbackData

__all__ = ["CloseDebt", "OpenDebts", "ProlongDebt"]


class OpenDebts(CallbackData, prefix="dbop"):
    """Show what a child owes."""

    student_id: int


class CloseDebt(CallbackData, prefix="dbcl"):
    """Say that a work is in."""

    debt_id: int


class ProlongDebt(CallbackData, prefix="dbpr"):
    """Give a week more."""

    debt_id: int
