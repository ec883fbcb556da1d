"""Whom the lines of an entry are about, and what is said of each student together; pure."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from services.bulk_entry.codes import PASS_FAIL, MarkSign
from services.bulk_entry.errors import LineNotTaken, ResolveFault
from services.bulk_entry.model import Codes, Entry, Everyone, Line, NameRef, Span
from services.bulk_entry.names import MatchKind, PersonMatch, RosterName, match
from services.journal.drafts import StudentDraft
from services.journal.mark_rules import WantedMark
from services.regulation.work_kinds import LESSON_WORK
from services.vocabulary import AttendanceCode

__all__ = [
    "OpenName",
    "SaidOfStudent",
    "gather_students",
    "is_excused",
    "said_of_students",
    "why_not_here",
]


@dataclass(frozen=True, slots=True)
class OpenName:
    """A name that several students have, or that nobody has just so."""

    key: str  # what the answer is kept under
    word: str
    is_guess: bool
    student_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SaidOfStudent:
    """What one line says of one student; *kind* is the line's own kind of work."""

    student_id: int
    codes: Codes
    kind: str | None
    span: Span


@dataclass(slots=True)
class _Said:
    """Everything said of one student so far."""

    marks: list[WantedMark] = field(default_factory=list)
    attendance: AttendanceCode | None = None
    minutes_late: int | None = None
    owed_kind: str | None = None


class _NameOpen(Exception):
    def __init__(self, name: OpenName) -> None:
        super().__init__()
        self.name = name


def gather_students(
    entry: Entry,
    roster: Sequence[RosterName],
    *,
    answers: Mapping[str, int],
    elsewhere: Sequence[RosterName] = (),
    excused: Sequence[RosterName] = (),
    absent: Collection[int] = (),
) -> tuple[StudentDraft, ...] | OpenName:
    """What is to be recorded of whom, in the order it was said; or the first name to be asked.

    *elsewhere*: students of the class who are not in this group, *excused*: who does not study the
    subject by an individual plan; to say so instead of «unknown». *absent*: whom the journal has
    as missing; a mark «for all» is not theirs.

    Raises:
        LineNotTaken: an unknown name, or one student twice.
    """
    said = said_of_students(
        entry, roster, answers=answers, elsewhere=elsewhere, excused=excused, absent=absent
    )
    if isinstance(said, OpenName):
        return said
    together: dict[int, _Said] = {}
    for one in said:
        _record(together.setdefault(one.student_id, _Said()), one, entry)
    return tuple(
        StudentDraft(
            student_id,
            tuple(every.marks),
            every.attendance,
            every.minutes_late,
            every.owed_kind,
        )
        for student_id, every in together.items()
    )


def said_of_students(
    entry: Entry,
    roster: Sequence[RosterName],
    *,
    answers: Mapping[str, int],
    elsewhere: Sequence[RosterName] = (),
    excused: Sequence[RosterName] = (),
    absent: Collection[int] = (),
) -> tuple[SaidOfStudent, ...] | OpenName:
    """Whom each line is about, in the order it was said; or the first name to be asked.

    *elsewhere* and *absent* as in ``gather_students``.

    Raises:
        LineNotTaken: an unknown name, or two names with one mark.
    """
    try:
        return _Gathering(entry, roster, answers, elsewhere, excused, absent).said()
    except _NameOpen as asked:
        return asked.name


def why_not_here(
    name: NameRef, elsewhere: Sequence[RosterName], excused: Sequence[RosterName]
) -> ResolveFault:
    """Return why nobody of a lesson has this name: excused, of another group, or unknown."""
    for roster, reason in (
        (excused, ResolveFault.NOT_STUDIED),
        (elsewhere, ResolveFault.NOT_IN_GROUP),
    ):
        if any(map(_is_somebody, match([name], roster)[0].people)):
            return reason
    return ResolveFault.UNKNOWN_STUDENT


def is_excused(name: NameRef, excused: Sequence[RosterName]) -> bool:
    """Whether a name that is only near to somebody's is just the one of who is excused."""
    return any(one.kind is MatchKind.EXACT for one in match([name], excused)[0].people)


class _Gathering:
    def __init__(
        self,
        entry: Entry,
        roster: Sequence[RosterName],
        answers: Mapping[str, int],
        elsewhere: Sequence[RosterName],
        excused: Sequence[RosterName],
        absent: Collection[int],
    ) -> None:
        self._entry = entry
        self._roster = roster
        self._answers = answers
        self._elsewhere = elsewhere
        self._excused = excused
        self._absent = frozenset() if _says_all_are_here(entry) else frozenset(absent)
        self._seen: Counter[str] = Counter()
        self._said: list[SaidOfStudent] = []

    def said(self) -> tuple[SaidOfStudent, ...]:
        named: set[int] = set()
        for line in self._entry.lines:
            for student_id in self._people(line):
                named.add(student_id)
                self._say(student_id, line.codes, line.kind, line.span)
        for everyone in self._entry.everyone:
            self._everyone(everyone, named)
        return tuple(self._said)

    def _everyone(self, everyone: Everyone, named: set[int]) -> None:
        if not self._roster:
            raise LineNotTaken(ResolveFault.NOBODY, span=everyone.span)
        excepted: set[int] = set()
        for line in everyone.exceptions:
            for student_id in self._people(line):
                excepted.add(student_id)
                if not line.codes.is_empty:
                    self._say(student_id, line.codes, line.kind or everyone.kind, line.span)
        missing = self._absent if everyone.codes.marks else frozenset()
        for student in self._roster:
            # Who is named apart is not meant by «все», said before or after.
            if student.student_id not in excepted | named | missing:
                self._say(student.student_id, everyone.codes, everyone.kind, everyone.span)

    def _people(self, line: Line) -> list[int]:
        found = match([line.names], self._roster)[0].people
        if len(found) > 1 and not line.is_list and all(_is_somebody(one) for one in found):
            raise LineNotTaken(ResolveFault.SEVERAL_PEOPLE, span=line.names.span)
        return [self._one(person, line) for person in found]

    def _one(self, person: PersonMatch, line: Line) -> int:
        words = " ".join(part.key for part in person.parts)
        self._seen[words] += 1
        key = f"{words}#{self._seen[words]}"
        if person.kind is MatchKind.EXACT:
            return person.student_ids[0]
        if person.kind is MatchKind.NONE:
            raise LineNotTaken(
                why_not_here(line.names, self._elsewhere, self._excused), span=person.span
            )
        if person.kind is MatchKind.GUESS and is_excused(line.names, self._excused):
            raise LineNotTaken(ResolveFault.NOT_STUDIED, span=person.span)
        answer = self._answers.get(key)
        if answer in person.student_ids:
            return answer
        raise _NameOpen(
            OpenName(
                key=key,
                word=" ".join(part.text or part.key for part in person.parts),
                is_guess=person.kind is MatchKind.GUESS,
                student_ids=person.student_ids,
            )
        )

    def _say(self, student_id: int, codes: Codes, kind: str | None, span: Span) -> None:
        self._said.append(SaidOfStudent(student_id, codes, kind, span))


def _record(said: _Said, one: SaidOfStudent, entry: Entry) -> None:
    codes = one.codes
    work_kind = one.kind or entry.kind or LESSON_WORK
    has_mark = any(
        mark.work_kind == work_kind and not mark.is_addition for mark in said.marks
    ) and any(not mark.is_addition and mark.values != (MarkSign.OWED,) for mark in codes.marks)
    if has_mark or (said.attendance is not None and codes.attendance is not None):
        raise LineNotTaken(ResolveFault.STUDENT_TWICE, span=one.span)
    for mark in codes.marks:
        if mark.values == (MarkSign.OWED,):
            said.owed_kind = work_kind
            continue
        values = tuple(
            PASS_FAIL[value] if isinstance(value, MarkSign) else value for value in mark.values
        )
        said.marks.append(
            WantedMark(values, work_kind, mark.is_addition, codes.comment, mark.replaces)
        )
    if codes.attendance is not None:
        said.attendance = codes.attendance
        said.minutes_late = codes.minutes_late


def _says_all_are_here(entry: Entry) -> bool:
    return any(one.codes.attendance is AttendanceCode.PRESENT for one in entry.everyone)


def _is_somebody(person: PersonMatch) -> bool:
    return person.kind is not MatchKind.NONE
