"""Buttons of threads between families and teachers."""

from aiogram.filters.callback_data import CallbackData

__all__ = [
    "AskTeacher",
    "BeginLetter",
    "ChooseFamily",
    "OpenLetters",
    "OpenTalk",
    "OpenTalks",
    "SendLetter",
    "WriteInTalk",
]


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


class OpenLetters(CallbackData, prefix="tllt"):
    """Show a teacher's threads, or (1) the groups whose families may be written to."""

    is_new: int


class ChooseFamily(CallbackData, prefix="tlfm"):
    """Show the names of a group, to write to one family."""

    group_id: int


class BeginLetter(CallbackData, prefix="tlbg"):
    """Say whom a message about a child would reach, and wait for it."""

    student_id: int


class SendLetter(CallbackData, prefix="tlsd"):
    """Send the message that was shown last."""

    student_id: int
