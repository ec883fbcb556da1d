"""Why something cannot be recorded or undone; nothing was stored when one of these rises."""

from enum import StrEnum

from services.errors import BadInput, NotAllowed, OutOfDate

__all__ = [
    "EntryAct",
    "MarkNotThere",
    "MarksNotTaken",
    "MarksNotTakenReason",
    "NotYourLesson",
    "NothingToRecord",
    "NothingToUndo",
    "ReasonNeeded",
    "WindowClosed",
]


class MarksNotTakenReason(StrEnum):
    """Why a lesson takes no marks."""

    CLUB = "club"
    FIRST_GRADE = "first_grade"
    UNMARKED_SUBJECT = "unmarked_subject"
    UNMARKED_YET = "unmarked_yet"  # until a date
    FIGURES = "figures"  # pass or fail where there are figures
    PASS_FAIL = "pass_fail"  # a figure where there are none  # noqa: S105  # no password: a kind of assessment


class MarksNotTaken(BadInput):
    """The lesson takes no marks. Facts: reason, subject (its name), group (its label), until."""


class MarkNotThere(BadInput):
    """A correction names what it replaces, and that does not stand there.

    Facts: family_name, given_name, on, number, replaces (values), stands (StandingMark).
    """


class NotYourLesson(NotAllowed):
    """Somebody else teaches this group and subject. Facts: subject, group."""


class NothingToUndo(OutOfDate):
    """Everything the entry recorded has been changed since by somebody. Facts: none."""


class NothingToRecord(BadInput):
    """A sheet is to be saved and nobody has a mark or a letter on it. Facts: none."""


class EntryAct(StrEnum):
    """What a reason is asked for."""

    SAVE = "save"
    WITHDRAW = "withdraw"


class ReasonNeeded(OutOfDate):
    """It corrects what families know, or what the window has closed over, and has to say why.

    Facts: entry_id, act (EntryAct).
    """


class WindowClosed(NotAllowed):
    """The lesson is too long ago: only the deputy head corrects it. Facts: days."""
