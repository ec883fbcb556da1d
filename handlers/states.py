"""Dialogue states: only for what must be typed; no screen depends on one; they end in a day."""

from aiogram.fsm.state import State, StatesGroup

__all__ = [
    "SendingLists",
    "WithdrawingOnPaper",
    "WritingAccess",
    "WritingBroadcast",
    "WritingControlNote",
    "WritingCorrection",
    "WritingHomework",
    "WritingLetter",
    "WritingListMistake",
    "WritingQuestion",
    "WritingReason",
    "WritingSentence",
    "WritingSetting",
    "WritingTopic",
]


class SendingLists(StatesGroup):
    """The school's workbook is awaited, or was read and its plan is shown."""

    file = State()


class WritingAccess(StatesGroup):
    """Something about a person is awaited: a name to find, or a text about their access."""

    name = State()
    suspension = State()
    application = State()
    phone = State()  # one's own new number


class WritingListMistake(StatesGroup):
    """What is wrong with the list of a class is awaited."""

    text = State()


class WritingBroadcast(StatesGroup):
    """The text of an announcement is awaited; the audience was chosen before."""

    text = State()


class WritingSentence(StatesGroup):
    """The sentence of a student's summary is awaited; the student was chosen before."""

    text = State()


class WritingLetter(StatesGroup):
    """A teacher's message to one family: its text is awaited, or its sending."""

    text = State()
    check = State()


class WritingQuestion(StatesGroup):
    """A message to a teacher or family is awaited; to whom was chosen before."""

    text = State()


class WritingCorrection(StatesGroup):
    """What is wrong in the data is awaited, or why the office declines to change it."""

    text = State()
    reason = State()


class WritingHomework(StatesGroup):
    """The homework of a lesson is awaited; the lesson was chosen before."""

    text = State()


class WritingTopic(StatesGroup):
    """The topic of a lesson is awaited; the lesson was chosen before."""

    text = State()


class WritingSetting(StatesGroup):
    """Quiet hours, or a child's name, are awaited; «Назад» and every command leave it."""

    quiet_hours = State()
    alias = State()


class WithdrawingOnPaper(StatesGroup):
    """Whose paper it is, or its number and date, are awaited."""

    name = State()
    paper = State()


class WritingReason(StatesGroup):
    """The reason of a late correction is awaited; the entry was chosen before."""

    text = State()


class WritingControlNote(StatesGroup):
    """The deputy head's note to a control work is awaited; the work was chosen before."""

    text = State()
