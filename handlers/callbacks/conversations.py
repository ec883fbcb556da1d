"""Buttons of threads between families and teachers."""

from aiogram.filters.callback_data import CallbackData

__all__ = ["AskTeacher", "OpenTalk", "OpenTalks", "WriteInTalk"]


class OpenTalks(CallbackData, prefix="tlls"):
    """Show whom a family may write to about a child, and its threads; 0: the staff's own."""

    student_id: int


class AskTeacher(CallbackData, prefix="tlas"):
    """Ask a teacher (0: the class teacher): the place in TOPICS, and what it is about."""

    student_id: int
    teacher_id: int
    topic: int
    ref: int


class OpenTalk(CallbackData, prefix="tlop"):
    """Show a thread."""

    talk_id: int


class WriteInTalk(CallbackData, prefix="tlwr"):
    """Wait for the next message of a thread."""

    talk_id: int
