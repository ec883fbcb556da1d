"""What a journal line means: frozen values, compared without their places in the text."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from services.bulk_entry.codes import MarkSign
from services.bulk_entry.faults import QuestionKind
from services.vocabulary import AttendanceCode, FinalKind, PeriodKind

__all__ = [
    "Codes",
    "Command",
    "Due",
    "Entry",
    "Everyone",
    "GivenMark",
    "Homework",
    "Line",
    "NamePart",
    "NameRef",
    "Parsed",
    "PeriodRef",
    "Question",
    "Span",
]


class Command(StrEnum):
    """What may stand before a line; then only that part is expected."""

    MARK = "mark"
    ABSENT = "absent"
    HOMEWORK = "hw"
    TOPIC = "topic"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the text as it was sent: ``text[start:end]``."""

    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class NamePart:
    """A word or an initial of a name; ``key`` is folded, ``text`` is as typed."""

    key: str
    is_initial: bool = False
    text: str = field(default="", compare=False)
    span: Span = field(default=Span(), compare=False)


@dataclass(frozen=True, slots=True)
class NameRef:
    """How a student is named: words as they stand, or the number in the class list.

    Words without a comma between them may be one person or several («5 иванов петров»): only the
    class list tells, so ``names.match`` decides.
    """

    parts: tuple[NamePart, ...] = ()
    number: int | None = None
    span: Span = field(default=Span(), compare=False)


@dataclass(frozen=True, slots=True)
class GivenMark:
    """A mark, or two for one work («5/4»); ``is_addition`` is «ещё»: beside what is there.

    ``replaces``: what must stand there for it to be right («3→4»).
    """

    values: tuple[int | MarkSign, ...]
    is_addition: bool = False
    replaces: tuple[int, ...] = ()

    @property
    def is_double(self) -> bool:
        """Whether it is two marks for one work."""
        return len(self.values) > 1


@dataclass(frozen=True, slots=True)
class Codes:
    """What is recorded of one student: marks, attendance, both, or nothing (left out of «все»)."""

    marks: tuple[GivenMark, ...] = ()
    attendance: AttendanceCode | None = None
    minutes_late: int | None = None
    comment: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is recorded; a comment alone is nothing."""
        return not self.marks and self.attendance is None


@dataclass(frozen=True, slots=True)
class Line:
    """One name and what is recorded of it; ``kind`` is None where the entry's own kind holds.

    ``is_list``: the code was said for all names of the line, so several people are no surprise.
    """

    names: NameRef
    codes: Codes
    kind: str | None = None
    is_list: bool = False
    span: Span = field(default=Span(), compare=False)


@dataclass(frozen=True, slots=True)
class Everyone:
    """«Все …» or «остальные …» (``is_rest``: whom no other line names), with exceptions.

    An exception without codes is left out.
    """

    codes: Codes
    kind: str | None = None
    is_rest: bool = False
    exceptions: tuple[Line, ...] = ()
    span: Span = field(default=Span(), compare=False)


@dataclass(frozen=True, slots=True)
class Due:
    """When homework is due: a date, a weekday (1 is Monday), or with neither the next lesson."""

    on: date | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Homework:
    """Homework: text and due date, or «не задано».

    ``addressees``: it is for these students alone. ``is_tentative``: they may as well be the first
    words of the text («дз Петрову: § 5»); when the class list does not know them, ``whole_text``
    is for everybody.
    """

    text: str = ""
    due: Due = Due()
    is_none: bool = False
    addressees: tuple[NameRef, ...] = ()
    is_tentative: bool = False
    whole_text: str = ""
    span: Span = field(default=Span(), compare=False)


@dataclass(frozen=True, slots=True)
class PeriodRef:
    """Which period a final mark is for; ``kind`` None is the year, or the *result* named."""

    kind: PeriodKind | None = None
    number: int | None = None
    result: FinalKind | None = None  # an exam, attestation, contest or the certificate's mark


@dataclass(frozen=True, slots=True)
class Entry:
    """What the message says of one lesson; what it does not say is None or empty.

    Several ``classes`` or ``subjects`` are candidates of one word, and a question stands beside.
    """

    command: Command | None = None
    classes: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    day: date | None = None
    lesson_number: int | None = None
    group_number: int | None = None
    kind: str | None = None
    instead_of: NameRef | None = None
    period: PeriodRef | None = None
    lines: tuple[Line, ...] = ()
    everyone: tuple[Everyone, ...] = ()
    topic: str | None = None
    homework: tuple[Homework, ...] = ()
    span: Span = field(default=Span(), compare=False)


@dataclass(frozen=True, slots=True)
class Question:
    """Words that can be read in more than one way; a single option asks for a yes.

    Each of ``options`` may take the place of ``text[start:end]`` and reads only one way.
    """

    kind: QuestionKind
    start: int
    end: int
    options: tuple[str, ...]

    def answer(self, text: str, choice: int) -> str:
        """The line with the chosen option written in; it is parsed again."""
        return text[: self.start] + self.options[choice] + text[self.end :]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A whole message. While ``questions`` are open, ``entries`` are one possible reading only."""

    entries: tuple[Entry, ...] = ()
    questions: tuple[Question, ...] = ()
    is_undo: bool = False  # «отмена последнего»
