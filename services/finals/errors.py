"""Why a sheet of period marks cannot be opened, saved or taken back; nothing was stored."""

from enum import StrEnum

from services.errors import BadInput, OutOfDate

__all__ = ["FinalsGone", "FinalsNotTaken", "FinalsNotTakenReason", "NothingToTakeBack"]


class FinalsNotTakenReason(StrEnum):
    """What the line understood and the school's lists do not allow."""

    NO_CLASS = "no_class"
    NO_SUBJECT = "no_subject"
    NOT_TAUGHT = "not_taught"  # nobody teaches the subject there
    GROUP_NEEDED = "group_needed"
    NO_PERIOD = "no_period"  # the grade and subject have no such period
    PERIOD_AHEAD = "period_ahead"
    RESULT_AHEAD = "result_ahead"
    NOBODY = "nobody"
    ONE_AT_A_TIME = "one_at_a_time"


class FinalsNotTaken(BadInput):
    """The sheet cannot be opened. Facts: reason; subject, group, hints (names) where they help."""


class FinalsGone(OutOfDate):
    """The sheet of a button was saved, taken back, discarded or is too old. Facts: state."""


class NothingToTakeBack(OutOfDate):
    """Every mark of the sheet has been changed since by somebody. Facts: none."""
