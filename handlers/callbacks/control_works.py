"""Buttons of planned control works."""

from aiogram.filters.callback_data import CallbackData

__all__ = [
    "BeginControlWork",
    "CancelControlWork",
    "ChooseControlClass",
    "ChooseControlKind",
    "ChooseControlLesson",
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


class ChooseControlClass(CallbackData, prefix="cwcl"):
    """Plan by buttons: choose a class (0: show them), then its subject."""

    class_id: int


class ChooseControlLesson(CallbackData, prefix="cwle"):
    """Choose the day and lesson of a group's subject."""

    group_id: int
    subject_id: int


class BeginControlWork(CallbackData, prefix="cwbe"):
    """Preview a control work at a lesson: the day as YYYYMMDD, its number."""

    group_id: int
    subject_id: int
    on: int
    number: int


class ChooseControlKind(CallbackData, prefix="cwki"):
    """Say what kind of work it will be, by its place among the kinds."""

    work_id: int
    kind: int
