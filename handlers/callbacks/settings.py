"""Buttons of what a person chooses: quiet hours, and what comes about each child and how."""

from aiogram.filters.callback_data import CallbackData

__all__ = [
    "AskAlias",
    "AskQuietHours",
    "OpenChildMode",
    "OpenChildWhen",
    "OpenQuietHours",
    "SetChildMode",
    "SetChildWhen",
    "SetQuietHours",
    "SetTables",
]


class OpenQuietHours(CallbackData, prefix="sqho"):
    """Choose quiet hours."""


class SetQuietHours(CallbackData, prefix="sqhs"):
    """Take quiet hours: «school», «none», or from and to as four digits each."""

    value: str


class AskQuietHours(CallbackData, prefix="sqha"):
    """Type quiet hours of one's own."""


class OpenChildWhen(CallbackData, prefix="scwo"):
    """Choose when what comes about a child."""

    student_id: int


class SetChildWhen(CallbackData, prefix="scws"):
    """Let a group of messages come so from now on."""

    student_id: int
    group: str
    when: str


class OpenChildMode(CallbackData, prefix="scmo"):
    """Choose how much messages about a child say."""

    student_id: int


class SetChildMode(CallbackData, prefix="scms"):
    """Let messages say so much from now on."""

    student_id: int
    mode: str


class AskAlias(CallbackData, prefix="scal"):
    """Type a name for the child."""

    student_id: int


class SetTables(CallbackData, prefix="stbl"):
    """Send native tables from now on, or lists."""

    sees: bool
