"""Why a change of the timetable cannot be saved, withdrawn or taken over; nothing was stored."""

from services.errors import NotAllowed, OutOfDate

__all__ = ["ChangeGone", "ChangedMeanwhile", "LessonNotOpen", "NothingToWithdraw", "OwnLesson"]


class ChangedMeanwhile(OutOfDate):
    """Somebody else has changed one of the lessons since the preview. Facts: on."""


class ChangeGone(OutOfDate):
    """The preview a button belongs to was saved, discarded or is too old. Facts: state."""


class NothingToWithdraw(OutOfDate):
    """Everything the message changed has been changed again since. Facts: none."""


class LessonNotOpen(OutOfDate):
    """A lesson that somebody wants to take over is not of this hour any more. Facts: none."""


class OwnLesson(NotAllowed):
    """A lesson that somebody wants to take over is theirs already. Facts: subject, group."""
