"""Why a message is not taken as it is, with the word to point at."""

from enum import StrEnum

from services.bulk_entry.faults import FaultKind
from services.bulk_entry.model import Span
from services.errors import BadInput, NotFound, OutOfDate

__all__ = ["EntryGone", "LineNotTaken", "NothingSaved", "ResolveFault"]


class ResolveFault(StrEnum):
    """What the grammar understood and the school's lists or the program do not allow."""

    UNKNOWN_STUDENT = "unknown_student"
    NOT_IN_GROUP = "not_in_group"  # in the class, but not in this group
    NOT_STUDIED = "not_studied"  # in the group, but the individual plan leaves the subject out
    STUDENT_TWICE = "student_twice"
    SEVERAL_PEOPLE = "several_people"  # two names and one mark, without a comma
    NOBODY = "nobody"  # «все» of a group without students
    NO_CLASS = "no_class"  # none named, and no lesson goes on
    NO_LESSON = "no_lesson"
    LESSON_AHEAD = "lesson_ahead"
    HOMEWORK_TWICE = "homework_twice"  # two pieces for the same people
    MARK_IN_TEXT = "mark_in_text"  # «тема Степень, Белова 5»: no mark would be recorded
    DUE_TOO_EARLY = "due_too_early"  # before the lesson it is given at, or on that day
    FINAL_LATER = "final_later"  # not taken yet by this version
    NO_FINAL_MARK = "no_final_mark"  # a debt, or a mark beneath the scale
    SUBSTITUTE_LATER = "substitute_later"


class LineNotTaken(BadInput):
    """One word stands against the whole message; nothing was stored.

    Facts: reason (FaultKind or ResolveFault), source (the text as sent), start, end, hints, and
    what a reason needs: group, on.
    """

    def __init__(
        self,
        reason: FaultKind | ResolveFault,
        *,
        span: Span,
        source: str = "",
        hints: tuple[str, ...] = (),
        **more: object,
    ) -> None:
        super().__init__(
            reason=reason,
            start=span.start,
            end=span.end,
            source=source,
            hints=hints,
            **more,
        )

    def said_of(self, source: str) -> "LineNotTaken":
        """Return the same fault with the text it is about, to point at the word in it."""
        facts = dict(self.facts) | {"source": source}
        span = Span(facts.pop("start"), facts.pop("end"))
        return LineNotTaken(facts.pop("reason"), span=span, **facts)


class EntryGone(OutOfDate):
    """The preview a button belongs to was saved, undone, discarded or is too old. Facts: state."""


class NothingSaved(NotFound):
    """There is no saved entry that could be taken back. Facts: none."""
