"""Reply hours and limits of questions to teachers; pure."""

from datetime import datetime, time, timedelta

from services.errors import BadInput, DiaryError
from services.regulation.profile import SchoolProfile

__all__ = [
    "LONGEST_TEXT",
    "MOST_A_DAY",
    "MOST_LETTERS_A_DAY",
    "REPLY_HOURS",
    "TalkTextTooLong",
    "TooManyQuestions",
    "shown_to_teacher_at",
    "tidy",
]

# S3 2 calls it business correspondence: it is read in working hours, whenever it was written.
REPLY_HOURS = (time(8), time(18))
MOST_A_DAY = 10  # of one person; more is no question any more
MOST_LETTERS_A_DAY = 5  # of one teacher to one family, not counting answers
LONGEST_TEXT = 1500
_DAY = timedelta(days=1)


class TalkTextTooLong(BadInput):
    """A message is longer than can be read at once. Facts: length, longest."""


class TooManyQuestions(DiaryError):
    """A person has written as much as one may in a day. Facts: most."""


def shown_to_teacher_at(now: datetime, profile: SchoolProfile) -> datetime:
    """Return when a question reaches its teacher: now, else when the next reply hours begin."""
    begin, end = REPLY_HOURS
    local = now.astimezone(profile.timezone)
    day = local.date()
    if local.time() >= end:
        day += _DAY
    elif local.time() >= begin and day.isoweekday() <= profile.days_per_week:
        return now
    while day.isoweekday() > profile.days_per_week:
        day += _DAY
    return datetime.combine(day, begin, tzinfo=profile.timezone)


def tidy(text: str) -> str:
    """Return a message without spaces around it.

    Raises:
        TalkTextTooLong: with length and the longest allowed.
    """
    found = text.strip()
    if len(found) > LONGEST_TEXT:
        raise TalkTextTooLong(length=len(found), longest=LONGEST_TEXT)
    return found
