"""What can be wrong with a line about the timetable: a kind and the word to point at, no texts."""

from enum import StrEnum

from services.bulk_entry.model import Span
from services.errors import BadInput

__all__ = ["ChangeFaultKind", "ChangeNotTaken"]


class ChangeFaultKind(StrEnum):
    """Why a line cannot be taken; a screen says the way out for each."""

    EMPTY = "empty"
    NO_DATE = "no_date"
    NO_CLASS = "no_class"
    NO_LESSON_NUMBER = "no_lesson_number"
    NOTHING_TO_CHANGE = "nothing_to_change"
    BAD_DATE = "bad_date"
    BAD_LESSON_NUMBER = "bad_lesson_number"
    UNKNOWN_CLASS = "unknown_class"
    UNKNOWN_WORD = "unknown_word"  # no subject, teacher or room, and nothing else either
    UNKNOWN_GROUP = "unknown_group"  # the class has no such group at that lesson
    AMBIGUOUS_SUBJECT = "ambiguous_subject"
    AMBIGUOUS_STAFF = "ambiguous_staff"
    ROOM_EMPTY = "room_empty"  # «каб» and nothing behind it
    SAID_TWICE = "said_twice"  # two dates, two teachers… in one line
    CONFLICT = "conflict"  # cancelled, and yet with a teacher
    DAY_WITH_LESSON = "day_with_lesson"  # «7Б 3 карантин»
    SHORTENED_HOW = "shortened_how"  # «сокращённые»: to how many minutes, or by which bells?
    RANGE_WITH_LESSON = "range_with_lesson"  # a change of a lesson is about one date
    MOVE_SEVERAL = "move_several"
    MOVE_WITHOUT_LESSON = "move_without_lesson"  # «перенос на 26.11»: to which lesson?
    MOVE_NOWHERE = "move_nowhere"  # to where it is
    TEACHER_NEEDED = "teacher_needed"  # nobody, or several people, teach that subject there
    NO_BELL = "no_bell"  # nobody could say when that lesson is
    LESSON_TWICE = "lesson_twice"  # two lines about one lesson
    NOT_THAT_LESSON = "not_that_lesson"  # «вместо физики», where there is none


class ChangeNotTaken(BadInput):
    """One word stands against the whole message; nothing was stored.

    Facts: reason, source (the text as sent), start, end, hints, and what a reason needs: on,
    group, number, subject.
    """

    def __init__(
        self,
        reason: ChangeFaultKind,
        *,
        span: Span,
        source: str = "",
        hints: tuple[str, ...] = (),
        **more: object,
    ) -> None:
        super().__init__(
            reason=reason, start=span.start, end=span.end, source=source, hints=hints, **more
        )

    def said_of(self, source: str) -> "ChangeNotTaken":
        """Return the same fault with the text it is about, to point at the word in it."""
        facts = dict(self.facts) | {"source": source}
        span = Span(facts.pop("start"), facts.pop("end"))
        return ChangeNotTaken(facts.pop("reason"), span=span, **facts)
