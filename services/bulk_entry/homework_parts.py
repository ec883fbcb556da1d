"""The homework of an entry: for whom each piece is, and the lesson it is due at."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.bulk_entry.dates import due_days
from services.bulk_entry.errors import LineNotTaken, ResolveFault
from services.bulk_entry.model import Entry, Homework, NameRef
from services.bulk_entry.names import MatchKind, PersonMatch, RosterName, match
from services.bulk_entry.people import OpenName, is_excused, why_not_here
from services.homework.class_day import takes_homework
from services.homework.drafts import HomeworkDraft
from services.homework.errors import FirstGradeHasNone
from services.homework.next_lesson import lesson_on_day, next_lesson
from services.timetable.rules import PlannedLesson

__all__ = ["Addressed", "AskDue", "draft_homework", "gather_homework"]


@dataclass(frozen=True, slots=True)
class Addressed:
    """A piece of homework for all (None) or for one student; *index*: its place in the entry."""

    index: int
    said: Homework
    text: str
    addressee_id: int | None = None


@dataclass(frozen=True, slots=True)
class AskDue:
    """A weekday that may be the next one after the lesson, or after today; *key* names it."""

    key: str
    days: tuple[date, ...]
    lesson: PlannedLesson


class _NameOpen(Exception):
    def __init__(self, name: OpenName) -> None:
        super().__init__()
        self.name = name


def gather_homework(
    entry: Entry,
    roster: Sequence[RosterName],
    *,
    answers: Mapping[str, int],
    elsewhere: Sequence[RosterName] = (),
    excused: Sequence[RosterName] = (),
) -> tuple[Addressed, ...] | OpenName:
    """Say for whom each piece is; or ask the first name that is not certain.

    Words before a colon that nobody is called by are the text's own («Читать: гл. 3»).

    Raises:
        LineNotTaken: an unknown name, or two pieces for the same people.
    """
    gathering = _Gathering(roster, answers, elsewhere, excused)
    found: list[Addressed] = []
    try:
        for index, said in enumerate(entry.homework):
            found.extend(gathering.addressed(index, said))
    except _NameOpen as asked:
        return asked.name
    seen: set[int | None] = set()
    for one in found:
        if one.addressee_id in seen:
            raise LineNotTaken(ResolveFault.HOMEWORK_TWICE, span=one.said.span)
        seen.add(one.addressee_id)
    return tuple(found)


class _Gathering:
    def __init__(
        self,
        roster: Sequence[RosterName],
        answers: Mapping[str, int],
        elsewhere: Sequence[RosterName],
        excused: Sequence[RosterName],
    ) -> None:
        self._roster = roster
        self._answers = answers
        self._elsewhere = elsewhere
        self._excused = excused
        self._seen: Counter[str] = Counter()

    def addressed(self, index: int, said: Homework) -> list[Addressed]:
        if not said.addressees:
            return [Addressed(index, said, said.text)]
        people = [one for name in said.addressees for one in self._people(name)]
        if said.is_tentative and any(one.kind is MatchKind.NONE for one in people):
            return [Addressed(index, said, said.whole_text)]
        return [Addressed(index, said, said.text, self._one(one)) for one in people]

    def _people(self, name: NameRef) -> tuple[PersonMatch, ...]:
        return match([name], self._roster)[0].people

    def _one(self, person: PersonMatch) -> int:
        words = " ".join(part.key for part in person.parts)
        self._seen[words] += 1
        key = f"hw {words}#{self._seen[words]}"
        if person.kind is MatchKind.EXACT:
            return person.student_ids[0]
        if person.kind is MatchKind.NONE:
            raise LineNotTaken(
                why_not_here(NameRef(person.parts), self._elsewhere, self._excused),
                span=person.span,
            )
        if person.kind is MatchKind.GUESS and is_excused(NameRef(person.parts), self._excused):
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


async def draft_homework(
    session: AsyncSession,
    pieces: Sequence[Addressed],
    lesson: PlannedLesson,
    *,
    place: int,
    dues: Mapping[str, str],
    today: date,
    in_first_grade: bool,
) -> tuple[HomeworkDraft, ...] | AskDue:
    """Settle when each piece is due, by default at the next lesson; or ask which week is meant.

    *place* counts the entry in its message, *dues* holds the answers so far.

    Raises:
        FirstGradeHasNone: the school gives it none.
        LineNotTaken: it would be due before its lesson, or on that day.
    """
    drafts: list[HomeworkDraft] = []
    for piece in pieces:
        if piece.said.is_none:
            drafts.append(HomeworkDraft(place, is_none=True, addressee_id=piece.addressee_id))
            continue
        if not takes_homework(lesson.group.grade, in_first_grade=in_first_grade):
            raise FirstGradeHasNone(group=lesson.group.label)
        key = f"{place}:{piece.index}"
        days = due_days(piece.said.due, lesson_on=lesson.on, today=today)
        if len(days) > 1 and key not in dues:
            return AskDue(key, days, lesson)
        chosen = date.fromisoformat(dues[key]) if key in dues else next(iter(days), None)
        if chosen is not None and chosen <= lesson.on:
            raise LineNotTaken(ResolveFault.DUE_TOO_EARLY, span=piece.said.span, on=lesson.on)
        due = await _due_lesson(session, lesson, chosen)
        drafts.append(
            HomeworkDraft(
                place,
                text=piece.text,
                addressee_id=piece.addressee_id,
                due_on=chosen or (due.on if due else None),
                due_number=due.number if due else None,
            )
        )
    return tuple(drafts)


async def _due_lesson(
    session: AsyncSession, lesson: PlannedLesson, on: date | None
) -> PlannedLesson | None:
    group_id, subject_id = lesson.group.group_id, lesson.subject.subject_id
    if on is None:
        return await next_lesson(session, group_id, subject_id, after=lesson.on)
    return await lesson_on_day(session, group_id, subject_id, on=on)
