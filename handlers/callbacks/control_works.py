"""Buttons of planned control works."""

from aiogram.filters.callback_data import CallbackData

__all__ = [
    "CancelControlWork",
    "MoveControlWork",
    "OpenControlWorks",
    "OverrideControlWork",
    "PlanControlWork",
]


class PlanControlWork(CallbackData, prefix="cwpl"):
    """Plan a control work that was previewed."""

    work_id: int


class MoveControlWork(CallbackData, prefix="cwmv"):
    """Let a previewed control work stand at another lesson: the day as YYYYMMDD, its number."""

    work_id: int
    on: int
    number: int


class OverrideControlWork(CallbackData, prefix="cwov"):
    """Write why a control work stands against the rules."""

    work_id: int


class CancelControlWork(CallbackData, prefix="cwcn"):
    """Take a control work off; *is_sure*: asked a second time."""

    work_id: int
    is_sure: bool


class OpenControlWorks(CallbackData, prefix="cwls"):
    """Show the control works before a child (0: those one gives)."""

    student_id: int
